"""What is asked about audits. Nothing here opens a sealed word."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import aliased

from cpd.audit.models import Appeal, Asked, Audit, Decision, Draw, Extension, Mark, Step, Submission, Ticket, Worry
from cpd.audit.models.judged import Marker
from cpd.audit.vocabulary import OVER, DrawStage, Finding, Frame, Stage, StepKind
from cpd.panels import queries as panels
from cpd.panels.models import PanelFound
from cpd.renewal.models import Renewal
from cpd.renewal.vocabulary import Band
from foundation.database import db
from foundation.errors import Missing

#: The matter of a panel that hears an appeal.
APPEAL = "cpd_audit_appeal"


def get(reference: str) -> Audit:
    """The audit of a reference.

    Raises:
        Missing: there is none.
    """
    found = find(reference)
    if found is None:
        raise Missing("There is no audit with that reference.")
    return found


def find(reference: str) -> Audit | None:
    """The audit of a reference, if there is one."""
    return db.session.scalar(select(Audit).where(Audit.reference == reference))


def by_id(audit_id: int) -> Audit:
    """The audit of an id."""
    return db.session.get_one(Audit, audit_id)


def of_entry(entry_id: int) -> Sequence[Audit]:
    """Somebody's audits, newest first."""
    return db.session.scalars(select(Audit).where(Audit.entry_id == entry_id).order_by(Audit.id.desc())).all()


def open_of(entry_id: int) -> Audit | None:
    """Somebody's audit that is not over."""
    return db.session.scalar(select(Audit).where(Audit.entry_id == entry_id, Audit.closed_on.is_(None)))


def open_entries() -> Select[int]:
    """Asks for the entries of which an audit is not over, as part of another statement."""
    return select(Audit.entry_id).where(Audit.closed_on.is_(None))


def under_way() -> frozenset[int]:
    """The entries of which an audit is not over."""
    return frozenset(db.session.scalars(open_entries()))


def passed_since(day: date) -> frozenset[int]:
    """The entries that met an audit on a day or later."""
    return frozenset(db.session.scalars(select(Audit.entry_id).where(Audit.stage == Stage.MET, Audit.closed_on >= day)))


def not_met_last() -> frozenset[int]:
    """The entries whose last audit ended in removal, or was stopped after an assessor had found it wanting."""
    newest = select(func.max(Audit.id)).where(Audit.stage.in_(OVER)).group_by(Audit.entry_id)
    wanting = select(Mark.audit_id).where(Mark.finding.in_(("not_met", "further_time")))
    statement = select(Audit.entry_id).where(
        Audit.id.in_(newest),
        (Audit.stage == Stage.REMOVED) | ((Audit.stage == Stage.STOPPED) & Audit.id.in_(wanting)),
    )
    return frozenset(db.session.scalars(statement))


def renewed_late_since(moment: datetime) -> frozenset[int]:
    """The entries that were renewed late or came back from a moment on: a late renewal leaves no break."""
    statement = select(Renewal.entry_id).where(Renewal.band != Band.IN_TIME, Renewal.renewed_at >= moment)
    return frozenset(db.session.scalars(statement))


def unfinished_last() -> frozenset[int]:
    """The entries whose last audit the system stopped, after they had been told, because they left or lapsed."""
    newest = select(func.max(Audit.id)).where(Audit.stage.in_(OVER)).group_by(Audit.entry_id)
    by_itself = select(Step.audit_id).where(Step.kind == StepKind.STOPPED, Step.by_account_id.is_(None))
    statement = select(Audit.entry_id).where(
        Audit.id.in_(newest), Audit.stage == Stage.STOPPED, Audit.told_on.is_not(None), Audit.id.in_(by_itself)
    )
    return frozenset(db.session.scalars(statement))


def submissions(audit_id: int) -> Sequence[Submission]:
    """What was sent, newest first."""
    return db.session.scalars(
        select(Submission).where(Submission.audit_id == audit_id).order_by(Submission.id.desc())
    ).all()


def submission(audit_id: int) -> Submission | None:
    """What was sent last."""
    return db.session.scalar(
        select(Submission).where(Submission.audit_id == audit_id).order_by(Submission.id.desc()).limit(1)
    )


def marks(audit_id: int) -> Sequence[Mark]:
    """What assessors found, oldest first."""
    return db.session.scalars(select(Mark).where(Mark.audit_id == audit_id).order_by(Mark.id)).all()


def marks_of(submission_id: int) -> Sequence[Mark]:
    """What assessors found in one submission."""
    return db.session.scalars(select(Mark).where(Mark.submission_id == submission_id).order_by(Mark.id)).all()


def met_at_first(audit: Audit) -> tuple[int, int]:
    """How many first marks of the same draw found a record met, and how many of these went to a second assessor.

    Those chosen by hand are counted by the year in which they were chosen. A record whose audit was stopped before its
    second mark does not count as marked twice: another one takes its place.
    """
    year = audit.chosen_on.year
    together = (
        Audit.draw_id == audit.draw_id
        if audit.draw_id is not None
        else Audit.draw_id.is_(None) & Audit.chosen_on.between(date(year, 1, 1), date(year, 12, 31))
    )
    first, second, newest = aliased(Mark), aliased(Mark), aliased(Mark)
    marked = exists().where(
        second.audit_id == first.audit_id, second.sitting == first.sitting, second.marker == Marker.SECOND
    )
    later = exists().where(newest.audit_id == first.audit_id, newest.sitting > first.sitting)
    waiting = (Audit.stage == Stage.SECOND_MARK) & ~later
    passes = first.finding.in_([one for one in Finding if one.passes])
    statement = (
        select(func.count(), func.count().filter(marked | waiting))
        .select_from(first)
        .join(Audit, Audit.id == first.audit_id)
        .where(together, first.marker == Marker.FIRST, passes)
    )
    met, twice = db.session.execute(statement).one()
    return met, twice


def decisions(audit_id: int) -> Sequence[Decision]:
    """What the registrar decided, oldest first."""
    return db.session.scalars(select(Decision).where(Decision.audit_id == audit_id).order_by(Decision.id)).all()


def steps(audit_id: int) -> Sequence[Step]:
    """The timeline, oldest first."""
    return db.session.scalars(select(Step).where(Step.audit_id == audit_id).order_by(Step.id)).all()


def times_asked_more(audit_id: int) -> int:
    """How often more information was asked for since it began, or since others were to assess it anew."""
    anew = select(func.max(Step.id)).where(Step.audit_id == audit_id, Step.kind == StepKind.REDONE).scalar_subquery()
    asked = select(func.count()).where(Step.audit_id == audit_id, Step.kind == StepKind.ASKED_MORE)
    return db.session.scalar(asked.where(Step.id > func.coalesce(anew, 0))) or 0


def extensions(audit_id: int) -> Sequence[Extension]:
    """More time that was asked for, newest first."""
    return db.session.scalars(
        select(Extension).where(Extension.audit_id == audit_id).order_by(Extension.id.desc())
    ).all()


def open_extension(audit_id: int) -> Extension | None:
    """More time that was asked for and not answered yet."""
    return db.session.scalar(select(Extension).where(Extension.audit_id == audit_id, Extension.answered_at.is_(None)))


def worries(audit_id: int) -> Sequence[Worry]:
    """What was passed to the concerns officer, newest first."""
    return db.session.scalars(select(Worry).where(Worry.audit_id == audit_id).order_by(Worry.id.desc())).all()


def open_worry(audit_id: int) -> Worry | None:
    """What lies with the concerns officer."""
    return db.session.scalar(select(Worry).where(Worry.audit_id == audit_id, Worry.looked_at.is_(None)))


def appeals(audit_id: int) -> Sequence[Appeal]:
    """Appeals, oldest first."""
    return db.session.scalars(select(Appeal).where(Appeal.audit_id == audit_id).order_by(Appeal.id)).all()


def open_appeal(audit_id: int) -> Appeal | None:
    """The appeal that is not decided yet."""
    return db.session.scalar(select(Appeal).where(Appeal.audit_id == audit_id, Appeal.outcome.is_(None)))


def audits_of_appeals(appeal_ids: Collection[int]) -> list[int]:
    """The audits that appeals are about."""
    if not appeal_ids:
        return []
    return list(db.session.scalars(select(Appeal.audit_id).where(Appeal.id.in_(appeal_ids))))


def seats(appeal_id: int) -> list[int]:
    """The accounts that are listed to hear an appeal."""
    return [one.account_id for one in panels.seated((APPEAL, str(appeal_id)))]


def votes(appeal_id: int) -> Sequence[PanelFound]:
    """What those who hear an appeal found, in the order in which they said it."""
    return panels.found((APPEAL, str(appeal_id)))


def draws() -> Sequence[Draw]:
    """Every draw that is made, newest first."""
    return db.session.scalars(select(Draw).where(Draw.id.not_in(draws_under_way())).order_by(Draw.id.desc())).all()


def draws_to_make() -> list[int]:
    """What was asked for and is not made yet, oldest first."""
    waiting = Asked.stage.in_((DrawStage.ASKED, DrawStage.DRAWING))
    return list(db.session.scalars(select(Asked.id).where(waiting).order_by(Asked.id)))


def asked(asked_id: int) -> Asked:
    """A draw that was asked for, as it stands now.

    Raises:
        Missing: there is none.
    """
    found = db.session.get(Asked, asked_id, populate_existing=True)
    if found is None:
        raise Missing("There is no draw with that number.")
    return found


def last_asked() -> Asked | None:
    """The draw that was asked for last."""
    return db.session.scalar(select(Asked).order_by(Asked.id.desc()).limit(1))


def draws_under_way() -> Select[int]:
    """Asks for the draws whose list is frozen and that are not carried out yet, as part of another statement."""
    return select(Draw.id).join(Asked, Asked.draw_id == Draw.id).where(Asked.stage == DrawStage.DRAWING)


def draw_is_whole() -> ColumnElement[bool]:
    """That an audit is of no draw that is still being carried out, as part of another statement."""
    return Audit.draw_id.is_(None) | Audit.draw_id.not_in(draws_under_way())


def draw_under_way() -> int | None:
    """The draw that is being carried out, if there is one."""
    return db.session.scalar(draws_under_way().limit(1))


def was_drawn_on(day: date) -> bool:
    """Whether a draw was asked for or made on a day."""
    made = select(Draw.id).where(Draw.drawn_on == day)
    wanted = select(Asked.id).where(Asked.asked_on == day)
    return db.session.scalar(made.limit(1)) is not None or db.session.scalar(wanted.limit(1)) is not None


def draw(draw_id: int) -> Draw:
    """One draw.

    Raises:
        Missing: there is none.
    """
    found = db.session.get(Draw, draw_id)
    if found is None:
        raise Missing("There is no draw with that number.")
    return found


def tickets(draw_id: int) -> list[str]:
    """The frozen list of a draw, in its order."""
    statement = select(Ticket.ticket).where(Ticket.draw_id == draw_id, Ticket.frame == Frame.IN)
    return sorted(one for one in db.session.scalars(statement) if one is not None)


def drawn_in(draw_id: int) -> list[str]:
    """The tickets that were drawn."""
    statement = select(Ticket.ticket).where(Ticket.draw_id == draw_id, Ticket.drawn)
    return sorted(one for one in db.session.scalars(statement) if one is not None)


def frames(draw_id: int) -> dict[Frame, int]:
    """How everybody on the register stood in a draw."""
    statement = select(Ticket.frame, func.count()).where(Ticket.draw_id == draw_id).group_by(Ticket.frame)
    return {row[0]: row[1] for row in db.session.execute(statement)}


def chosen_in(draw_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many audits of each draw are over, and how many there are."""
    statement = (
        select(Audit.draw_id, func.count(), func.count(Audit.closed_on))
        .where(Audit.draw_id.in_(draw_ids))
        .group_by(Audit.draw_id)
    )
    found: dict[int, dict[str, int]] = {}
    for draw_id, chosen, over in db.session.execute(statement.where(Audit.draw_id.is_not(None))):
        found[int(draw_id or 0)] = {"chosen": chosen, "over": over}
    return found
