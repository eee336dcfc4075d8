"""Tests of the doors of the concerns room."""
