"""What the clock does every night: reminders, ends of links and offers, and deleting what may not be kept.

Each batch is one operation, safe to run twice and on several machines; a night that was missed is made up for in the
next one. Reminders that were missed are not written in a heap: only the latest one that is due.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Select, delete, func, or_, select

from cpd.joining import emails, policy, queries
from cpd.joining.matters import told_of
from cpd.joining.models import Application, DeclarationAnswer, InformationRequest, Referee, Reference, ToldInError
from cpd.joining.operations import forgetting, information, monitoring, references
from cpd.joining.operations.steps import move, note, note_step
from cpd.joining.vocabulary import UNDECIDED, Stage, StepKind
from foundation import audit, clock, locks
from foundation.audit import SYSTEM
from foundation.batches import NO_MORE, walk
from foundation.database import db, operation

IDENTITY = "application_identity"
#: A list for the applicant is reminded of once more so many days before its end.
LAST_DAYS = 7
#: How many one operation looks at.
AT_A_TIME = 100


@dataclass(frozen=True)
class Done:
    """What a night came to."""

    reminders: int
    links_expired: int
    offers_expired: int
    answers_deleted: int
    images_deleted: int
    references_deleted: int
    monitoring_detached: int
    applications_deleted: int
    clear_answers_deleted: int

    @property
    def sentence(self) -> str:
        """For the log of the job."""
        return (
            f"Applications: {self.reminders} reminders, {self.links_expired} waits and {self.offers_expired} offers "
            f"over; deleted: {self.answers_deleted} answers told in error, {self.images_deleted} sets of identity "
            f"pictures, {self.references_deleted} references, {self.clear_answers_deleted} answers that worried "
            f"nobody, {self.applications_deleted} whole applications; "
            f"{self.monitoring_detached} sets of monitoring counted."
        )


def run(*, shred: Callable[[tuple[str, str]], object]) -> Done:
    """All of it. `shred` destroys the files of an owner (`foundation.evidence`)."""
    return Done(
        reminders=remind_referees() + remind_applicants() + remind_of_fees(),
        links_expired=expire_links(),
        offers_expired=expire_offers(),
        answers_deleted=delete_told_in_error(),
        images_deleted=delete_identity_images(shred=shred),
        references_deleted=delete_references(),
        monitoring_detached=monitoring.detach(),
        applications_deleted=forgetting.delete_over(shred=shred) + forgetting.delete_left(shred=shred),
        clear_answers_deleted=forgetting.delete_clear_answers(),
    )


def remind_referees() -> int:
    """Write to referees who have not answered, with a new link."""
    return walk(_remind_referees)


@operation
def _remind_referees(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    today, written = clock.today(), 0
    found = _some(_waiting_referees().where(Referee.asked_on < today, Referee.due_on >= today), Referee, after_id)
    for referee, application in found:
        after = (application.targets["reference_reminder"], application.targets["reference_reminder_again"])
        due = referee.waited.reminder_due(today, after=after)
        if due is not None:
            referee.reminders = due
            references.invite(application, referee, locks.box_of(application.lock_id), by=SYSTEM, reminder=True)
            written += 1
    return written, _last(found)


def _waiting_referees() -> Select[Referee, Application]:
    return (
        select(Referee, Application)
        .join(Application, Application.id == Referee.application_id)
        .where(Application.stage.in_(UNDECIDED))
        .where(Referee.received_on.is_(None), Referee.declined_on.is_(None), Referee.called_off_on.is_(None))
    )


def _some(statement: Select[*tuple[Any, ...]], kind: Any, after_id: int) -> Sequence[Any]:
    """The next rows of a statement, in the order of a table that it reads."""
    return db.session.execute(statement.where(kind.id > after_id).order_by(kind.id).limit(AT_A_TIME)).all()


def _last(rows: Sequence[Any]) -> int:
    """After which row the next batch begins."""
    return rows[-1][0].id if len(rows) == AT_A_TIME else NO_MORE


def expire_links() -> int:
    """Note that referees and applicants did not answer in time, and tell the applicant of a referee who did not."""
    return walk(_expire_referees) + walk(_expire_lists)


@operation
def _expire_referees(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    today = clock.today()
    found = _some(_waiting_referees().where(Referee.due_on < today, Referee.expired_on.is_(None)), Referee, after_id)
    for referee, application in found:
        referee.expire(today)
        note_step(application, StepKind.REFEREE_EXPIRED, by=SYSTEM, detail={"referee": referee.number})
        told = told_of(referee.sealed, locks.box_of(application.lock_id))
        emails.referee_expired(application, referee=told.name)
    return len(found), _last(found)


def _waiting_lists() -> Select[InformationRequest, Application]:
    return (
        select(InformationRequest, Application)
        .join(Application, Application.id == InformationRequest.application_id)
        .where(InformationRequest.over_on.is_(None))
    )


@operation
def _expire_lists(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    today = clock.today()
    late = _waiting_lists().where(InformationRequest.due_on < today, InformationRequest.expired_on.is_(None))
    found = _some(late, InformationRequest, after_id)
    for request, application in found:
        request.expire(today)
        note(application, "information_overdue", by=SYSTEM, detail={"request": request.id})
    return len(found), _last(found)


def remind_applicants() -> int:
    """Write to applicants who have not sent what we asked for."""
    return walk(_remind_applicants)


@operation
def _remind_applicants(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    today, written = clock.today(), 0
    found = _some(_waiting_lists().where(InformationRequest.due_on >= today), InformationRequest, after_id)
    for request, application in found:
        if request.asked_on is None or request.due_on is None:
            continue
        last = (request.due_on - request.asked_on).days - LAST_DAYS
        after = sorted({application.targets["information_reminder"], max(1, last)})
        due = request.waited.reminder_due(today, after=after)
        if due is not None:
            request.reminders = due
            emails.information_reminder(application, request_id=request.id, due=request.due_on, number=due)
            written += 1
    return written, _last(found)


def remind_of_fees() -> int:
    """Write to people whose place is kept and who have not paid."""
    return walk(_remind_of_fees)


@operation
def _remind_of_fees(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    today, written = clock.today(), 0
    offers = select(Application).where(Application.stage == Stage.OFFER, Application.offer_until >= today)
    found = _some(offers, Application, after_id)
    for (application,) in found:
        after = (application.targets["offer_reminder"], application.targets["offer_reminder_again"])
        due = sum(today >= application.since_on + timedelta(days=days) for days in after)
        if due > application.offer_reminders:
            application.offer_reminders = due
            emails.offer_reminder(application, number=due)
            written += 1
    return written, _last(found)


def expire_offers() -> int:
    """End offers whose last day is over."""
    return walk(_expire_offers)


@operation
def _expire_offers(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    offers = select(Application).where(Application.stage == Stage.OFFER, Application.offer_until < clock.today())
    found = _some(offers, Application, after_id)
    for (application,) in found:
        move(application, "expire", StepKind.OFFER_EXPIRED, by=SYSTEM)
        emails.offer_expired(application)
    return len(found), _last(found)


def delete_told_in_error() -> int:
    """Delete what was told in error and whose week is over. The row that says so stays."""
    return walk(_delete_told_in_error)


@operation
def _delete_told_in_error(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    over = (
        select(ToldInError, Application)
        .join(Application, Application.id == ToldInError.application_id)
        .where(ToldInError.deleted_at.is_(None), ToldInError.delete_on <= clock.today())
    )
    found = _some(over, ToldInError, after_id)
    for one, application in found:
        db.session.execute(
            delete(DeclarationAnswer).where(
                DeclarationAnswer.application_id == one.application_id,
                DeclarationAnswer.code == one.code,
                DeclarationAnswer.number <= one.up_to_number,
            )
        )
        one.deleted_at = clock.now()
        note(application, "answer_deleted", by=SYSTEM, detail={"code": one.code, "told_in_error": one.id})
        emails.answer_deleted(application, code=one.code)
    return len(found), _last(found)


def delete_identity_images(*, shred: Callable[[tuple[str, str]], object]) -> int:
    """Delete pictures of identity papers some months after the decision. The note of what was seen stays."""
    return walk(lambda after_id: _delete_identity_images(after_id, shred))


@operation
def _delete_identity_images(after_id: int, shred: Callable[[tuple[str, str]], object]) -> tuple[int, int]:
    audit.take_turn()
    today, done = clock.today(), 0
    before = clock.add_months(today, -policy.IDENTITY_IMAGES.value(today))
    found = _some(queries.decided_before(before), Application, after_id)
    for (application,) in found:
        if application.closed_on is None:
            continue
        shred((IDENTITY, str(application.id)))
        for request in queries.information(application.id):
            if information.IDENTITY_TOPIC in request.topics:
                shred(("information", str(request.id)))
        application.images_deleted_on = today
        note(application, "identity_images_deleted", by=SYSTEM)
        done += 1
    return done, _last(found)


def delete_references() -> int:
    """Delete what referees wrote, two years after the decision."""
    return walk(_delete_references)


@operation
def _delete_references(after_id: int) -> tuple[int, int]:
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -policy.REFERENCES_KEPT.value(today))
    over = (
        select(Reference, Application)
        .join(Referee, Referee.id == Reference.referee_id)
        .join(Application, Application.id == Referee.application_id)
        .where(
            Application.closed_on.is_not(None),
            func.coalesce(Application.decided_on, Application.closed_on) < before,
            or_(Application.hear_until.is_(None), Application.closed_on < before),
            queries.not_on_hold(),
        )
    )
    found = _some(over, Reference, after_id)
    following = _last(found)
    db.session.execute(delete(Reference).where(Reference.id.in_([reference.id for reference, _ in found])))
    for _, application in found:
        note(application, "reference_deleted", by=SYSTEM)
    return len(found), following
