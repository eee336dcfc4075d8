"""Concerns that belong together: what ties them, and whether case examiners may know of it (rules 6.6)."""
