"""The draw: freeze the list, then make a seed, then see whom it draws. All of it stays, so nobody draws until it suits.

An officer asks for a draw; a job makes it (`run`). It reads the register, then freezes the list and draws in one short
operation, then keeps the tickets and opens the audits some people at a time. So it may be stopped anywhere and run
again, by several machines at once, and nobody waits longer for the writer than one batch takes.

Whoever is on approved leave is in the list like everybody else: their audit waits until the leave is over.
"""

from __future__ import annotations

import hashlib
import inspect
import secrets
import tomllib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import insert

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd import registrants
from cpd.audit import drawing, emails, policy, queries, rules
from cpd.audit.models import Asked, Draw, Ticket
from cpd.audit.operations.choosing import Chosen, choose
from cpd.audit.operations.listing import Listed, look
from cpd.audit.vocabulary import DrawStage, Frame, Why
from foundation import audit as trail
from foundation import clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.settings import ROOT
from register import queries as register

#: How many of those listed are carried out in one operation.
BATCH = 500


@operation
def ask(*, reason: str, by: Actor) -> Asked:
    """Ask for a draw of the share that is set today. The job makes it.

    Raises:
        Refused: a draw is being made, or one was asked for or made today already.
    """
    check_may(by, Permission.AUDIT_CPD)
    asked_by = rules.check_person(by)
    said = rules.check_said(reason, "Say why you draw now.")
    trail.take_turn()
    today = clock.today()
    if queries.draws_to_make():
        raise Refused(
            "A draw was asked for and is not made yet. Another one can be asked for the day after it is made."
        )
    if queries.was_drawn_on(today):
        raise Refused("A draw was made today. Another one can be made tomorrow.")
    asked = Asked(
        asked_on=today,
        asked_at=clock.now(),
        asked_by_id=asked_by,
        reason=said,
        per_cent=policy.SAMPLE.value(today),
        smallest=policy.SMALLEST.value(today),
        stage=DrawStage.ASKED,
        done_to=0,
    )
    db.session.add(asked)
    db.session.flush()
    detail = {"per_cent": asked.per_cent, "smallest": asked.smallest}
    trail.record(action="cpd_audit.draw_asked", subject=("cpd_draw_asked", str(asked.id)), by=by, detail=detail)
    return asked


def run() -> str:
    """Make what was asked for, or go on with it; says in a sentence what it came to."""
    made = 0
    for asked_id in queries.draws_to_make():
        today = clock.today()
        if queries.asked(asked_id).stage is DrawStage.ASKED:
            _freeze(asked_id, look(today), today)
        frozen = _frozen(asked_id)
        if frozen is not None:
            while _carry_out_some(asked_id, frozen):
                pass
            made += 1
    return f"CPD draws: {made} made."


# ------------------------------------------------------------------------------------------- the list, then the seed


@operation
def _freeze(asked_id: int, listed: Listed, today: date) -> None:
    """Freeze the list and draw from it, unless another machine did.

    The list was read before this operation began, so that nobody waits for the writer while a large register is read.
    If somebody in it was chosen by hand meanwhile, or the day is over, it is read again by the next run.
    """
    trail.take_turn()
    asked = queries.asked(asked_id)
    within = {entry_id for entry_id, _ in listed.frames[Frame.IN]}
    stale = today != clock.today() or queries.under_way() & (within | set(listed.besides))
    if asked.stage is not DrawStage.ASKED or stale:
        return
    if not within:
        asked.stage, asked.done_at = DrawStage.NOBODY, clock.now()
        db.session.flush()
        trail.record(action="cpd_audit.nobody_drawn", subject=("cpd_draw_asked", str(asked.id)), by=SYSTEM)
        emails.drawn(asked, None)
        return
    made, drawn = _draw(asked, listed, today)
    besides = {entry_id: why.value for entry_id, why in listed.besides.items() if entry_id not in drawn}
    asked.frozen = {
        "frames": {frame.value: sorted(entry_id for entry_id, _ in held) for frame, held in listed.frames.items()},
        "drawn": sorted(drawn),
        "besides": [[entry_id, why] for entry_id, why in sorted(besides.items())],
    }
    asked.stage, asked.draw_id = DrawStage.DRAWING, made.id
    db.session.flush()
    detail = {
        "seed": made.seed,
        "list": made.list_hash,
        "listed": made.listed,
        "drawn": made.size,
        "besides": len(besides),
    }
    trail.record(action="cpd_audit.drawn", subject=("cpd_draw", str(made.id)), by=SYSTEM, detail=detail)


def _draw(asked: Asked, listed: Listed, today: date) -> tuple[Draw, frozenset[int]]:
    """The draw, and the entries that it drew."""
    lock, box = locks.new_lock()
    key = secrets.token_hex(32)
    tickets = {drawing.ticket(key, number): entry_id for entry_id, number in listed.frames[Frame.IN]}
    # The list is frozen before there is a seed.
    frozen = drawing.list_hash(tickets)
    seed = secrets.token_hex(16)
    made = Draw(
        drawn_on=today,
        drawn_at=clock.now(),
        drawn_by_id=asked.asked_by_id,
        reason=asked.reason,
        algorithm=drawing.ALGORITHM,
        software=_version(),
        lock_id=lock.id,
        key_sealed=box.seal(key),
        list_hash=frozen,
        seed=seed,
        listed=len(tickets),
        size=drawing.sample_size(len(tickets), per_cent=asked.per_cent, smallest=asked.smallest),
        registered=listed.registered,
        per_cent=asked.per_cent,
        smallest=asked.smallest,
    )
    db.session.add(made)
    db.session.flush()
    return made, frozenset(tickets[one] for one in drawing.drawn(tickets, seed=seed, size=made.size))


def _version() -> str:
    """The version of this software, and the fingerprint of the very code that draws."""
    held = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    code = hashlib.sha256(inspect.getsource(drawing).encode("utf-8")).hexdigest()[:16]
    return f"{held}, drawing.py {code}"


# ------------------------------------------------------------------------------------- carrying out what was drawn


@dataclass(frozen=True)
class Frozen:
    """What was frozen and drawn, as the batches need it. It never changes, so it is read once."""

    draw_id: int
    day: date
    key: str
    frame_of: dict[int, Frame]
    order: Sequence[int]
    drawn: frozenset[int]
    besides: dict[int, Why]


def _frozen(asked_id: int) -> Frozen | None:
    """What is to be carried out; None when nothing is."""
    asked = queries.asked(asked_id)
    if asked.frozen is None or asked.draw_id is None:
        return None
    made = queries.draw(asked.draw_id)
    frame_of = {entry_id: Frame(frame) for frame, held in asked.frozen["frames"].items() for entry_id in held}
    return Frozen(
        draw_id=made.id,
        day=made.drawn_on,
        key=locks.box_of(made.lock_id).open(made.key_sealed),
        frame_of=frame_of,
        order=sorted(frame_of),
        drawn=frozenset(asked.frozen["drawn"]),
        besides={entry_id: Why(why) for entry_id, why in asked.frozen["besides"]},
    )


@operation
def _carry_out_some(asked_id: int, frozen: Frozen) -> bool:
    """Keep the tickets and open the audits of the next ones; says whether there may be more."""
    trail.take_turn()
    asked = queries.asked(asked_id)
    if asked.stage is not DrawStage.DRAWING:
        return False
    first = bisect_right(frozen.order, asked.done_to)
    some = frozen.order[first : first + BATCH]
    if not some:
        asked.stage, asked.frozen, asked.done_at = DrawStage.MADE, None, clock.now()
        db.session.flush()
        emails.drawn(asked, queries.draw(frozen.draw_id))
        return False
    tickets = {
        entry_id: drawing.ticket(frozen.key, number)
        for entry_id, number in register.numbers_of(some).items()
        if frozen.frame_of[entry_id] is Frame.IN
    }
    rows = [
        {
            "draw_id": frozen.draw_id,
            "entry_id": entry_id,
            "frame": frozen.frame_of[entry_id],
            "ticket": tickets.get(entry_id),
            "drawn": entry_id in frozen.drawn,
        }
        for entry_id in some
    ]
    db.session.execute(insert(Ticket), rows)
    people = registrants.many([one for one in some if one in frozen.drawn or one in frozen.besides])
    chosen = [
        Chosen(
            who, frozen.besides.get(entry_id, Why.DRAWN), tickets.get(entry_id) if entry_id in frozen.drawn else None
        )
        for entry_id, who in people.items()
    ]
    if chosen:
        choose(chosen, day=frozen.day, draw_id=frozen.draw_id, by=SYSTEM)
    asked.done_to = some[-1]
    return True
