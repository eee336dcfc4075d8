"""Which copy of an exhibit somebody may read: where one was made for them, that one and never the exhibit itself."""

from __future__ import annotations

from collections.abc import Sequence

from concerns.models import Redaction
from concerns.vocabulary import Audience


def made_for(
    exhibit_id: int, copies: Sequence[Redaction], audience: Audience, subject_id: int | None = None
) -> Redaction | None:
    """The last copy of an exhibit that was made for somebody. Nobody may read it before it was checked."""
    theirs = [
        one
        for one in copies
        if one.exhibit_id == exhibit_id and one.audience is audience and one.subject_id in (None, subject_id)
    ]
    return theirs[-1] if theirs else None
