"""What the clock does every night: reminders, what is watched over, and closing what came to nothing.

Lapse needs no job: the register says it at 23:59. Each batch is a transaction of its own that takes its turn and looks
again, so the night may stop anywhere, be run again, and run on two machines. Of notices that were missed only the
newest one is written, and nobody is told of what somebody is told already.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import delete

from cpd import record_checks, registrants
from cpd.disclosures import queries as disclosures
from cpd.leaving import queries as leaving
from cpd.registrants import Registrant
from cpd.renewal import emails, fees, policy, queries, rules, watching
from cpd.renewal.models import Notice, RenewalAnswer
from cpd.renewal.operations import asking, forgetting, holding, talking
from cpd.renewal.operations.steps import move
from cpd.renewal.vocabulary import Place, Stage, StepKind, Watch
from cpd.renewal.watching import Due
from cpd.renewal.windows import AFTER, Window, notice_due
from foundation import audit, clock
from foundation.audit import SYSTEM
from foundation.batches import NO_MORE, walk
from foundation.database import db, operation
from foundation.outbox import Letter

#: So far back we look for days that passed: a job that stood still for longer writes to nobody about older ones.
BACK = timedelta(days=60)


@dataclass(frozen=True)
class Done:
    """What a night came to."""

    renewal_notices: int
    insurance_notices: int
    check_notices: int
    cpd_wanting: int
    closed: int
    answers_deleted: int
    over: int
    holds: int

    @property
    def sentence(self) -> str:
        """For the log of the job."""
        return (
            f"Renewal: {self.renewal_notices} reminders, {self.insurance_notices} letters about insurance and "
            f"{self.check_notices} about record checks; {self.cpd_wanting} whose CPD was not enough; {self.closed} "
            f"that came to nothing were closed, and {self.answers_deleted} answers told in error and {self.over} rows "
            f"whose years are over were deleted; {self.holds} legal holds are to be looked at again."
        )


def run(*, shred: Callable[[tuple[str, str]], object]) -> Done:
    """All of it. `shred` destroys the files of an owner (`foundation.evidence`)."""
    return Done(
        renewal_notices=walk(remind_of_renewal),
        insurance_notices=walk(remind_of_insurance) + walk(remind_of_told_insurance) + walk(ask_for_insurance),
        check_notices=walk(remind_of_checks),
        cpd_wanting=walk(talking.judge_what_is_over),
        closed=walk(close_what_is_over),
        answers_deleted=walk(delete_told_in_error),
        over=forgetting.run(shred=shred),
        holds=walk(holding.remind),
    )


def _last(rows: Sequence[Due]) -> int:
    """Where the next batch goes on; or that there is none."""
    return rows[-1].entry_id if len(rows) == watching.AT_A_TIME else NO_MORE


def _note(registrant: Registrant, watch: Watch, day: date, number: int, letter: Letter | None) -> None:
    db.session.flush()
    db.session.add(
        Notice(
            entry_id=registrant.entry_id,
            watch=watch,
            day=day,
            number=number,
            written_on=clock.today(),
            letter_id=letter.id if letter is not None else None,
        )
    )


# -------------------------------------------------------------------------------------------------------------- renewal


@operation
def remind_of_renewal(after: int) -> tuple[int, int]:
    """One batch: write to who has not renewed. Says how many letters, and where the next batch begins."""
    audit.take_turn()
    today = clock.today()
    before = policy.read_days(policy.REMINDERS.value(today))
    rows = watching.periods(after, today, before=before, back=today - BACK)
    people = registrants.many([row.entry_id for row in rows])
    windows = rules.windows(list(people.values()))
    latest = queries.latest(list(people))
    told = watching.had(Watch.RENEWAL, list(people))
    leaves = leaving.planned(list(people))
    written = 0
    for registrant in people.values():
        window = windows.get(registrant.entry_id)
        if window is None or window.left or leaves.get(registrant.entry_id, date.max) <= window.over_on:
            continue
        number = notice_due(window.over_on, today, before=before, after=_after(window, registrant))
        if number <= told.get((registrant.entry_id, window.over_on), 0):
            continue
        held = latest.get(registrant.entry_id)
        renewal = held if held is not None and held.ends_on == window.ends_on else None
        if renewal is not None and renewal.stage in (Stage.LOOKED_AT, Stage.SENT_ON, Stage.OVER):
            continue
        place = window.place(clock.now())
        if renewal is not None and place is not Place.OPEN and place.may_begin:
            asking.ask(renewal, registrant, place, over_on=window.over_on, by=SYSTEM)
        money = fees.standing(renewal) if renewal is not None else None
        insured = rules.insured_to(registrant) if renewal is not None else registrant.insured_to
        letter = emails.reminder(
            registrant,
            ends_on=window.over_on,
            number=number,
            missing=rules.missing(renewal, insured=insured, money=money, today=today),
            begun=renewal is not None,
            lapsed=place is not Place.OPEN,
            late_until=window.late_until,
        )
        _note(registrant, Watch.RENEWAL, window.over_on, number, letter)
        written += letter is not None
    return written, _last(rows)


def _after(window: Window, registrant: Registrant) -> tuple[date, ...]:
    first = window.over_on + timedelta(days=policy.REMINDER_AFTER.value(window.over_on))
    working = policy.REMINDER_LAST.value(window.over_on)
    return first, clock.add_working_days(window.over_on, working, registrant.division)


# ------------------------------------------------------------------------------------------ insurance and record checks


@operation
def remind_of_insurance(after: int) -> tuple[int, int]:
    """One batch: insurance that was seen and runs out, unless newer one was told; and the notice once it has ended."""
    audit.take_turn()
    today = clock.today()
    before = policy.read_days(policy.WATCHED.value(today))
    rows = watching.insurances(after, today, before=before)
    return _of_insurance(rows, before), _last(rows)


def _of_insurance(rows: Sequence[Due], before: tuple[int, ...]) -> int:
    """Write about these ends of insurance to who is on the register and told of no later one; says to how many."""
    today = clock.today()
    people = registrants.many([row.entry_id for row in rows])
    newer = queries.told_to(list(people))
    written = 0
    for entry_id, ends_on in rows:
        registrant = people.get(entry_id)
        if registrant is None or not registrant.is_on_register():
            continue
        if max(newer.get(entry_id, ends_on), registrant.insured_to or ends_on) > ends_on:
            continue
        number = notice_due(ends_on, today, before=before, after=(ends_on + timedelta(days=1),))
        if number >= AFTER:
            letter = emails.insurance_ended(registrant, ends_on=ends_on, until=_until(today))
        else:
            letter = emails.insurance_reminder(registrant, ends_on=ends_on, number=number)
        _note(registrant, Watch.INSURANCE, ends_on, number, letter)
        written += letter is not None
    return written


def _until(today: date) -> date:
    return today + timedelta(days=policy.INSURANCE_NOTICE.value(today))


@operation
def remind_of_told_insurance(after: int) -> tuple[int, int]:
    """One batch: insurance that was told and that nobody has looked at yet is watched over like any other."""
    audit.take_turn()
    today = clock.today()
    before = policy.read_days(policy.WATCHED.value(today))
    rows = watching.told_insurances(after, today, before=before)
    return _of_insurance(rows, before), _last(rows)


@operation
def ask_for_insurance(after: int) -> tuple[int, int]:
    """One batch: who is on the register without any insurance on record, as one who was loaded without it."""
    audit.take_turn()
    today = clock.today()
    rows = watching.without_insurance(after, today)
    people = registrants.many([row.entry_id for row in rows])
    written = 0
    for entry_id, since in rows:
        registrant = people.get(entry_id)
        if registrant is None or not registrant.is_on_register():
            continue
        letter = emails.insurance_missing(registrant, since=since, until=_until(today))
        _note(registrant, Watch.INSURANCE, since, AFTER, letter)
        written += letter is not None
    return written, _last(rows)


@operation
def remind_of_checks(after: int) -> tuple[int, int]:
    """One batch: criminal record checks that are soon due to be told anew."""
    audit.take_turn()
    today = clock.today()
    before = policy.read_days(policy.WATCHED.value(today))
    rows = watching.record_checks(after, today, before=before, back=today - BACK)
    people = registrants.many([row.entry_id for row in rows])
    seen, told = record_checks.newest(list(people)), watching.had(Watch.RECORD_CHECK, list(people))
    written = 0
    for entry_id, registrant in people.items():
        if not registrant.is_on_register():
            continue
        due_on = record_checks.due_on(seen[entry_id])
        number = notice_due(due_on, today, before=before, after=(due_on + timedelta(days=1),))
        if number <= told.get((entry_id, due_on), 0):
            continue
        letter = emails.record_check_reminder(registrant, due_on=due_on, number=number)
        _note(registrant, Watch.RECORD_CHECK, due_on, number, letter)
        written += letter is not None
    return written, _last(rows)


# ---------------------------------------------------------------------------------------------------------------- over


@operation
def close_what_is_over(after: int) -> tuple[int, int]:
    """One batch: close renewals that were begun and can no longer be finished. Says how many, and where the next batch
    begins.
    """
    audit.take_turn()
    today = clock.today()
    before = clock.add_months(today, -min(policy.RETURN_B.value(today), 24))
    rows = queries.open_for_good(before, after=after, limit=watching.AT_A_TIME)
    people = registrants.many({renewal.entry_id for renewal in rows})
    windows = rules.windows(list(people.values()))
    closed = 0
    for renewal in rows:
        window = windows.get(renewal.entry_id)
        ours = window is not None and window.ends_on == renewal.ends_on
        waits_for_us = renewal.stage is Stage.LOOKED_AT
        if ours and window is not None and (waits_for_us or window.place(clock.now()) is not Place.TOO_LATE):
            continue
        asking.stop_asking(renewal, by=SYSTEM)
        move(renewal, "close", StepKind.OVER, by=SYSTEM)
        closed += 1
    return closed, rows[-1].id if len(rows) == watching.AT_A_TIME else NO_MORE


# ------------------------------------------------------------------------------------------------------- told in error


@operation
def delete_told_in_error(after: int) -> tuple[int, int]:
    """One batch: delete answers that were told in error, some days after (rules 6.11). Says how many, and where the
    next batch begins. That it was taken back stays in `cpd.disclosures` as proof.
    """
    audit.take_turn()
    today = clock.today()
    entries = disclosures.entries_to_empty(today, after=after, limit=watching.AT_A_TIME)
    deleted = 0
    for entry_id in entries:
        over = queries.told_in_error(entry_id, over_on=today)
        if over:
            db.session.execute(delete(RenewalAnswer).where(RenewalAnswer.id.in_(over)))
            audit.record(
                action="renewal.told_in_error_deleted",
                subject=("entry", entry_id),
                by=SYSTEM,
                detail={"answers": len(over)},
            )
        deleted += len(over)
    return deleted, entries[-1] if len(entries) == watching.AT_A_TIME else NO_MORE
