"""The register of evidence: documents and statements with numbers that are never used again, and who was given what.

What a recipient may not see is taken out in a document of its own, made by one person and checked by another; only a
checked one, or the exhibit itself, is disclosed. Every disclosure is written down with its reason.
"""

from __future__ import annotations

from datetime import date

from concerns.investigation import queries
from concerns.investigation.working import begin
from concerns.models import Disclosure, Exhibit, Redaction
from concerns.operations.desk import Desk, sit_down
from concerns.operations.triaging import subject
from concerns.operations.writing import WAITING_FILES
from concerns.rules import PAPER_MAKERS
from concerns.vocabulary import Audience
from foundation import clock, evidence
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused


@operation
def add_document(
    reference: str, *, title: str, source: str, dated_on: date | None, once: str, version: int, by: Actor
) -> int:
    """Take the files that wait for `once` into the register of evidence as one exhibit; gives its number.

    Raises:
        Refused: there is no file, or no title or source.
    """
    desk = begin(reference, version, by)
    row = _add(desk, title=title, source=source, dated_on=dated_on)
    if not evidence.move((WAITING_FILES, once), ("exhibit", str(row.id))):
        raise Refused("Choose the file first.")
    return row.number


@operation
def add_statement(reference: str, *, witness: str, words: str, signed_on: date | None, version: int, by: Actor) -> int:
    """Take a witness statement into the register of evidence; gives its number. Unsigned ones have no day yet."""
    desk = begin(reference, version, by)
    row = _add(desk, title=f"Statement of {witness.strip()}", source=witness, dated_on=signed_on, statement=words)
    return row.number


@operation
def withdraw(reference: str, number: int, *, reasons: str, version: int, by: Actor) -> None:
    """Take an exhibit out of the evidence, with a reason. Its number stays its own.

    Raises:
        Refused: it was withdrawn before.
    """
    desk = begin(reference, version, by)
    row = _standing(desk, number)
    row.withdrawn_sealed = desk.needs(reasons, "Say why it is withdrawn.")
    row.withdrawn_at, row.withdrawn_by_id = clock.now(), desk.account_id
    desk.record("exhibit_withdrawn", exhibit=number)
    desk.touch()


@operation
def redact(
    reference: str,
    number: int,
    *,
    recipient: str,
    words: str,
    once: str,
    audience: Audience | None = None,
    subject_id: int | None = None,
    version: int,
    by: Actor,
) -> int:
    """Keep a redacted copy of an exhibit for one recipient: a new document; gives its id. Nobody has it yet.

    With an `audience`, that reader gets this copy and never the exhibit itself; a registrant is named.

    Raises:
        Refused: there is no file, or a registrant is not named.
    """
    desk = begin(reference, version, by)
    exhibit = _standing(desk, number)
    if audience is Audience.REGISTRANT and subject_id is None:
        raise Refused("Choose which registrant it is for.")
    if subject_id is not None:
        audience = Audience.REGISTRANT
        subject(desk, subject_id)
    row = Redaction(
        exhibit_id=exhibit.id,
        recipient_sealed=desk.needs(recipient, "Say for whom it is."),
        audience=audience,
        subject_id=subject_id,
        words_sealed=desk.needs(words, "Say what was taken out, and why."),
        made_at=clock.now(),
        made_by_id=desk.account_id,
    )
    db.session.add(row)
    db.session.flush()
    if not evidence.move((WAITING_FILES, once), ("redaction", str(row.id))):
        raise Refused("Choose the redacted file first.")
    desk.record("redacted", exhibit=number, redaction=row.id)
    desk.touch()
    return row.id


@operation
def check_redaction(reference: str, redaction_id: int, *, version: int, by: Actor) -> None:
    """Check a redacted copy as the second person: nothing private is left in it, tracked changes and all.

    Raises:
        NotAllowed: whoever made it checks it themself.
    """
    desk = sit_down(reference, by=by, may=PAPER_MAKERS, version=version)
    row = _redaction(desk, redaction_id)
    if row.made_by_id == by.id:
        raise NotAllowed("A second person checks what you took out.")
    if row.checked_at is not None:
        raise Refused("It was checked already.")
    row.checked_at, row.checked_by_id = clock.now(), desk.account_id
    desk.record("redaction_checked", redaction=row.id)
    desk.touch()


@operation
def disclose(
    reference: str,
    number: int,
    *,
    redaction_id: int | None = None,
    subject_id: int | None = None,
    recipient: str,
    reason: str,
    version: int,
    by: Actor,
) -> None:
    """Write down that an exhibit, or a checked redacted copy of it, is given to somebody, and why.

    With `subject_id` that registrant can open it in their account from now on.

    Raises:
        Refused: the copy was not checked by a second person, or belongs to another exhibit.
    """
    desk = begin(reference, version, by)
    exhibit = _standing(desk, number)
    if redaction_id is not None:
        copy = _redaction(desk, redaction_id)
        if copy.exhibit_id != exhibit.id:
            raise Refused("That copy is of another exhibit.")
        if copy.checked_at is None:
            raise Refused("A second person has to check the redacted copy first.")
    if subject_id is not None and subject(desk, subject_id).told_on is None:
        raise Refused("Tell them of the concern first.")
    db.session.add(
        Disclosure(
            concern_id=desk.concern.id,
            exhibit_id=exhibit.id,
            redaction_id=redaction_id,
            subject_id=subject_id,
            recipient_sealed=desk.needs(recipient, "Say to whom it is given."),
            reason_sealed=desk.needs(reason, "Say why they may have it."),
            given_on=clock.today(),
            recorded_at=clock.now(),
            recorded_by_id=desk.account_id,
        )
    )
    desk.record("disclosed", exhibit=number, redaction=redaction_id)
    desk.touch()


def _add(desk: Desk, *, title: str, source: str, dated_on: date | None, statement: str | None = None) -> Exhibit:
    if dated_on is not None and dated_on > clock.today():
        raise Refused("That day is still to come.")
    row = Exhibit(
        concern_id=desk.concern.id,
        number=queries.next_number(Exhibit, desk.concern.id),
        is_statement=statement is not None,
        title_sealed=desk.needs(title, "Give it a title."),
        source_sealed=desk.needs(source, "Say who gave it, and how it came."),
        words_sealed=desk.needs(statement, "Write down the statement.") if statement is not None else None,
        dated_on=dated_on,
        added_at=clock.now(),
        added_by_id=desk.account_id,
    )
    db.session.add(row)
    db.session.flush()
    desk.record("exhibit_added", exhibit=row.number)
    desk.touch()
    return row


def _standing(desk: Desk, number: int) -> Exhibit:
    found = next((one for one in queries.exhibits(desk.concern.id) if one.number == number), None)
    if found is None or found.withdrawn_at is not None:
        raise Refused("There is no such exhibit any more.")
    return found


def _redaction(desk: Desk, redaction_id: int) -> Redaction:
    found = next((one for one in queries.redactions(desk.concern.id) if one.id == redaction_id), None)
    if found is None:
        raise Refused("There is no such copy in this concern.")
    return found
