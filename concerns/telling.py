"""What somebody tells us, as plain values: what the journey hands on and `operations.receiving` writes down.

It knows no page and no database. `Reach` is also how a reporter's contact details are kept, sealed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from concerns.vocabulary import Capacity, Channel, Naming, Nation, OnRegister, Relation, Speaking, Way, Who


@dataclass(frozen=True)
class SubjectTold:
    """Somebody the concern is about. `number` is their registration number when they were found on the register."""

    name: str
    on_register: OnRegister
    number: str | None = None
    #: What else the reporter knows: where they work, what they look after.
    about: str = ""


@dataclass(frozen=True)
class AffectedTold:
    """Who was affected, and by what right the reporter speaks for them."""

    who: Who
    name: str = ""
    is_child: bool | None = None
    speaking: Speaking | None = None
    capacity: Capacity | None = None
    nation: Nation | None = None
    knows: bool | None = None
    reason: str = ""


@dataclass(frozen=True)
class Reach:
    """How a reporter may be reached, safely. Empty means: through the mailbox only."""

    email: str = ""
    phone: str = ""
    post: str = ""
    #: The ways we may use besides the mailbox, best first.
    ways: tuple[Way, ...] = ()
    safe_times: str = ""
    no_voicemail: bool = False
    no_post: bool = False
    #: Letters by email say nothing of a concern in their subject or sender.
    quiet: bool = False
    #: What would make it easier: large print, a language, an interpreter, somebody beside them.
    needs: str = ""
    #: Somebody who helps them, and may be spoken to.
    helper: str = ""

    def as_plain(self) -> dict[str, Any]:
        """For sealing as JSON."""
        return asdict(self)

    @classmethod
    def from_plain(cls, held: Mapping[str, Any]) -> Reach:
        """Read what `as_plain` made."""
        return cls(**{**held, "ways": tuple(Way(way) for way in held.get("ways", ()))})


@dataclass(frozen=True)
class Telling:
    """A whole concern as it was told.

    `statement` is the frozen form: a list of pages, each with its heading and its questions in the very words that were
    read, and the answers, as plain JSON values (`foundation.journey` makes it).
    """

    channel: Channel
    naming: Naming
    relation: Relation
    subjects: tuple[SubjectTold, ...]
    statement: Sequence[Mapping[str, Any]]
    affected: AffectedTold | None = None
    name: str = ""
    reach: Reach = field(default_factory=Reach)
    worries: tuple[str, ...] = ()
    danger: bool = False
    ongoing: bool | None = None
    #: The day a call was taken or a letter arrived, when staff type it up; today when left out.
    received_on: date | None = None
    #: The account of a registrant who tells us about themself.
    account_id: int | None = None
