"""What a registrant types about an order: what shows that it is kept, what stands in the way, and what is new."""

from __future__ import annotations

from foundation.journey.pages import Kind, Option, Question

SENDING, HINDERED = "sending", "hindered"
SHOWING = (
    Question(
        "how",
        "What do you want to tell us?",
        Kind.CHOICE,
        options=(
            Option(SENDING, "I send what shows it"),
            Option(HINDERED, "I cannot do it, and say what stands in the way"),
        ),
        required="Choose one of the two",
    ),
    Question(
        "words",
        "In a few words",
        Kind.TEXT,
        hint="What it is that you send, or what stands in the way and since when. Nobody’s name is needed.",
        required="Say in a few words what you send, or what stands in the way",
        rows=6,
    ),
)
REVIEW = (
    Question(
        "words",
        "What is new?",
        Kind.TEXT,
        hint="Something that the panel did not know, or that has changed since.",
        required="Say what is new",
        rows=8,
    ),
)
