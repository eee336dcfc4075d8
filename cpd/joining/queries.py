"""Reading applications: each question a fixed number of statements. What may be shown to whom is for `rules` to say."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, bindparam, func, select

from accounts.models import Account
from cpd.joining import policy
from cpd.joining.clocks import Facts, Pause
from cpd.joining.findings import HealthStanding, ReviewFinding, SeatKind
from cpd.joining.models import (
    Appeal,
    AppealVote,
    Application,
    Assessment,
    Check,
    Decision,
    DeclarationAnswer,
    DeclarationReview,
    Delay,
    DetailsKept,
    FrozenStatement,
    HealthAnswer,
    Hold,
    InformationRequest,
    Note,
    PanelVote,
    Referee,
    Reference,
    Seat,
    Step,
    ToldInError,
)
from cpd.joining.vocabulary import CheckItem
from foundation import clock
from foundation.database import Base, db
from foundation.errors import Missing

Row = TypeVar("Row", bound=Base)

NOT_THERE = "There is no application with that reference."


def find(reference: str) -> Application | None:
    """The application of a reference."""
    return db.session.scalar(select(Application).where(Application.reference == reference))


def get(reference: str) -> Application:
    """The application of a reference.

    Raises:
        Missing: there is none.
    """
    found = find(reference)
    if found is None:
        raise Missing(NOT_THERE)
    return found


def by_id(application_id: int) -> Application:
    """The application of an id, which is there."""
    return db.session.get_one(Application, application_id)


def all_of(account_id: int) -> Sequence[Application]:
    """Every application of an account, newest first."""
    statement = select(Application).where(Application.account_id == account_id).order_by(Application.id.desc())
    return db.session.scalars(statement).all()


def open_of(account_id: int) -> Application | None:
    """The application of an account that is not over."""
    statement = select(Application).where(Application.account_id == account_id, Application.closed_on.is_(None))
    return db.session.scalar(statement)


def latest_of(account_id: int) -> Application | None:
    """The last application of an account, over or not."""
    return next(iter(all_of(account_id)), None)


def account(account_id: int) -> Account:
    """Whose application it is."""
    return db.session.get_one(Account, account_id)


@cache
def _rows_of(kind: type[Any]) -> Select[Any]:
    """A statement made once: making it anew for each of the many kinds costs more than asking it."""
    return select(kind).where(kind.application_id == bindparam("application_id")).order_by(kind.id)


def rows_of(kind: type[Row], application_id: int) -> Sequence[Row]:
    """Every row of a kind that belongs to an application, oldest first."""
    return db.session.scalars(_rows_of(kind), {"application_id": application_id}).all()


def steps(application_id: int) -> Sequence[Step]:
    """The timeline, oldest first."""
    return rows_of(Step, application_id)


def details(application_id: int) -> Sequence[DetailsKept]:
    """Every version of the details, the newest first."""
    statement = select(DetailsKept).where(DetailsKept.application_id == application_id)
    return db.session.scalars(statement.order_by(DetailsKept.number.desc())).all()


def delays(applications: Sequence[Application]) -> dict[int, Delay]:
    """Why each of these is late at the stage where it stands now, for those about which it was said."""
    stands = {one.id: one for one in applications}
    statement = select(Delay).where(Delay.application_id.in_(stands)).order_by(Delay.id)
    found: dict[int, Delay] = {}
    for one in db.session.scalars(statement):
        held = stands[one.application_id]
        if one.stage is held.stage and clock.day_of(one.said_at) >= held.since_on:
            found[one.application_id] = one
    return found


def hold(application_id: int) -> Hold | None:
    """What keeps an application from being deleted."""
    return db.session.scalar(select(Hold).where(Hold.application_id == application_id, Hold.lifted_at.is_(None)))


def not_on_hold() -> ColumnElement[bool]:
    """That nothing keeps an application from being deleted."""
    return Application.id.not_in(select(Hold.application_id).where(Hold.lifted_at.is_(None)))


def statement_of(application_id: int) -> FrozenStatement | None:
    """The form as it was sent."""
    return db.session.scalar(select(FrozenStatement).where(FrozenStatement.application_id == application_id))


def notes(application_id: int) -> Sequence[Note]:
    """Officers' notes, oldest first."""
    return rows_of(Note, application_id)


# ------------------------------------------------------------------------------------------------------------- clocks


def pauses(application_ids: Collection[int]) -> dict[int, tuple[Pause, ...]]:
    """When we waited for each applicant."""
    held: dict[int, list[Pause]] = {one: [] for one in application_ids}
    statement = (
        select(
            InformationRequest.application_id,
            InformationRequest.asked_on,
            InformationRequest.over_on,
            InformationRequest.due_on,
        )
        .where(InformationRequest.application_id.in_(application_ids))
        .order_by(InformationRequest.id)
    )
    for application_id, asked_on, over_on, until in db.session.execute(statement):
        if asked_on is not None:
            held[application_id].append(Pause(asked_on, over_on, until))
    return {one: tuple(found) for one, found in held.items()}


def facts(applications: Sequence[Application]) -> dict[int, Facts]:
    """What the clocks of these applications rest on, in two statements."""
    ids = [one.id for one in applications]
    paused = pauses(ids)
    ill = set(
        db.session.scalars(
            select(HealthAnswer.application_id).where(
                HealthAnswer.application_id.in_(ids), HealthAnswer.standing != HealthStanding.NOTHING_TO_READ
            )
        )
    )
    return {
        one.id: Facts(
            stage=one.stage,
            nation=one.nation,
            received_on=one.received_on,
            since_on=one.since_on,
            targets=one.targets,
            pauses=paused[one.id],
            complete_on=one.complete_on,
            decided_on=one.decided_on,
            offer_until=one.offer_until,
            hear_until=one.hear_until,
            disputed=one.declared or bool(paused[one.id]),
            disputed_unseen=one.id in ill,
        )
        for one in applications
    }


# ------------------------------------------------------------------------------------------------------ what is awaited


def referees(application_id: int) -> Sequence[Referee]:
    """Everybody who was named, in that order."""
    statement = select(Referee).where(Referee.application_id == application_id).order_by(Referee.number)
    return db.session.scalars(statement).all()


def referee_of_token(token_hash: str) -> Referee | None:
    """The referee whose link it is."""
    return db.session.scalar(select(Referee).where(Referee.token_hash == token_hash))


def reference_of(referee_id: int) -> Reference | None:
    """What a referee said."""
    statement = select(Reference).where(Reference.referee_id == referee_id).order_by(Reference.id.desc())
    return db.session.scalar(statement.limit(1))


def information(application_id: int) -> Sequence[InformationRequest]:
    """Every list we sent, newest first."""
    statement = select(InformationRequest).where(InformationRequest.application_id == application_id)
    return db.session.scalars(statement.order_by(InformationRequest.id.desc())).all()


def open_information(application_id: int) -> InformationRequest | None:
    """The list that waits for an answer."""
    return db.session.scalar(
        select(InformationRequest).where(
            InformationRequest.application_id == application_id, InformationRequest.over_on.is_(None)
        )
    )


# ------------------------------------------------------------------------------------------------- found and decided


def checks(application_id: int) -> dict[tuple[CheckItem, int], Check]:
    """What was made sure of: the last row about each thing."""
    return {(one.item, one.place): one for one in rows_of(Check, application_id)}


def reviews(application_id: int) -> Sequence[DeclarationReview]:
    """What officers found in the declarations, oldest first."""
    return rows_of(DeclarationReview, application_id)


def sitting(application_id: int) -> int:
    """Which time the declarations panel looks: it looks once more each time an officer passes them on."""
    statement = select(func.count()).where(
        DeclarationReview.application_id == application_id, DeclarationReview.finding == ReviewFinding.REFER
    )
    return max(1, db.session.scalar(statement) or 0)


def votes(application_id: int, sitting_: int) -> Sequence[PanelVote]:
    """What the declarations panel found when it looked for the first, second, … time, oldest first."""
    statement = select(PanelVote).where(PanelVote.application_id == application_id, PanelVote.round == sitting_)
    return db.session.scalars(statement.order_by(PanelVote.id)).all()


def assessments(application_id: int) -> Sequence[Assessment]:
    """What assessors found, oldest first."""
    return rows_of(Assessment, application_id)


def decisions(application_id: int) -> Sequence[Decision]:
    """What was decided, oldest first."""
    return rows_of(Decision, application_id)


def seats(application_id: int, kind: SeatKind, round_: int) -> Sequence[Seat]:
    """Who is listed for a panel now."""
    statement = (
        select(Seat)
        .where(Seat.application_id == application_id, Seat.kind == kind, Seat.round == round_, Seat.left_at.is_(None))
        .order_by(Seat.id)
    )
    return db.session.scalars(statement).all()


def is_seated(application: Application, account_id: int | None) -> bool:
    """Whether somebody is listed for any panel of an application, and its papers are not closed to them yet."""
    today = clock.today()
    over = application.closed_on
    if over is not None and today > over + timedelta(days=policy.PAPERS.value(today)):
        return False
    statement = select(Seat.id).where(
        Seat.application_id == application.id, Seat.account_id == account_id, Seat.left_at.is_(None)
    )
    return db.session.scalar(statement.limit(1)) is not None


def appeal(application_id: int, round_: int) -> Appeal | None:
    """The appeal of a round."""
    return db.session.scalar(select(Appeal).where(Appeal.application_id == application_id, Appeal.round == round_))


def appeal_votes(appeal_id: int) -> Sequence[AppealVote]:
    """What an appeal panel decided, one by one."""
    statement = select(AppealVote).where(AppealVote.appeal_id == appeal_id).order_by(AppealVote.id)
    return db.session.scalars(statement).all()


def heard_before(application: Application, account_id: int) -> bool:
    """Whether somebody decided about an earlier appeal of an application."""
    statement = (
        select(AppealVote.id)
        .join(Appeal, Appeal.id == AppealVote.appeal_id)
        .where(Appeal.application_id == application.id, Appeal.round < application.round)
        .where(AppealVote.member_id == account_id)
    )
    return db.session.scalar(statement.limit(1)) is not None


# ----------------------------------------------------------------------------------------------------------- answers


def answers(application_id: int) -> list[DeclarationAnswer]:
    """The last answer to each declaration, by code. What was told in error is not among them."""
    statement = (
        select(DeclarationAnswer)
        .where(DeclarationAnswer.application_id == application_id)
        .order_by(DeclarationAnswer.code, DeclarationAnswer.number)
    )
    taken_back = told_in_error(application_id)
    newest: dict[str, DeclarationAnswer] = {}
    for one in db.session.scalars(statement):
        if one.number > taken_back.get(one.code, 0):
            newest[one.code] = one
    return list(newest.values())


def last_number(application_id: int, code: str) -> int:
    """How many answers a declaration has."""
    statement = select(func.max(DeclarationAnswer.number)).where(
        DeclarationAnswer.application_id == application_id, DeclarationAnswer.code == code
    )
    return db.session.scalar(statement) or 0


def told_in_error(application_id: int) -> dict[str, int]:
    """Up to which answer each declaration was told in error."""
    statement = (
        select(ToldInError.code, func.max(ToldInError.up_to_number))
        .where(ToldInError.application_id == application_id)
        .group_by(ToldInError.code)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def health_standing(application_id: int) -> HealthAnswer | None:
    """Where the health officer's work stands. Of the row, only its standing and finding are for others."""
    return db.session.scalar(select(HealthAnswer).where(HealthAnswer.application_id == application_id))


def last_assessor(account_id: int, *, before: int) -> int | None:
    """Who assessed the applicant's application before this one."""
    statement = (
        select(Assessment.assessed_by_id)
        .join(Application, Application.id == Assessment.application_id)
        .where(Application.account_id == account_id, Application.id < before)
        .order_by(Assessment.id.desc())
    )
    return db.session.scalar(statement.limit(1))


def decided_before(on: date) -> Select[Application]:
    """Those applications that were decided, or closed, before a day and whose pictures are still there."""
    return select(Application).where(
        Application.images_deleted_on.is_(None),
        func.coalesce(Application.decided_on, Application.closed_on) < on,
        not_on_hold(),
    )
