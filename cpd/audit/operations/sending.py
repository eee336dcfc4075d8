"""What a registrant does: send their record, ask for more time, look at how they were drawn."""

from __future__ import annotations

import hashlib

from cpd import folders, registrants
from cpd.audit import copying, emails, queries, rules
from cpd.audit.matters import registrant_of
from cpd.audit.models import Audit, Extension, Submission
from cpd.audit.operations.steps import move, note, to_change
from cpd.audit.vocabulary import SENDS, Cause, Stage, StepKind
from foundation import clock
from foundation.audit import Actor
from foundation.database import as_json, db, operation
from foundation.errors import NotAllowed, Refused


def check_own(held: Audit, by: Actor) -> None:
    """Refuse everybody but the registrant."""
    who = registrants.of_account(rules.check_person(by))
    if who is None or who.entry_id != held.entry_id:
        raise NotAllowed("This is somebody else’s audit.")


def check_may_send(held: Audit) -> None:
    """Refuse when nothing is asked for. Late is better than not at all, until the registrar has decided."""
    late = held.stage is Stage.REGISTRAR and held.cause is Cause.NOTHING_SENT
    if held.stage not in SENDS and not late:
        rules.check_stage(held, *SENDS)


@operation
def send(reference: str, *, statement: str, by: Actor) -> Submission:
    """Send the record as it stands now: a copy is frozen. A second press gives the copy that was sent.

    Raises:
        Refused: nothing is asked for, or an answer to what was asked is missing.
    """
    held = to_change(reference)
    check_own(held, by)
    sent = queries.submission(held.id)
    if held.stage is Stage.ASSESSMENT and sent is not None and not queries.marks_of(sent.id):
        return sent
    check_may_send(held)
    if held.stage is Stage.MORE:
        rules.check_said(statement, "Write your answer to what we asked.")
    who, box = registrant_of(held), folders.box_for(held.entry_id)
    copied = copying.copy_of(held, who, box, statement=statement.strip(), today=clock.today())
    plain = as_json(copied.as_plain())
    kept = Submission(
        audit_id=held.id,
        round=held.round,
        sent_at=clock.now(),
        sealed=box.seal(plain),
        sha256=hashlib.sha256(plain.encode("utf-8")).hexdigest(),
    )
    db.session.add(kept)
    move(held, "send", StepKind.SENT, by=by, detail={"sha256": kept.sha256})
    emails.received(held, who)
    return kept


@operation
def ask_for_time(reference: str, *, words: str, by: Actor) -> None:
    """Ask for more time, before the time is over.

    Raises:
        Refused: nothing is waited for, it is too late, or it was asked for already.
    """
    held = to_change(reference)
    check_own(held, by)
    rules.check_stage(held, *SENDS)
    said = rules.check_said(words, "Tell us why you need more time.")
    if held.due_on is not None and clock.today() > held.due_on:
        raise Refused("The time is over. Send what you have; a person looks at it.")
    if queries.open_extension(held.id) is not None:
        raise Refused("You asked for more time already. We will answer soon.")
    box = folders.box_for(held.entry_id)
    db.session.add(Extension(audit_id=held.id, asked_at=clock.now(), sealed=box.seal(said)))
    db.session.flush()
    note(held, "time_asked", by=by)
