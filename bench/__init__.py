"""Measurements anyone can run with `make bench`, each beside its peers in the same run, as ratios."""
