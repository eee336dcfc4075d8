"""What people tell us about being away, a death, and who takes over, as values. Pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from cpd.leaving.vocabulary import LeaveReason


@dataclass(frozen=True)
class WhyAway:
    """Why somebody asks for leave, sealed with a key of its own."""

    reason: LeaveReason
    words: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is sealed."""
        return {"reason": self.reason.value, "words": self.words}

    @classmethod
    def from_plain(cls, held: dict[str, Any]) -> WhyAway:
        """As it was opened."""
        return cls(LeaveReason(held["reason"]), held["words"])


@dataclass(frozen=True)
class News:
    """Who told us that somebody has died, how to reach them, and what was seen."""

    told_by: str
    reach: str
    seen: str

    def plain(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)

    @classmethod
    def from_plain(cls, held: dict[str, Any]) -> News:
        """As it was opened."""
        return cls(**held)


@dataclass(frozen=True)
class Plan:
    """Who looks after the people somebody works with if they no longer can (D09)."""

    words: str = ""
    colleague: str = ""
    phone: str = ""
    email: str = ""
    agrees: bool = False

    @property
    def names_somebody(self) -> bool:
        """Whether there is a contact whom we could tell."""
        return bool(self.colleague and (self.email or self.phone))

    def plain(self) -> dict[str, Any]:
        """As it is sealed."""
        return asdict(self)

    @classmethod
    def from_plain(cls, held: dict[str, Any]) -> Plan:
        """As it was opened."""
        return cls(**held)
