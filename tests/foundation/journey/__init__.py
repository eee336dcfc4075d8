"""Tests of journeys as data, of reading what was typed, and of drafts."""
