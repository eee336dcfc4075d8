"""Writing down, changing, deleting and putting back activities. The registrant alone does any of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cpd import folders
from cpd.record import holding, queries, rules
from cpd.record.models import FILES, ActivityKept, ActivityVersion
from cpd.record.vocabulary import Change
from cpd.record.words import Told, Words
from foundation import audit, clock
from foundation.audit import Actor, Line
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from foundation.evidence import belonging
from foundation.locks import Box


@operation
def write(entry_id: int, told: Told, *, once: str, draft: bool, by: Actor) -> int:
    """Write an activity down, as a draft or for good; says its id. The same page sent twice is one activity.

    Raises:
        Refused: something is missing or too long; the sentence says what.
    """
    box = _begin(entry_id, by)
    held = queries.sent_before(entry_id, once)
    if held is not None:
        return held.id
    row = _put(entry_id, told, once=once, draft=draft, box=box)
    db.session.add(row)
    db.session.flush()
    if not draft:
        _note(row, Change.KEPT, box, by=by)
    return row.id


@operation
def load(entry_id: int, many: Sequence[Told], *, once: str, by: Actor) -> int:
    """Write many activities down at once, from a sheet; says how many. The same sheet sent twice is loaded once."""
    box = _begin(entry_id, by)
    named = [(f"{once[:24]}-{place}", told) for place, told in enumerate(many)]
    there = queries.sent_already(entry_id, [name for name, _ in named])
    rows = [_put(entry_id, told, once=name, draft=False, box=box) for name, told in named if name not in there]
    db.session.add_all(rows)
    db.session.flush()
    db.session.add_all([_version(row, Change.KEPT, 1, box, by=by) for row in rows])
    db.session.flush()
    audit.record_many([Line("cpd.activity_kept", "activity", str(row.id), {"from": "sheet"}) for row in rows], by=by)
    return len(rows)


@operation
def change(entry_id: int, activity_id: int, told: Told, *, version: int, draft: bool = False, by: Actor) -> None:
    """Change an activity; a draft may be kept for good by it. What is kept never becomes a draft again.

    Raises:
        Refused: the page is stale, it was deleted, or something is missing.
    """
    box = _begin(entry_id, by)
    row = queries.of(entry_id, activity_id)
    db.session.refresh(row)
    rules.check_not_deleted(row)
    rules.check_version(row, version)
    was_kept = row.kept_at is not None
    _fill(row, told, draft=draft and not was_kept, box=box)
    row.changed_at = clock.now()
    if row.kept_at is None and not draft:
        row.kept_at = clock.now()
    db.session.flush()
    if row.kept_at is not None:
        _note(row, Change.CHANGED if was_kept else Change.KEPT, box, by=by)


@operation
def delete(entry_id: int, activity_id: int, *, version: int, by: Actor) -> None:
    """Take an activity out of the record. It can be put back. A draft goes for good.

    Raises:
        Refused: the page is stale.
    """
    box = _begin(entry_id, by)
    row = queries.of(entry_id, activity_id)
    db.session.refresh(row)
    if row.deleted_at is not None:
        return
    rules.check_version(row, version)
    if row.kept_at is None:
        belonging.destroy_all((FILES, str(row.id)))
        audit.record(action="cpd.draft_deleted", subject=("activity", row.id), by=by)
        db.session.delete(row)
        return
    row.deleted_at = clock.now()
    db.session.flush()
    _note(row, Change.DELETED, box, by=by)


@operation
def restore(entry_id: int, activity_id: int, *, by: Actor) -> None:
    """Put a deleted activity back."""
    box = _begin(entry_id, by)
    row = queries.of(entry_id, activity_id)
    db.session.refresh(row)
    if row.deleted_at is None:
        return
    row.deleted_at = None
    row.changed_at = clock.now()
    db.session.flush()
    _note(row, Change.RESTORED, box, by=by)


@operation
def take_out(entry_id: int, activity_id: int, file_id: int, *, by: Actor) -> None:
    """Delete a file beside an activity for good.

    Raises:
        Refused: somebody was given the record to look at, with this file.
    """
    _begin(entry_id, by)
    holding.check_files_may_go(queries.of(entry_id, activity_id))
    belonging.remove(file_id, by=by)


def _begin(entry_id: int, by: Actor) -> Box:
    audit.take_turn()
    rules.check_own(entry_id, by)
    return folders.box_for(entry_id)


def _put(entry_id: int, told: Told, *, once: str, draft: bool, box: Box) -> ActivityKept:
    now = clock.now()
    row = ActivityKept(
        entry_id=entry_id, once=once, made_at=now, changed_at=now, kept_at=None if draft else now, deleted_at=None
    )
    _fill(row, told, draft=draft, box=box)
    return row


def _fill(row: ActivityKept, told: Told, *, draft: bool, box: Box) -> None:
    if draft:
        wrong = rules.too_much(told)
        if wrong:
            raise Refused(f"{wrong[0][1]}.")
    else:
        rules.check_whole(told)
    if told.plan_item_id is not None:
        try:
            queries.goal_of(row.entry_id, told.plan_item_id)
        except Missing:
            told = replace(told, plan_item_id=None)
    row.done_on, row.minutes, row.kind, row.company = told.done_on, told.minutes, told.kind, told.company
    row.plan_item_id = told.plan_item_id
    row.standards = list(told.standards)
    row.reflected = told.words.reflected
    row.sealed = box.seal_json(told.words.as_json())


def _note(row: ActivityKept, what: Change, box: Box, *, by: Actor) -> None:
    db.session.add(_version(row, what, queries.last_number(row.id) + 1, box, by=by))
    db.session.flush()
    audit.record(action=f"cpd.activity_{what.value}", subject=("activity", row.id), by=by)


def _version(row: ActivityKept, what: Change, number: int, box: Box, *, by: Actor) -> ActivityVersion:
    if by.id is None:
        raise Refused("Only somebody with an account writes in a record.")
    return ActivityVersion(
        activity_id=row.id,
        number=number,
        change=what,
        sealed=box.seal_json(told_of(row, box).as_json()),
        recorded_at=clock.now(),
        recorded_by_id=by.id,
    )


def told_of(row: ActivityKept, box: Box) -> Told:
    """An activity with its words opened."""
    return Told(
        done_on=row.done_on,
        minutes=row.minutes,
        kind=row.kind,
        company=row.company,
        standards=tuple(row.standards),
        plan_item_id=row.plan_item_id,
        words=Words.from_json(box.open_json(row.sealed)),
    )
