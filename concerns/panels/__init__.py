"""Hearings of every kind: who sits, when, what they decide, and how that reaches the register (rules 6.6 to 6.9)."""
