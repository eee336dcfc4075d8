"""Finding by registration number, and what to say about one that nobody has.

A number is never quietly corrected into another person's: a wrong letter or digit gives advice with numbers that
exist, and no hit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from foundation.references import CHECK_LETTERS, check_letter, tidy_number
from register.search.asking import MOST_LISTED, Advice, Found, Hit
from register.search.filters import Filters
from register.search.statements import Room, ceiling

#: O, I and L may stand for digits; a last L is a check letter, which O and I never are.
_SHAPE = re.compile(rf"(CM)?([0-9OIL]{{3,8}}?)([{CHECK_LETTERS}])?")
_PREFIX, _DIGITS = "CM", 6
_LOOKALIKES = str.maketrans("OIL", "011")
MOST_SUGGESTIONS = 5


@dataclass(frozen=True, slots=True)
class TypedNumber:
    """Digits and perhaps a check letter."""

    digits: str
    letter: str | None

    @property
    def whole(self) -> bool:
        """Whether all digits are there."""
        return len(self.digits) == _DIGITS

    def neighbours(self) -> list[str]:
        """Numbers that are one slip away and fit the letter: the digits with their right letter first."""
        if self.letter is None:
            return []
        digits = self.digits
        near: list[str] = []
        if self.whole:
            near.append(digits)
            near.extend(digits[:i] + digits[i + 1] + digits[i] + digits[i + 2 :] for i in range(_DIGITS - 1))
            near.extend(digits[:i] + new + digits[i + 1 :] for i in range(_DIGITS) for new in "0123456789")
        elif len(digits) == _DIGITS + 1:
            near.extend(digits[:i] + digits[i + 1 :] for i in range(len(digits)))
        elif len(digits) == _DIGITS - 1:
            near.extend(digits[:i] + new + digits[i:] for i in range(len(digits) + 1) for new in "0123456789")
        found = (f"{_PREFIX}{one}{check_letter(int(one))}" for one in near)
        return [
            number
            for number in dict.fromkeys(found)
            if number[-1] == self.letter or (self.whole and number[2:-1] == digits)
        ]


def read(text: str) -> TypedNumber | None:
    """The number in a text that is one: three digits or more, with or without CM and letter; else None."""
    tidy = tidy_number(text)
    found = _SHAPE.fullmatch(tidy)
    if (
        found is None
        or len(re.sub(r"\D", "", found[2])) < (1 if found[1] else 3)
        or not re.fullmatch(r"[\s\w\-‐‑‒–—./#:()]*", text)
    ):
        return None
    return TypedNumber(found[2].translate(_LOOKALIKES), found[3])


def find(room: Room, number: TypedNumber, filters: Filters) -> Found:
    """People whose number is, or begins with, what was typed. `filters` say who may be seen."""
    narrow, values = filters.narrow, filters.values
    where = f"{narrow} AND number >= ? AND number < ?"
    sql = f"SELECT entry_id, outcode FROM listing AS l WHERE {where} ORDER BY number LIMIT ?"

    def beginning(begin: str) -> list[int]:
        rows = room.rows(sql, (*values, begin, ceiling(begin), MOST_LISTED + 1))
        return [entry_id for entry_id, outcode in rows if filters.keeps(entry_id, outcode)]

    begin = f"{_PREFIX}{number.digits}{number.letter or ''}"
    ids = beginning(begin) if not number.letter or number.whole else []
    if not ids and len(number.digits) < _DIGITS:  # people leave the noughts in front out
        ids = beginning(f"{_PREFIX}{number.digits.zfill(_DIGITS)}{number.letter or ''}")
    found = Found(reading="number", more=len(ids) > MOST_LISTED)
    found.hits = [Hit(entry_id, "same", "number") for entry_id in ids[:MOST_LISTED]]
    if ids or (len(number.digits) < _DIGITS - 1 and number.letter is None):
        return found
    near = number.neighbours()
    known: list[str] = []
    if near:
        exists = f"SELECT number FROM listing AS l WHERE {narrow} AND number IN ({room.array('text')})"
        there = {row[0] for row in room.rows(exists, (*values, room.array_value(near)))}
        known = [one for one in near if one in there][:MOST_SUGGESTIONS]
    fits = number.whole and number.letter == check_letter(int(number.digits))
    mistyped = (number.letter is not None and not fits) or len(number.digits) > _DIGITS
    found.advice.append(Advice("number_mistyped" if mistyped else "number_not_found", tuple(known)))
    return found
