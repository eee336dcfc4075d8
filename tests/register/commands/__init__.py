"""Tests of the commands of the register."""
