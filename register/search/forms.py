"""The forms under which a person's name is kept, and how much each is worth when it matches.

A surname is kept whole ("desouza") and by its parts except particles; previous surnames the same way. A given name is
kept whole and by its parts, with known-as names as its equals and middle names behind. What is written down here is
what can be found.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from register.search.asking import Person
from register.search.fold import words

#: Words of a surname that say nothing alone. They are only found joined to what follows.
PARTICLES = frozenset(
    [
        "a",
        "al",
        "ap",
        "ab",
        "af",
        "av",
        "ben",
        "bin",
        "bint",
        "d",
        "da",
        "dal",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "des",
        "di",
        "do",
        "dos",
        "du",
        "e",
        "el",
        "ibn",
        "el",
        "la",
        "le",
        "les",
        "lo",
        "los",
        "mac",
        "mc",
        "m",
        "o",
        "ni",
        "nic",
        "ui",
        "van",
        "von",
        "vom",
        "vander",
        "st",
        "saint",
        "san",
        "sant",
        "santa",
        "te",
        "ten",
        "ter",
        "the",
        "tot",
        "y",
        "z",
        "zu",
        "zum",
    ]
)

MAIN, PART, PREVIOUS, PREVIOUS_PART, MIDDLE, PART_MIDDLE = range(6)
#: What each kind adds to the cost of a match. No middle name is kept beside a previous surname.
KIND_COST = (0.0, 0.12, 0.25, 0.37, 0.3, 0.42)

_WORST_FORMS = 12


@dataclass(frozen=True, slots=True)
class Forms:
    """Surname forms and given forms, each with its kind; the best kind wins where a form comes twice."""

    surnames: dict[str, int]
    given: dict[str, int]
    #: A second full name (a known-as of several words): surname, given.
    extra: tuple[tuple[str, str], ...]

    def rows(self) -> dict[tuple[str, str], int]:
        """(surname, given) -> kind, all pairs under which the person is found."""
        rows: dict[tuple[str, str], int] = {}
        for surname, one in self.surnames.items():
            for given, other in (self.given or {"": MAIN}).items():
                kind = _PAIR.get((one, other))
                if kind is not None and (given or surname):
                    rows[surname, given] = min(kind, rows.get((surname, given), kind), key=KIND_COST.__getitem__)
        for pair in self.extra:
            rows[pair] = MAIN
        return rows

    def surname_terms(self) -> set[str]:
        """The words counted as surnames."""
        return {*self.surnames, *(surname for surname, _ in self.extra)} - {""}

    def given_terms(self) -> set[str]:
        """The words counted as given names."""
        return {*self.given, *(given for _, given in self.extra)} - {""}

    def packed(self) -> str:
        """All of it as one text; `unpack` reads it back."""
        return "/".join(
            (
                " ".join(f"{kind}{form}" for form, kind in self.surnames.items()),
                " ".join(f"{kind}{form}" for form, kind in self.given.items()),
                " ".join(f"{surname}+{given}" for surname, given in self.extra),
            )
        )


_PAIR = {
    (MAIN, MAIN): MAIN,
    (MAIN, PART): PART,
    (MAIN, MIDDLE): MIDDLE,
    (PART, MAIN): PART,
    (PART, PART): PART,
    (PART, MIDDLE): PART_MIDDLE,
    (PREVIOUS, MAIN): PREVIOUS,
    (PREVIOUS, PART): PREVIOUS_PART,
    (PREVIOUS_PART, MAIN): PREVIOUS_PART,
}


def unpack(text: str) -> Forms:
    """The forms that `packed` wrote."""
    surnames, given, extra = (part.split() for part in text.split("/"))
    return Forms(
        {form[1:]: int(form[0]) for form in surnames},
        {form[1:]: int(form[0]) for form in given},
        tuple((surname, first) for surname, _, first in (pair.partition("+") for pair in extra)),
    )


def forms(person: Person) -> Forms:
    """The forms of a person's names."""
    surnames = _surname_forms(person.surname, MAIN, PART)
    given = _given_forms(person.forenames)
    extra: list[tuple[str, str]] = []
    known = words(person.known_as or "")
    if known:
        last = known[-1]
        if len(known) > 1 and last in surnames:
            known = known[:-1]
        elif len(known) > 1 and surnames:
            extra.append((last, "".join(known[:-1])[:40]))
        if len(known) > 1:
            given.setdefault(known[0], MAIN)
        else:
            given[known[0]] = MAIN
    if not surnames:  # one name only, in either column
        surnames = {"".join(words(person.forenames))[:40]: MAIN} if words(person.forenames) else {}
        given = {}
    for name in person.previous:
        for form, kind in _surname_forms(name, PREVIOUS, PREVIOUS_PART).items():
            surnames.setdefault(form, kind)
    surnames.pop("", None)
    return Forms(
        dict(list(surnames.items())[:_WORST_FORMS]),
        dict(list(given.items())[:_WORST_FORMS]),
        tuple(extra),
    )


def _surname_forms(surname: str, whole: int, part: int) -> dict[str, int]:
    found = words(surname)
    if not found:
        return {}
    result = {"".join(found)[:40]: whole}
    if len(found) > 1:
        halves = ["".join(words(half)) for half in re.split(r"[-‐‑‒–—/]", surname)]
        if len(halves) > 1:
            for half in halves:
                if len(half) > 1 and half not in PARTICLES:
                    result.setdefault(half[:40], part)
        for word in found:
            if len(word) > 1 and word not in PARTICLES:
                result.setdefault(word, part)
    return result


def _given_forms(forenames: str) -> dict[str, int]:
    result: dict[str, int] = {}
    for place, name in enumerate(forenames.split()):
        found = words(name)
        if not found:
            continue
        kind = MIDDLE if result and place else MAIN
        result.setdefault("".join(found)[:40], kind)
        if len(found) > 1 and kind == MAIN:
            for word in found:
                if len(word) > 1:
                    result.setdefault(word, PART)
    return result


def sort_name(person: Person) -> str:
    """Surname and forenames for sorting; names without letters come last."""
    surname = "".join(words(person.surname))
    return f"{surname} {' '.join(words(person.forenames))}".strip()[:60] or "~"
