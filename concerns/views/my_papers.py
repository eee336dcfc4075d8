"""What those who decide and publish have before them: their concerns, and what each waits for from them.

References and stages, and nobody's name. A fixed number of statements, however many they are.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, func, select

from concerns import targets
from concerns.examiners import deciding, offering
from concerns.models import Determination, ExaminerDecision, ExaminerView, Hearing, Offer, Seat, Vote
from concerns.operations import papers
from concerns.vocabulary import Job, Stage
from foundation import clock
from foundation.database import db

_EXAMINERS = (Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT)
_OF_STAGE = {
    Stage.INVESTIGATION: "It is under investigation",
    Stage.OUTCOME: "Its words are prepared and released",
    Stage.MONITORING: "The order is followed",
}


@dataclass(frozen=True)
class Paper:
    """One concern whose papers are open to somebody."""

    reference: str
    stage: str
    jobs: tuple[str, ...]
    received_on: date
    #: What waits for them and by when; empty when nothing does.
    waits: str
    on: date | None
    late: bool


def mine(account_id: int, *, publishes: bool) -> tuple[Paper, ...]:
    """All of them: what waits for them first, by its day."""
    held = papers.mine(account_id, publishes=publishes)
    ids = [concern.id for concern, _ in held]
    hearings, examining = _hearings(account_id, ids), _examining(account_id, ids)
    due, today = targets.of(ids), clock.today()
    found = []
    for concern, jobs in held:
        waits, on = hearings.get(concern.id, ("", None))
        target = due.get((concern.id, concern.stage))
        if not waits and concern.stage is Stage.EXAMINATION and any(job in _EXAMINERS for job in jobs):
            waits = examining.get(concern.id, "Write what you find")
            on = target.due_on if target is not None else None
        if not waits and Job.INVESTIGATOR in jobs and concern.stage is Stage.INVESTIGATION:
            waits, on = "Investigate it", target.due_on if target is not None else None
        if not waits and not jobs:
            waits = _OF_STAGE.get(concern.stage, "")
            on = target.due_on if target is not None else None
        labels = tuple(job.label for job in jobs)
        late = bool(waits) and on is not None and on < today
        found.append(
            Paper(
                concern.reference, concern.stage.label, labels, concern.received_on, waits, on if waits else None, late
            )
        )
    return tuple(sorted(found, key=lambda one: (not one.waits, one.on or date.max, one.received_on)))


def waiting(account_id: int, jobs: Collection[Job]) -> int:
    """How many concerns wait for somebody in one of these jobs, for their first page."""
    labels = {job.label for job in jobs}
    return sum(bool(one.waits) and not labels.isdisjoint(one.jobs) for one in mine(account_id, publishes=False))


def _examining(account_id: int, concern_ids: Sequence[int]) -> dict[int, str]:
    """What each concern before examiners waits for from one of them; nothing while the other still has to write.

    What was written or decided before it came back to them counts no more.
    """
    rounds = _rounds(concern_ids)
    last = select(ExaminerDecision.concern_id, func.max(ExaminerDecision.round)).group_by(ExaminerDecision.concern_id)
    stands = deciding.since_it_came(ExaminerDecision.concern_id, ExaminerDecision.decided_at)
    held = db.session.execute(last.where(ExaminerDecision.concern_id.in_(concern_ids), stands))
    decided = {row[0]: row[1] for row in held}
    wrote = _offers_to_read([one for one in rounds if one in decided], account_id)
    found = {}
    for concern_id, wrote_in in rounds.items():
        newest = max(wrote_in)
        done = decided.get(concern_id) == newest
        if done or len(wrote_in[newest]) > 1:
            found[concern_id] = "Carry out what both decided" if done else "Write once more, now that you read both"
            if done and concern_id in wrote:
                found[concern_id] = "Read the offer, and agree or not" if wrote[concern_id] else ""
        else:
            found[concern_id] = "" if account_id in wrote_in[newest] else "Write what you find"
    return found


def _rounds(concern_ids: Sequence[int]) -> dict[int, dict[int, set[int]]]:
    """Who of those listed now wrote in each round of each concern; the view of who was replaced counts no more."""
    listed = and_(
        Seat.concern_id == ExaminerView.concern_id,
        Seat.account_id == ExaminerView.account_id,
        Seat.job == ExaminerView.job,
        Seat.left_at.is_(None),
    )
    rows = db.session.execute(
        select(ExaminerView.concern_id, ExaminerView.round, Seat.account_id)
        .outerjoin(Seat, listed)
        .where(ExaminerView.concern_id.in_(concern_ids))
        .where(deciding.since_it_came(ExaminerView.concern_id, ExaminerView.written_at))
    )
    found: dict[int, dict[int, set[int]]] = {}
    for concern_id, number, who in rows:
        wrote = found.setdefault(concern_id, {}).setdefault(number, set())
        if who is not None:
            wrote.add(who)
    return found


def _offers_to_read(concern_ids: Sequence[int], account_id: int) -> dict[int, bool]:
    """Where an offer waits for the other examiner, whether that is them; no statement where nothing is decided."""
    if not concern_ids:
        return {}
    rows = db.session.execute(
        select(Offer.concern_id, offering.WRITTEN_AS.scalar_subquery(), Seat.job)
        .join(Seat, Seat.concern_id == Offer.concern_id)
        .where(Seat.account_id == account_id, Seat.job.in_(_EXAMINERS), Seat.left_at.is_(None))
        .where(Offer.concern_id.in_(concern_ids), Offer.asked_on.is_(None), Offer.called_off_on.is_(None))
        .order_by(Offer.id)
    )
    return {row[0]: row[1] is not row[2] for row in rows}


def _hearings(account_id: int, concern_ids: Sequence[int]) -> dict[int, tuple[str, date | None]]:
    """What the nearest hearing of each concern waits for from them."""
    rows = db.session.execute(
        select(Hearing, Seat.job)
        .join(Seat, Seat.hearing_id == Hearing.id)
        .where(Seat.account_id == account_id, Seat.left_at.is_(None), Hearing.concern_id.in_(concern_ids))
        .where(Hearing.decided_on.is_(None), Hearing.called_off_at.is_(None))
        .order_by(Hearing.on.desc())
    ).all()
    drafts = {
        one.hearing_id: one
        for one in db.session.scalars(
            select(Determination)
            .where(Determination.hearing_id.in_([hearing.id for hearing, _ in rows]))
            .order_by(Determination.draft)
        )
    }
    voted = set(
        db.session.scalars(
            select(Vote.determination_id).where(
                Vote.determination_id.in_([one.id for one in drafts.values()]), Vote.account_id == account_id
            )
        )
    )
    found: dict[int, tuple[str, date | None]] = {}
    for hearing, job in rows:
        found[hearing.concern_id] = (_asked(hearing, job, drafts.get(hearing.id), voted), hearing.on)
    return found


def _asked(hearing: Hearing, job: Job, draft: Determination | None, voted: Collection[int]) -> str:
    if clock.today() < hearing.on or job is Job.ADVISER:
        return f"{hearing.kind.label}: read the papers before its day"
    if draft is None:
        return f"{hearing.kind.label}: draft the decision" if job is Job.CHAIR else f"{hearing.kind.label}: its day"
    if draft.id not in voted:
        return f"{hearing.kind.label}: vote on the draft"
    return (
        f"{hearing.kind.label}: sign what was carried" if job is Job.CHAIR else f"{hearing.kind.label}: you have voted"
    )
