"""Tests of the concerns room."""
