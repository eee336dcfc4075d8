"""What the clock does every night: tell those who were chosen, remind, note what ran out, take off, delete papers.

Each batch is one operation, safe to run twice and on two machines at once: it takes its turn and looks again inside. A
night that was missed is made up for in the next one; of reminders that were missed only the latest is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, select

from cpd import legal_holds, registrants
from cpd.audit import emails, policy, queries
from cpd.audit.models import Appeal, Audit, Decision, Extension, Mark, Submission, Worry
from cpd.audit.operations.deciding import remove
from cpd.audit.operations.giving import stop_now, tell
from cpd.audit.operations.steps import move, note, reminders_due
from cpd.audit.vocabulary import OPEN, SENDS, Cause, Stage, StepKind
from cpd.leaving import queries as leaving
from cpd.panels.models import PanelFound, PanelPlace
from cpd.registrants import Registrant
from cpd.renewal import policy as renewal
from foundation import audit as trail
from foundation import clock
from foundation.audit import SYSTEM
from foundation.database import db, operation
from register.vocabulary import Status

#: How many audits are handled in one operation.
BATCH = 100
MATTER = "cpd_audit"


@dataclass(frozen=True)
class Done:
    """What a night came to."""

    told: int
    deferred: int
    reminded: int
    ran_out: int
    removed: int
    stopped: int
    papers: int

    @property
    def sentence(self) -> str:
        """As the job says it."""
        return (
            f"CPD audit: {self.told} told, {self.deferred} deferred, {self.reminded} reminded, {self.ran_out} ran out, "
            f"{self.removed} taken off, {self.stopped} stopped, {self.papers} papers deleted."
        )


def run(*, shred: Callable[[tuple[str, str]], object]) -> Done:
    """All of it. `shred` destroys the files of an owner (`foundation.evidence`)."""
    today = clock.today()
    stopped = _each(Audit.stage.in_(OPEN - {Stage.NOTICE, Stage.APPEAL}), stop_gone)
    deferred = _each(Audit.stage.in_((Stage.CHOSEN, Stage.ASKED)), defer_those_on_leave)
    # Nobody is told of a draw before all of it stands where they can check it.
    told = _each(Audit.stage.in_((Stage.CHOSEN, Stage.DEFERRED)) & queries.draw_is_whole(), tell_those_here)
    reminded = _each(Audit.stage.in_(SENDS) & (Audit.due_on >= today), remind)
    ran_out = _each(Audit.stage.in_(SENDS) & (Audit.due_on < today), run_out)
    removed = _each((Audit.stage == Stage.NOTICE) & (Audit.due_on < today), take_off)
    before = clock.add_months(today, -policy.PAPERS_KEPT.value(today))
    over = (Audit.closed_on < before) & Audit.papers_deleted_on.is_(None) & Audit.entry_id.not_in(legal_holds.held())
    papers = _each(over, lambda ids: forget(ids, shred=shred))
    return Done(told, deferred, reminded, ran_out, removed, stopped, papers)


def _each(wanted: ColumnElement[bool], part: Callable[[Sequence[int]], int]) -> int:
    """Hand those wanted to a part, some at a time."""
    return sum(part(some) for some in _ids(wanted))


def _ids(wanted: ColumnElement[bool]) -> Iterator[Sequence[int]]:
    last = 0
    while found := db.session.scalars(
        select(Audit.id).where(wanted, Audit.id > last).order_by(Audit.id).limit(BATCH)
    ).all():
        last = found[-1]
        yield found


def _held(ids: Sequence[int], *stages: Stage) -> list[tuple[Audit, Registrant]]:
    """These audits as they stand now, at these stages, each with its registrant. Takes the turn."""
    trail.take_turn()
    rows = db.session.scalars(
        select(Audit)
        .where(Audit.id.in_(ids), Audit.stage.in_(stages))
        .order_by(Audit.id)
        .execution_options(populate_existing=True)
    ).all()
    people = registrants.many([one.entry_id for one in rows])
    return [(one, people[one.entry_id]) for one in rows if one.entry_id in people]


@operation
def stop_gone(ids: Sequence[int]) -> int:
    """Stop the audits of those who left, were removed or have died, and of those who lapsed and did not come back."""
    done = 0
    for held, who in _held(ids, *(OPEN - {Stage.NOTICE, Stage.APPEAL})):
        standing = who.standing()
        if standing is None:
            stop_now(held, who, by=SYSTEM, told=False)
            done += 1
        elif not who.is_on_register() and not _may_come_back(who, standing.status):
            stop_now(held, who, by=SYSTEM)
            done += 1
    return done


def _may_come_back(who: Registrant, status: Status) -> bool:
    ended = who.ends_on
    if status is not Status.LAPSED or ended is None:
        return False
    # As long as they may come back as if nothing had happened, their audit waits.
    return clock.today() <= clock.add_working_days(ended, renewal.numbers_for(ended)["late"], who.division)


@operation
def defer_those_on_leave(ids: Sequence[int]) -> int:
    """Let the audits of those on approved leave wait. They are not dropped."""
    rows = _held(ids, Stage.CHOSEN, Stage.ASKED)
    away = leaving.on_leave([held.entry_id for held, _ in rows], clock.today())
    for held, who in rows:
        if held.entry_id in away:
            move(held, "defer", StepKind.DEFERRED, by=SYSTEM)
            emails.deferred(held, who)
    return sum(held.entry_id in away for held, _ in rows)


@operation
def tell_those_here(ids: Sequence[int]) -> int:
    """Tell those who were chosen, and those whose leave is over. Whoever has no address waits for the post."""
    rows = _held(ids, Stage.CHOSEN, Stage.DEFERRED)
    away = leaving.on_leave([held.entry_id for held, _ in rows], clock.today())
    ready = [(held, who) for held, who in rows if who.email and held.entry_id not in away and who.is_on_register()]
    for held, who in ready:
        tell(held, who, by=SYSTEM)
    return len(ready)


@operation
def remind(ids: Sequence[int]) -> int:
    """Write to those who have not sent anything."""
    written, today = 0, clock.today()
    for held, who in _held(ids, *SENDS):
        due = reminders_due(held, today)
        if due > held.reminders:
            held.reminders = due
            emails.reminder(held, who, number=due)
            note(held, "reminded", by=SYSTEM, detail={"number": due})
            written += 1
    db.session.flush()
    return written


@operation
def run_out(ids: Sequence[int]) -> int:
    """Note that nothing came in time: on with what there is, or to the registrar."""
    today, done = clock.today(), 0
    for held, who in _held(ids, *SENDS):
        if held.due_on is None or held.due_on >= today:
            continue
        done += 1
        if held.stage is Stage.MORE:
            move(held, "go_on_without", StepKind.NOTHING_SENT, by=SYSTEM)
        else:
            move(held, "run_out", StepKind.NOTHING_SENT, by=SYSTEM, cause=Cause.NOTHING_SENT)
            emails.overdue(held, who)
    return done


@operation
def take_off(ids: Sequence[int]) -> int:
    """Take those off whose notice is over and who did not appeal; not while something has to be settled."""
    today, done = clock.today(), 0
    for held, _who in _held(ids, Stage.NOTICE):
        if held.due_on is not None and held.due_on < today:
            done += remove(held, by=SYSTEM)
    return done


@operation
def forget(ids: Sequence[int], *, shred: Callable[[tuple[str, str]], object]) -> int:
    """Delete what was sent, marked, decided, appealed and worried about, some time after the end (rules 6.11).

    The outcome and the timeline stay.
    """
    trail.take_turn()
    done = 0
    rows = db.session.scalars(
        select(Audit)
        .where(Audit.id.in_(ids), Audit.papers_deleted_on.is_(None), Audit.entry_id.not_in(legal_holds.held()))
        .execution_options(populate_existing=True)
    ).all()
    for held in rows:
        if queries.open_worry(held.id) is not None:
            continue
        shred((MATTER, str(held.id)))
        appeals = [str(one.id) for one in queries.appeals(held.id)]
        for appeal in appeals:
            shred((queries.APPEAL, appeal))
        for table in (PanelFound, PanelPlace):
            db.session.execute(delete(table).where(table.matter_kind == queries.APPEAL, table.matter_id.in_(appeals)))
        # What took somebody off the register is a decision of the register, and kept as long as that.
        kinds = (Mark, Submission, Extension, Worry, Appeal)
        for kind in kinds if held.stage is Stage.REMOVED else (*kinds, Decision):
            db.session.execute(delete(kind).where(kind.audit_id == held.id))
        held.why_sealed = None
        held.papers_deleted_on = clock.today()
        note(held, "papers_deleted", by=SYSTEM)
        done += 1
    db.session.flush()
    return done
