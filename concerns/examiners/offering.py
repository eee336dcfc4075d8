"""Ending a concern by agreement: a warning or undertakings that the registrant accepts, with the facts they admit.

Nothing reaches the register without their consent given through their own account. What they decline, or leave
unanswered, a panel hears.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from accounts.separation import Part
from concerns import bad_news, correspondence, emails, policy, queries, rules
from concerns.examiners.deciding import BY_CONSENT, EXAMINERS, JOBS, standing_decision
from concerns.investigation.responding import mine
from concerns.models import Concern, Offer, Order
from concerns.operations.desk import sit_down
from concerns.operations.steps import move, note_step
from concerns.operations.triaging import subject
from concerns.vocabulary import Finding, Stage, StepKind
from foundation import audit, clock, locks
from foundation.audit import SYSTEM, Actor
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from foundation.waiting import Standing
from register.vocabulary import OrderKind

#: A warning lasts one, three or five years (rules 6.8).
WARNING_MONTHS = (12, 36, 60)
KINDS = {Finding.WARNING: OrderKind.WARNING, Finding.AGREED: OrderKind.UNDERTAKINGS}


@operation
def offer(reference: str, subject_id: int, *, terms: str, facts: str, months: int, version: int, by: Actor) -> int:
    """Offer the registrant what both examiners decided; gives the offer's id.

    `terms` is what the public would read; `facts` is what the registrant admits by accepting.

    Raises:
        Refused: the examiners did not decide that, one was made before, or its length is not one that the rules know.
    """
    desk = sit_down(reference, by=by, may=EXAMINERS, version=version, part=Part.EXAMINED, jobs=JOBS)
    rules.check_stage(desk.concern, Stage.EXAMINATION)
    held = standing_decision(desk.concern.id)
    if held is None or held.finding not in BY_CONSENT:
        raise Refused("Both of you have to decide that it can end by agreement.")
    about = subject(desk, subject_id)
    if about.told_on is None:
        raise Refused("Tell them of the concern first.")
    if any(one.made_at > held.decided_at for one in offers(desk.concern.id)):
        raise Refused("It was offered already.")
    check_length(held.finding, months)
    row = Offer(
        concern_id=desk.concern.id,
        subject_id=subject_id,
        finding=held.finding,
        months=months,
        terms_sealed=desk.needs(terms, "Write the words that the public would read."),
        facts_sealed=desk.needs(facts, "Write the facts that they would admit."),
        made_at=clock.now(),
        made_by_id=desk.account_id,
    )
    written_on = bad_news.letter_day()
    row.ask(written_on, days=policy.CONSENT.value(written_on))
    db.session.add(row)
    db.session.flush()
    note_step(desk.concern, StepKind.OUTCOME_OFFERED, by=by)
    emails.registrant(about, desk.concern, emails.OFFER, due=row.due_on)
    return row.id


@operation
def accept(reference: str, *, account_id: int, by: Actor) -> None:
    """The registrant accepts, and admits the facts: the concern goes on to its outcome.

    Raises:
        Missing: nothing was offered to them.
        Refused: the time is over, or they answered before.
    """
    concern, row = _offered(reference, account_id, by)
    row.receive(clock.today())
    row.answered_at = clock.now()
    about = next(one for one in concern.subjects if one.id == row.subject_id)
    assert about.entry_id is not None
    db.session.add(
        Order(
            concern_id=concern.id,
            subject_id=row.subject_id,
            entry_id=about.entry_id,
            offer_id=row.id,
            kind=KINDS[row.finding].value,
            about_health=False,
            months=row.months,
            wording_sealed=row.terms_sealed,
            decided_on=clock.today(),
        )
    )
    move(concern, "agree_outcome", StepKind.DECIDED, by=by, detail={"offer": row.id})


@operation
def decline(reference: str, *, account_id: int, by: Actor) -> None:
    """The registrant does not accept: a panel hears it. That counts for nothing against them."""
    concern, row = _offered(reference, account_id, by)
    row.decline(clock.today())
    row.answered_at = clock.now()
    move(concern, "refer", StepKind.TO_PANEL, by=by, detail={"offer": row.id})


@operation
def refer_unanswered(reference: str, *, version: int, by: Actor) -> None:
    """Pass a concern to a panel because the registrant left the offer unanswered until its day was over.

    Raises:
        Refused: there is still time, or nothing is offered.
    """
    desk = sit_down(reference, by=by, may=EXAMINERS, version=version, part=Part.EXAMINED, jobs=JOBS)
    rules.check_stage(desk.concern, Stage.EXAMINATION)
    row = next((one for one in reversed(offers(desk.concern.id))), None)
    if row is None or row.waited.standing(clock.today()) is not Standing.EXPIRED:
        raise Refused("They still have time to answer, or nothing was offered.")
    if row.expired_on is None:
        row.expire(clock.today())
    move(desk.concern, "refer", StepKind.TO_PANEL, by=by, detail={"offer": row.id})


@operation
def lapse(offer_id: int) -> bool:
    """Pass a concern to a panel because its offer was left unanswered until its day was over; says whether it did.

    What stands still waits with it. The registrant and the reporter have a letter.
    """
    audit.take_turn()
    row = db.session.get_one(Offer, offer_id, populate_existing=True)
    concern = queries.load([row.concern_id])[row.concern_id]
    over = row.waited.standing(clock.today()) is Standing.EXPIRED and row.expired_on is None
    if not over or concern.stage is not Stage.EXAMINATION or concern.paused_on is not None:
        return False
    row.expire(clock.today())
    move(concern, "refer", StepKind.TO_PANEL, by=SYSTEM, detail={"offer": row.id})
    about = next(one for one in concern.subjects if one.id == row.subject_id)
    emails.registrant(about, concern, emails.OFFER_OVER)
    emails.message_waiting(concern, correspondence.reach_of(concern, locks.box_of(concern.lock_id)), emails.GOES_ON)
    return True


def unanswered(today: date) -> list[int]:
    """The offers whose day is over and that nobody has answered."""
    statement = (
        select(Offer.id)
        .join(Concern, Concern.id == Offer.concern_id)
        .where(Offer.due_on < today, Offer.received_on.is_(None), Offer.declined_on.is_(None))
        .where(Offer.expired_on.is_(None), Offer.called_off_on.is_(None), Concern.stage == Stage.EXAMINATION)
        .order_by(Offer.id)
    )
    return list(db.session.scalars(statement))


#: A statement made once.
_OFFERS = select(Offer).where(Offer.concern_id == queries.CONCERN).order_by(Offer.id)


def offers(concern_id: int) -> list[Offer]:
    """What was offered, oldest first."""
    return list(db.session.scalars(_OFFERS, {"concern_id": concern_id}))


def check_length(finding: Finding, months: int) -> None:
    """Refuse a length that the rules do not know."""
    most = policy.UNDERTAKINGS_LENGTH.value()
    if finding is Finding.WARNING and months not in WARNING_MONTHS:
        raise Refused("A warning lasts one, three or five years.")
    if finding is Finding.AGREED and not 0 < months <= most:
        raise Refused(f"Undertakings last at most {most} months.")


def _offered(reference: str, account_id: int, by: Actor) -> tuple[Concern, Offer]:
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant answers for themself.")
    row = next((one for one in reversed(offers(concern.id)) if one.subject_id == about.id), None)
    if row is None or concern.stage is not Stage.EXAMINATION:
        raise Missing("Nothing is offered to you in this concern.")
    return concern, row
