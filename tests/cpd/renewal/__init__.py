"""Renewal, being late, coming back, and what is watched over."""
