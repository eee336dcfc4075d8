"""Whether there is a case to answer: each examiner writes alone, then both see what the other wrote.

When they agree, that is the decision. When they do not, each writes once more having read the other; if they still do
not agree, a panel hears it. Only what those wrote counts who are listed now: a new person in a seat writes anew. What
needs the registrant's consent is offered; a panel hears what they do not accept.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Mapped

from accounts.permissions import Permission
from accounts.separation import Part
from concerns import emails, kept, queries, rules
from concerns.models import Concern, ExaminerDecision, ExaminerView, Step
from concerns.operations.closing import close_on_desk
from concerns.operations.desk import Desk, sit_down
from concerns.operations.steps import move
from concerns.vocabulary import CloseReason, Finding, Job, Stage, StepKind, Way
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation, reads_once
from foundation.errors import Refused

EXAMINERS = (Permission.EXAMINE,)
JOBS = (Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT)
#: What must have words of its own beside the reasons: advice, a warning, undertakings.
WITH_TERMS = (Finding.ADVICE, Finding.WARNING, Finding.AGREED)
#: Needs the registrant's consent.
BY_CONSENT = (Finding.WARNING, Finding.AGREED)


@operation
def write_view(
    reference: str, finding: Finding, *, reasons: str, terms: str = "", version: int, by: Actor
) -> Finding | None:
    """Write what one finds, on the realistic-prospect test; says what both decided, once both wrote and agree.

    `terms` are the words of advice, of a warning, or of what would be undertaken.

    Raises:
        NotAllowed: they are not listed, or have a part or a tie that excludes them.
        Refused: they have written, one of the two is missing, or words are.
    """
    desk = sit_down(reference, by=by, may=EXAMINERS, version=version, part=Part.EXAMINED, jobs=JOBS)
    concern = desk.concern
    rules.check_stage(concern, Stage.EXAMINATION)
    job = _job(concern, desk.account_id)
    if queries.seat(concern.id, Job.EXAMINER_LAY) is None or queries.seat(concern.id, Job.EXAMINER_REGISTRANT) is None:
        raise Refused("Two case examiners decide this, one lay and one registrant. One of them is missing.")
    if standing_decision(concern.id) is not None:
        raise Refused("It is decided. Do now what follows from it.")
    this = current_round(concern.id)
    held = views(concern.id, this)
    if any(one.account_id == desk.account_id for one in held):
        raise Refused("You have written what you find. The other examiner writes now.")
    if finding in WITH_TERMS and not terms.strip():
        raise Refused("Write the words of the advice, the warning or the undertakings.", at="terms")
    db.session.add(
        ExaminerView(
            concern_id=concern.id,
            round=this,
            job=job,
            account_id=desk.account_id,
            finding=finding,
            reasons_sealed=desk.needs(reasons, "Write your reasons."),
            terms_sealed=desk.box.seal(terms.strip()) if terms.strip() else None,
            written_at=clock.now(),
        )
    )
    db.session.flush()
    desk.record("examiner_wrote", round=this)
    desk.touch()
    return _both(desk, this)


@operation
def send_back(reference: str, *, reasons: str, version: int, by: Actor) -> None:
    """Send it back to the investigation because something has to be found out first. Views written so far are kept.

    Raises:
        Refused: there are no reasons.
    """
    desk = sit_down(reference, by=by, may=EXAMINERS, version=version, part=Part.EXAMINED, jobs=JOBS)
    rules.check_stage(desk.concern, Stage.EXAMINATION)
    if standing_decision(desk.concern.id) is not None:
        raise Refused("It was decided already.")
    desk.needs(reasons, "Say what has to be found out.")
    desk.note(f"The examiners ask for more: {reasons.strip()}")
    move(desk.concern, "send_back", StepKind.INVESTIGATION_BEGAN, by=by)


@operation
def close_without_case(reference: str, *, words: str, version: int, by: Actor) -> None:
    """Close a concern in which both found no case to answer. `words` go to the reporter.

    Raises:
        Refused: they did not decide that, or there are no words.
    """
    desk = sit_down(reference, by=by, may=EXAMINERS, version=version, part=Part.EXAMINED, jobs=JOBS)
    held = standing_decision(desk.concern.id)
    if held is None or held.finding not in (Finding.NO_CASE, Finding.ADVICE):
        raise Refused("Both of you have to find that there is no case to answer.")
    close_on_desk(desk, "find_no_case", CloseReason.NO_CASE, words, part=Part.EXAMINED)


_COMES = (StepKind.TO_EXAMINERS, StepKind.REOPENED)


def views(concern_id: int, this: int) -> Sequence[ExaminerView]:
    """What was written in a round. Only `shown_to` says what somebody may read of it."""
    return db.session.scalars(
        select(ExaminerView)
        .where(ExaminerView.concern_id == concern_id, ExaminerView.round == this)
        .order_by(ExaminerView.id)
    ).all()


def shown_to(concern_id: int, account_id: int) -> list[ExaminerView]:
    """The views that one examiner may read: their own, and the other's only from rounds in which both wrote."""
    every = _every(concern_id)
    wrote = {one.round for one in every if one.account_id == account_id}
    return [one for one in every if one.account_id == account_id or one.round in wrote]


@reads_once
def _every(concern_id: int) -> Sequence[ExaminerView]:
    """What every examiner ever wrote of a concern."""
    return kept.of(ExaminerView, concern_id)


def may_write(concern_id: int, account_id: int) -> bool:
    """Whether it is undecided and one of its examiners has still to write in the round that is written now."""
    if standing_decision(concern_id) is not None:
        return False
    this = current_round(concern_id)
    return not any(one.round == this and one.account_id == account_id for one in _every(concern_id))


def standing_decision(concern_id: int) -> ExaminerDecision | None:
    """What both decided since it came before them the last time."""
    held = decision(concern_id)
    came = _came(concern_id) if held is not None else None
    return held if held is not None and (came is None or held.decided_at >= came) else None


def since_it_came(concern_id: Mapped[int], at: Mapped[datetime]) -> ColumnElement[bool]:
    """Whether a moment of a concern is after it came before them the last time, in a statement about many."""
    return ~exists().where(Step.concern_id == concern_id, Step.kind.in_(_COMES), Step.at > at)


def _came(concern_id: int) -> datetime | None:
    """When it came before them the last time."""
    held = kept.of(Step, concern_id)
    return max((one.at for one in held if one.kind in _COMES and one.at is not None), default=None)


def decision(concern_id: int) -> ExaminerDecision | None:
    """The last decision of both."""
    return kept.last(ExaminerDecision, concern_id)


def current_round(concern_id: int) -> int:
    """The round that is written now: a new one once both wrote in the last, and whenever it comes back to them.

    What one of them wrote before it was sent back was about less than is there now: it is kept, and counts no more.
    Who takes over a seat writes in the round that lacks their view, and reads nothing of it before.
    """
    last = _rounds(concern_id)
    if not last:
        return 1
    this, (count, written_at) = max(last.items())
    came = _came(concern_id)
    return this + 1 if count == 2 or (came is not None and written_at < came) else this


def _rounds(concern_id: int) -> dict[int, tuple[int, datetime]]:
    """How many of those who are listed now wrote in each round, and when anybody last did."""
    every, found = _every(concern_id), dict[int, tuple[int, datetime]]()
    counting = {one.id for one in _of_those_listed(concern_id, every)}
    for one in every:
        count, last = found.get(one.round, (0, one.written_at))
        found[one.round] = count + (one.id in counting), max(last, one.written_at)
    return found


def _of_those_listed(concern_id: int, held: Sequence[ExaminerView]) -> list[ExaminerView]:
    """The views of those who sit in the seat for which they wrote: at most one of each of the two in a round."""
    listed = {(one.job, one.account_id) for one in queries.seats(concern_id)} if held else set()
    return [one for one in held if (one.job, one.account_id) in listed]


def _job(concern: Concern, account_id: int) -> Job:
    return next(job for job in queries.seated(concern.id, account_id) if job in JOBS)


def _both(desk: Desk, this: int) -> Finding | None:
    """Once both wrote: what they agree on is decided; after a second time apart, a panel hears it."""
    held = _of_those_listed(desk.concern.id, views(desk.concern.id, this))
    if {one.job for one in held} != set(JOBS):
        return None
    first, second = held
    came = _came(desk.concern.id)
    apart_before = any(
        number < this and count == 2 and (came is None or written_at >= came)
        for number, (count, written_at) in _rounds(desk.concern.id).items()
    )
    if first.finding is second.finding:
        _decide(desk, this, first.finding, together=True)
        return first.finding
    if apart_before:
        _decide(desk, this, Finding.REFER, together=False)
        return Finding.REFER
    return None


def _decide(desk: Desk, this: int, finding: Finding, *, together: bool) -> None:
    now = clock.now()
    db.session.add(
        ExaminerDecision(
            concern_id=desk.concern.id,
            round=this,
            finding=finding,
            together=together,
            decided_on=clock.day_of(now),
            decided_at=now,
        )
    )
    desk.record("examiners_decided", finding=finding.value, together=together)
    if finding is Finding.REFER:
        to_panel(desk)


def to_panel(desk: Desk) -> None:
    """A panel hears it: the reporter is told that there is news."""
    desk.was_in_touch(Way.MAILBOX)
    desk.send_word(emails.GOES_ON)
    move(desk.concern, "refer", StepKind.TO_PANEL, by=desk.by)
