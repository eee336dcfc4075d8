"""Asking the applicant for more: one clear list at a time, and the clock stands still until it is settled."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts.permissions import Permission
from cpd.joining import emails, queries, rules
from cpd.joining.models import Application, InformationRequest
from cpd.joining.operations.steps import id_to_change, note_step, reclock
from cpd.joining.operations.tasks import begin
from cpd.joining.vocabulary import ASKABLE, StepKind
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from foundation.locks import Box
from foundation.waiting import Standing

#: Files that answer a list with this in it are kept and opened like pictures of identity papers.
IDENTITY_TOPIC = "identity"
#: What can be asked for, so that the applicant's page can lead there.
TOPICS = {
    "identity": "Who you are",
    "qualification": "A qualification",
    "work": "Your work, or a gap in it",
    "insurance": "Your insurance",
    "record_check": "Your record check",
    "other_register": "Another register",
    "referee": "Another referee",
    "continuity": "Your plan for when you cannot go on",
    "declaration": "A declaration",
    "evidence": "Evidence that you meet the Standards",
    "other": "Something else",
}


@operation
def ask(reference: str, *, topics: Sequence[str], items: Sequence[str], version: int, by: Actor) -> int:
    """Send the applicant one list of what we need; gives its id. The clock stands still from tomorrow.

    Raises:
        Refused: an empty list, a stage at which nobody asks, or a list that waits already.
    """
    application, box = begin(reference, Permission.CHECK_APPLICATIONS, by=by, version=version)
    return put(application, box, topics=topics, items=items, by=by)


def put(
    application: Application, box: Box, *, topics: Sequence[str], items: Sequence[str], by: Actor, tell: bool = True
) -> int:
    """Ask, inside the operation of an officer or an assessor who may. Without `tell`, the caller writes the letter."""
    rules.check_stage(application, *ASKABLE)
    wanted = [one.strip() for one in items if one.strip()]
    if not wanted:
        raise Refused("Write down what we need, one thing on each line.")
    if queries.open_information(application.id) is not None:
        raise Refused("A list waits for the applicant already. Call it off, or wait for it.")
    request = InformationRequest(
        application_id=application.id,
        stage=application.stage,
        topics=[one for one in dict.fromkeys(topics) if one in TOPICS],
        sealed=box.seal_json(wanted),
        asked_at=clock.now(),
        asked_by_id=rules.check_person(by),
        reminders=0,
    )
    request.ask(clock.today(), days=application.targets["information"])
    db.session.add(request)
    reclock(application)
    note_step(application, StepKind.INFORMATION_ASKED, by=by, detail={"request": request.id})
    assert request.due_on is not None
    if tell:
        emails.information_asked(application, due=request.due_on, items=len(wanted))
    return request.id


def _find(request_id: int) -> tuple[InformationRequest, Application]:
    found = db.session.get(InformationRequest, request_id)
    if found is None:
        raise Missing("There is no such list.")
    application = id_to_change(found.application_id)
    db.session.refresh(found)
    return found, application


@operation
def answer(request_id: int, words: Sequence[str], *, by: Actor) -> None:
    """Send what we asked for: an answer to each thing on the list. Files: `("information", id)`.

    Late is better than never: what comes after its day is taken for as long as the application is open.

    Raises:
        Refused: it was answered or called off, or something on the list has no answer.
    """
    request, application = _find(request_id)
    rules.check_own(application, by)
    rules.check_open(application)
    box = locks.box_of(application.lock_id)
    items = box.open_json(request.sealed)
    given = [one.strip() for one in words]
    if len(given) != len(items) or not all(given):
        raise Refused("Answer each thing on the list. If you cannot send one, say why.")
    today = clock.today()
    if request.waited.standing(today) is Standing.EXPIRED:
        request.due_on, request.expired_on = today, None
    request.receive(today)
    request.answer_sealed = box.seal_json(given)
    request.over_on = today
    reclock(application)
    note_step(application, StepKind.INFORMATION_GIVEN, by=by, detail={"request": request.id})


@operation
def call_off(request_id: int, *, by: Actor) -> None:
    """Say that we no longer need it: the clock runs on."""
    request, application = _find(request_id)
    begin(application.reference, Permission.CHECK_APPLICATIONS, by=by)
    _call_off(request)
    reclock(application)
    note_step(application, StepKind.INFORMATION_TAKEN_BACK, by=by, detail={"request": request.id})


def call_off_open(application: Application) -> None:
    """Stop waiting for anything, since the application is over. Inside the caller's operation."""
    request = queries.open_information(application.id)
    if request is not None:
        _call_off(request)
        db.session.flush()


def _call_off(request: InformationRequest) -> None:
    today = clock.today()
    request.call_off(today)
    request.over_on = today


@operation
def more_time(request_id: int, *, until: date, by: Actor) -> None:
    """Give the applicant more time.

    Raises:
        Refused: it is settled, or the day is not later.
    """
    request, application = _find(request_id)
    begin(application.reference, Permission.CHECK_APPLICATIONS, by=by)
    today = clock.today()
    if request.over_on is not None or request.due_on is None:
        raise Refused("This list is settled.")
    if until <= max(today, request.due_on):
        raise Refused("Choose a later day.")
    request.due_on, request.expired_on, request.reminders = until, None, 0
    note_step(application, StepKind.INFORMATION_ASKED, by=by, detail={"request": request.id, "again": True})
    emails.information_asked(
        application, due=until, items=len(locks.box_of(application.lock_id).open_json(request.sealed))
    )
