"""Renewal: staying on the register for another period, being late, coming back, and what we watch over meanwhile."""
