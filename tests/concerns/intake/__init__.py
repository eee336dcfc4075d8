"""Tests of what the answers of the form mean."""
