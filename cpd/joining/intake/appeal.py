"""What somebody is asked who appeals, against a decision on an application or on a CPD audit."""

from __future__ import annotations

from cpd.joining.findings import AppealGround
from foundation.journey.pages import Kind, Option, Question

QUESTIONS = (
    Question(
        "grounds",
        "Why should we decide again?",
        Kind.CHOICES,
        hint="Choose all that fit.",
        options=tuple(Option(one.value, one.label) for one in AppealGround),
        required="Choose at least one reason",
    ),
    Question(
        "words",
        "Tell us in your own words",
        Kind.TEXT,
        hint="What went wrong, or what did we not know?",
        rows=10,
        required="Tell us in your own words why we should decide again",
    ),
)
