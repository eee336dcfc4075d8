"""What somebody says of a proof copy: that its facts are right, or which is wrong."""

from __future__ import annotations

from foundation.journey.pages import Kind, Option, Question

PROOF = (
    Question(
        "right",
        "Are the facts right?",
        Kind.CHOICE,
        options=(Option("yes", "Yes, every fact is right"), Option("no", "No, something is wrong")),
        required="Say whether the facts are right",
    ),
    Question(
        "words",
        "What is wrong, and how was it?",
        Kind.TEXT,
        hint="Only facts: names, days, sums, what happened. Leave it empty when every fact is right.",
        rows=6,
    ),
)
