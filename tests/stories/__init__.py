"""Whole journeys in a real browser, told as sentences."""
