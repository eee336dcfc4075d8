"""What passes between us and a reporter."""

from __future__ import annotations

import enum


class StatementKind(enum.StrEnum):
    """What a reporter told us, and what they told us later."""

    FIRST = "first"
    ADDED = "added"
    CORRECTED = "corrected"


class Direction(enum.StrEnum):
    """Which way a message in the mailbox went."""

    TO_US = "to_us"
    FROM_US = "from_us"


class Way(enum.StrEnum):
    """How we were in touch with a reporter."""

    MAILBOX = "mailbox"
    PHONE = "phone"
    EMAIL = "email"
    LETTER = "letter"
    IN_PERSON = "in_person"

    @property
    def label(self) -> str:
        """As people read it."""
        return {"mailbox": "Mailbox", "phone": "Telephone", "email": "Email", "letter": "Letter"}.get(
            self.value, "In person"
        )


class RequestKind(enum.StrEnum):
    """What a reporter may ask of us later."""

    WITHDRAWAL = "withdrawal"
    CLOSURE_REVIEW = "closure_review"


class Answer(enum.StrEnum):
    """How such a request was answered."""

    CLOSED = "closed"
    CARRIED_ON = "carried_on"
    UPHELD = "upheld"
    SENT_BACK = "sent_back"


class SecretCheck(enum.StrEnum):
    """How an officer made sure that somebody who lost their secret is the reporter."""

    CALLED_BACK = "called_back"
    WROTE_BACK = "wrote_back"
    KNEW = "knew"
    MET = "met"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "called_back": "I called them on the number they gave us",
            "wrote_back": "They answered from the email or postal address they gave us",
            "knew": "They knew things that only the reporter can know",
            "met": "I met them and saw a document with their photo",
        }[self.value]
