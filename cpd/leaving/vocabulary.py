"""The words of leaving: why somebody is on leave, and where leave, a wish to leave and a death stand."""

from __future__ import annotations

import enum


class LeaveReason(enum.StrEnum):
    """Why somebody is away for longer (rules 6.4). Sealed: no column says who is ill."""

    ILLNESS = "illness"
    PARENTAL = "parental"
    CARING = "caring"
    OTHER = "other"

    @property
    def label(self) -> str:
        """As people choose it."""
        return _REASONS[self]


_REASONS = {
    LeaveReason.ILLNESS: "I am ill, or getting better",
    LeaveReason.PARENTAL: "I have, or will have, a new child",
    LeaveReason.CARING: "I care for somebody",
    LeaveReason.OTHER: "Something else",
}


class LeaveStanding(enum.StrEnum):
    """Where a request for leave stands."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """As written on pages."""
        return _LEAVE[self]


_LEAVE = {
    LeaveStanding.ASKED: "We are looking at it",
    LeaveStanding.AGREED: "Agreed",
    LeaveStanding.REFUSED: "Not agreed",
    LeaveStanding.WITHDRAWN: "Taken back",
}


class DepartureStage(enum.StrEnum):
    """Where somebody's wish to leave stands."""

    PLANNED = "planned"
    PANEL = "panel"
    TO_PUBLISH = "to_publish"
    LEFT = "left"
    AGREED = "agreed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"

    @property
    def label(self) -> str:
        """As written on pages."""
        return _STAGES[self]


_STAGES = {
    DepartureStage.PLANNED: "Leaves on the day they chose",
    DepartureStage.PANEL: "Three people decide",
    DepartureStage.TO_PUBLISH: "To be put on the register",
    DepartureStage.LEFT: "Left",
    DepartureStage.AGREED: "Left by agreement",
    DepartureStage.REFUSED: "Not accepted",
    DepartureStage.WITHDRAWN: "Taken back",
    DepartureStage.OVERTAKEN: "No longer needed",
}
#: Where something can still happen.
OPEN = frozenset({DepartureStage.PLANNED, DepartureStage.PANEL, DepartureStage.TO_PUBLISH})


class LeavingFinding(enum.StrEnum):
    """What one of the panel finds about a wish to leave while something is open."""

    ACCEPT = "accept"
    REFUSE = "refuse"

    @property
    def label(self) -> str:
        """As written on pages."""
        return "They may leave, with the agreed facts" if self is LeavingFinding.ACCEPT else "They may not leave yet"


class DeathStanding(enum.StrEnum):
    """Where the news of a death stands."""

    REPORTED = "reported"
    CONFIRMED = "confirmed"
    MISTAKEN = "mistaken"

    @property
    def label(self) -> str:
        """As written on pages."""
        return {"reported": "To be confirmed", "confirmed": "Confirmed", "mistaken": "Not so"}[self.value]
