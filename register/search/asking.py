"""What is asked of the search room and what it answers: plain values, no database and no words for the page."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Match = Literal["same", "sounds", "similar"]
By = Literal["number", "name", "town", "organisation", "browse"]
StatusGroup = Literal["registered", "restricted", "suspended", "removed", "ended"]
AdviceKind = Literal[
    "too_short",  #: fewer than two letters or digits: ask for more
    "too_long",  #: only the first part of the text was read
    "unreadable",  #: nothing in the text is a letter or a digit
    "too_common",  #: more people than can be listed: `add` says what would help
    "number_not_found",  #: a whole number that nobody has
    "number_mistyped",  #: its check letter does not fit: `suggestions` are numbers that exist and are one slip away
    "town_unknown",  #: nobody on the register gives that town
    "outcode_unknown",  #: not a postcode district
    "filter_unknown",  #: a practice area, language or status that nobody has or that does not exist
    "near_names_only",  #: nobody of this name; what is listed are similar names
    "also_town",  #: what was typed is also a town (`suggestions` has it)
    "narrowed_to_town",  #: only the beginning of a town was given: `suggestions` has the town that was taken
]

#: Lists stop here: nobody reads further, and an honest "more than 1,000" is enough.
MOST_LISTED = 1000
PAGE_SIZE = 10


@dataclass(frozen=True, slots=True)
class Person:
    """What the search room needs to know of someone. A place that is withheld must come as None."""

    entry_id: int
    number: str
    surname: str
    forenames: str
    known_as: str | None = None
    previous: tuple[str, ...] = ()
    organisation: str | None = None
    town: str | None = None
    outcode: str | None = None
    areas: frozenset[str] = frozenset()
    works_with: str | None = None
    languages: tuple[str, ...] = ()
    visible_from: datetime | None = None
    hidden_at: datetime | None = None
    registered_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One search: the text from the box and the filters. `near` is an outcode or postcode, and miles."""

    text: str = ""
    town: str | None = None
    near: tuple[str, float] | None = None
    area: str | None = None
    works_with: str | None = None
    language: str | None = None
    status: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A person in an answer. `by` says which reading of the text found them, `miles` how far they are if asked."""

    entry_id: int
    match: Match
    by: By
    miles: float | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """Something the page should say. `add` names what would narrow the search: forename, surname or town."""

    kind: AdviceKind
    suggestions: tuple[str, ...] = ()
    add: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of an answer. `total` counts all hits and is exact unless `more` (then it is the cap)."""

    hits: tuple[Hit, ...] = ()
    total: int = 0
    more: bool = False
    page: int = 1
    pages: int = 0
    reading: By = "browse"
    advice: tuple[Advice, ...] = ()
    #: How many of the total are of the very name (the first tier).
    same: int = 0

    def advised(self, kind: AdviceKind) -> Advice | None:
        """The advice of that kind, if it was given."""
        return next((advice for advice in self.advice if advice.kind == kind), None)


#: Which entries are under an order of a group (restricted, suspended, removed) at the moment of the search.
UnderOrders = Callable[[StatusGroup], Set[int]]


@dataclass(slots=True)
class Found:
    """A list of hits still to be cut into pages."""

    hits: list[Hit] = field(default_factory=list)
    reading: By = "browse"
    more: bool = False
    advice: list[Advice] = field(default_factory=list)

    def page(self, page: int) -> Answer:
        """One page; a page that is not there is empty and still knows how many there are."""
        pages = -(-len(self.hits) // PAGE_SIZE)
        begin = (page - 1) * PAGE_SIZE
        return Answer(
            hits=tuple(self.hits[begin : begin + PAGE_SIZE]) if page >= 1 else (),
            total=len(self.hits),
            more=self.more,
            page=page,
            pages=pages,
            reading=self.reading,
            advice=tuple(self.advice),
            same=sum(hit.match == "same" for hit in self.hits),
        )
