"""Ending a concern by agreement: a warning or undertakings that the registrant accepts, with the facts they admit.

One examiner writes the offer, the one in the other seat agrees to its very words, and only then is it made (rules 6.6
stage 6: two examiners, one lay and one registrant). When the other does not agree, it is written anew once; after a
second no, a panel hears it. Nothing reaches the register without the registrant's consent given through their own
account. What they decline, or leave unanswered, a panel hears.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from accounts.separation import Part
from concerns import emails, kept, policy, queries, reached, rules
from concerns.examiners.deciding import BY_CONSENT, EXAMINERS, JOBS, standing_decision, to_panel
from concerns.investigation.responding import mine
from concerns.models import Concern, Offer, OfferRead, Order, Seat
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import move, note_step
from concerns.operations.triaging import subject
from concerns.reached import Days
from concerns.vocabulary import Finding, Stage, StepKind
from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import db, operation, reads_once
from foundation.errors import Missing, NotAllowed, Refused
from foundation.locks import Box
from foundation.waiting import Standing
from register.vocabulary import OrderKind

#: A warning lasts one, three or five years (rules 6.8).
WARNING_MONTHS = (12, 36, 60)
KINDS = {Finding.WARNING: OrderKind.WARNING, Finding.AGREED: OrderKind.UNDERTAKINGS}


@operation
def offer(
    reference: str,
    subject_id: int,
    *,
    terms: str,
    facts: str,
    months: int,
    about_health: bool,
    private: str = "",
    version: int,
    by: Actor,
) -> int:
    """Write the offer of what both examiners decided, for the other examiner to agree to; gives the offer's id.

    `terms` is what the public would read, unless it is `about_health`; `private` is what it would not read in either
    case. `facts` is what the registrant admits by accepting.

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
    if since_decided(desk.concern.id, held.decided_at):
        raise Refused("It was offered already, or an offer waits for the other examiner.")
    check_length(held.finding, months)
    row = Offer(
        concern_id=desk.concern.id,
        subject_id=subject_id,
        finding=held.finding,
        months=months,
        terms_sealed=desk.needs(terms, "Write the words that the public would read."),
        about_health=about_health,
        private_sealed=desk.box.seal(private.strip()) if private.strip() else None,
        facts_sealed=desk.needs(facts, "Write the facts that they would admit."),
        made_at=clock.now(),
        made_by_id=desk.account_id,
    )
    db.session.add(row)
    db.session.flush()
    desk.record("offer_written", offer=row.id)
    desk.touch()
    return row.id


@operation
def read_offer(reference: str, *, agrees: bool, words: str = "", version: int, by: Actor) -> None:
    """Agree, as the other examiner, to the very words of an offer: it goes to the registrant. Or say why not.

    It is then written anew; when the other does not agree to that either, a panel hears it, as after two views apart.

    Raises:
        NotAllowed: they wrote it, or sit in the seat from which it was written.
        Refused: no offer waits for that, or there are no reasons.
    """
    desk = sit_down(reference, by=by, may=EXAMINERS, version=version, part=Part.EXAMINED, jobs=JOBS)
    rules.check_stage(desk.concern, Stage.EXAMINATION)
    row = written(desk.concern.id)
    if row is None:
        raise Refused("No offer waits for the other examiner.")
    if row.made_by_id == desk.account_id:
        raise NotAllowed("You wrote it. The other examiner reads it.")
    if not reads(row, desk.account_id):
        raise NotAllowed("It was written from the seat you sit in. The examiner in the other seat reads it.")
    sealed = desk.box.seal(words.strip()) if words.strip() else None
    if not agrees:
        sealed = desk.needs(words, "Say why you do not agree. The other examiner reads it.")
    db.session.add(
        OfferRead(
            offer_id=row.id,
            written_by_id=row.made_by_id,
            agrees=agrees,
            words_sealed=sealed,
            read_at=clock.now(),
            read_by_id=desk.account_id,
        )
    )
    desk.record("offer_read", offer=row.id, agrees=agrees)
    if agrees:
        _send(desk, row)
    else:
        _not_agreed(desk, row)


def _send(desk: Desk, row: Offer) -> None:
    """Make the offer: the time to answer counts from the letter."""
    about = subject(desk, row.subject_id)
    written_on = reached.counts_from(about)
    row.ask(written_on, days=policy.CONSENT.value(written_on))
    note_step(desk.concern, StepKind.OUTCOME_OFFERED, by=desk.by)
    emails.registrant(about, desk.concern, emails.OFFER, due=row.due_on, days=(Days.OFFER, row.id))


def _not_agreed(desk: Desk, row: Offer) -> None:
    """Take a written offer back: the registrant never saw it. The second time, a panel hears it."""
    held = standing_decision(desk.concern.id)
    assert held is not None
    row.call_off(clock.today())
    desk.touch()
    if sum(one.called_off_on is not None for one in offers(desk.concern.id) if one.made_at >= held.decided_at) > 1:
        to_panel(desk)


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
            about_health=row.about_health,
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
    if not unanswered_now(desk.concern.id):
        raise Refused("They still have time to answer, or nothing was offered.")
    row = made_since(desk.concern.id)[-1]
    if row.expired_on is None:
        row.expire(clock.today())
    move(desk.concern, "refer", StepKind.TO_PANEL, by=by, detail={"offer": row.id})


@reads_once
def offers(concern_id: int) -> list[Offer]:
    """What was offered, oldest first."""
    return list(kept.of(Offer, concern_id))


def made(concern_id: int) -> list[Offer]:
    """What went to registrants, oldest first: both examiners agreed to it."""
    return [one for one in offers(concern_id) if one.asked_on is not None]


def made_since(concern_id: int) -> list[Offer]:
    """What went to registrants of what both decided and what stands, oldest first: an older offer ends nothing."""
    decided = standing_decision(concern_id)
    return [one for one in made(concern_id) if one.made_at >= decided.decided_at] if decided is not None else []


def since_decided(concern_id: int, decided_at: datetime) -> Offer | None:
    """The offer that was written since both decided and that stands: it waits for the other examiner, or was made."""
    held = [one for one in offers(concern_id) if one.made_at >= decided_at]
    return next((one for one in reversed(held) if one.asked_on is not None or one.called_off_on is None), None)


def unanswered_now(concern_id: int) -> bool:
    """Whether the last offer was left unanswered until its day was over, and its letter is in the post."""
    held = made_since(concern_id)
    if not held or held[-1].waited.standing(clock.today()) is not Standing.EXPIRED:
        return False
    return held[-1].id not in reached.unposted(Days.OFFER)


def written(concern_id: int) -> Offer | None:
    """The offer that waits for the other examiner."""
    decided = standing_decision(concern_id)
    row = since_decided(concern_id, decided.decided_at) if decided is not None else None
    return row if row is not None and row.asked_on is None else None


_WRITER = aliased(Seat)
#: The seat from which an offer was written, beside a statement that reads offers; they may have left it since.
WRITTEN_AS = (
    select(_WRITER.job)
    .where(_WRITER.concern_id == Offer.concern_id, _WRITER.account_id == Offer.made_by_id)
    .where(_WRITER.job.in_(JOBS), _WRITER.seated_at <= Offer.made_at)
    .order_by(_WRITER.id.desc())
    .limit(1)
    .correlate(Offer)
)


def reads(row: Offer, account_id: int) -> bool:
    """Whether an examiner is the one to read a written offer: they sit in the seat from which it was not written."""
    wrote = db.session.scalar(select(WRITTEN_AS.scalar_subquery()).where(Offer.id == row.id))
    return any(job in JOBS and job is not wrote for job in queries.seated(row.concern_id, account_id))


_READ = select(OfferRead).join(Offer, Offer.id == OfferRead.offer_id).where(Offer.concern_id == kept.CONCERN)


def read_by_other(concern_id: int) -> dict[int, OfferRead]:
    """What the other examiner said of each offer of a concern, by the offer."""
    if not kept.may_have(Offer, concern_id):
        return {}
    return {one.offer_id: one for one in db.session.scalars(_READ, {"concern_id": concern_id})}


def private_terms(orders: Iterable[Order], box: Box) -> dict[int, str]:
    """The private terms of what was agreed, by the order; no statement where nothing was agreed."""
    by_offer = {one.offer_id: one.id for one in orders if one.offer_id is not None}
    if not by_offer:
        return {}
    held = db.session.scalars(select(Offer).where(Offer.id.in_(by_offer)))
    return {by_offer[one.id]: box.open(one.private_sealed) for one in held if one.private_sealed}


def check_length(finding: Finding, months: int) -> None:
    """Refuse a length that the rules do not know."""
    most = policy.UNDERTAKINGS_LENGTH.value()
    if finding is Finding.WARNING and months not in WARNING_MONTHS:
        raise Refused("A warning lasts one, three or five years.", at="months")
    if finding is Finding.AGREED and not 0 < months <= most:
        raise Refused(f"Undertakings last at most {most} months.", at="months")


def _offered(reference: str, account_id: int, by: Actor) -> tuple[Concern, Offer]:
    audit.take_turn()
    concern, about = mine(reference, account_id)
    if by.id != account_id:
        raise NotAllowed("Only the registrant answers for themself.")
    row = next((one for one in reversed(made_since(concern.id)) if one.subject_id == about.id), None)
    if row is None or concern.stage is not Stage.EXAMINATION:
        raise Missing("Nothing is offered to you in this concern.")
    return concern, row
