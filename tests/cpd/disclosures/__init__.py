"""Telling us: the duty, the clocks, who reads it, and the pages."""
