"""Many-page forms as data: pages (what is asked, when, and what is missing), reading (what was typed), drafts (rows).

Refuses to know what any form is about: the questions stand in the room that asks them.
"""
