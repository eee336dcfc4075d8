"""Leaving by one's own wish: at once or on a chosen day; by a decision of three people when a hold is in place.

The concern itself, or whatever placed the hold, goes on either way. The hold comes through the register only.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.rules import check_may
from accounts.separation import Part
from cpd import folders
from cpd.leaving import emails, policy, queries, rules
from cpd.leaving.models import Departure, DepartureStep, LeavingStatement
from cpd.leaving.vocabulary import OPEN, DepartureStage, LeavingFinding
from cpd.leaving.workflow import WORKFLOW
from cpd.panels import operations as panels
from cpd.panels.matters import matter_about
from cpd.panels.models import PanelFound
from cpd.panels.operations import Panel
from cpd.registrants import Registrant
from foundation import audit, clock
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register import operations as register
from register import queries as register_queries

_REASON = "Asked to leave"


@operation
def ask_to_leave(*, leave_on: date | None, why: str = "", by: Actor) -> Departure:
    """Leave the register: at once (no day), or at the end of a chosen last day.

    When something has to be settled first, three people decide, and the registrant stays until then.

    Raises:
        NotAllowed: no entry of their own.
        Refused: not on the register, or a day on which they would not be.
    """
    audit.take_turn()
    registrant = rules.own_entry(by)
    held = queries.open_departure(registrant.entry_id)
    if held is not None:
        return held
    rules.check_on_register(registrant)
    today = clock.today()
    rules.check_leaving_day(registrant, leave_on or today)
    box = folders.box_for(registrant.entry_id)
    departure = Departure(
        entry_id=registrant.entry_id,
        stage=DepartureStage.PLANNED,
        leave_on=leave_on or today,
        why_sealed=box.seal(why.strip()) if why.strip() else None,
        asked_at=clock.now(),
        asked_by_id=rules.check_person(by),
        since_on=today,
    )
    db.session.add(departure)
    db.session.flush()
    _note_step(departure, by)
    _note(departure, "asked", by)
    if register_queries.is_held(registrant.entry_id):
        _hold(departure, registrant, by)
    elif leave_on is None or leave_on == today:
        # Whoever chooses today is on the register until its end; it is right at midnight without any job.
        at = clock.now() if leave_on is None else clock.last_moment_of(today)
        _leave(departure, registrant, at=at, by=by)
    else:
        emails.leaving_planned(departure, registrant)
    return departure


@operation
def change_mind(departure_id: int, *, by: Actor) -> None:
    """Stay, as long as nothing was decided.

    Raises:
        Missing: it is somebody else's.
        Refused: it was decided, or they have left.
    """
    departure = to_change(departure_id)
    registrant = rules.check_own(departure.entry_id, by)
    if departure.stage is DepartureStage.WITHDRAWN:
        return
    _move(departure, "withdraw", by=by)
    emails.leaving_withdrawn(departure, registrant)


@operation
def propose_facts(departure_id: int, words: str, *, version: int, by: Actor) -> None:
    """Write the facts that the public would read. The registrant agrees to them or not.

    Raises:
        NotAllowed: their roles do not give it, a tie, or an earlier part.
        Refused: nothing was written, or another stage.
    """
    departure = to_change(departure_id)
    registrant = rules.registrant_of(departure.entry_id)
    rules.check_staff(departure, registrant, Permission.PREPARE_TEXT, by)
    rules.check_version(departure, version)
    rules.check_stage(departure, DepartureStage.PANEL)
    take_part(rules.key(departure), Part.PREPARED_TEXT, called=rules.CALLED, about_entry_id=departure.entry_id, by=by)
    said = rules.check_said(words, "Write the facts as the public will read them.")
    number = len(queries.statements(departure.id)) + 1
    db.session.add(
        LeavingStatement(
            departure_id=departure.id,
            number=number,
            sealed=folders.box_for(departure.entry_id).seal(said),
            written_at=clock.now(),
            written_by_id=rules.check_person(by),
            agreed=None,
        )
    )
    _note(departure, "facts_proposed", by)
    emails.leaving_facts(departure, registrant, number=number)


@operation
def answer_facts(departure_id: int, *, number: int, agree: bool, words: str = "", by: Actor) -> None:
    """Agree, as the registrant, to the facts that the public would read, or say what is wrong with them.

    Raises:
        Missing: it is somebody else's.
        Refused: there are newer facts, they were answered, or a "no" says nothing.
    """
    departure = to_change(departure_id)
    rules.check_own(departure.entry_id, by)
    rules.check_stage(departure, DepartureStage.PANEL)
    newest = next(iter(queries.statements(departure.id)), None)
    if newest is None or newest.number != number:
        raise Refused("These facts were written anew. Read the new ones.")
    if newest.agreed is not None:
        raise Refused("You have answered this already.")
    said = words.strip() if agree else rules.check_said(words, "Say what is wrong with them.")
    newest.agreed, newest.answered_at = agree, clock.now()
    newest.answer_sealed = folders.box_for(departure.entry_id).seal(said) if said else None
    _note(departure, "facts_agreed" if agree else "facts_not_agreed", by)


def panel_of(departure: Departure, registrant: Registrant) -> Panel:
    """The three people who decide: never whoever wrote the facts."""
    writers = {one.written_by_id for one in queries.statements(departure.id)}
    return Panel(
        matter_about(rules.key(departure), registrant),
        policy.PANEL_SIZE.value(),
        Part.SAT_ON_PANEL,
        rules.CALLED,
        departure.entry_id,
        writers,
    )


@operation
def seat(departure_id: int, *, account_id: int, by: Actor) -> None:
    """List somebody for the panel."""
    departure, registrant = _for_officer(departure_id, by)
    rules.check_stage(departure, DepartureStage.PANEL)
    panels.seat(panel_of(departure, registrant), account_id=account_id, by=by)


@operation
def unseat(departure_id: int, *, account_id: int, by: Actor) -> None:
    """Take somebody off the panel."""
    departure, registrant = _for_officer(departure_id, by)
    rules.check_stage(departure, DepartureStage.PANEL)
    panels.unseat(panel_of(departure, registrant), account_id=account_id, by=by)


@operation
def vote(departure_id: int, *, finding: LeavingFinding, reasons: str, by: Actor) -> bool:
    """Say, as one of the three, whether they may leave; True when all have. What most of them find counts.

    The registrant reads the reasons of those who were most.

    Raises:
        NotAllowed: not listed for it, or with an earlier part.
        Refused: said already, no reasons, or accepting facts that the registrant has not agreed to.
    """
    check_may(by, Permission.VOTE)
    departure = to_change(departure_id)
    registrant = rules.registrant_of(departure.entry_id)
    rules.check_stage(departure, DepartureStage.PANEL)
    if finding is LeavingFinding.ACCEPT and agreed_facts(departure) is None:
        raise Refused("They can leave only with facts that they agreed to. None are agreed yet.")
    said = rules.check_said(reasons, "Give your reasons, in words that the registrant can follow.")
    box = folders.box_for(departure.entry_id)
    found = panels.find(
        panel_of(departure, registrant),
        finding=finding.value,
        reasons_sealed=box.seal(said),
        advice_sealed=None,
        by=by,
    )
    if found is None:
        return False
    if _most(found) is LeavingFinding.ACCEPT:
        _move(departure, "accept", by=by, due_on=_in(policy.LEAVE_ANSWERED.value(), registrant))
    else:
        _move(departure, "refuse", by=by)
        emails.leaving_refused(departure, registrant)
    return True


def _most(found: Sequence[PanelFound]) -> LeavingFinding:
    accepting = sum(one.finding == LeavingFinding.ACCEPT for one in found)
    return LeavingFinding.ACCEPT if accepting * 2 > len(found) else LeavingFinding.REFUSE


@operation
def publish(departure_id: int, *, version: int, by: Actor) -> None:
    """Put it on the register, as the second person: they leave now, with the agreed facts on their page.

    Raises:
        NotAllowed: their roles do not give it, a tie, or they wrote the facts themselves.
        Refused: another stage, or nothing was agreed.
    """
    departure = to_change(departure_id)
    registrant = rules.registrant_of(departure.entry_id)
    rules.check_staff(departure, registrant, Permission.PUBLISH, by)
    rules.check_version(departure, version)
    rules.check_stage(departure, DepartureStage.TO_PUBLISH)
    take_part(rules.key(departure), Part.PUBLISHED, called=rules.CALLED, about_entry_id=departure.entry_id, by=by)
    facts = agreed_facts(departure)
    if facts is None:
        raise Refused("There are no facts that they agreed to.")
    register.record_agreed_leaving(
        registrant.number, at=clock.now(), statement=facts, reason="Left by agreement, as a panel accepted", by=by
    )
    _move(departure, "publish", by=by)
    emails.stop_reminders(registrant)
    emails.leaving_agreed(departure, registrant)


def agreed_facts(departure: Departure) -> str | None:
    """The facts that the registrant agreed to, when they are the newest."""
    newest = next(iter(queries.statements(departure.id)), None)
    if newest is None or not newest.agreed:
        return None
    return folders.box_of(departure.entry_id).open(newest.sealed)


@operation
def carry_out(departure_id: int) -> bool:
    """What the clock does with one: leave on the day, hold when something turned up, let go when it was settled.

    It is recorded for the end of the chosen last day, so that the register is right at midnight by itself, and right
    afterwards when a night was missed. Says whether anything was done.
    """
    departure = to_change(departure_id)
    if departure.stage not in OPEN:
        return False
    registrant = rules.registrant_of(departure.entry_id)
    held = register_queries.is_held(departure.entry_id)
    if departure.stage is DepartureStage.PANEL and not held and registrant.is_on_register():
        _move(departure, "let_go", by=SYSTEM)
    if departure.stage is not DepartureStage.PLANNED:
        return _overtake(departure, registrant, clock.now())
    at = clock.last_moment_of(max(departure.leave_on, departure.since_on))
    if _overtake(departure, registrant, min(at, clock.now())):
        return True
    if held:
        _hold(departure, registrant, SYSTEM)
        return True
    if clock.day_of(at) > clock.today():
        return False
    _leave(departure, registrant, at=at, by=SYSTEM)
    return True


def _overtake(departure: Departure, registrant: Registrant, at: datetime) -> bool:
    """Close one whose registration ended in another way."""
    if registrant.is_on_register(at):
        return False
    _move(departure, "overtake", by=SYSTEM)
    return True


def _leave(departure: Departure, registrant: Registrant, *, at: datetime, by: Actor) -> None:
    register.record_leaving(registrant.number, at=at, reason=_REASON, by=by)
    departure.leave_on = clock.day_of(at)
    _move(departure, "leave", by=by)
    emails.stop_reminders(registrant)
    emails.leaving_done(departure, registrant)


def _hold(departure: Departure, registrant: Registrant, by: Actor) -> None:
    _move(departure, "hold", by=by, due_on=_in(policy.PANEL_DECIDES.value(), registrant))
    emails.leaving_held(departure, registrant)


def _in(working_days: int, registrant: Registrant) -> date:
    return clock.add_working_days(clock.today(), working_days, registrant.division)


def _for_officer(departure_id: int, by: Actor) -> tuple[Departure, Registrant]:
    departure = to_change(departure_id)
    registrant = rules.registrant_of(departure.entry_id)
    rules.check_staff(departure, registrant, Permission.LOOK_AFTER_REGISTRANTS, by)
    return departure, registrant


def to_change(departure_id: int) -> Departure:
    """One, to be changed: nobody else changes it until this operation ends."""
    audit.take_turn()
    departure = queries.departure(departure_id)
    db.session.refresh(departure)
    return departure


def _move(departure: Departure, name: str, *, by: Actor, due_on: date | None = None) -> None:
    today = clock.today()
    departure.stage = DepartureStage(WORKFLOW.after(name, standing=departure.stage.value))
    departure.since_on, departure.due_on = today, due_on
    departure.closed_on = None if departure.stage in OPEN else today
    _note_step(departure, by)
    _note(departure, name, by)
    db.session.flush()


def _note_step(departure: Departure, by: Actor) -> None:
    db.session.add(DepartureStep(departure_id=departure.id, stage=departure.stage, at=clock.now(), by_account_id=by.id))


def _note(departure: Departure, action: str, by: Actor) -> None:
    audit.record(action=f"leaving.{action}", subject=rules.key(departure), by=by, detail={"entry": departure.entry_id})
