"""What is asked about the Standards: which edition was in force on a day, what a number says, where a word stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, selectinload

from foundation import clock
from foundation.database import db
from foundation.standards.models import Clause, Edition, Heading, Theme

_NUMBER = re.compile(
    r"(?:standards?|clause|heading|section|number|no|s)?[\s.]*([0-9]{1,3})(?:\s*[.,\s]\s*([0-9]{1,3}))?\s*\.?",
    re.IGNORECASE,
)
_LETTER = re.compile(r"(?:theme\s+)?\[?\s*([a-z])\s*\]?", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# fmt: off
_SMALL_WORDS = frozenset((
    "a", "an", "and", "any", "as", "at", "be", "by", "do", "for", "i", "if", "in", "is", "it", "me", "my",
    "of", "on", "or", "that", "the", "to", "we", "with", "you", "your"
))
# fmt: on
_ENDINGS = ("ations", "ation", "ances", "ance", "ments", "ment", "ings", "ing", "ions", "ion", "ies", "ed", "es", "s")

Standing = Literal["current", "past", "coming"]


@dataclass(frozen=True)
class Listed:
    """An edition among the others: the last day it is in force (None: no end known) and where that puts it today."""

    edition: Edition
    until: date | None
    standing: Standing


def editions(on: date | None = None) -> list[Listed]:
    """Every edition, newest first, seen from a UK day (today when left out). Without their parts: one query."""
    day = on or clock.today()
    listed: list[Listed] = []
    follows: date | None = None
    for edition in db.session.scalars(select(Edition).order_by(Edition.in_force_from.desc())):
        until = follows - timedelta(days=1) if follows else None
        follows = edition.in_force_from
        standing: Standing = "coming" if edition.in_force_from > day else "past" if until and until < day else "current"
        listed.append(Listed(edition, until, standing))
    return listed


def edition(slug: str) -> Edition | None:
    """One edition with all its parts: four queries, however many clauses."""
    return db.session.scalar(
        select(Edition)
        .where(Edition.slug == slug)
        .options(selectinload(Edition.themes).selectinload(Theme.headings).selectinload(Heading.clauses))
    )


def edition_in_force(on: date | None = None) -> Edition | None:
    """The edition in force on a UK day (today when left out): events are judged by the one in force when they happened.

    None on a day before the first edition.
    """
    return db.session.scalar(
        select(Edition)
        .where(Edition.in_force_from <= (on or clock.today()))
        .order_by(Edition.in_force_from.desc())
        .limit(1)
    )


def clause(number: str, on: date | None = None) -> Clause | None:
    """What a number such as "3.2" said on a UK day (today when left out), with its heading."""
    cited = _NUMBER.fullmatch(number.strip())
    if not cited or not cited[2]:
        return None
    in_force = edition_in_force(on)
    if in_force is None:
        return None
    return db.session.scalar(
        select(Clause)
        .join(Clause.heading)
        .where(
            Clause.edition_id == in_force.id,
            Clause.heading_number == int(cited[1]),
            Clause.position == int(cited[2]),
        )
        .options(contains_eager(Clause.heading))
    )


# --------------------------------------------------------------------------------------------------------- search


@dataclass(frozen=True)
class FoundHeading:
    """A heading with those of its clauses that fit; none when only the heading's own sentence does."""

    heading: Heading
    clauses: tuple[Clause, ...]


@dataclass(frozen=True)
class Found:
    """The answer to a search: how it was read, and what fits, in the order of the Standards."""

    asked: str
    reading: Literal["number", "letter", "words", "nothing"]
    headings: tuple[FoundHeading, ...]

    @property
    def clause_count(self) -> int:
        """How many clauses fit."""
        return sum(len(found.clauses) for found in self.headings)


def search(text: str, within: Edition) -> Found:
    """Find clauses of an edition by number ("3.2", "3", "A") or by words, whatever their endings.

    Every word must fit; little words do not count. `within` has its parts loaded (see `edition`).
    """
    asked = readable(text)
    if number := _NUMBER.fullmatch(asked):
        return Found(asked, "number", _by_number(within, int(number[1]), int(number[2]) if number[2] else None))
    if letter := _LETTER.fullmatch(asked):
        wanted = letter[1].upper()
        found = tuple(_whole(heading) for heading in within.headings if heading.letter == wanted)
        return Found(asked, "letter", found)
    wanted_words = [word for word in _stems(asked) if (len(word) > 1 or word.isdigit()) and word not in _SMALL_WORDS]
    if not wanted_words:
        return Found(asked, "nothing", ())
    return Found(asked, "words", _by_words(within, wanted_words))


def readable(text: str) -> str:
    """What was typed without control characters and needless spaces."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())


def _by_number(within: Edition, heading_number: int, position: int | None) -> tuple[FoundHeading, ...]:
    for heading in within.headings:
        if heading.number == heading_number:
            if position is None:
                return (_whole(heading),)
            fits = tuple(clause for clause in heading.clauses if clause.position == position)
            return (FoundHeading(heading, fits),) if fits else ()
    return ()


def _by_words(within: Edition, words: list[str]) -> tuple[FoundHeading, ...]:
    found: list[FoundHeading] = []
    for heading in within.headings:
        if _fits(words, heading.title):
            found.append(_whole(heading))
            continue
        fits = tuple(
            clause
            for clause in heading.clauses
            if _fits(words, heading.title, clause.label or "", clause.wording or "")
        )
        if fits or _fits(words, heading.title, heading.opening or ""):
            found.append(FoundHeading(heading, fits))
    return tuple(found)


def _whole(heading: Heading) -> FoundHeading:
    return FoundHeading(heading, tuple(heading.clauses))


def _fits(words: list[str], *texts: str) -> bool:
    held = _stems(" ".join(texts))
    return all(any(stem.startswith(word) for stem in held) for word in words)


def _stems(text: str) -> list[str]:
    return [_stem(word) for word in _WORD.findall(re.sub(r"['’]s?\b", "", text).casefold())]


def _stem(word: str) -> str:
    """A word without its ending, so that "insured" finds "insurances"; at least four letters stay."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            word = word.removesuffix(ending)
            break
    return word[:-1] if len(word) > 4 and word[-1] in "ey" else word
