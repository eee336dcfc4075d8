"""What the sheet said of somebody when it was last loaded, as a short mark a field.

So a sheet loaded again changes nothing, a changed cell is noticed, and what staff put right on the register meanwhile
is not undone by an old sheet. The marks hold no personal data. A field the sheet had no column for has the mark `-`.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from hashlib import blake2b

#: In this order for good: new fields are added at the end.
FIELDS = (
    "title", "forenames", "surname", "known_as", "previous_names", "shows_previous_names", "email", "town", "outcode",
    "areas", "works_with", "languages", "organisation", "certificate", "other", "first_registered", "period", "ending",
    "insured_to",
)  # fmt: skip
_NOT_SAID = "-"


@lru_cache(maxsize=32768)
def mark(text: str) -> str:
    """The mark of one text."""
    return blake2b(text.encode("utf-8", "replace"), digest_size=5).hexdigest()


def fingerprint(marks: Mapping[str, str]) -> str:
    """The marks of a row by field, parted by spaces."""
    return " ".join([marks.get(name, _NOT_SAID) for name in FIELDS])


def changed(before: str | None, now: str) -> tuple[str, ...]:
    """The fields that the sheet words differently than when it was last loaded; all it has if it never was."""
    old = before.split(" ") if before else []
    old += [_NOT_SAID] * (len(FIELDS) - len(old))
    return tuple(
        name for name, was, is_ in zip(FIELDS, old, now.split(" "), strict=True) if is_ not in {_NOT_SAID, was}
    )


def merged(before: str | None, now: str) -> str:
    """The marks to keep: those of now, and of before where the sheet has no such column any more."""
    old = before.split(" ") if before else []
    old += [_NOT_SAID] * (len(FIELDS) - len(old))
    return " ".join(was if is_ == _NOT_SAID else is_ for was, is_ in zip(old, now.split(" "), strict=True))
