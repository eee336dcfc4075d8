"""The form of renewing: its pages as data, and what was typed read into values."""
