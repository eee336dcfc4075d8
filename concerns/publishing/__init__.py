"""From a decision to the public, and off it again: words by one person, proof copies, release by another, the end.

Nothing is public before its release and its start. What stands on the register goes on its day by itself; what has to
go at once goes with one press and a reason.
"""
