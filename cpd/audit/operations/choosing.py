"""Opening the audits of those who were chosen: by a draw, besides one, or by an officer with a reason in words."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import select

from accounts.permissions import Permission
from accounts.rules import check_may
from cpd import folders, registrants
from cpd.audit import policy, queries, rules
from cpd.audit.models import Audit, Step
from cpd.audit.operations.listing import span_for
from cpd.audit.vocabulary import Stage, StepKind, Why
from cpd.registrants import Registrant
from cpd.requirements.spans import Span
from foundation import audit as trail
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from foundation.references import cpd_audit_reference


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
    if queries.draw_under_way() is not None:
        raise Refused("A draw is being made. Add them when it is made.")
    who = registrants.of_number(number)
    if who is None or not who.is_on_register():
        raise Refused("Nobody with that number is on the register now.")
    if queries.open_of(who.entry_id) is not None:
        raise Refused("An audit of this person is under way.")
    today = clock.today()
    if span_for(who.record, today) is None:
        raise Refused("This person has been registered for less than a year. Their record is not audited yet.")
    return choose([Chosen(who, why, said=said)], day=today, draw_id=None, by=by)[0]


class Chosen(NamedTuple):
    """Somebody who was chosen, and why."""

    who: Registrant
    why: Why
    ticket: str | None = None
    said: str = ""


def choose(chosen: Sequence[Chosen], *, day: date, draw_id: int | None, by: Actor) -> list[Audit]:
    """Open their audits, as chosen on a day: a fixed number of statements, however many they are."""
    boxes = folders.boxes_for([one.who.entry_id for one in chosen])
    references = _references(len(chosen), day.year)
    held = [
        _opened(one, reference, boxes[one.who.entry_id], day, draw_id)
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


def _opened(chosen: Chosen, reference: str, box: Box, day: date, draw_id: int | None) -> Audit:
    who = chosen.who
    # Whoever was listed is looked at, though their entry may have changed since the list was frozen.
    span = span_for(who.record, day) or Span(clock.add_months(day, -12), day - timedelta(days=1))
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
        chosen_on=day,
        tell_until=clock.add_working_days(day, policy.NOTICE.value(day), who.division),
        span_from=span.starts_on,
        span_to=span.ends_on,
        stage=Stage.CHOSEN,
        since_on=day,
        reminders=0,
        targets=policy.kept_on(day),
        round=1,
    )
    held.due_on = held.tell_until
    return held
