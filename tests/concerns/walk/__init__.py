"""A random walk over everything people may do with a concern, held against the text of the rules."""
