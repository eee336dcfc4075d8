"""Whether an order is kept: what it asks for, what its registrant sends, and what the compliance officer finds."""
