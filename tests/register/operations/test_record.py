"""What is recorded stays recorded: every verb adds rows, changes none, and what was known can be answered."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from foundation import audit, clock
from foundation.database import Base, db, operation
from foundation.errors import Refused
from foundation.outbox import Letter
from register import models, operations, publication, queries
from register.models import EventKind
from register.operations import Admission
from register.rules import PeriodFact
from register.vocabulary import EndingKind, OrderKind, Status, Withheld
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import CLERK, FACTS, SECOND, WHY, YEAR, london, status

FACT_TABLES = ("event", *(kind.__tablename__ for kind in models.FACTS))


def everything(number: str) -> list[Callable[[], object]]:
    """Every verb, in an order in which each is possible."""

    def on(verb: Callable[..., object], **given: Any) -> Callable[[], object]:
        return lambda: verb(number, **given, **WHY)

    def last_order() -> int:
        return arrange.restrictions(number)[-1].id

    return [
        on(operations.change_particulars, changes={"surname": "Newname"}, effective_at=clock.now()),
        on(operations.change_particulars, changes={"town": "Hull"}, effective_at=clock.now()),
        on(operations.change_contact, email="zzmail2@example.com"),
        on(operations.confirm_insurance, confirmed_to=date(2027, 6, 30)),
        on(operations.check_other_registration, body="HCPC", other_number="OT12345", checked_on=date(2026, 6, 1)),
        on(operations.correct_period, wrong_start=YEAR.starts_on, starts_on=date(2026, 5, 2), ends_on=YEAR.ends_on),
        on(operations.renew, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30)),
        on(operations.withhold, part=Withheld.PLACE, review_on=date(2027, 1, 1), approved_by=SECOND),
        on(operations.end_withholding, part=Withheld.PLACE),
        on(operations.place_hold, source="zzhold-1"),
        on(operations.release_hold, source="zzhold-1"),
        lambda: arrange.impose(number, OrderKind.CONDITIONS, london("2026-07-01"), london("2027-07-01")),
        lambda: operations.extend_restriction(
            number, restriction_id=last_order(), until=london("2027-09-01"), reason="zzreason", by=CLERK
        ),
        lambda: operations.end_restriction(
            number, restriction_id=last_order(), at=london("2026-12-01"), reason="zzreason", by=CLERK
        ),
        lambda: operations.take_back_restriction(number, restriction_id=last_order(), reason="zzreason", by=CLERK),
        on(operations.record_leaving, at=clock.now()),
        on(operations.restore, starts_on=date(2026, 8, 1), ends_on=date(2027, 7, 31)),
        on(operations.record_death, at=clock.now() + timedelta(days=60)),
    ]


def test_every_verb_adds_rows_and_changes_none(number: str, set_clock: StillClock) -> None:
    before = arrange.rows()
    for count, act in enumerate(everything(number)):
        set_clock.move(minutes=1)
        act()
        after = arrange.rows()
        for table, held in before.items():
            assert held <= after[table], f"step {count} changed a row of {table}"
        assert len(after["event"]) == len(before["event"]) + 1
        assert len(after["audit_record"]) == len(before["audit_record"]) + 1
        before = after
    assert audit.verify().broken is None


def test_every_event_says_when_who_and_why(number: str, set_clock: StillClock) -> None:
    for act in everything(number):
        set_clock.move(minutes=1)
        act()
    history = queries.history(arrange.entry_id(number))
    assert len(history) == len(everything(number)) + 1
    assert all(one.recorded_by == "Clerk Zzrecorder" and "zzreason" in one.reason for one in history)
    moments = [one.recorded_at for one in history]
    assert moments == sorted(moments, reverse=True)
    assert {one.kind for one in history} == set(EventKind) - {EventKind.LOADED}


def test_the_audit_line_says_what_changed_but_no_private_words(number: str, set_clock: StillClock) -> None:
    for act in everything(number):
        act()
    lines = db.session.execute(select(audit.AuditRecord.action, audit.AuditRecord.detail)).all()
    assert {action for action, _ in lines} >= {"register.admitted", "register.changed", "register.left"}
    assert not [detail for _, detail in lines if "zzmail" in detail or "Newname" in detail or "O’Sample" in detail]


def test_the_database_itself_refuses_to_change_a_fact(number: str) -> None:
    for act in everything(number):
        act()
    for table in FACT_TABLES:
        column = {"event": "reason"}.get(table, "void")
        for how in (f"UPDATE {table} SET {column} = {column}", f"UPDATE {table} SET entry_id = 99 WHERE id = 1"):
            with pytest.raises(DBAPIError, match=f"{table} is append-only"), db.engine.begin() as connection:
                connection.execute(text(how))


def test_a_fact_cannot_be_replaced_either(number: str) -> None:
    """SQLite's INSERT OR REPLACE deletes the old row behind the back of a trigger on DELETE or UPDATE."""
    if db.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL has no such statement")
    for act in everything(number):
        act()
    before = arrange.rows()
    for table in (*FACT_TABLES, "audit_record"):
        copied = ", ".join(column.name for column in Base.metadata.tables[table].columns if column.name != "id")
        unique = {"event": "id", "audit_record": "hash"}.get(table, "supersedes_id")
        for how in (
            f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1",
            f"INSERT OR REPLACE INTO {table} ({copied}) SELECT {copied} FROM {table} "
            f"WHERE {unique} IS NOT NULL ORDER BY {unique} LIMIT {0 if unique == 'id' else 1}",
        ):
            with suppress(DBAPIError), db.engine.begin() as connection:
                connection.execute(text(how))
    assert arrange.rows() == before


def test_a_reason_is_wanted_of_everything(number: str) -> None:
    before = arrange.rows()
    for reason in ("", "   ", "\n"):
        with pytest.raises(Refused, match="Say why"):
            operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), reason=reason, by=CLERK)
        with pytest.raises(Refused, match="Say why"):
            operations.admit(Admission(FACTS, [YEAR], ""), reason=reason, by=CLERK)
    assert arrange.rows() == before


def test_a_number_that_is_nobodys_is_refused() -> None:
    with pytest.raises(Refused, match="no entry with the number CM999999A"):
        operations.confirm_insurance("CM999999A", confirmed_to=date(2027, 1, 1), **WHY)


def test_what_was_recorded_by_a_moment_can_still_be_answered(number: str, set_clock: StillClock) -> None:
    admitted = clock.now()
    set_clock("2026-08-01 12:00")
    operations.change_particulars(number, changes={"town": "Hull"}, effective_at=london("2026-06-01"), **WHY)
    moved = clock.now()
    set_clock("2026-09-01 12:00")
    order = arrange.impose(number, OrderKind.SUSPENSION, london("2026-08-15"), london("2026-10-15"))
    suspended = clock.now()
    set_clock("2026-10-01 12:00")
    operations.take_back_restriction(number, restriction_id=order, **WHY)
    before = timedelta(microseconds=1)

    def known(at: datetime) -> tuple[str, int]:
        held = arrange.record(number, known_at=at)
        return held.particulars_at(london("2026-08-20")).town, len(held.restrictions)

    assert queries.records([arrange.entry_id(number)], known_at=admitted - before) == {}
    assert known(admitted) == ("Leeds", 0)
    assert known(moved - before) == ("Leeds", 0)
    assert known(moved) == ("Hull", 0)
    assert known(suspended - before) == ("Hull", 0)
    assert known(suspended) == ("Hull", 1)
    assert known(clock.now() - before) == ("Hull", 1)
    assert known(clock.now()) == ("Hull", 0)
    # As known today, that order never was: it stood on the wrong person.
    assert status(number, date(2026, 8, 20)) is Status.REGISTERED
    entry_id = arrange.entry_id(number)
    then = publication.public_entries([entry_id], now=suspended, known_at=suspended)[entry_id]
    assert then.status is Status.SUSPENDED


def test_a_back_dated_order_holds_for_the_days_before_it_was_recorded(number: str) -> None:
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2026-09-01"))
    assert status(number) is Status.REGISTERED_CONDITIONS
    assert status(number, date(2026, 5, 31)) is Status.REGISTERED
    assert status(number, date(2026, 6, 1)) is Status.REGISTERED_CONDITIONS


def test_a_corrected_period_answers_for_the_past_and_the_wrong_one_stays_on_record(
    number: str, set_clock: StillClock
) -> None:
    wrong = arrange.record(number).periods
    known = clock.now()
    set_clock.move(days=1)
    right = PeriodFact(date(2026, 5, 15), date(2027, 5, 14))
    operations.correct_period(number, wrong_start=YEAR.starts_on, **right._asdict(), **WHY)
    assert arrange.record(number).periods == [right]
    assert arrange.record(number, known_at=known).periods == wrong
    assert status(number, date(2026, 5, 14)) is Status.NOT_RECORDED


def test_an_error_after_the_change_leaves_nothing_behind(number: str) -> None:
    before = arrange.rows()

    @operation
    def half_done() -> None:
        operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
        operations.change_contact(number, email="zzmail2@example.com", **WHY)
        raise KeyError("something else went wrong")

    with pytest.raises(KeyError):
        half_done()
    assert arrange.rows() == before
    assert db.session.scalars(select(Letter)).all() == []


def test_a_change_costs_the_same_number_of_statements_whatever_came_before(
    number: str, statements: Callable[[], AbstractContextManager[list[str]]], set_clock: StillClock
) -> None:
    counts = []
    for day in range(1, 6):
        with statements() as seen:
            operations.confirm_insurance(number, confirmed_to=date(2027, 7, day), **WHY)
        counts.append(len(seen))
    assert len(set(counts)) == 1


def test_an_ending_knows_how_long_it_is_shown_under_the_policy_of_its_day() -> None:
    fact = operations.departures.ending_fact(EndingKind.LEFT, london("2026-02-28T12:00"))
    assert fact.shown_until == london("2028-02-28T23:59")
    assert operations.departures.ending_fact(EndingKind.MERGED, london("2026-02-28T12:00")).shown_until == fact.at
