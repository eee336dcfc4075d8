"""Opening an application and its answers: who may, and a line in the trail for each time.

What is about health is not here (`operations.health`), nor what is about monitoring: nobody reads that.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import fuzz
from sqlalchemy import or_, select

from accounts import authority
from accounts.operations.breaking_glass import read_through_glass
from accounts.secrecy import keyed_each, keyed_same
from cpd.declarations import Declaration, get, worrying
from cpd.joining import queries, rules
from cpd.joining.applying import Details, RefereeTold, ReferenceGiven
from cpd.joining.matters import details_of, matter, told_of
from cpd.joining.models import Application, Referee
from cpd.joining.operations.references import read_given
from cpd.joining.operations.sending_in import BORN
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Missing
from foundation.locks import Box
from register import queries as register
from register import search

#: From this likeness on (of 100), two names are worth a look when the day of birth is the same.
ALIKE = 60.0


@dataclass(frozen=True)
class Opened:
    """An application, opened."""

    application: Application
    details: Details
    #: The form as it was sent: pages with questions and answers.
    statement: Sequence[dict[str, Any]]
    box: Box


@dataclass(frozen=True)
class AnswerRead:
    """One declaration with its answer."""

    declaration: Declaration
    said: str
    words: str
    given_at: datetime
    worrying: bool


@dataclass(frozen=True)
class Lookalike:
    """Another application that may be of the same person, under another name or account."""

    application: Application
    same_birth: bool


@operation
def open_application(reference: str, *, by: Actor) -> Opened:
    """Open an application, for the applicant or for staff whose work it is.

    Raises:
        NotAllowed: it is somebody else's, their work is elsewhere, or they have a tie to somebody in it.
    """
    return _opened(reference, by, "opened")


@operation
def open_page(reference: str, *, by: Actor) -> tuple[Opened, list[AnswerRead]]:
    """Open an application with the declarations that somebody may read: one page, one line in the trail.

    Raises:
        NotAllowed: it is somebody else's, their work is elsewhere, or they have a tie to somebody in it.
    """
    application = queries.get(reference)
    box = locks.box_of(application.lock_id)
    details = details_of(application, box)
    _check(application, box, by, details)
    statement = queries.statement_of(application.id)
    pages = box.open_json(statement.sealed) if statement else []
    opened = Opened(application, details, pages, box)
    answers = _answers(application, box, by)
    # Last of all: whoever writes a line in the trail holds up everybody else who wants to.
    _note(application, by, "page_opened")
    return opened, answers


def _opened(reference: str, by: Actor, action: str) -> Opened:
    application = queries.get(reference)
    box = locks.box_of(application.lock_id)
    _check_and_note(application, box, by, action)
    statement = queries.statement_of(application.id)
    return Opened(application, details_of(application, box), box.open_json(statement.sealed) if statement else [], box)


def _check_and_note(application: Application, box: Box, by: Actor, action: str) -> None:
    _check(application, box, by)
    _note(application, by, action)


def _check(application: Application, box: Box, by: Actor, told: Details | None = None) -> None:
    if by.kind != "account" or by.id != application.account_id:
        rules.check_may_read(application, by, matter(application, box, told))


def _note(application: Application, by: Actor, action: str) -> None:
    if by.kind == "account" and by.id == application.account_id:
        return
    if by.id is not None and authority.glass_open(by.id, rules.key(application), clock.now()) is not None:
        read_through_glass(rules.key(application), rules.key(application), by=by)
    audit.record(action=f"application.{action}", subject=rules.key(application), by=by)


@operation
def open_answers(reference: str, *, by: Actor) -> list[AnswerRead]:
    """The declarations that somebody may read, each with its last answer. The applicant reads their own.

    What was told in error is not among them. Health and monitoring never are.
    """
    application = queries.get(reference)
    box = locks.box_of(application.lock_id)
    _check_and_note(application, box, by, "answers_opened")
    return _answers(application, box, by)


def _answers(application: Application, box: Box, by: Actor) -> list[AnswerRead]:
    own = by.kind == "account" and by.id == application.account_id
    through_glass = by.id is not None and authority.glass_open(by.id, rules.key(application), clock.now()) is not None
    reads_as = rules.reads_as(by)
    found = []
    for one in queries.answers(application.id):
        declaration = get(one.code, one.question_version, one.branch)
        if declaration is None:
            continue
        if own or through_glass or not declaration.readers.isdisjoint(reads_as):
            held = box.open_json(one.sealed)
            found.append(
                AnswerRead(declaration, held["said"], held["words"], one.given_at, worrying(declaration, held["said"]))
            )
    return found


@operation
def open_reference(referee_id: int, *, by: Actor) -> tuple[RefereeTold, ReferenceGiven | None]:
    """Who was named as a referee and what they said. The applicant sees whom they named, and never what was said."""
    referee = db.session.get(Referee, referee_id)
    if referee is None:
        raise Missing("There is no such referee.")
    application = queries.by_id(referee.application_id)
    box = locks.box_of(application.lock_id)
    _check_and_note(application, box, by, "reference_opened")
    told = told_of(referee.sealed, box)
    given = queries.reference_of(referee.id)
    own = by.kind == "account" and by.id == application.account_id
    return told, None if own or given is None else read_given(given.sealed, box)


def lookalikes(application: Application, told: Details | None = None) -> list[Lookalike]:
    """Other applications that may be of the same person: born on the same day with a name alike, or of the same name.

    A person looks at them; nothing is refused because of it.
    """
    born = (told or details_of(application)).born_on
    marks = keyed_each(BORN, born.isoformat()) if born is not None else []
    near = select(Application).where(
        Application.id != application.id,
        Application.account_id != application.account_id,
        or_(Application.born_mark.in_(marks), Application.name_key == application.name_key),
    )
    found = []
    for other in db.session.scalars(near.order_by(Application.id.desc()).limit(100)):
        same_birth = bool(born is not None and other.born_mark and keyed_same(other.born_mark, BORN, born.isoformat()))
        same_name = other.name_key == application.name_key
        if same_name or (same_birth and _alike(other.name_key, application.name_key)):
            found.append(Lookalike(other, same_birth))
    return found


def namesakes(application: Application) -> list[str]:
    """The numbers of people on the register with the very same name, who may be the applicant. Not their own."""
    answer = search.find(db.session.connection(), search.Question(text=application.name), clock.now())
    found = register.records([hit.entry_id for hit in answer.hits if hit.match == "same"])
    return sorted(record.number for record in found.values() if record.number != application.number)


def _alike(one: str, other: str) -> bool:
    shared = set(one.split()) & set(other.split())
    return bool(shared) or fuzz.token_sort_ratio(one, other) >= ALIKE
