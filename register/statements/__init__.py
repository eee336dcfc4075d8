"""Verification statements: a dated PDF of an entry, its code, and what has changed since.

`writing` makes the statement and its code, `document` sets it as a PDF, `code` reads a code back, `comparison` holds
what was said beside what the register says now. Nothing is stored: a code carries all that is needed to check it.
"""
