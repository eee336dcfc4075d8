"""What people type to complain about our service, to open their complaint, and to ask for a second look."""

from __future__ import annotations

from dataclasses import replace

from concerns.forms import mailbox
from foundation.journey.pages import Kind, Question

COMPLAIN = (
    Question(
        "words",
        "What happened?",
        Kind.TEXT,
        hint="What did we do, or not do? What would put it right? If it has a reference, give it here.",
        required="Tell us what happened",
        rows=8,
    ),
    Question("name", "Your name (you may leave this out)", autocomplete="name"),
    Question(
        "email",
        "Email address",
        Kind.EMAIL,
        hint="If you give one, we send you a note there when we have answered. You may leave it out.",
        autocomplete="email",
        longest=254,
    ),
)
AGAIN = (
    Question(
        "words",
        "What is wrong with our answer?",
        Kind.TEXT,
        required="Say what is wrong with our answer",
        rows=6,
    ),
)
OPENING = (replace(mailbox.OPENING[0], hint="It looks like SC-2026-7K3M9X."), mailbox.OPENING[1])
