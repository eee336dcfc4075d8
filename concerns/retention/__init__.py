"""Keeping no longer than the rules allow (6.11): what is over, holds, two people, deletion, and what stays of it."""
