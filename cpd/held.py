"""What a part holds of somebody, as it gives it out when they ask for their data.

Every part of the registrant's side offers `held(registrant) -> list[Held]` in its file `account.py`, with the sealed
words opened, since they are the person's own. The download of the account (`cpd/home`) writes all of it as
JSON and as a page to read. A part leaves out what is not theirs to have: what officers wrote among themselves, what
others said in confidence, and what the health officer wrote.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

#: What a field may be. A list is of short things of one kind, such as codes of standards.
Field = str | int | bool | date | datetime | None | list[str]


@dataclass(frozen=True)
class Papers:
    """Files of theirs that belong to one thing: what it is called, and whose they are in `foundation.evidence`."""

    called: str
    owner: tuple[str, str]


@dataclass(frozen=True)
class Held:
    """One kind of record, with its rows; each row from the words of a field, as people read them, to what is held."""

    #: The name in the JSON: "activities".
    name: str
    #: The heading on the page: "Your CPD activities".
    title: str
    rows: Sequence[Mapping[str, Field]] = field(default_factory=tuple)
    #: What was left out, in one sentence; empty when nothing was.
    left_out: str = ""
    #: Files that go with the rows.
    papers: Sequence[Papers] = field(default_factory=tuple)
