"""Insurance: told by the registrant, looked at by an officer, shown to the public; and a suspension for want of it.

What was told and not yet seen keeps a renewal going and stops reminders. The public reads only what an officer saw.
"""

from __future__ import annotations

from datetime import date, timedelta

from accounts.permissions import Permission
from cpd import folders, registrants
from cpd.disclosures.operations.telling_us import when_insurance_ends
from cpd.registrants import Registrant
from cpd.renewal import emails, fees, policy, queries, rules, uninsured
from cpd.renewal.applying import CoverTold
from cpd.renewal.models import InsuranceSuspension, InsuranceTold, Renewal
from cpd.renewal.operations import asking, finishing
from cpd.renewal.vocabulary import NOT_SHOWN, CameBy, Part, Seen, Stage
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from foundation.references import sayable_code
from foundation.words import say_day
from register import operations as register
from register import queries as entries
from register.models import Restriction
from register.vocabulary import OrderKind


def keep(registrant: Registrant, cover: CoverTold, *, came_by: CameBy, by: Actor) -> InsuranceTold:
    """Keep what a registrant told of their insurance. An older one that nobody looked at yet is overtaken."""
    if cover.ends_on < clock.today():
        raise Refused("This insurance is over. We need insurance that still runs.")
    if not cover.covers:
        raise Refused("We need insurance that covers your work as a case manager.")
    if not cover.insurer.strip() or not cover.number.strip():
        raise Refused("Tell us who insures you, and the number of the policy.")
    for held in queries.insurance(registrant.entry_id):
        if held.seen is None:
            held.seen, held.seen_at = Seen.OVERTAKEN, clock.now()
    said = {"insurer": cover.insurer.strip(), "number": cover.number.strip(), "covers": cover.covers}
    told = InsuranceTold(
        entry_id=registrant.entry_id,
        came_with=came_by,
        sealed=folders.box_for(registrant.entry_id).seal_json(said),
        ends_on=cover.ends_on,
        told_at=clock.now(),
    )
    db.session.add(told)
    db.session.flush()
    audit.record(
        action="insurance.told", subject=("entry", registrant.entry_id), by=by, detail={"to": cover.ends_on.isoformat()}
    )
    return told


@operation
def tell(cover: CoverTold, *, by: Actor) -> InsuranceTold:
    """The registrant tells of new insurance, at any time. A renewal that only waited for it goes on."""
    audit.take_turn()
    registrant = rules.own(by)
    told = keep(registrant, cover, came_by=CameBy.UPDATE, by=by)
    for renewal in queries.of_entry(registrant.entry_id):
        if renewal.stage is Stage.SENT:
            _ask_again(renewal, registrant, by=by)
            finishing.try_to_finish(renewal, by=by)
    return told


def _ask_again(renewal: Renewal, registrant: Registrant, *, by: Actor) -> None:
    """Ask for what it costs by now: who only waited for insurance may be late, or coming back, since they sent it."""
    window = rules.window(registrant)
    if window is None or window.ends_on != renewal.ends_on:
        return
    place = finishing.place_of(renewal, window, None, clock.now())
    if place.may_begin and asking.ask(renewal, registrant, place, over_on=window.over_on, by=by):
        emails.sent(renewal, registrant, missing=[Part.FEE], money=fees.standing(renewal))


def end(registrant: Registrant, ends_on: date, by: Actor) -> None:
    """The registrant tells us that what we know of ends on a day, as when an insurer cancels: the entry says it now,
    and what follows the end of insurance follows that day. Inside the caller's operation.
    """
    for held in queries.insurance(registrant.entry_id):
        if held.ends_on > ends_on:
            held.ends_on = ends_on
            if held.seen is None:
                held.seen, held.seen_at = Seen.OVERTAKEN, clock.now()
    if registrant.insured_to is not None and registrant.insured_to > ends_on:
        register.confirm_insurance(
            registrant.number, confirmed_to=ends_on, reason="They told us that it ends on that day", by=by
        )
        emails.insured_until(registrant, ends_on)
    audit.record(
        action="insurance.ends", subject=("entry", registrant.entry_id), by=by, detail={"on": ends_on.isoformat()}
    )


when_insurance_ends(end)


def _begin(told_id: int, version: int, by: Actor) -> tuple[InsuranceTold, Registrant]:
    audit.take_turn()
    told = queries.certificate(told_id)
    db.session.refresh(told)
    registrant = registrants.many([told.entry_id])[told.entry_id]
    rules.check_staff(registrant, Permission.CORRECT_REGISTER, by=by)
    rules.check_version(told.version, version)
    if told.seen is not None:
        raise Refused("Somebody has looked at this certificate already.")
    return told, registrant


def _note_seen(told: InsuranceTold, seen: Seen, by: Actor) -> None:
    told.seen, told.seen_at, told.seen_by_id = seen, clock.now(), rules.check_person(by)
    audit.record(action=f"insurance.{seen.value}", subject=("entry", told.entry_id), by=by)


@operation
def confirm(told_id: int, *, version: int, by: Actor) -> None:
    """An officer has seen the certificate: the entry shows until when, and a suspension for want of it ends.

    Raises:
        Refused: somebody has looked at it already, or it is over.
    """
    told, registrant = _begin(told_id, version, by)
    if told.ends_on < clock.today():
        raise Refused("This insurance is over by now. Ask for the new certificate.")
    _note_seen(told, Seen.CONFIRMED, by)
    register.confirm_insurance(
        registrant.number, confirmed_to=told.ends_on, reason="An officer has seen the certificate", by=by
    )
    emails.insured_until(registrant, told.ends_on)
    held = queries.suspension(registrant.entry_id)
    if held is not None:
        _end(held, registrant, by)
    emails.insurance_confirmed(registrant, ends_on=told.ends_on, suspension_ended=held is not None)


def _end(held: InsuranceSuspension, registrant: Registrant, by: Actor) -> None:
    """End a suspension, whatever became of its order on the register meanwhile."""
    for order in entries.live_facts(Restriction, registrant.entry_id):
        if order.source == held.reference and (order.ends_at is None or order.ends_at > clock.now()):
            register.end_restriction(
                registrant.number,
                restriction_id=order.id,
                at=clock.now(),
                reason="Current insurance was shown",
                by=by,
            )
    held.ended_at = clock.now()


@operation
def turn_down(told_id: int, *, why: str, version: int, by: Actor) -> None:
    """The certificate does not show it. The registrant reads why and sends another.

    Raises:
        Refused: no reason, or somebody has looked at it already.
    """
    told, registrant = _begin(told_id, version, by)
    said = rules.check_said(why, "Say what the certificate does not show.")
    told.why_sealed = folders.box_for(registrant.entry_id).seal(said)
    _note_seen(told, Seen.NOT_CONFIRMED, by)
    emails.insurance_not_confirmed(registrant)


@operation
def suspend(number: str, *, why: str, by: Actor) -> None:
    """The registrar suspends somebody who showed no insurance after the notice (rules 6.3, D08).

    Raises:
        Refused: they are insured as far as we know, had no notice or still have time, or are suspended for it already.
    """
    audit.take_turn()
    registrant = registrants.of_number(number)
    if registrant is None:
        raise Missing("There is no entry with that number.")
    account_id = rules.check_staff(registrant, Permission.DECIDE_REGISTER, by=by)
    said = rules.check_said(why, "Say why, so that somebody can follow it later.")
    check_may_suspend(registrant)
    reference = f"IS-{clock.today().year}-{sayable_code(6)}"
    # It ends with their registration, so that it never hides a lapse; renewing carries it on (`finishing`).
    last_on = registrant.ends_on or clock.today()
    restriction = register.impose_restriction(
        number,
        kind=OrderKind.INTERIM_SUSPENSION,
        starts_at=clock.now(),
        ends_at=clock.end_of_day(last_on),
        wording=NOT_SHOWN,
        source=reference,
        reason=said,
        by=by,
    )
    db.session.add(
        InsuranceSuspension(
            entry_id=registrant.entry_id,
            reference=reference,
            restriction_id=restriction,
            imposed_at=clock.now(),
            imposed_by_id=account_id,
        )
    )
    audit.record(action="insurance.suspended", subject=("entry", registrant.entry_id), by=by)
    emails.insurance_suspended(registrant)


def check_may_suspend(registrant: Registrant) -> None:
    """Refuse to suspend somebody who is insured, still has time, or is suspended for it already."""
    today = clock.today()
    known = rules.insured_to(registrant)
    if queries.suspension(registrant.entry_id) is not None:
        raise Refused("They are suspended for that already.")
    if not registrant.is_on_register():
        raise Refused("They are not on the register now.")
    if known is not None and known >= today:
        raise Refused(f"As far as we know they are insured until {say_day(known)}.")
    day = rules.insurance_day(registrant)
    given = uninsured.told_on(registrant.entry_id, day) if day is not None else None
    if given is None:
        raise Refused(
            "No notice has reached them yet. The nightly job writes it on the day after the insurance ends. Whom no "
            "letter reaches is told by a person first."
        )
    until = given + timedelta(days=policy.INSURANCE_NOTICE.value(given))
    if today <= until:
        raise Refused(f"They still have until {say_day(until)} to show new insurance.")
