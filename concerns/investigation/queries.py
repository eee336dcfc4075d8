"""Reading an investigation: each question a fixed number of statements. What may be shown is for others to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, select

from concerns import kept
from concerns.kept import CONCERN
from concerns.models import (
    Allegation,
    Concern,
    Disclosure,
    Exhibit,
    Inquiry,
    Particular,
    Plan,
    Redaction,
    Report,
    Response,
    Subject,
)
from foundation.database import db, reads_once
from foundation.errors import Missing

#: Statements made once.
_ALLEGED = (
    select(Allegation, Particular)
    .outerjoin(Particular, Particular.allegation_id == Allegation.id)
    .where(Allegation.concern_id == CONCERN)
    .order_by(Allegation.number, Particular.number)
)
_EXHIBITS = select(Exhibit).where(Exhibit.concern_id == CONCERN).order_by(Exhibit.number)
_REDACTIONS = (
    select(Redaction)
    .join(Exhibit, Exhibit.id == Redaction.exhibit_id)
    .where(Exhibit.concern_id == CONCERN)
    .order_by(Redaction.id)
)
_INQUIRIES = select(Inquiry).where(Inquiry.concern_id == CONCERN).order_by(Inquiry.number)


def of(table: type[Any], concern_id: int) -> Sequence[Any]:
    """The rows of one kind in a concern, oldest first."""
    return db.session.scalars(select(table).where(table.concern_id == concern_id).order_by(table.id)).all()


def next_number(table: type[Any], concern_id: int) -> int:
    """The number of the next one in a concern. Numbers are never used again."""
    return (db.session.scalar(select(func.max(table.number)).where(table.concern_id == concern_id)) or 0) + 1


def one(table: type[Any], concern_id: int, row_id: int) -> Any:
    """One row that belongs to a concern.

    Raises:
        Missing: it does not.
    """
    found = db.session.scalar(select(table).where(table.id == row_id, table.concern_id == concern_id))
    if found is None:
        raise Missing("There is nothing like that in this concern.")
    return found


def plan(concern_id: int) -> Plan | None:
    """The plan that holds."""
    return kept.last(Plan, concern_id)


def report(concern_id: int) -> Report | None:
    """The report that holds."""
    return kept.last(Report, concern_id)


@reads_once
def _alleged(concern_id: int) -> Sequence[tuple[Allegation, Particular | None]]:
    """Every allegation with each of its particulars, in order."""
    return [(row[0], row[1]) for row in db.session.execute(_ALLEGED, {"concern_id": concern_id})]


def allegations(concern_id: int, *, standing: bool = True) -> Sequence[Allegation]:
    """The allegations in order; with `standing` only those that were not withdrawn."""
    every = dict.fromkeys(one for one, _ in _alleged(concern_id))
    return [one for one in every if not standing or one.withdrawn_at is None]


def particulars(concern_id: int) -> dict[int, list[Particular]]:
    """The particulars of each allegation by its id, in order."""
    found: dict[int, list[Particular]] = {}
    for allegation, fact in _alleged(concern_id):
        if fact is not None:
            found.setdefault(allegation.id, []).append(fact)
    return found


def about(concern_id: int, subject_id: int) -> dict[int, str]:
    """The numbers of the standing particulars about one person, such as "1.2", by their ids."""
    held = particulars(concern_id)
    return {
        row.id: f"{allegation.number}.{row.number}"
        for allegation in allegations(concern_id)
        if allegation.subject_id == subject_id
        for row in held.get(allegation.id, [])
    }


@reads_once
def exhibits(concern_id: int) -> Sequence[Exhibit]:
    """The register of evidence, in order, withdrawn ones too: their numbers are never used again."""
    return db.session.scalars(_EXHIBITS, {"concern_id": concern_id}).all()


@reads_once
def redactions(concern_id: int) -> Sequence[Redaction]:
    """The redacted copies of its exhibits."""
    if not kept.may_have(Redaction, concern_id):
        return ()
    return db.session.scalars(_REDACTIONS, {"concern_id": concern_id}).all()


def disclosures(concern_id: int) -> Sequence[Disclosure]:
    """What was given to whom, oldest first."""
    return kept.of(Disclosure, concern_id)


@reads_once
def inquiries(concern_id: int) -> Sequence[Inquiry]:
    """What we asked others for."""
    if not kept.may_have(Inquiry, concern_id):
        return ()
    return db.session.scalars(_INQUIRIES, {"concern_id": concern_id}).all()


@reads_once
def responses(concern_id: int) -> dict[int, Response]:
    """What registrants were asked to answer, by the id of the subject."""
    return {row.subject_id: row for row in kept.of(Response, concern_id)}


def asked_of(entry_id: int) -> Sequence[tuple[Concern, Subject, Response]]:
    """The concerns in which a registrant was asked to answer, newest first."""
    rows = db.session.execute(
        select(Concern, Subject, Response)
        .join(Subject, Subject.concern_id == Concern.id)
        .join(Response, Response.subject_id == Subject.id)
        .where(Subject.entry_id == entry_id, Subject.told_on.is_not(None))
        .order_by(Response.id.desc())
    )
    return [(concern, subject, response) for concern, subject, response in rows]
