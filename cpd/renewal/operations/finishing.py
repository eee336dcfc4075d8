"""From everything being there to the next period on the register. The only place where somebody is renewed.

It looks again at all four parts each time, under the lock of the trail: nothing here can half-finish.
"""

from __future__ import annotations

from datetime import date, datetime

from cpd import folders, registrants
from cpd.registrants import Registrant
from cpd.renewal import emails, fees, queries, rules
from cpd.renewal.models import Renewal
from cpd.renewal.operations.steps import move, note, note_step
from cpd.renewal.vocabulary import NOT_SHOWN, Band, Place, Stage, StepKind
from cpd.renewal.windows import Window, band_of
from foundation import clock
from foundation.audit import Actor
from foundation.errors import Refused
from register import operations as register
from register import queries as entries
from register.models import Restriction
from register.post import writing
from register.terms import last_day
from register.vocabulary import OrderKind

#: Of the frozen form: what the public entry says about their work.
PUBLIC = ("areas", "works_with")


def try_to_finish(renewal: Renewal, *, settled_on: date | None = None, by: Actor) -> bool:
    """Renew when nothing is missing any more; says whether it did. Inside the caller's operation.

    `settled_on` is the day on which the last money came: what came in time counts when it is written down late.
    """
    registrant = registrants.many([renewal.entry_id])[renewal.entry_id]
    window = rules.window(registrant)
    money = fees.standing(renewal)
    today = clock.today()
    if renewal.stage is not Stage.SENT or window is None or window.ends_on != renewal.ends_on:
        return False
    if rules.missing(renewal, insured=rules.insured_to(registrant), money=money, today=today):
        return False
    place = place_of(renewal, window, settled_on, clock.now())
    if not place.may_begin:
        return False
    if place is Place.RETURN_B or (place.is_return and renewal.worrying):
        move(renewal, "look", StepKind.LOOKED_AT, by=by)
        due = clock.add_working_days(today, renewal.targets["looked_at"], registrant.division)
        emails.looked_at(renewal, registrant, by_on=due)
        return False
    finish(renewal, registrant, window, place, name="renew", by=by)
    return True


def place_of(renewal: Renewal, window: Window, settled_on: date | None, now: datetime) -> Place:
    """Where it is finished: in time when answers and money had come by the last day, whenever that is written down."""
    over_at = clock.end_of_day(window.over_on)
    in_time = renewal.sent_at is not None and renewal.sent_at < over_at and not window.left
    if in_time and settled_on is not None and settled_on <= window.over_on:
        return Place.OPEN
    return window.place(now)


def finish(renewal: Renewal, registrant: Registrant, window: Window, place: Place, *, name: str, by: Actor) -> None:
    """Put the next period on the register. `name` is the move."""
    now, today = clock.now(), clock.today()
    band = band_of(place)
    reason = f"Renewal {renewal.reference}"
    if place.is_return:
        starts_on, ends_on = today, last_day(today)
        register.restore(registrant.number, starts_on=starts_on, ends_on=ends_on, reason=reason, by=by)
    else:
        starts_on, ends_on = window.follows_on, last_day(_first_day(window))
        register.renew(registrant.number, starts_on=starts_on, ends_on=ends_on, reason=reason, by=by)
    _tell_of_work(renewal, registrant, reason, by)
    carry_on_suspension(registrant, ends_on, reason, by)
    renewal.band, renewal.renewed_at = band, now
    renewal.starts_on, renewal.renewed_to = starts_on, ends_on
    renewal.provisional = renewal.worrying and not place.is_return
    if band is Band.LATE:
        note_step(renewal, StepKind.LAPSED, by=by)
    move(renewal, name, StepKind.RENEWED, by=by, detail={"band": band.value, "to": ends_on.isoformat()})
    if renewal.provisional:
        note_step(renewal, StepKind.PROVISIONAL, by=by)
    for day in {window.over_on, window.ends_on}:
        writing.is_done(renewal.entry_id, emails.matter(renewal.entry_id, day))
    emails.renewed(renewal, registrants.many([renewal.entry_id])[renewal.entry_id])


def carry_on_suspension(registrant: Registrant, ends_on: date, reason: str, by: Actor) -> None:
    """A suspension for want of insurance goes on until an officer has seen some.

    One that ended with the registration begins anew with who comes back: what they told nobody has looked at yet.
    """
    held = queries.suspension(registrant.entry_id)
    if held is None:
        return
    until = clock.end_of_day(ends_on)
    for order in entries.live_facts(Restriction, registrant.entry_id):
        if order.source == held.reference and order.ends_at is not None and order.ends_at > clock.now():
            register.extend_restriction(registrant.number, restriction_id=order.id, until=until, reason=reason, by=by)
            return
    if registrant.insured_to is not None and registrant.insured_to >= clock.day_of(held.imposed_at):
        # Seen since then by another way, such as an application to come back.
        held.ended_at = clock.now()
        return
    held.restriction_id = register.impose_restriction(
        registrant.number,
        kind=OrderKind.INTERIM_SUSPENSION,
        starts_at=clock.now(),
        ends_at=until,
        wording=NOT_SHOWN,
        source=held.reference,
        reason=f"{reason}: nobody has seen current insurance yet",
        by=by,
    )


def _first_day(window: Window) -> date:
    """The day that follows the period, with or without days that bridged a payment: those are not given twice."""
    return date.fromordinal(window.ends_on.toordinal() + 1)


def _tell_of_work(renewal: Renewal, registrant: Registrant, reason: str, by: Actor) -> None:
    """Let the entry say in which areas and with whom they work now, as they told us."""
    held = queries.statement_of(renewal)
    if held is None:
        return
    said = folders.box_of(renewal.entry_id).open_json(held.sealed).get("public", {})
    before = entries.records([renewal.entry_id])[renewal.entry_id].particulars_at(clock.now())
    changes = {name: said[name] for name in PUBLIC if said.get(name) and getattr(before, name) != said[name]}
    if not changes:
        return
    try:
        register.change_particulars(
            registrant.number, changes=changes, effective_at=clock.now(), reason=reason, by=by, tell=False
        )
    except Refused as refused:
        # A later change is on record already: that one is newer than what was told here.
        note(renewal, "work_not_changed", by=by, detail={"because": refused.sentence[:200]})
