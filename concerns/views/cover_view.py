"""Leave as its page shows it: who stands in for whom, what they need to know, and what they cannot take over.

What somebody cannot take over because of a tie is said by reference only. A fixed number of statements.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts import authority, policy, roles
from accounts.conflicts import conflicts
from concerns import parties, queries, standing, worklist
from concerns.models import Cover
from concerns.operations import covering
from foundation import clock, locks


@dataclass(frozen=True)
class ShownCover:
    """One leave."""

    id: int
    away: str
    cover: str
    from_on: date
    until_on: date
    runs: bool
    #: Only for the two of them and for managers.
    note: str
    #: The concerns that somebody else has to take meanwhile: a tie keeps whoever stands in away.
    kept_away: tuple[str, ...]
    may_end: bool


@dataclass(frozen=True)
class Leave:
    """The page."""

    shown: tuple[ShownCover, ...]
    #: Who may be chosen: oneself, or everybody for a manager.
    away: tuple[tuple[str, str], ...]
    cover: tuple[tuple[str, str], ...]


def leave(account_id: int, *, every: bool) -> Leave:
    """Who stands in for whom from today on, as this person may see it."""
    able = [one for held in covering.WORK for one in authority.able_to(roles.holders_of(held))]
    rows = [one for one in covering.ahead() if every or account_id in (one.away_id, one.cover_id)]
    names = authority.names_of({*able, account_id, *(one for row in rows for one in (row.away_id, row.cover_id))})
    busy = worklist.open_each()
    ordered = sorted({*able}, key=lambda one: names[one])
    away = tuple((str(one), names[one]) for one in (ordered if every else [account_id]))
    cover = tuple(
        (str(one), f"{names[one]}, {busy.get(one, 0)} in hand") for one in ordered if every or one != account_id
    )
    return Leave(_shown(rows, names, account_id, every=every), away, cover)


def _shown(rows: list[Cover], names: dict[int, str], account_id: int, *, every: bool) -> tuple[ShownCover, ...]:
    if not rows:
        return ()
    boxes, today = locks.boxes_of([one.lock_id for one in rows]), clock.today()
    kept = _kept_away(rows)
    return tuple(
        ShownCover(
            id=one.id,
            away=names[one.away_id],
            cover=names[one.cover_id],
            from_on=one.from_on,
            until_on=one.until_on,
            runs=one.from_on <= today,
            note=boxes[one.lock_id].open(one.note_sealed) if one.lock_id in boxes else "",
            kept_away=kept[one.id],
            may_end=every or one.away_id == account_id,
        )
        for one in rows
    )


def _kept_away(rows: list[Cover]) -> dict[int, tuple[str, ...]]:
    """For each leave, the concerns of whoever is away that are closed to whoever stands in."""
    away = {one.away_id for one in rows}
    ids = worklist.in_hands_of(away)
    held_by, concerns = standing.standings_of(ids), queries.load(ids)
    every = [held_by[one] for one in ids]
    people = parties.of(list(concerns.values()))
    declared = authority.declared_by({one.cover_id for one in rows})
    found = {}
    for row in rows:
        tied = []
        for one in every:
            held = people.get(one.id)
            if held is None or not one.in_hands_of({row.away_id}):
                continue
            reasons = conflicts(
                declared[row.cover_id],
                held.matter,
                on=clock.today(),
                years=policy.TIES_COUNT.value(),
                account_id=row.cover_id,
            )
            if reasons:
                tied.append(concerns[one.id].reference)
        found[row.id] = tuple(tied)
    return found
