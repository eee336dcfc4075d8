"""The words of retention: what ends a record's time, and what happens to it then (rules 6.11)."""

from __future__ import annotations

import enum


class Disposal(enum.StrEnum):
    """What happens to a record when its time is over."""

    DELETE = "delete"
    MINIMISE = "minimise"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "delete": "Delete all of it",
            "minimise": "Delete words and files; the decision and its dates stay",
        }[self.value]

    @property
    def done(self) -> str:
        """As it reads afterwards."""
        return {"delete": "deleted", "minimise": "minimised"}[self.value]


class RetentionRule(enum.StrEnum):
    """Which line of the table of retention says for how long a record is kept."""

    TRIAGE = "triage"
    THRESHOLD = "threshold"
    NO_CASE = "no_case"
    INTERIM = "interim"
    SANCTION = "sanction"
    REMOVAL = "removal"
    SERVICE = "service"
    DATA = "data"

    @property
    def label(self) -> str:
        """As staff read it."""
        return {
            "triage": "Closed at triage, or settled",
            "threshold": "Closed at the threshold",
            "no_case": "No case to answer, not proved, or discontinued",
            "interim": "An interim order, and no finding",
            "sanction": "A sanction other than removal",
            "removal": "Removal",
            "service": "A complaint about our own service",
            "data": "A request or complaint about data",
        }[self.value]

    @property
    def how(self) -> Disposal:
        """What happens when its time is over."""
        kept = (RetentionRule.SANCTION, RetentionRule.REMOVAL)
        return Disposal.MINIMISE if self in kept else Disposal.DELETE
