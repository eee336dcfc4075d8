"""Complaints about the institute's own service: their own track, apart from every concern (rules 6.9)."""
