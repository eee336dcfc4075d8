"""The words of what comes beside and after a decision: linked concerns, and whether an order is kept."""

from __future__ import annotations

import enum


class LinkKind(enum.StrEnum):
    """How two concerns belong together. That they are about the same registrant is seen without a link."""

    SAME_EVENT = "same_event"
    CROSS_COMPLAINT = "cross_complaint"
    BREACH_OF = "breach_of"
    REPEATED = "repeated"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "same_event": "They are about the same event",
            "cross_complaint": "Two registrants each raised one about the other",
            "breach_of": "It is about a breach of an order made in the other",
            "repeated": "The same is said to have happened again",
        }[self.value]


class Checked(enum.StrEnum):
    """What a compliance officer writes down of something that an order asks for."""

    ACCEPTED = "accepted"
    MORE = "more"
    LATE = "late"
    BREACH = "breach"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "accepted": "It shows what it has to show",
            "more": "It does not show it yet: we need more",
            "late": "It is late: it may come by another day",
            "breach": "It was not kept: a new concern is opened, for others to look into",
        }[self.value]


class HeldBack(enum.StrEnum):
    """Why a registrant is not told of a concern yet (rules 6.6)."""

    POLICE = "police"
    UNSAFE = "unsafe"

    @property
    def label(self) -> str:
        """As staff choose it."""
        return {
            "police": "Not yet: the police ask us to wait",
            "unsafe": "Not yet: somebody would be at risk",
        }[self.value]
