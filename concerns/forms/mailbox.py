"""What a reporter types to open their mailbox and to write in it."""

from __future__ import annotations

from foundation.journey.pages import Kind, Question

#: The name keeps what is typed there out of forms that are shown again (`accounts.kept`).
TYPED_SECRET = "secret_code"  # noqa: S105  # the name of a field

OPENING = (
    Question(
        "reference",
        "Reference",
        hint="It looks like CN-2026-7K3M9X.",
        required="Type your reference",
        small=True,
    ),
    Question(
        TYPED_SECRET,
        "Secret",
        hint="20 letters and digits. Capitals and hyphens do not matter.",
        required="Type your secret",
    ),
)
WORDS = Question(
    "words",
    "Your message",
    Kind.TEXT,
    required="Write your message. A few words are enough",
    rows=6,
)
