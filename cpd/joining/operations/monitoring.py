"""Monitoring answers: changed by who applied for thirty days, then counted and cut loose for good.

Those given with a renewal are counted at once and never kept, so that nothing leads from them to anybody.

Never joined to anything else about a person: the link is asked for in this file and where it is made, and nowhere else
(a test holds that). After thirty days only counts are left, not even which answers were given together.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import delete, select, update

from cpd.declarations.monitoring import QUESTIONS, tidy
from cpd.joining import policy, rules
from cpd.joining.models import MonitoringCount, MonitoringLink, MonitoringSet
from cpd.joining.operations.sending_in import monitoring_of
from cpd.joining.operations.steps import to_change
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, one_at_a_time, operation
from foundation.errors import Refused
from foundation.small_numbers import Count, hide_line


@operation
def change(reference: str, answers: Mapping[str, str], *, by: Actor) -> None:
    """Change one's own monitoring answers. The trail does not say so: it would tie a person to them.

    Raises:
        Refused: the thirty days are over, and nobody can tell whose they were.
    """
    application = to_change(reference)
    rules.check_own(application, by)
    kept = monitoring_of(application)
    if kept is None:
        raise Refused("Nobody can find your answers any more: they are only counted.")
    kept.sealed = locks.box_of(kept.lock_id).seal_json(tidy(answers))


@operation
def detach() -> int:
    """Count the answers whose thirty days are over, and shred them; says how many people's. Safe to run twice."""
    today = clock.today()
    due = db.session.execute(
        select(MonitoringLink.id, MonitoringSet.id, MonitoringSet.lock_id, MonitoringSet.sealed)
        .join(MonitoringSet, MonitoringSet.id == MonitoringLink.set_id)
        .where(MonitoringLink.delete_on <= today)
        .with_for_update()
    ).all()
    for link_id, set_id, lock_id, sealed in due:
        answers = locks.box_of(lock_id).open_json(sealed)
        for question, answer in sorted(tidy(answers).items()):
            _count(today.year, question, answer, at_renewal=False)
        db.session.execute(delete(MonitoringLink).where(MonitoringLink.id == link_id))
        db.session.execute(delete(MonitoringSet).where(MonitoringSet.id == set_id))
        locks.destroy_lock(lock_id)
    return len(due)


@operation
def count_at_once(answers: Mapping[str, str]) -> None:
    """Count what somebody said with their renewal. Nothing else of it is kept, and the trail does not say so."""
    one_at_a_time("monitoring counts")
    for question, answer in sorted(tidy(answers).items()):
        _count(clock.today().year, question, answer, at_renewal=True)


def _count(year: int, question: str, answer: str, *, at_renewal: bool) -> None:
    same = (
        MonitoringCount.at_renewal == at_renewal,
        MonitoringCount.year == year,
        MonitoringCount.question == question,
        MonitoringCount.answer == answer,
    )
    held = db.session.scalar(select(MonitoringCount.id).where(*same))
    if held is None:
        db.session.add(MonitoringCount(year=year, question=question, answer=answer, people=1, at_renewal=at_renewal))
        db.session.flush()
    else:
        db.session.execute(
            update(MonitoringCount).where(MonitoringCount.id == held).values(people=MonitoringCount.people + 1)
        )


@dataclass(frozen=True)
class Counted:
    """How often each answer to a question was chosen, and how many chose one."""

    name: str
    question: str
    answers: tuple[tuple[str, Count], ...]
    everybody: Count


def years() -> list[int]:
    """The years of which statistics can be shown, the newest first: those that are over.

    In a year that runs, whoever looks before and after somebody renews would read what they said.
    """
    over = select(MonitoringCount.year).where(MonitoringCount.year < clock.today().year).distinct()
    return list(db.session.scalars(over.order_by(MonitoringCount.year.desc())))


def statistics(year: int, *, at_renewal: bool = False) -> list[Counted]:
    """The counts of a year that is over in the words of the questions, of those who applied or of those who renewed.

    Small ones are hidden, and whatever would give them away. A year that still runs has none.
    """
    if year >= clock.today().year:
        return []
    smallest = policy.MONITORING_SMALLEST.value()
    rows = db.session.execute(
        select(MonitoringCount.question, MonitoringCount.answer, MonitoringCount.people).where(
            MonitoringCount.year == year, MonitoringCount.at_renewal == at_renewal
        )
    )
    held = {(question, answer): people for question, answer, people in rows}
    found = []
    for question in QUESTIONS:
        line = hide_line([held.get((question.name, code), 0) for code, _ in question.options], smallest)
        if line[-1].value is None:
            # Another question may tell how many answered this one: then no answer to it may be called small.
            line = [Count(None)] * len(line)
        words = [words for _, words in question.options]
        found.append(Counted(question.name, question.words, tuple(zip(words, line[:-1], strict=True)), line[-1]))
    return found
