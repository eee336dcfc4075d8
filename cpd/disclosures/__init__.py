"""“Tell us now”: what registrants tell us as soon as they know it, and what becomes of it (rules 6.3, T).

Also takes what a renewal declares that needs a look: the renewal goes through provisionally while it is looked at here.
"""
