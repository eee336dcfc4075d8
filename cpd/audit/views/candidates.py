"""Who could mark an audit or hear its appeal; and whom a tie or an earlier part keeps away."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from accounts import authority
from accounts.conflicts import Choice
from cpd.audit import queries
from cpd.audit.models import Audit
from cpd.audit.models.judged import Marker
from cpd.audit.operations import appealing, giving
from foundation.errors import Refused, allows


@dataclass(frozen=True)
class Candidates:
    """Those who may be chosen, a sentence on how many are clear, and why others are kept away."""

    choices: tuple[tuple[str, str], ...]
    sentence: str
    kept_away: tuple[tuple[str, str], ...]

    def check(self, account_id: int) -> None:
        """Refuse somebody who is not clear, before anybody is told that it is they who have the tie.

        Raises:
            Refused: they cannot be chosen.
        """
        if str(account_id) not in {code for code, _ in self.choices}:
            raise Refused("They cannot take this: a tie or an earlier part. Choose somebody who is clear.")


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
