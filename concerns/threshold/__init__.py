"""Is it ours, can it be settled, could it be serious enough? Three decisions, by different people (rules 6.6, 6.7)."""
