"""The words of complaints about our service: where each stands, and how it was answered. No database, no clock."""

from __future__ import annotations

import enum


class ServiceStanding(enum.StrEnum):
    """Where a complaint stands. It follows from its days."""

    FIRST = "first"
    ANSWERED = "answered"
    SECOND = "second"
    OVER = "over"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "first": "A person looks into it",
            "answered": "We have answered",
            "second": "Another person looks at it again",
            "over": "We have answered for the second time",
        }[self.value]


class ServiceOutcome(enum.StrEnum):
    """How a complaint was answered."""

    UPHELD = "upheld"
    PARTLY = "partly"
    NOT_UPHELD = "not_upheld"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "upheld": "You were right",
            "partly": "You were right in part",
            "not_upheld": "We found that we did what we should",
        }[self.value]
