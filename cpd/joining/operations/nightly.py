"""What the clock does every night: reminders, ends of links and offers, and deleting what may not be kept.

Each part is one operation, safe to run twice and on several machines; a night that was missed is made up for in the
next one. Reminders that were missed are not written in a heap: only the latest one that is due.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete, func, or_, select

from cpd.joining import emails, policy, queries
from cpd.joining.matters import told_of
from cpd.joining.models import Application, DeclarationAnswer, InformationRequest, Referee, Reference, ToldInError
from cpd.joining.operations import forgetting, information, monitoring, references
from cpd.joining.operations.steps import move, note, note_step
from cpd.joining.vocabulary import UNDECIDED, Stage, StepKind
from foundation import audit, clock, locks
from foundation.audit import SYSTEM
from foundation.database import db, operation

IDENTITY = "application_identity"
#: A list for the applicant is reminded of once more so many days before its end.
LAST_DAYS = 7


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


@operation
def remind_referees() -> int:
    """Write to referees who have not answered, with a new link."""
    audit.take_turn()
    today, written = clock.today(), 0
    for referee, application in _waiting_referees(today):
        after = (application.targets["reference_reminder"], application.targets["reference_reminder_again"])
        due = referee.waited.reminder_due(today, after=after)
        if due is not None:
            referee.reminders = due
            references.invite(application, referee, locks.box_of(application.lock_id), by=SYSTEM, reminder=True)
            written += 1
    return written


def _waiting_referees(today: date) -> list[tuple[Referee, Application]]:
    statement = (
        select(Referee, Application)
        .join(Application, Application.id == Referee.application_id)
        .where(Application.stage.in_(UNDECIDED), Referee.asked_on < today, Referee.due_on >= today)
        .where(Referee.received_on.is_(None), Referee.declined_on.is_(None), Referee.called_off_on.is_(None))
        .order_by(Referee.id)
    )
    return [(referee, application) for referee, application in db.session.execute(statement)]


@operation
def expire_links() -> int:
    """Note that referees and applicants did not answer in time, and tell the applicant of a referee who did not."""
    audit.take_turn()
    today = clock.today()
    referees = db.session.execute(
        select(Referee, Application)
        .join(Application, Application.id == Referee.application_id)
        .where(Application.stage.in_(UNDECIDED), Referee.due_on < today, Referee.expired_on.is_(None))
        .where(Referee.received_on.is_(None), Referee.declined_on.is_(None), Referee.called_off_on.is_(None))
        .order_by(Referee.id)
    ).all()
    for referee, application in referees:
        referee.expire(today)
        note_step(application, StepKind.REFEREE_EXPIRED, by=SYSTEM, detail={"referee": referee.number})
        told = told_of(referee.sealed, locks.box_of(application.lock_id))
        emails.referee_expired(application, referee=told.name)
    lists = db.session.scalars(
        select(InformationRequest).where(
            InformationRequest.over_on.is_(None),
            InformationRequest.due_on < today,
            InformationRequest.expired_on.is_(None),
        )
    ).all()
    for one in lists:
        one.expire(today)
        note(queries.by_id(one.application_id), "information_overdue", by=SYSTEM, detail={"request": one.id})
    return len(referees) + len(lists)


@operation
def remind_applicants() -> int:
    """Write to applicants who have not sent what we asked for."""
    audit.take_turn()
    today, written = clock.today(), 0
    lists = db.session.execute(
        select(InformationRequest, Application)
        .join(Application, Application.id == InformationRequest.application_id)
        .where(InformationRequest.over_on.is_(None), InformationRequest.due_on >= today)
        .order_by(InformationRequest.id)
    ).all()
    for request, application in lists:
        if request.asked_on is None or request.due_on is None:
            continue
        last = (request.due_on - request.asked_on).days - LAST_DAYS
        after = sorted({application.targets["information_reminder"], max(1, last)})
        due = request.waited.reminder_due(today, after=after)
        if due is not None:
            request.reminders = due
            emails.information_reminder(application, request_id=request.id, due=request.due_on, number=due)
            written += 1
    return written


@operation
def remind_of_fees() -> int:
    """Write to people whose place is kept and who have not paid."""
    audit.take_turn()
    today, written = clock.today(), 0
    offers = db.session.scalars(
        select(Application).where(Application.stage == Stage.OFFER, Application.offer_until >= today)
    ).all()
    for application in offers:
        after = (application.targets["offer_reminder"], application.targets["offer_reminder_again"])
        due = sum(today >= application.since_on + timedelta(days=days) for days in after)
        if due > application.offer_reminders:
            application.offer_reminders = due
            emails.offer_reminder(application, number=due)
            written += 1
    return written


@operation
def expire_offers() -> int:
    """End offers whose last day is over."""
    audit.take_turn()
    over = db.session.scalars(
        select(Application)
        .where(Application.stage == Stage.OFFER, Application.offer_until < clock.today())
        .order_by(Application.id)
    ).all()
    for application in over:
        move(application, "expire", StepKind.OFFER_EXPIRED, by=SYSTEM)
        emails.offer_expired(application)
    return len(over)


@operation
def delete_told_in_error() -> int:
    """Delete what was told in error and whose week is over. The row that says so stays."""
    audit.take_turn()
    over = db.session.scalars(
        select(ToldInError).where(ToldInError.deleted_at.is_(None), ToldInError.delete_on <= clock.today())
    ).all()
    for one in over:
        db.session.execute(
            delete(DeclarationAnswer).where(
                DeclarationAnswer.application_id == one.application_id,
                DeclarationAnswer.code == one.code,
                DeclarationAnswer.number <= one.up_to_number,
            )
        )
        one.deleted_at = clock.now()
        application = queries.by_id(one.application_id)
        note(application, "answer_deleted", by=SYSTEM, detail={"code": one.code, "told_in_error": one.id})
        emails.answer_deleted(application, code=one.code)
    return len(over)


@operation
def delete_identity_images(*, shred: Callable[[tuple[str, str]], object]) -> int:
    """Delete pictures of identity papers some months after the decision. The note of what was seen stays."""
    audit.take_turn()
    today = clock.today()
    over = queries.decided_before(clock.add_months(today, -policy.IDENTITY_IMAGES.value(today)))
    for application in over:
        if application.closed_on is None:
            continue
        shred((IDENTITY, str(application.id)))
        for request in queries.information(application.id):
            if information.IDENTITY_TOPIC in request.topics:
                shred(("information", str(request.id)))
        application.images_deleted_on = today
        note(application, "identity_images_deleted", by=SYSTEM)
    return len(over)


@operation
def delete_references() -> int:
    """Delete what referees wrote, two years after the decision."""
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -policy.REFERENCES_KEPT.value(today))
    over = db.session.execute(
        select(Reference.id, Referee.application_id)
        .join(Referee, Referee.id == Reference.referee_id)
        .join(Application, Application.id == Referee.application_id)
        .where(
            Application.closed_on.is_not(None),
            func.coalesce(Application.decided_on, Application.closed_on) < before,
            or_(Application.hear_until.is_(None), Application.closed_on < before),
            queries.not_on_hold(),
        )
    ).all()
    for reference_id, application_id in over:
        db.session.execute(delete(Reference).where(Reference.id == reference_id))
        note(queries.by_id(application_id), "reference_deleted", by=SYSTEM)
    return len(over)
