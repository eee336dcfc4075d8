"""Who could mark an audit or hear its appeal; and whom a tie or an earlier part keeps away."""

from __future__ import annotations

from collections.abc import Callable, Collection

from accounts import authority
from accounts.conflicts import Choice
from cpd.acting import Candidates
from cpd.audit import queries
from cpd.audit.models import Audit
from cpd.audit.models.judged import Marker
from cpd.audit.operations import appealing, giving
from foundation.errors import allows


def assessors(held: Audit, marker: Marker) -> Candidates:
    """Assessors who could mark it in that place."""
    now = held.second_id if marker is Marker.SECOND else held.assessor_id
    return _made(
        giving.candidates(held, marker),
        lambda one: allows(giving.check_fresh, held, marker, one),
        {now} if now is not None else set(),
    )


def for_appeal(held: Audit) -> Candidates:
    """Members of the appeal panel who are not on this one yet."""
    lodged = queries.open_appeal(held.id)
    listed = set(queries.seats(lodged.id)) if lodged is not None else set()
    return _made(appealing.candidates(held), lambda one: allows(appealing.check_fresh, held, one), listed)


def _made(choice: Choice, is_fresh: Callable[[int], bool], besides: Collection[int]) -> Candidates:
    clear = tuple(one for one in choice.clear if is_fresh(one))
    names = authority.names_of({*choice.clear, *choice.kept_away})
    away = [(names[one], "A tie to the registrant, or an earlier part.") for one in choice.kept_away]
    away += [
        (names[one], "An earlier part in it, or in this person’s last audit, or they could read the first mark.")
        for one in choice.clear
        if one not in clear
    ]
    free = [one for one in sorted(clear, key=names.__getitem__) if one not in besides]
    return Candidates(tuple((str(one), names[one]) for one in free), Choice(clear).sentence, tuple(sorted(away)))
