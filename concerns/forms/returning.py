"""What somebody types to come back to what they were writing."""

from __future__ import annotations

from foundation.journey.pages import Question

RETURNING = (
    Question(
        "reference", "Reference", hint="It looks like CN-2026-7K3M9X.", required="Type your reference", small=True
    ),
    Question(
        "secret",
        "Secret",
        hint="20 letters and digits. Capitals and hyphens do not matter.",
        required="Type your secret",
    ),
)
