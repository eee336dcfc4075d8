"""The draw: freeze the list, then make a seed, then see whom it draws. All of it stays, so nobody draws until it suits.

Whoever is on approved leave is in the list like everybody else: their audit waits until the leave is over.
"""

from __future__ import annotations

import hashlib
import inspect
import secrets
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from sqlalchemy import insert, select

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd import folders, registrants
from cpd.audit import drawing, policy, queries, rules
from cpd.audit.models import Audit, Draw, Step, Ticket
from cpd.audit.vocabulary import Frame, Stage, StepKind, Why
from cpd.record import progress
from cpd.registrants import Registrant
from cpd.requirements.registration import registered_since
from cpd.requirements.spans import Span
from foundation import audit as trail
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from foundation.references import cpd_audit_reference
from foundation.settings import ROOT
from register import queries as register
from register.rules import Record, breaks, is_on_register, spent

#: How many entries are read at a time.
BATCH = 500
T = TypeVar("T")


@dataclass(frozen=True)
class Listed:
    """Everybody on the register today, as a draw would list them."""

    frames: dict[Frame, list[tuple[int, str]]]
    #: Looked at besides, by entry.
    besides: dict[int, Why]

    @property
    def registered(self) -> int:
        """How many are on the register."""
        return sum(len(held) for held in self.frames.values())


def look(today: date) -> Listed:
    """Who is on the register today, who of them can be drawn, and who is looked at besides."""
    passed = queries.passed_since(clock.add_months(today, -policy.EXEMPT_PASSED.value(today)))
    busy, failed = queries.under_way(), queries.not_met_last()
    new_after = clock.add_months(today, -policy.EXEMPT_NEW.value(today))
    late_since = clock.add_months(today, -policy.LATE_WITHIN.value(today))
    late = queries.renewed_late_since(clock.start_of_day(late_since))
    unfinished = queries.unfinished_last()
    found = Listed({frame: [] for frame in Frame}, {})
    for one in _on_register():
        if one.entry_id in busy:
            frame = Frame.UNDER_WAY
        elif registered_since(one, today) > new_after:
            frame = Frame.NEW
        elif one.entry_id in passed:
            frame = Frame.PASSED
        else:
            frame = Frame.IN
        # Whoever is back for less than a year is not drawn; what is looked at besides is the period before they left.
        if frame in (Frame.IN, Frame.NEW) and span_for(one, today) is not None:
            if one.entry_id in failed:
                found.besides[one.entry_id] = Why.EARLIER_FAIL
            elif one.entry_id in unfinished:
                found.besides[one.entry_id] = Why.UNFINISHED
            elif one.entry_id in late or _was_away(one, late_since, today):
                found.besides[one.entry_id] = Why.LATE_RENEWAL
        found.frames[frame].append((one.entry_id, one.number))
    return found


def _was_away(record: Record, since: date, today: date) -> bool:
    """Whether somebody came back since a day after a break of a year at most: after a longer one the record of the time
    before says nothing of now.
    """
    return any(last < clock.add_months(first, 12) for first, last in breaks(record, since=since, until=today))


def _on_register() -> Iterator[Record]:
    last, now = 0, clock.now()
    while ids := register.entries_after(last, limit=BATCH):
        last = ids[-1]
        yield from (one for one in register.records(ids).values() if is_on_register(one, now))


def draw(*, reason: str, by: Actor) -> Draw:
    """Draw the sample of today, and choose besides those who renewed late or did not meet an earlier audit.

    The list is read before the operation begins, so that nobody has to wait for the writer while a large register is
    read.

    Raises:
        Refused: a draw was made today already, or nobody can be drawn.
    """
    check_may(by, Permission.AUDIT_CPD)
    rules.check_person(by)
    said = rules.check_said(reason, "Say why you draw now.")
    today = clock.today()
    _check_first(today)
    return _draw(look(today), today, said, by)


def _check_first(today: date) -> None:
    if db.session.scalar(select(Draw.id).where(Draw.drawn_on == today)) is not None:
        raise Refused("A draw was made today. Another one can be made tomorrow.")


@operation
def _draw(listed: Listed, today: date, said: str, by: Actor) -> Draw:
    check_may(by, Permission.AUDIT_CPD)
    drawn_by = rules.check_person(by)
    trail.take_turn()
    _check_first(today)
    if not listed.frames[Frame.IN]:
        raise Refused("Nobody on the register can be drawn now.")
    if queries.under_way() & {entry_id for entry_id, _ in listed.frames[Frame.IN]}:
        raise Refused("Somebody was chosen for an audit while the list was read. Draw again.")
    lock, box = locks.new_lock()
    key = secrets.token_hex(32)
    tickets = {drawing.ticket(key, number): entry_id for entry_id, number in listed.frames[Frame.IN]}
    # The list is frozen before there is a seed.
    frozen = drawing.list_hash(tickets)
    seed = secrets.token_hex(16)
    per_cent, smallest = policy.SAMPLE.value(today), policy.SMALLEST.value(today)
    size = drawing.sample_size(len(tickets), per_cent=per_cent, smallest=smallest)
    made = Draw(
        drawn_on=today,
        drawn_at=clock.now(),
        drawn_by_id=drawn_by,
        reason=said,
        algorithm=drawing.ALGORITHM,
        software=_version(),
        lock_id=lock.id,
        key_sealed=box.seal(key),
        list_hash=frozen,
        seed=seed,
        listed=len(tickets),
        size=size,
        registered=listed.registered,
        per_cent=per_cent,
        smallest=smallest,
    )
    db.session.add(made)
    db.session.flush()
    chosen = {tickets[one]: one for one in drawing.drawn(tickets, seed=seed, size=size)}
    _keep_tickets(made.id, listed, tickets, chosen)
    besides = {entry_id: why for entry_id, why in listed.besides.items() if entry_id not in chosen}
    for some in _batches([*chosen, *besides]):
        _choose(
            [
                Chosen(who, besides.get(entry_id, Why.DRAWN), ticket=chosen.get(entry_id))
                for entry_id, who in registrants.many(some).items()
            ],
            draw_id=made.id,
            by=by,
        )
    detail = {"seed": seed, "list": frozen, "listed": len(tickets), "drawn": size, "besides": len(besides)}
    trail.record(action="cpd_audit.drawn", subject=("cpd_draw", str(made.id)), by=by, detail=detail)
    return made


def _version() -> str:
    """The version of this software, and the fingerprint of the very code that draws."""
    held = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    code = hashlib.sha256(inspect.getsource(drawing).encode("utf-8")).hexdigest()[:16]
    return f"{held}, drawing.py {code}"


def _keep_tickets(draw_id: int, listed: Listed, tickets: dict[str, int], chosen: dict[int, str]) -> None:
    of_entry = {entry_id: ticket for ticket, entry_id in tickets.items()}
    rows = [
        {
            "draw_id": draw_id,
            "entry_id": entry_id,
            "frame": frame,
            "ticket": of_entry.get(entry_id),
            "drawn": entry_id in chosen,
        }
        for frame, held in listed.frames.items()
        for entry_id, _number in held
    ]
    for some in _batches(rows):
        db.session.execute(insert(Ticket), list(some))


def _batches(held: Sequence[T]) -> Iterator[Sequence[T]]:
    for first in range(0, len(held), BATCH):
        yield held[first : first + BATCH]


@operation
def add_by_hand(number: str, *, why: Why, words: str, by: Actor) -> Audit:
    """Choose somebody besides those drawn, with a reason in words.

    Raises:
        Refused: not on the register, registered for too short a time, or an audit of theirs is under way.
    """
    check_may(by, Permission.AUDIT_CPD)
    rules.check_person(by)
    said = rules.check_said(words, "Say why this person is looked at. They do not read it.")
    if why is Why.DRAWN:
        raise Refused("Only a draw chooses by chance. Choose another reason.")
    trail.take_turn()
    who = registrants.of_number(number)
    if who is None or not who.is_on_register():
        raise Refused("Nobody with that number is on the register now.")
    if queries.open_of(who.entry_id) is not None:
        raise Refused("An audit of this person is under way.")
    today = clock.today()
    if span_for(who.record, today) is None:
        raise Refused("This person has been registered for less than a year. Their record is not audited yet.")
    return _choose([Chosen(who, why, said=said)], draw_id=None, by=by)[0]


def span_for(record: Record, today: date) -> Span | None:
    """The days whose record is looked at: the last whole period since they came, or else the last twelve months.

    Of who is back for less than a year it is the period before, unless its records are deleted by now. None when there
    is nothing to look at yet.
    """
    since, year_ago = registered_since(record, today), clock.add_months(today, -12)
    whole = max((Span(*one) for one in spent(record) if one.ends_on < today), default=None)
    kept = whole if whole is not None and whole.starts_on >= progress.kept_since(today) else None
    if since <= clock.add_months(today, -policy.EXEMPT_NEW.value(today)):
        return kept if kept is not None and kept.starts_on >= since else Span(year_ago, today - timedelta(days=1))
    return kept if kept is not None and kept.ends_on < since else None


class Chosen(NamedTuple):
    """Somebody who was chosen, and why."""

    who: Registrant
    why: Why
    ticket: str | None = None
    said: str = ""


def _choose(chosen: Sequence[Chosen], *, draw_id: int | None, by: Actor) -> list[Audit]:
    """Open their audits: a fixed number of statements, however many they are."""
    boxes = folders.boxes_for([one.who.entry_id for one in chosen])
    references = _references(len(chosen), clock.today().year)
    held = [
        _opened(one, reference, boxes[one.who.entry_id], draw_id)
        for one, reference in zip(chosen, references, strict=True)
    ]
    db.session.add_all(held)
    db.session.flush()
    db.session.add_all(Step(audit_id=one.id, kind=StepKind.CHOSEN, at=clock.now(), by_account_id=by.id) for one in held)
    lines = [
        trail.Line(f"cpd_audit.{StepKind.CHOSEN.value}", *rules.key(one), {"why": one.why.value, "draw": draw_id})
        for one in held
    ]
    trail.record_many(lines, by=by)
    return held


def _references(count: int, year: int) -> list[str]:
    """So many that no audit has yet."""
    found: dict[str, None] = {}
    while len(found) < count:
        new = [cpd_audit_reference(year) for _ in range(count - len(found))]
        taken = db.session.scalars(select(Audit.reference).where(Audit.reference.in_(new))).all()
        found |= dict.fromkeys(one for one in new if one not in taken)
    return list(found)


def _opened(chosen: Chosen, reference: str, box: Box, draw_id: int | None) -> Audit:
    today, who = clock.today(), chosen.who
    span = span_for(who.record, today)
    if span is None:
        raise Refused("There is no record of this person to be looked at yet.")
    held = Audit(
        reference=reference,
        entry_id=who.entry_id,
        number=who.number,
        name=who.name,
        nation=who.nation,
        draw_id=draw_id,
        ticket=chosen.ticket,
        why=chosen.why,
        why_sealed=box.seal(chosen.said) if chosen.said else None,
        seed_sealed=box.seal(secrets.token_hex(16)),
        chosen_on=today,
        tell_until=clock.add_working_days(today, policy.NOTICE.value(today), who.division),
        span_from=span.starts_on,
        span_to=span.ends_on,
        stage=Stage.CHOSEN,
        since_on=today,
        reminders=0,
        targets=policy.kept_on(today),
        round=1,
    )
    held.due_on = held.tell_until
    return held
