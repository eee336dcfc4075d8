"""Who could be known from words that the public will read: names of people in a concern, and ways to reach them.

Pure: text and people in, sentences out. Service users and reporters are always “Service user A” (rules 6.8).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

#: A word of a name that is shorter than this is no reason to stop: “Li” stands in half of all sentences.
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+(?:['’\-][^\W\d_]+)*")
_LEADS = (
    ("email", "an email address", re.compile(r"[\w.+-]+@[\w-]+\.\w+")),
    ("postcode", "a postcode", re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b")),
    ("phone", "a telephone number", re.compile(r"(?<!\d)(?:\+44|0)(?:[ -]?\d){9,10}(?!\d)")),
    ("concern", "the reference of a concern", re.compile(r"\bCN-\d{4}-[0-9A-Z]{6}\b")),
)


class Somebody(NamedTuple):
    """A person whose name may not stand in a public text."""

    code: str
    called: str
    name: str


class Found(NamedTuple):
    """One thing in a text that leads to a person."""

    code: str
    sentence: str


def find(text: str, people: Iterable[Somebody], *, allowed: Sequence[str] = ()) -> tuple[Found, ...]:
    """What in a text leads to somebody. Words of the `allowed` names, those of the registrant, are no finding.

    A word of a name counts where it stands with a capital letter: “grace” is a word, “Grace” may be a person.
    """
    said = {_fold(word) for word in _WORD.findall(text) if word[:1].isupper()}
    free = {part for name in allowed for part in _parts(name)}
    found = []
    for one in people:
        parts = [part for part in _parts(one.name) if part not in free]
        if any(part in said for part in parts):
            found.append(Found(one.code, f"A name of {one.called} stands in it."))
    found += [Found(code, f"It has {words} in it.") for code, words, pattern in _LEADS if pattern.search(text)]
    return tuple(dict.fromkeys(found))


def _parts(name: str) -> list[str]:
    return [_fold(word) for word in _WORD.findall(name) if len(word) >= _SHORTEST]


def _fold(word: str) -> str:
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
    return plain.casefold().replace("’", "'").removesuffix("'s")
