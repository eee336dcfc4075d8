"""Leave: somebody is away from one day to another, and a person with the same work stands in for them meanwhile.

Standing in gives no right of its own: whoever does so holds the role, and ties and earlier parts keep them away from a
concern as they would anyhow. Those who decide, decide in person: nobody stands in for an examiner or a panel member.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from accounts import authority, roles
from accounts.permissions import Permission
from concerns import rules
from concerns.models import Cover
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused

#: Whose work somebody else may do meanwhile.
WORK = (Permission.TAKE_IN_CONCERNS, Permission.INVESTIGATE, Permission.MONITOR_ORDERS)
MANAGERS = (Permission.ALLOCATE,)


@operation
def arrange(*, away_id: int, cover_id: int, from_on: date, until_on: date, note: str, by: Actor) -> int:
    """Arrange that somebody stands in, with what they need to know. For oneself, or for others by whoever allocates.

    Raises:
        NotAllowed: it is for somebody else, or whoever stands in has not the same work.
        Refused: the days do not follow each other, are over, or somebody stands in already.
    """
    audit.take_turn()
    _check_by(away_id, by)
    if away_id == cover_id:
        raise Refused("Choose somebody else to stand in.")
    if until_on < from_on:
        raise Refused("The last day is before the first.")
    if until_on < clock.today():
        raise Refused("Those days are over.")
    if not note.strip():
        raise Refused("Write down what they need to know.")
    if cover_id not in candidates(away_id):
        raise NotAllowed("That person does not do the same work now.")
    if any(one.from_on <= until_on and from_on <= one.until_on for one in ahead() if one.away_id == away_id):
        raise Refused("Somebody stands in on some of these days already. End that first.")
    lock, box = locks.new_lock()
    row = Cover(
        away_id=away_id,
        cover_id=cover_id,
        from_on=from_on,
        until_on=until_on,
        lock_id=lock.id,
        note_sealed=box.seal(note.strip()),
        made_at=clock.now(),
        made_by_id=_id(by),
    )
    db.session.add(row)
    db.session.flush()
    detail = {"away": away_id, "cover": cover_id, "from": from_on.isoformat(), "until": until_on.isoformat()}
    audit.record(action="concern.cover_arranged", subject=("cover", row.id), by=by, detail=detail)
    return row.id


@operation
def end(cover_id: int, *, by: Actor) -> None:
    """End it early. Ending one that is over changes nothing.

    Raises:
        Missing: there is none.
        NotAllowed: it is for somebody else.
    """
    audit.take_turn()
    row = db.session.get(Cover, cover_id)
    if row is None:
        raise Missing("There is no such leave.")
    _check_by(row.away_id, by)
    if row.ended_at is not None:
        return
    row.ended_at, row.ended_by_id = clock.now(), _id(by)
    audit.record(action="concern.cover_ended", subject=("cover", row.id), by=by)


def ahead() -> list[Cover]:
    """Every leave that runs or is still to come, the nearest first."""
    wanted = select(Cover).where(Cover.ended_at.is_(None), Cover.until_on >= clock.today())
    return list(db.session.scalars(wanted.order_by(Cover.from_on, Cover.id)))


def candidates(away_id: int) -> list[int]:
    """Who could stand in for somebody: whoever may do all of the work that they may do."""
    mine = roles.permissions_of(authority.roles_held(away_id)).intersection(WORK)
    able = [set(authority.able_to(roles.holders_of(one))) for one in WORK if one in mine]
    return sorted(set.intersection(*able) - {away_id}) if able else []


def _check_by(away_id: int, by: Actor) -> None:
    rules.check_any(by, (*WORK, *MANAGERS))
    if _id(by) != away_id and not rules.may(by, *MANAGERS):
        raise NotAllowed("You arrange your own leave. A manager arranges that of others.")


def _id(by: Actor) -> int:
    if by.id is None:
        raise NotAllowed("Only a person can do this.")
    return by.id
