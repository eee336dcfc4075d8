"""Requests and complaints about data: a record of their own with its clock, its own form, queue and answers (law 11.1).

They need not be about a concern. What they share with concerns is the mailbox door and the way files are shown.
"""
