"""Tests of the verbs of the register."""
