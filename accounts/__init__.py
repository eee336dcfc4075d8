"""Who is at the keyboard and what they may do."""
