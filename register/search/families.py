"""Names that stand for each other: short forms, and spellings of one name.

The lists are text files in `data/`, for staff to edit. They are read once, when first needed, and used on the typed
words only, so that a change needs no rebuilding. `nicknames` (Apache-2.0) adds North American short forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from nicknames import NickNamer
from rapidfuzz.distance import OSA

from register.search.fold import words
from register.search.sounds import heard, metaphones, skeleton

_DATA = Path(__file__).with_name("data")

SHORT_FORM = 0.5
#: Two short forms of one name.
SIBLING = 0.8
SPELLING = 0.3
#: In one group but neither spelt nor sounding alike: Sean and John.
EQUIVALENT = 0.55
#: A short form of another spelling of the name.
SHORT_FORM_OF_SPELLING = 0.7
#: From the general list: more distant.
GENERAL = 0.55

#: Surnames that a woman and a man of one family bear differently.
_GENDERED = (
    ("ska", "ski"), ("ski", "ska"), ("cka", "cki"), ("cki", "cka"), ("dzka", "dzki"), ("dzki", "dzka"),
    ("ova", "ov"), ("ov", "ova"), ("eva", "ev"), ("ev", "eva"),
)  # fmt: skip

Related = dict[str, float]


@lru_cache(maxsize=1)
def _short_forms() -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """full -> short, short -> full, from our own list."""
    short: dict[str, set[str]] = {}
    full: dict[str, set[str]] = {}
    for line in _lines("short_forms.txt"):
        before, _, after = line.partition(":")
        for name in _names(before):
            for form in _names(after):
                if name != form:
                    short.setdefault(name, set()).add(form)
                    full.setdefault(form, set()).add(name)
    return short, full


@lru_cache(maxsize=1)
def _general() -> dict[str, set[str]]:
    """name -> names it is a short or full form of, from the package."""
    found: dict[str, set[str]] = {}
    for full, forms in NickNamer().nickname_lookup.items():
        for form in forms:
            found.setdefault(full, set()).add(form)
            found.setdefault(form, set()).add(full)
    return found


@lru_cache(maxsize=2)
def _families(file: str) -> dict[str, set[str]]:
    """word -> the other spellings; a word may be in several groups."""
    found: dict[str, set[str]] = {}
    for line in _lines(file):
        group = set(_names(line))
        for word in group:
            found.setdefault(word, set()).update(group - {word})
    return found


def _names(text: str) -> list[str]:
    return ["".join(words(name)) for name in text.split()]


def _lines(file: str) -> Iterator[str]:
    for line in (_DATA / file).read_text(encoding="utf-8").splitlines():
        names = line.partition("#")[0].strip()
        if names:
            yield names


def warm() -> None:
    """Read the lists now, so that nobody's first search has to wait for them."""
    _short_forms()
    _general()
    for file in ("given_names.txt", "surnames.txt"):
        _families(file)


@lru_cache(maxsize=8192)
def _alike(one: str, other: str) -> bool:
    if OSA.distance(one, other) <= 1 + (min(len(one), len(other)) > 4):
        return True
    heard_one, heard_other = ({skeleton(code) for code in heard(word)} for word in (one, other))
    return bool(heard_one & heard_other) or bool({*metaphones(one)} & {*metaphones(other)})


@lru_cache(maxsize=4096)
def given_relatives(word: str) -> Related:
    """Given names that a typed given name may stand for, with their costs."""
    short, full = _short_forms()
    spellings = _families("given_names.txt")
    found: Related = {}

    def add(name: str, cost: float) -> None:
        if name != word and cost < found.get(name, 9.0):
            found[name] = cost

    for name in spellings.get(word, ()):
        add(name, SPELLING if _alike(word, name) else EQUIVALENT)
    direct = short.get(word, set()) | full.get(word, set())
    for name in direct:
        add(name, SHORT_FORM)
        for other in spellings.get(name, ()):
            if _alike(name, other):
                add(other, SHORT_FORM_OF_SPELLING)
    for name in spellings.get(word, ()):
        if not _alike(word, name):
            continue
        for other in short.get(name, set()) | full.get(name, set()):
            add(other, SHORT_FORM_OF_SPELLING)
    for name in full.get(word, ()):
        for other in short.get(name, ()):
            add(other, SIBLING)
    for name in _general().get(word, ()):
        add(name, GENERAL)
    return found


@lru_cache(maxsize=4096)
def surname_relatives(word: str) -> Related:
    """Surnames that are other spellings of a typed one, with their costs; Mac and Mc, O and none, by rule."""
    found: Related = {}

    def add(name: str, cost: float) -> None:
        if name != word and cost < found.get(name, 9.0):
            found[name] = cost

    def add_all(name: str, cost: float) -> None:
        add(name, cost)
        for other in _families("surnames.txt").get(name, ()):
            add(other, max(cost, SPELLING) if name == word else cost + 0.1)

    add_all(word, SPELLING)
    for end, other in _GENDERED:
        if word.endswith(end) and len(word) > len(end) + 2:
            add_all(word[: -len(end)] + other, 0.25)
    if word.startswith("mac") and len(word) > 5:
        add_all("mc" + word[3:], 0.25)
        if word[3] == "k":
            add_all("mc" + word[4:], 0.4)
    elif word.startswith("mc") and len(word) > 4:
        add_all("mac" + word[2:], 0.25)
    if word.startswith("o") and len(word) > 4 and word[1] not in "aeiou":
        add_all(word[1:], 0.55)
    elif len(word) > 3 and word[0] not in "aeiou":
        add_all("o" + word, 0.55)
    return found
