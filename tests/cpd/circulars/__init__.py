"""Circulars: wording, life, pages."""
