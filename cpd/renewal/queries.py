"""Reading renewals and what is watched over: each question a fixed number of statements."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import func, or_, select

from cpd.disclosures import queries as disclosures
from cpd.disclosures.telling import HEALTH
from cpd.renewal.models import (
    InsuranceSuspension,
    InsuranceTold,
    Renewal,
    RenewalAnswer,
    RenewalHealth,
    RenewalStatement,
    RenewalStep,
    RenewalTalk,
    ReturnDecision,
)
from cpd.renewal.vocabulary import Band, Seen, Stage
from cpd.requirements.vocabulary import Verdict
from foundation.database import db
from foundation.errors import Missing

Row = TypeVar("Row", RenewalAnswer, RenewalHealth, RenewalStatement, RenewalStep, ReturnDecision)
Told = TypeVar("Told", RenewalAnswer, RenewalHealth)
NONE = "There is no renewal with that reference."


def find(reference: str) -> Renewal | None:
    """The renewal of a reference, if there is one."""
    return db.session.scalar(select(Renewal).where(Renewal.reference == reference))


def get(reference: str) -> Renewal:
    """The renewal of a reference.

    Raises:
        Missing: there is none.
    """
    found = find(reference)
    if found is None:
        raise Missing(NONE)
    return found


def of_entry(entry_id: int) -> Sequence[Renewal]:
    """Every renewal of a registrant, newest first."""
    return db.session.scalars(select(Renewal).where(Renewal.entry_id == entry_id).order_by(Renewal.id.desc())).all()


def after(entry_id: int, ends_on: date) -> Renewal | None:
    """The renewal that follows the period which ends on a day; or which the days that end then bridge."""
    statement = select(Renewal).where(
        Renewal.entry_id == entry_id, or_(Renewal.ends_on == ends_on, Renewal.bridged_to == ends_on)
    )
    return db.session.scalar(statement.order_by(Renewal.id.desc()).limit(1))


def bridges(entry_ids: Collection[int]) -> dict[int, dict[date, date]]:
    """By entry: from the last day of days that bridge a failed payment to the last day of the period before them."""
    if not entry_ids:
        return {}
    statement = select(Renewal.entry_id, Renewal.bridged_to, Renewal.ends_on).where(
        Renewal.entry_id.in_(entry_ids), Renewal.bridged_to.is_not(None)
    )
    found: dict[int, dict[date, date]] = {}
    for entry_id, bridged_to, ends_on in db.session.execute(statement):
        if bridged_to is not None:
            found.setdefault(entry_id, {})[bridged_to] = ends_on
    return found


def latest(entry_ids: Collection[int]) -> dict[int, Renewal]:
    """The newest renewal of each of these registrants, in one statement."""
    if not entry_ids:
        return {}
    newest = select(func.max(Renewal.id)).where(Renewal.entry_id.in_(entry_ids)).group_by(Renewal.entry_id)
    return {one.entry_id: one for one in db.session.scalars(select(Renewal).where(Renewal.id.in_(newest)))}


def was_late(entry_id: int, *, since: date, besides: int | None = None) -> bool:
    """Whether a renewal of somebody was late for a period that ended since a day."""
    statement = select(Renewal.id).where(
        Renewal.entry_id == entry_id, Renewal.band == Band.LATE, Renewal.ends_on >= since, Renewal.id != (besides or 0)
    )
    return db.session.scalar(statement.limit(1)) is not None


def steps(renewal_id: int) -> Sequence[RenewalStep]:
    """What has happened, oldest first."""
    statement = select(RenewalStep).where(RenewalStep.renewal_id == renewal_id)
    return db.session.scalars(statement.order_by(RenewalStep.id)).all()


def answers(renewal: Renewal) -> Sequence[RenewalAnswer]:
    """The declarations as they were sent last, but for what was told in error: that is shown to nobody."""
    statement = select(RenewalAnswer).where(
        RenewalAnswer.renewal_id == renewal.id, RenewalAnswer.round == renewal.round
    )
    found = db.session.scalars(statement.order_by(RenewalAnswer.code)).all()
    hidden = disclosures.taken_back(renewal.entry_id, [(told_as(renewal, one.round), one.code) for one in found])
    return [one for one in found if (told_as(renewal, one.round), one.code) not in hidden]


def told_as(renewal: Renewal, number: int) -> str:
    """What the answers of a round are called in `cpd.disclosures`."""
    return f"{renewal.reference} {number}"


def every_answer(renewals: Collection[Renewal]) -> list[RenewalAnswer]:
    """The declarations as they were sent each time, but for what was told in error, of one registrant's renewals."""
    found = _of_renewals(RenewalAnswer, renewals)
    return [one for one, told in _not_in_error(renewals, [(one, one.code) for one in found]) if told]


def every_health(renewals: Collection[Renewal]) -> list[RenewalHealth]:
    """The answers about health as they were sent each time, but for what was told in error."""
    found = _of_renewals(RenewalHealth, renewals)
    return [one for one, told in _not_in_error(renewals, [(one, HEALTH) for one in found]) if told]


def every_statement(renewals: Collection[Renewal]) -> list[RenewalStatement]:
    """The form as it was sent each time."""
    return _of_renewals(RenewalStatement, renewals)


def every_step(renewals: Collection[Renewal]) -> list[RenewalStep]:
    """What has happened to each of these, oldest first."""
    return _of_renewals(RenewalStep, renewals)


def decisions(renewals: Collection[Renewal]) -> list[ReturnDecision]:
    """What was decided of somebody who came back with one of these."""
    return _of_renewals(ReturnDecision, renewals)


def _of_renewals(kind: type[Row], renewals: Collection[Renewal]) -> list[Row]:
    table: Any = kind
    statement = select(table).where(table.renewal_id.in_([one.id for one in renewals]))
    return list(db.session.scalars(statement.order_by(table.id)))


def _not_in_error(renewals: Collection[Renewal], said: Sequence[tuple[Told, str]]) -> list[tuple[Told, bool]]:
    """Each answer, and whether it still counts."""
    by_id = {one.id: one for one in renewals}
    names = [(told_as(by_id[one.renewal_id], one.round), code) for one, code in said]
    hidden: set[tuple[str, str]] = set()
    for entry_id in {one.entry_id for one in renewals}:
        hidden |= disclosures.taken_back(entry_id, names)
    return [(one, name not in hidden) for (one, _), name in zip(said, names, strict=True)]


def told_in_error(entry_id: int, *, over_on: date) -> Sequence[int]:
    """The ids of answers that were told in error and are to be gone by a day, of any round of any renewal."""
    statement = select(RenewalAnswer.id, RenewalAnswer.round, RenewalAnswer.code, Renewal).join(
        Renewal, Renewal.id == RenewalAnswer.renewal_id
    )
    named = {
        answer_id: (told_as(renewal, number), code)
        for answer_id, number, code, renewal in db.session.execute(statement.where(Renewal.entry_id == entry_id))
    }
    over = disclosures.taken_back(entry_id, set(named.values()), over_on=over_on)
    return [answer_id for answer_id, name in named.items() if name in over]


def health(renewal: Renewal) -> RenewalHealth | None:
    """The answer about health that was sent last. Its key opens nothing else."""
    return db.session.scalar(
        select(RenewalHealth).where(RenewalHealth.renewal_id == renewal.id, RenewalHealth.round == renewal.round)
    )


def statement_of(renewal: Renewal) -> RenewalStatement | None:
    """The form as it was sent last."""
    return db.session.scalar(
        select(RenewalStatement).where(
            RenewalStatement.renewal_id == renewal.id, RenewalStatement.round == renewal.round
        )
    )


def decision_of(renewal_id: int) -> ReturnDecision | None:
    """What was decided of somebody who comes back."""
    return db.session.scalar(select(ReturnDecision).where(ReturnDecision.renewal_id == renewal_id))


def talks(entry_id: int) -> Sequence[RenewalTalk]:
    """What there is and was to talk about with somebody, newest first."""
    statement = select(RenewalTalk).where(RenewalTalk.entry_id == entry_id)
    return db.session.scalars(statement.order_by(RenewalTalk.id.desc())).all()


def talk(entry_id: int, talk_id: int) -> RenewalTalk:
    """One of them.

    Raises:
        Missing: there is none with that number.
    """
    found = db.session.get(RenewalTalk, talk_id)
    if found is None or found.entry_id != entry_id:
        raise Missing("There is nothing here to talk about.")
    return found


def open_for_good(before: date, *, after: int, limit: int) -> Sequence[Renewal]:
    """The next renewals that were begun and never finished, of periods that ended before a day."""
    statement = select(Renewal).where(
        Renewal.stage.in_([one for one in Stage if one.is_open]), Renewal.ends_on < before, Renewal.id > after
    )
    return db.session.scalars(statement.order_by(Renewal.id).limit(limit)).all()


def judged_too_soon(today: date, *, after: int, limit: int) -> Sequence[Renewal]:
    """The next renewals whose CPD was judged while the period still ran, and which is over by now."""
    statement = select(Renewal).where(
        Renewal.cpd == Verdict.NOT_YET.value,
        Renewal.ends_on < today,
        Renewal.stage == Stage.RENEWED,
        Renewal.id > after,
    )
    return db.session.scalars(statement.order_by(Renewal.id).limit(limit)).all()


# ----------------------------------------------------------------------------------------------------------- insurance


def insurance(entry_id: int) -> Sequence[InsuranceTold]:
    """What a registrant told us of their insurance, newest first."""
    statement = select(InsuranceTold).where(InsuranceTold.entry_id == entry_id)
    return db.session.scalars(statement.order_by(InsuranceTold.id.desc())).all()


def told_to(entry_ids: Collection[int]) -> dict[int, date]:
    """Up to when insurance was told that no officer has turned down, by entry."""
    if not entry_ids:
        return {}
    statement = (
        select(InsuranceTold.entry_id, func.max(InsuranceTold.ends_on))
        .where(
            InsuranceTold.entry_id.in_(entry_ids),
            or_(InsuranceTold.seen.is_(None), InsuranceTold.seen != Seen.NOT_CONFIRMED),
        )
        .group_by(InsuranceTold.entry_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def certificate(told_id: int) -> InsuranceTold:
    """One certificate.

    Raises:
        Missing: there is none with that number.
    """
    found = db.session.get(InsuranceTold, told_id)
    if found is None:
        raise Missing("There is no such certificate.")
    return found


def suspension(entry_id: int) -> InsuranceSuspension | None:
    """The suspension for want of insurance that holds now."""
    return db.session.scalar(
        select(InsuranceSuspension).where(
            InsuranceSuspension.entry_id == entry_id, InsuranceSuspension.ended_at.is_(None)
        )
    )
