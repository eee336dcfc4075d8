"""Reading concerns: each question a fixed number of statements. What may be shown to whom is for `rules` to say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from concerns.clocks import Facts
from concerns.models import Concern, Contact, Statement, Step, Subject
from foundation.database import db
from foundation.errors import Missing


def reference_taken(reference: str) -> bool:
    """Whether a concern has that reference."""
    return db.session.scalar(select(Concern.id).where(Concern.reference == reference)) is not None


def find(reference: str) -> Concern | None:
    """The concern of a reference, with the people in it."""
    statement = (
        select(Concern)
        .where(Concern.reference == reference)
        .options(selectinload(Concern.subjects), selectinload(Concern.reporter), selectinload(Concern.affected))
    )
    return db.session.scalar(statement)


def get(reference: str) -> Concern:
    """The concern of a reference.

    Raises:
        Missing: there is none.
    """
    found = find(reference)
    if found is None:
        raise Missing("There is no concern with that reference.")
    return found


def steps(concern_id: int) -> Sequence[Step]:
    """The timeline, oldest first."""
    return db.session.scalars(select(Step).where(Step.concern_id == concern_id).order_by(Step.id)).all()


def statement_count(concern_id: int) -> int:
    """How many statements a concern has."""
    return db.session.scalar(select(func.count()).where(Statement.concern_id == concern_id)) or 0


def last_contacts(concern_ids: Collection[int]) -> dict[int, date]:
    """The day of the last contact with each reporter."""
    statement = (
        select(Contact.concern_id, func.max(Contact.made_on))
        .where(Contact.concern_id.in_(concern_ids))
        .group_by(Contact.concern_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def facts(concerns: Sequence[Concern]) -> dict[int, Facts]:
    """What the clocks of these concerns rest on, in one statement more."""
    last = last_contacts([one.id for one in concerns])
    return {
        one.id: Facts(
            stage=one.stage,
            received_on=one.received_on,
            reply_due_on=one.reply_due_on,
            triage_due_on=one.triage_due_on,
            contact_days=one.contact_days,
            replied_on=one.replied_on,
            last_contact_on=last.get(one.id),
            closed_on=one.closed_on,
        )
        for one in concerns
    }


def about_entry(entry_id: int) -> Sequence[Concern]:
    """Every concern about an entry, newest first."""
    statement = (
        select(Concern)
        .join(Subject, Subject.concern_id == Concern.id)
        .where(Subject.entry_id == entry_id)
        .options(selectinload(Concern.subjects))
        .order_by(Concern.received_on.desc(), Concern.id.desc())
    )
    return db.session.scalars(statement).unique().all()
