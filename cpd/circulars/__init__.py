"""Circulars: one letter to many registrants, written by one member of staff and released by another.

The list of people is frozen before anybody is asked to release it; whoever has left the group when their turn comes
gets no letter, and nobody gets two. A circular can be stopped while it goes out.
"""
