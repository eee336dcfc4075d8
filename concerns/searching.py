"""Finds concerns by what stands in the clear: reference, registrant, stage, officer, and the kinds of worry.

What anybody wrote is sealed and cannot be searched. However badly it is typed, there is an answer, if only an empty
one.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import ratio
from sqlalchemy import ColumnElement, String, case, cast, false, func, or_, select

from accounts import authority
from concerns.models import Concern, Subject
from concerns.vocabulary import WORRIES, Stage
from foundation import clock
from foundation.database import db
from foundation.references import read_concern_reference, read_number
from register import queries as register
from register.search import Question, everybody
from register.search.fold import fold

#: Fewer signs than this say nothing; more than this nobody types.
SHORTEST, LONGEST = 2, 100
#: A word is taken for another that is so like it, of 100.
_LIKE = 80.0
#: So many people of the register are looked for among concerns at once.
_MOST_PEOPLE = 200
_PART = re.compile(r"[2-9BCDFGHJKLMNPQRSTVWXZ]{3,6}")
_MISREAD = str.maketrans("O01IL", "QQ7JT")


class How(enum.StrEnum):
    """By what a concern was found, the surest first."""

    REFERENCE = "reference"
    PERSON = "person"
    OFFICER = "officer"
    STAGE = "stage"
    WORRY = "worry"


@dataclass(frozen=True)
class Found:
    """Concerns that were found, best first, and by what each was."""

    ids: tuple[int, ...]
    total: int
    how: dict[int, How]
    #: What the words were taken for besides a person, such as "Investigation".
    taken_for: tuple[str, ...]


def find(text: str, *, page: int, size: int) -> Found:
    """One page of the concerns that a text finds. A fixed number of statements."""
    text = text[:LONGEST].strip()
    if len(text) < SHORTEST:
        return Found((), 0, {}, ())
    stages, worries = _stages(text), _worries(text)
    officers = _officers(text)
    people = _people(text)
    tests = {
        How.REFERENCE: _by_reference(text),
        How.PERSON: Concern.id.in_(select(Subject.concern_id).where(Subject.entry_id.in_(people)))
        if people
        else false(),
        How.OFFICER: Concern.officer_id.in_(officers) if officers else false(),
        How.STAGE: Concern.stage.in_(stages) if stages else false(),
        How.WORRY: or_(false(), *(cast(Concern.worries, String).like(f'%"{code}"%') for code in worries)),
    }
    taken_for = (*(one.label for one in stages), *officers.values(), *worries.values())
    return _read(tests, taken_for, page=page, size=size)


def _read(tests: dict[How, ColumnElement[bool]], taken_for: tuple[str, ...], *, page: int, size: int) -> Found:
    wanted = or_(*tests.values())
    total = db.session.scalar(select(func.count()).select_from(Concern).where(wanted)) or 0
    start = min(max(page, 1) - 1, max(0, -(-total // size) - 1)) * size
    rows = db.session.execute(
        select(Concern.id, *(case((test, 1), else_=0).label(how.value) for how, test in tests.items()))
        .where(wanted)
        .order_by(
            *(case((test, 0), else_=1) for test in tests.values()),
            Concern.stage == Stage.CLOSED,
            Concern.received_on.desc(),
            Concern.id.desc(),
        )
        .limit(size)
        .offset(start)
    ).all()
    how = {row[0]: next(one for one, held in zip(tests, row[1:], strict=True) if held) for row in rows}
    return Found(tuple(how), total, how, taken_for)


def _by_reference(text: str) -> ColumnElement[bool]:
    """A whole reference, or the part of one that somebody remembers; signs that no reference has are read as theirs."""
    whole = read_concern_reference(text)
    if whole is not None:
        return Concern.reference == whole
    plain = re.sub(r"^CN[\s-]*(20\d\d)?[\s-]*", "", text.upper().strip())
    for part in (plain, plain.translate(_MISREAD)):
        if _PART.fullmatch(part) and any(sign.isdigit() for sign in part):
            return Concern.reference.like(f"CN-____-%{part}%")
    return false()


def _people(text: str) -> list[int]:
    """Registrants by name or number, however it is spelt."""
    found, _more = everybody(db.session.connection(), Question(text=text), clock.now())
    number = read_number(text).number
    # Whoever is not shown to the public any more is found by their number.
    by_number = list(register.entry_ids([number]).values()) if number is not None else []
    return [*by_number, *found[:_MOST_PEOPLE]]


def _officers(text: str) -> dict[int, str]:
    names = authority.staff_names()
    return {one: names[one] for one in names if _is_like(text, names[one])}


def _stages(text: str) -> list[Stage]:
    return [one for one in Stage if _is_like(text, one.label) or fold(text) == fold(one.value)]


def _worries(text: str) -> dict[str, str]:
    return {one.code: one.words for one in WORRIES if _has_words(text, one.words)}


def _is_like(text: str, name: str) -> bool:
    """Whether what was typed is the whole of a name, or a word of it, give or take a slip."""
    typed, known = fold(text), fold(name)
    if not typed or not known:
        return False
    if ratio(typed, known) >= _LIKE:
        return True
    return len(typed) > 2 and " " not in typed and any(ratio(typed, word) >= _LIKE for word in known.split())


def _has_words(text: str, words: str) -> bool:
    """Whether every word that was typed stands in what a kind of worry is called, give or take a slip."""
    typed, known = [one for one in fold(text).split() if len(one) > 3], fold(words).split()
    return bool(typed) and all(_nearest(one, known) >= _LIKE for one in typed)


def _nearest(word: str, known: Sequence[str] | Collection[str]) -> float:
    return max((ratio(word, one) for one in known), default=0.0)
