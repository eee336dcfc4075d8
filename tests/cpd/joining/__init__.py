"""The tests of applying to join."""
