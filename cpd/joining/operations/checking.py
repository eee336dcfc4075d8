"""An officer's own work on an application: taking it on, saying that it is complete, notes, corrections, closing."""

from __future__ import annotations

from accounts import authority
from accounts.permissions import Permission
from accounts.roles import holders_of
from accounts.rules import check_no_conflict
from accounts.secrecy import keyed
from accounts.separation import Part
from cpd.joining import emails, queries, rules
from cpd.joining.applying import Details
from cpd.joining.findings import CloseReason
from cpd.joining.matters import matter
from cpd.joining.models import Application, DetailsKept, Note
from cpd.joining.operations.information import call_off_open
from cpd.joining.operations.offering import stop_asking
from cpd.joining.operations.sending_in import BORN
from cpd.joining.operations.steps import move, note
from cpd.joining.operations.tasks import begin
from cpd.joining.vocabulary import Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from register.search.fold import fold

CHECK = Permission.CHECK_APPLICATIONS


@operation
def take_on(reference: str, *, by: Actor) -> None:
    """Look after an application oneself."""
    application, _ = begin(reference, CHECK, by=by)
    rules.check_open(application)
    application.officer_id = rules.check_person(by)
    note(application, "taken_on", by=by)


@operation
def give_to(reference: str, *, account_id: int, by: Actor) -> None:
    """Give an application to another officer.

    Raises:
        Refused: they are no registration officer.
        NotAllowed: they have a tie to somebody in it.
    """
    application, box = begin(reference, CHECK, by=by)
    rules.check_open(application)
    if account_id not in authority.able_to(holders_of(CHECK)):
        raise Refused("Choose a registration officer.")
    check_no_conflict(account_id, matter(application, box), called=rules.CALLED)
    application.officer_id = account_id
    note(application, "given_to", by=by, detail={"officer": account_id})


@operation
def confirm_complete(reference: str, *, version: int, by: Actor) -> None:
    """Say that nothing is missing: the clock of the whole application begins.

    Raises:
        Refused: it is at another stage, or something that was asked for has not come.
    """
    application, _ = begin(reference, CHECK, by=by, version=version)
    rules.check_stage(application, Stage.COMPLETENESS)
    rules.check_not_waiting(application)
    _look_after(application, by)
    application.complete_on = clock.today()
    move(application, "confirm_complete", StepKind.COMPLETE, by=by)
    emails.complete(application)


def _look_after(application: Application, by: Actor) -> None:
    """Who checks an application looks after it, when nobody does yet."""
    if application.officer_id is None and by.kind == "account":
        application.officer_id = by.id


@operation
def write_note(reference: str, words: str, *, by: Actor) -> int:
    """Write a note that only staff read; gives its id."""
    application, box = begin(reference, CHECK, by=by)
    said = rules.check_said(words, "Write the note first.")
    kept = Note(
        application_id=application.id,
        sealed=box.seal(said),
        written_at=clock.now(),
        written_by_id=rules.check_person(by),
    )
    db.session.add(kept)
    db.session.flush()
    note(application, "note", by=by, detail={"note": kept.id})
    return kept.id


@operation
def correct_details(reference: str, details: Details, *, why: str, version: int, by: Actor) -> None:
    """Put right what stands in an application, such as a name that the passport spells otherwise. The old row stays.

    Raises:
        Refused: no reason, nothing would change, or it was decided already.
    """
    application, box = begin(reference, CHECK, by=by, part=Part.CHECKED, version=version)
    rules.check_stage(application, *rules.CORRECTABLE)
    said = rules.check_said(why, "Say why this is put right.")
    newest = queries.details(application.id)[0]
    before = Details.from_plain(box.open_json(newest.sealed))
    if before == details:
        raise Refused("Nothing would change.")
    if not details.name:
        raise Refused("An applicant needs a name.")
    db.session.add(
        DetailsKept(
            application_id=application.id,
            number=newest.number + 1,
            sealed=box.seal_json(details.as_plain()),
            why_sealed=box.seal(said),
            recorded_at=clock.now(),
            recorded_by_id=rules.check_person(by),
        )
    )
    application.name = details.name[:200]
    application.name_key = fold(details.name)[:200]
    application.born_mark = keyed(BORN, details.born_on.isoformat()) if details.born_on else None
    changed = sorted(name for name in before.as_plain() if before.as_plain()[name] != details.as_plain()[name])
    note(application, "corrected", by=by, detail={"changed": changed})


@operation
def close(reference: str, *, reason: CloseReason, version: int, by: Actor) -> None:
    """Close an application that nobody will decide. Nobody writes to somebody who died."""
    application, _ = begin(reference, CHECK, by=by, version=version)
    if reason is CloseReason.NOT_COMPLETED and not _ran_out(application):
        raise Refused("The applicant still has time to send what we asked for.")
    call_off_open(application)
    stop_asking(application, by=by)
    move(application, "close", StepKind.CLOSED, by=by, detail={"reason": reason.value})
    if reason is not CloseReason.DIED:
        emails.closed(application)


def _ran_out(application: Application) -> bool:
    asked = queries.open_information(application.id)
    return asked is not None and asked.due_on is not None and asked.due_on < clock.today()
