"""The words of telling us: by which way it came, which way it goes, where it stands, what was found."""

from __future__ import annotations

import enum

from cpd.declarations import Declaration, GoesTo


class Channel(enum.StrEnum):
    """How we came to know."""

    TOLD_NOW = "told_now"
    RENEWAL = "renewal"

    @property
    def label(self) -> str:
        """As written on pages."""
        return "Told at once" if self is Channel.TOLD_NOW else "Said when they renewed"


class Track(enum.StrEnum):
    """Which way it goes. All that a column says of what was told: the question itself is sealed."""

    #: A charge, a case, a bar: looked at within one working day.
    URGENT = "urgent"
    USUAL = "usual"
    #: Complaints and claims: the concerns officer reads them.
    CONCERNS = "concerns"
    #: Only the health officer reads it.
    HEALTH = "health"

    @property
    def label(self) -> str:
        """As written on lists."""
        return {
            "urgent": "Urgent",
            "usual": "Usual",
            "concerns": "For the concerns officer",
            "health": "For the health officer",
        }[self.value]


_TRACKS = {
    GoesTo.RISK_RATING: Track.URGENT,
    GoesTo.INTERIM: Track.URGENT,
    GoesTo.CONCERNS_OFFICER: Track.CONCERNS,
    GoesTo.HEALTH: Track.HEALTH,
}


def track_of(declaration: Declaration) -> Track:
    """Which way the answer to a question goes."""
    return _TRACKS.get(declaration.goes_to, Track.USUAL)


class Stage(enum.StrEnum):
    """Where it stands."""

    OFFICER = "officer"
    PANEL = "panel"
    CONCERNS = "concerns"
    HEALTH = "health"
    CLOSED = "closed"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        """As written on lists."""
        return {
            "officer": "With an officer",
            "panel": "With two of the panel",
            "concerns": "With the concerns officer",
            "health": "With the health officer",
            "closed": "Closed",
            "taken_back": "Taken back",
        }[self.value]


OPEN = frozenset({Stage.OFFICER, Stage.PANEL, Stage.CONCERNS, Stage.HEALTH})


class Finding(enum.StrEnum):
    """What an officer, the two of the panel, or the concerns officer find."""

    CLEAR = "clear"
    ADVICE = "advice"
    PANEL = "panel"
    CONCERN = "concern"

    @property
    def label(self) -> str:
        """As those who find choose it."""
        return {
            "clear": "Nothing follows from it",
            "advice": "Nothing follows from it, and we give advice",
            "panel": "Two people of the panel look at it",
            "concern": "It may have to be looked into as a concern",
        }[self.value]


#: The findings of one person that close it with advice for the registrant.
WITH_ADVICE = frozenset({Finding.ADVICE.value, "support_agreed"})
#: What each may find.
OFFICER_FINDS = (Finding.CLEAR, Finding.ADVICE, Finding.PANEL, Finding.CONCERN)
PANEL_FINDS = (Finding.CLEAR, Finding.ADVICE, Finding.CONCERN)


class ConcernsFinding(enum.StrEnum):
    """What the concerns officer does with what was passed to them."""

    CLEAR = "clear"
    ADVICE = "advice"
    TAKEN_ON = "taken_on"

    @property
    def label(self) -> str:
        """As they choose it."""
        return {
            "clear": "I have read it. Nothing follows from it",
            "advice": "I have read it, and we give advice",
            "taken_on": "I have opened a concern about it",
        }[self.value]


class HealthFinding(enum.StrEnum):
    """What others learn of what the health officer read."""

    NOTHING_FOLLOWS = "nothing_follows"
    SUPPORT_AGREED = "support_agreed"
    CONCERN = "concern"

    @property
    def label(self) -> str:
        """As the health officer chooses it."""
        return {
            "nothing_follows": "Nothing follows from it",
            "support_agreed": "It is under control, with what we agreed",
            "concern": "It may have to be looked into as a concern",
        }[self.value]


class Outcome(enum.StrEnum):
    """How it ended."""

    CLEAR = "clear"
    ADVICE = "advice"
    CONCERN = "concern"

    @property
    def label(self) -> str:
        """As written on pages."""
        return {
            "clear": "Nothing follows from it",
            "advice": "Closed with advice",
            "concern": "Looked into as a concern",
        }[self.value]
