"""Telling us of a concern: the pages as data, the six questions before them, and what the answers mean as a `Telling`.

Refuses to know how pages are drawn: that is for the routes.
"""
