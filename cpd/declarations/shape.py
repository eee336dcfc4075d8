"""What a declaration is: its words, when it is asked, what the law lets us ask, who reads it, what an answer starts."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import date


class Asked(enum.StrEnum):
    """When a question is asked."""

    APPLICATION = "application"
    RENEWAL = "renewal"
    TELL_US_NOW = "tell_us_now"


class Reader(enum.StrEnum):
    """Who may read an answer, beside the person who gave it."""

    OFFICER = "officer"
    PANEL = "panel"
    ASSESSOR = "assessor"
    REGISTRAR = "registrar"
    HEALTH_OFFICER = "health_officer"
    NOBODY = "nobody"


class GoesTo(enum.StrEnum):
    """Where a worrying answer goes (rules 6.3, last column)."""

    REGISTRATION = "registration"
    PANEL = "panel"
    RISK_RATING = "risk_rating"
    PANEL_AND_REGISTER = "panel_and_register"
    INTERIM = "interim"
    HEALTH = "health"
    HOLD = "hold"
    NOTE = "note"
    AUDIT = "audit"
    CPD = "cpd"
    RETURN_ROUTE = "return_route"
    CLAIMS = "claims"
    LEARNING = "learning"
    CONCERNS_OFFICER = "concerns_officer"
    STATISTICS = "statistics"

    @property
    def is_disputed(self) -> bool:
        """Whether somebody has to review the declarations of an application because of it."""
        return self in _REVIEWED

    @property
    def is_urgent(self) -> bool:
        """Whether an officer has to look sooner than at other applications."""
        return self in (GoesTo.RISK_RATING, GoesTo.INTERIM)


_REVIEWED = frozenset(
    {GoesTo.PANEL, GoesTo.RISK_RATING, GoesTo.PANEL_AND_REGISTER, GoesTo.INTERIM, GoesTo.CONCERNS_OFFICER}
)


@dataclass(frozen=True)
class Declaration:
    """One version of one question."""

    code: str
    version: int
    from_on: date
    about: str
    #: What people read.
    words: str
    standards: tuple[str, ...]
    asked: frozenset[Asked]
    readers: frozenset[Reader]
    goes_to: GoesTo
    #: Which answer starts something: "yes" or "no"; empty for none.
    worrying: str
    #: What that starts, as the person reads it before they answer.
    starts: str
    #: Asked further when the answer is the worrying one.
    further: str = ""
    hint: str = ""
    #: What the law lets us ask, for those who read the answer.
    legal: str = ""
    evidence: str = ""
    #: "" for everyone, "exempt" for those whose role the law lets us ask more.
    branch: str = ""
    #: The only answer with which one can go on: agreement to the Standards and the terms.
    needed: str = ""
