"""Two case examiners, each alone first: is there a case to answer, and what follows (rules 6.6 stage 6)."""
