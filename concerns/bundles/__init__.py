"""Bundles: the papers of a concern in one PDF, as one recipient may see them."""
