"""The verbs of the register: nothing is overwritten, what was known stays known, two people cannot undo each other."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from foundation import audit, clock
from foundation.database import Base, db, operation
from foundation.errors import Refused
from foundation.outbox import Letter
from foundation.references import register_number
from register import operations, publication, queries
from register.models import FACTS, EventKind, Restriction
from register.operations import Admission
from register.rules import PeriodFact
from register.vocabulary import EndingKind, OrderKind, Status, Withheld
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import CLERK, FACTS, SECOND, YEAR, london

WHY: dict[str, Any] = {"reason": "zzreason", "by": CLERK}
FACT_TABLES = ("event", *(kind.__tablename__ for kind in FACTS))

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _summer(set_clock: StillClock) -> None:
    set_clock("2026-07-01 12:00")


@pytest.fixture
def number() -> str:
    """Somebody on the register from 1 May 2026 to 30 April 2027."""
    return arrange.admit()


def status(number: str, on: date | None = None) -> Status | None:
    found = publication.public_entry(number, on=on)
    return found.status if found else None


# ---------------------------------------------------------------------------------------------------- nothing is lost


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


# ------------------------------------------------------------------------------------------------------- what was known


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


# --------------------------------------------------------------------------------------------------- two people at once


def together(app: Flask, *acts: Callable[[], object]) -> list[object]:
    """Do things at the same moment, each over its own connection; says what each gave or raised."""
    ready = threading.Barrier(len(acts))
    found: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            ready.wait()
            try:
                found[place] = act()
            except Exception as error:  # whatever it is, the test wants to see it
                found[place] = error

    threads = [threading.Thread(target=run, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return found


def refused(found: list[object]) -> list[str]:
    """The sentences of those that were refused; any other error fails the test."""
    errors = [one for one in found if isinstance(one, Exception)]
    assert all(isinstance(one, Refused) for one in errors), errors
    return [str(one) for one in errors]


def test_two_corrections_of_the_same_fact_cannot_both_stand(app: Flask, number: str) -> None:
    db.session.rollback()

    def correct(starts_on: date) -> Callable[[], object]:
        return lambda: operations.correct_period(
            number, wrong_start=YEAR.starts_on, starts_on=starts_on, ends_on=YEAR.ends_on, **WHY
        )

    found = together(app, correct(date(2026, 5, 10)), correct(date(2026, 5, 20)))
    assert len(refused(found)) == 1
    held = arrange.record(number).periods
    assert len(held) == 1
    assert held[0].starts_on in {date(2026, 5, 10), date(2026, 5, 20)}
    assert audit.verify().broken is None


def test_the_same_order_ended_twice_at_once_ends_once(app: Flask, number: str) -> None:
    order = arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    db.session.rollback()

    def end(at: str) -> Callable[[], object]:
        return lambda: operations.end_restriction(number, restriction_id=order, at=london(at), **WHY)

    assert len(refused(together(app, end("2026-08-01"), end("2026-09-01"), end("2026-10-01")))) == 2
    assert len(arrange.restrictions(number)) == 1


def test_two_renewals_at_once_make_one_period(app: Flask, number: str) -> None:
    db.session.rollback()

    def renew() -> object:
        return operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)

    assert len(refused(together(app, renew, renew))) == 1
    assert len(arrange.record(number).periods) == 2


def test_nobody_leaves_past_a_hold_that_is_placed_at_the_same_moment(app: Flask, number: str) -> None:
    db.session.rollback()
    found = together(
        app,
        lambda: operations.place_hold(number, source="zzhold", **WHY),
        lambda: operations.record_leaving(number, at=clock.now(), **WHY),
    )
    sentences = refused(found)
    left, held = bool(arrange.record(number).endings), queries.is_held(arrange.entry_id(number))
    # Whoever came first was done; the other saw it, or was told to look again.
    assert (left, held, len(sentences)) in {(True, True, 0), (False, True, 1), (True, False, 1)}
    if (left, held) == (True, True):
        kinds = [one.kind for one in queries.history(arrange.entry_id(number))]
        assert kinds.index(EventKind.HELD) < kinds.index(EventKind.LEFT), "left although the hold was there"


def test_many_people_admitted_at_once_get_numbers_of_their_own(app: Flask) -> None:
    db.session.rollback()
    found = together(app, *[arrange.admit] * 6)
    assert refused(found) == []
    assert len(set(map(str, found))) == 6
    assert audit.verify().lines == 6


def test_people_who_work_on_the_same_entries_in_another_order_do_not_block_each_other(app: Flask) -> None:
    one, other = arrange.admit(), arrange.admit()
    db.session.rollback()
    halfway = threading.Barrier(2)

    @operation
    def both(first: str, second: str) -> None:
        operations.confirm_insurance(first, confirmed_to=date(2027, 7, 1), **WHY)
        with suppress(threading.BrokenBarrierError):  # the other one waits for us: that is the point
            halfway.wait(0.5)
        operations.confirm_insurance(second, confirmed_to=date(2027, 7, 1), **WHY)

    assert refused(together(app, lambda: both(one, other), lambda: both(other, one))) == []
    assert audit.verify().broken is None


def test_a_long_load_and_a_change_to_one_entry_do_not_block_each_other(app: Flask) -> None:
    """The load holds the trail while it goes on; an officer who changes an entry meanwhile waits, and neither dies."""
    numbers = [arrange.admit() for _ in range(4)]
    db.session.rollback()
    begun, officer_waits = threading.Event(), threading.Event()

    @operation
    def load() -> None:
        operations.confirm_insurance(numbers[0], confirmed_to=date(2027, 8, 1), **WHY)
        begun.set()
        officer_waits.wait(0.5)
        for number in numbers[1:]:
            operations.confirm_insurance(number, confirmed_to=date(2027, 8, 1), **WHY)

    def officer() -> None:
        begun.wait(10)
        operations.place_hold(numbers[3], source="zzhold", **WHY)

    assert refused(together(app, load, officer)) == []
    assert queries.is_held(arrange.entry_id(numbers[3]))
    assert arrange.record(numbers[3]).insured_to == date(2027, 8, 1)


# ----------------------------------------------------------------------------------------------------------- admission


def test_numbers_follow_the_highest_one_given_and_are_never_given_again(number: str) -> None:
    assert number == "CM000001B"
    assert arrange.admit(number="CM004271S") == "CM004271S"
    assert arrange.admit() == "CM004272T"
    operations.record_death(number, at=clock.now(), **WHY)
    with pytest.raises(Refused, match="CM000001B is on the register already"):
        arrange.admit(number="CM000001B")


def test_when_the_highest_number_is_given_the_lowest_free_ones_follow() -> None:
    arrange.admit(number=register_number(999_999))
    arrange.admit(number="CM000001B")
    assert [arrange.admit(), arrange.admit()] == ["CM000002C", "CM000003D"]


@pytest.mark.parametrize("wrong", ["CM004271A", "cm004271s", "CM 004271S", "", "4271"])
def test_a_number_that_is_not_quite_right_is_refused(wrong: str) -> None:
    with pytest.raises(Refused, match="is not a registration number"):
        arrange.admit(number=wrong)


def test_the_same_number_twice_in_one_load_is_refused_whole() -> None:
    people = [Admission(FACTS, [YEAR], "", number=one) for one in ("CM000005F", "CM000006G", "CM000005F")]
    with pytest.raises(Refused, match="CM000005F"):
        operations.load(people, reason="zzreason", by=CLERK)
    assert queries.is_empty()


@pytest.mark.parametrize(
    "periods",
    [
        [],
        [PeriodFact(date(2027, 1, 1), date(2026, 1, 1))],
        [YEAR, PeriodFact(date(2027, 4, 30), date(2028, 4, 29))],
    ],
)
def test_nobody_comes_on_without_a_period_or_with_periods_that_cannot_be(periods: list[PeriodFact]) -> None:
    with pytest.raises(Refused):
        operations.admit(Admission(FACTS, periods, ""), **WHY)
    assert queries.is_empty()


def test_somebody_without_any_name_is_refused() -> None:
    with pytest.raises(Refused, match="name"):
        arrange.admit(forenames="", surname="", known_as="")
    assert queries.is_empty()


def test_a_load_of_nobody_does_nothing() -> None:
    assert operations.load([], reason="zzreason", by=CLERK) == []


# -------------------------------------------------------------------------------------------------- periods and leaving


def test_a_renewal_follows_on(number: str, set_clock: StillClock) -> None:
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    for at in ("2027-04-30 23:58", "2027-04-30 23:59", "2027-05-01 00:00"):
        set_clock(at)
        assert status(number) is Status.REGISTERED, at


@pytest.mark.parametrize(
    ("starts_on", "ends_on"),
    [
        (date(2027, 4, 30), date(2028, 4, 29)),
        (date(2026, 1, 1), date(2026, 5, 1)),
        (date(2026, 6, 1), date(2026, 6, 30)),
        (date(2026, 1, 1), date(2028, 1, 1)),
        (date(2027, 6, 1), date(2027, 5, 31)),
    ],
)
def test_a_period_that_overlaps_or_runs_backwards_is_refused(number: str, starts_on: date, ends_on: date) -> None:
    for verb in (operations.renew, operations.restore):
        with pytest.raises(Refused):
            verb(number, starts_on=starts_on, ends_on=ends_on, **WHY)
    assert arrange.record(number).periods == [YEAR]


@pytest.mark.parametrize("verb", [operations.record_leaving, operations.remove_administratively])
def test_who_has_gone_cannot_renew_but_can_come_back_at_any_later_day(
    number: str, verb: Callable[..., None], set_clock: StillClock
) -> None:
    verb(number, at=clock.now(), **WHY)
    assert status(number) in {Status.LEFT, Status.ADMINISTRATIVE_REMOVAL}
    with pytest.raises(Refused, match="restoration"):
        operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    with pytest.raises(Refused, match="after the day the person left"):
        operations.restore(number, starts_on=date(2026, 7, 1), ends_on=date(2027, 6, 30), **WHY)
    # Weeks later, long before the period they had would have ended.
    operations.restore(number, starts_on=date(2026, 8, 1), ends_on=date(2027, 7, 31), **WHY)
    set_clock("2026-08-01 00:00")
    entry = publication.public_entry(number)
    assert entry is not None
    assert entry.status is Status.REGISTERED
    assert [tuple(one) for one in entry.breaks] == [(date(2026, 7, 2), date(2026, 7, 31))]


@pytest.mark.parametrize("how", ["left", "administrative", "agreed", "removed"])
def test_who_renewed_early_and_then_went_does_not_come_back_by_themselves(
    number: str, how: str, set_clock: StillClock
) -> None:
    set_clock("2027-04-01 12:00")
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    if how == "left":
        operations.record_leaving(number, at=clock.now(), **WHY)
    elif how == "administrative":
        operations.remove_administratively(number, at=clock.now(), **WHY)
    elif how == "agreed":
        operations.record_agreed_leaving(number, at=clock.now(), statement="We agree.", **WHY)
    else:
        arrange.impose(number, OrderKind.REMOVAL, clock.now())
    gone = status(number)
    set_clock("2027-05-01 00:00")
    assert status(number) is gone
    assert not getattr(publication.public_entry(number), "may_use_title", None)
    assert arrange.record(number).periods == [YEAR]


def test_who_renewed_early_may_leave_at_the_end_of_the_old_period(number: str, set_clock: StillClock) -> None:
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2028, 4, 30), **WHY)
    operations.record_leaving(number, at=london("2027-04-30T23:59"), **WHY)
    set_clock("2027-05-01 00:00")
    assert status(number) is Status.LEFT


def test_somebody_who_has_gone_cannot_go_again(number: str) -> None:
    operations.record_leaving(number, at=clock.now(), **WHY)
    for verb in (operations.record_leaving, operations.remove_administratively):
        with pytest.raises(Refused, match="not on the register"):
            verb(number, at=clock.now() + timedelta(days=10), **WHY)


def test_somebody_who_was_removed_cannot_leave(number: str) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2026-06-15"))
    with pytest.raises(Refused, match="not on the register"):
        operations.record_leaving(number, at=clock.now(), **WHY)
    assert status(number) is Status.REMOVED


@pytest.mark.parametrize("at", ["2026-04-30T23:59", "2027-04-30T23:59", "2030-01-01T00:00"])
def test_nobody_leaves_while_they_are_not_on_the_register(number: str, at: str) -> None:
    with pytest.raises(Refused, match="not on the register"):
        operations.record_leaving(number, at=london(at), **WHY)


def test_a_hold_stops_leaving_until_it_is_released(number: str) -> None:
    operations.place_hold(number, source="zzhold-a", **WHY)
    operations.place_hold(number, source="zzhold-a", **WHY)
    operations.place_hold(number, source="zzhold-b", **WHY)
    operations.release_hold(number, source="zzhold-a", **WHY)
    with pytest.raises(Refused, match="no such hold"):
        operations.release_hold(number, source="zzhold-a", **WHY)
    with pytest.raises(Refused, match="settled first"):
        operations.record_leaving(number, at=clock.now(), **WHY)
    operations.release_hold(number, source="zzhold-b", **WHY)
    operations.record_leaving(number, at=clock.now(), **WHY)
    assert status(number) is Status.LEFT


def test_leaving_by_agreement_goes_ahead_with_its_statement(number: str) -> None:
    operations.place_hold(number, source="zzhold", **WHY)
    with pytest.raises(Refused, match="statement"):
        operations.record_agreed_leaving(number, at=clock.now(), statement="  ", **WHY)
    operations.record_agreed_leaving(number, at=clock.now(), statement="We agree that…", **WHY)
    entry = publication.public_entry(number)
    assert entry is not None
    assert (entry.status, entry.statement) == (Status.LEFT, "We agree that…")


@pytest.mark.parametrize(
    ("verb", "more", "months"),
    [
        (operations.record_leaving, {}, 24),
        (operations.remove_administratively, {}, 24),
        (operations.record_agreed_leaving, {"statement": "We agree."}, 120),
    ],
)
def test_who_has_gone_is_found_as_long_as_the_rules_say(
    number: str, verb: Callable[..., None], more: dict[str, str], months: int, set_clock: StillClock
) -> None:
    verb(number, at=clock.now(), **more, **WHY)
    gone = london(f"{2026 + months // 12}-07-01T23:59")
    set_clock(gone - timedelta(microseconds=1))
    assert status(number) is not None
    set_clock(gone)
    assert status(number) is None
    assert status(number, date(2026, 6, 1)) is None


def test_nothing_happens_to_somebody_after_their_death(number: str) -> None:
    operations.record_death(number, at=london("2026-06-20T08:00"), **WHY)
    assert status(number) is None
    assert status(number, date(2026, 6, 1)) is None
    later = {"starts_on": date(2027, 5, 1), "ends_on": date(2028, 4, 30)}
    for act in (
        lambda: operations.record_leaving(number, at=clock.now(), **WHY),
        lambda: operations.record_death(number, at=clock.now(), **WHY),
        lambda: operations.renew(number, **later, **WHY),
        lambda: operations.restore(number, **later, **WHY),
    ):
        with pytest.raises(Refused):
            act()


def test_somebody_dies_under_conditions(number: str) -> None:
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    operations.record_death(number, at=clock.now(), **WHY)
    assert status(number) is None


# -------------------------------------------------------------------------------------------------------------- orders


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"kind": OrderKind.WARNING, "ends": "2026-06-01"}, "ends after it starts"),
        ({"kind": OrderKind.WARNING, "ends": "2026-05-31"}, "ends after it starts"),
        ({"kind": OrderKind.WARNING, "ends": None}, "needs the day on which it ends"),
        ({"kind": OrderKind.SUSPENSION, "ends": None}, "needs the day on which it ends"),
        ({"kind": OrderKind.CONDITIONS, "ends": "2027-06-01", "wording": " \n"}, "words that the public will read"),
        ({"kind": OrderKind.REMOVAL, "ends": "2027-06-01"}, "removal has no end"),
    ],
)
def test_an_order_that_cannot_be_is_refused(number: str, given: dict[str, Any], sentence: str) -> None:
    kind, ends = given.pop("kind"), given.pop("ends")
    with pytest.raises(Refused, match=sentence):
        arrange.impose(number, kind, london("2026-06-01"), london(ends) if ends else None, **given)
    assert arrange.restrictions(number) == []


@pytest.mark.parametrize(
    ("kind", "about_health", "until"),
    [
        (OrderKind.WARNING, False, "2027-02-28T00:00"),
        (OrderKind.UNDERTAKINGS, False, "2027-08-28T23:59"),
        (OrderKind.CONDITIONS, False, "2028-02-28T23:59"),
        (OrderKind.SUSPENSION, False, "2032-02-28T23:59"),
        (OrderKind.INTERIM_CONDITIONS, False, "2027-02-28T00:00"),
        (OrderKind.INTERIM_SUSPENSION, False, "2027-02-28T00:00"),
        (OrderKind.UNDERTAKINGS, True, "2027-02-28T00:00"),
        (OrderKind.CONDITIONS, True, "2027-02-28T00:00"),
        (OrderKind.SUSPENSION, True, "2027-02-28T00:00"),
    ],
)
def test_how_long_an_order_is_shown_is_worked_out_and_kept(
    number: str, kind: OrderKind, until: str, *, about_health: bool, set_clock: StillClock
) -> None:
    arrange.impose(number, kind, london("2026-06-01"), london("2027-02-28"), about_health=about_health)
    assert arrange.restrictions(number)[0].published_until == london(until)
    operations.renew(number, starts_on=date(2027, 5, 1), ends_on=date(2035, 4, 30), **WHY)
    set_clock(london(until) - timedelta(microseconds=1))
    entry = publication.public_entry(number)
    assert entry is not None
    assert [one.kind for one in entry.restrictions] == [kind]
    set_clock(london(until))
    for on in (None, date(2026, 6, 1), date(2027, 1, 1)):
        entry = publication.public_entry(number, on=on)
        assert entry is not None
        assert entry.restrictions == ()
        assert entry.status is Status.REGISTERED


def test_a_removal_is_shown_for_ten_years_and_says_when_to_return(number: str, set_clock: StillClock) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2028-02-29T10:00"))
    held = arrange.restrictions(number)[0]
    assert held.published_until == london("2038-02-28T23:59")
    assert held.reapply_from == date(2033, 2, 28)
    set_clock("2038-02-28 23:58")
    assert status(number) is Status.REMOVED
    set_clock("2038-02-28 23:59")
    assert status(number) is None


def test_an_extended_order_runs_on_and_is_shown_longer(number: str, set_clock: StillClock) -> None:
    order = arrange.impose(number, OrderKind.SUSPENSION, london("2026-06-01"), london("2026-12-01"))
    set_clock("2026-11-01 12:00")
    with pytest.raises(Refused, match="not be later"):
        operations.extend_restriction(number, restriction_id=order, until=london("2026-12-01"), **WHY)
    operations.extend_restriction(number, restriction_id=order, until=london("2027-03-01"), **WHY)
    held = arrange.restrictions(number)
    assert [(one.ends_at, one.published_until) for one in held] == [(london("2027-03-01"), london("2032-03-01T23:59"))]
    with pytest.raises(Refused, match="not on this entry any more"):
        operations.extend_restriction(number, restriction_id=order, until=london("2027-04-01"), **WHY)
    endless = arrange.impose(number, OrderKind.INTERIM_CONDITIONS, london("2026-06-01"))
    with pytest.raises(Refused, match="not be later"):
        operations.extend_restriction(number, restriction_id=endless, until=london("2027-04-01"), **WHY)
    set_clock("2026-12-15 12:00")
    assert status(number) is Status.SUSPENDED


def test_an_order_that_ended_before_its_review_cannot_be_woken(number: str, set_clock: StillClock) -> None:
    """The public was told that it was over: going back on that would change what the register said on those days."""
    order = arrange.impose(number, OrderKind.SUSPENSION, london("2026-06-01"), london("2026-12-01"))
    set_clock("2026-12-01 00:00")
    for verb, moment in ((operations.extend_restriction, "until"), (operations.end_restriction, "at")):
        at = london("2027-03-01") if moment == "until" else london("2026-11-01")
        with pytest.raises(Refused, match="over already"):
            verb(number, restriction_id=order, **{moment: at}, **WHY)


def test_an_order_ended_early_ends_then(number: str, set_clock: StillClock) -> None:
    order = arrange.impose(number, OrderKind.CONDITIONS, london("2026-06-01"), london("2027-06-01"))
    for at in ("2027-06-01", "2027-07-01"):
        with pytest.raises(Refused, match="not be earlier"):
            operations.end_restriction(number, restriction_id=order, at=london(at), **WHY)
    with pytest.raises(Refused, match="ends after it starts"):
        operations.end_restriction(number, restriction_id=order, at=london("2026-06-01"), **WHY)
    operations.end_restriction(number, restriction_id=order, at=london("2026-08-01"), **WHY)
    set_clock("2026-08-01 00:00")
    assert status(number) is Status.REGISTERED
    assert arrange.restrictions(number)[0].published_until == london("2027-08-01T23:59")


@pytest.mark.parametrize("kind", [OrderKind.SUSPENSION, OrderKind.REMOVAL])
def test_what_a_panel_ordered_to_be_shown_for_good_stays_so_whatever_happens_to_the_order(
    number: str, kind: OrderKind, set_clock: StillClock
) -> None:
    ends = None if kind is OrderKind.REMOVAL else london("2026-12-01")
    order = arrange.impose(number, kind, london("2026-06-01"), ends, shown_for_good=True)
    if kind is OrderKind.SUSPENSION:
        operations.extend_restriction(number, restriction_id=order, until=london("2027-01-01"), **WHY)
    else:
        operations.restore(number, starts_on=date(2031, 7, 1), ends_on=date(2032, 6, 30), **WHY)
    assert arrange.restrictions(number)[0].published_until is None
    set_clock("2080-01-01 12:00")
    entry = publication.public_entry(number)
    assert entry is not None
    assert [one.kind for one in entry.restrictions] == [kind]


def test_an_interim_order_without_an_end_that_ends_is_not_taken_for_one_shown_for_good(number: str) -> None:
    order = arrange.impose(number, OrderKind.INTERIM_SUSPENSION, london("2026-06-01"))
    assert arrange.restrictions(number)[0].published_until is None
    operations.end_restriction(number, restriction_id=order, at=london("2026-07-15"), **WHY)
    assert arrange.restrictions(number)[0].published_until == london("2026-07-15")


def test_an_order_on_the_wrong_person_is_gone_at_once_and_stays_on_record(number: str) -> None:
    order = arrange.impose(number, OrderKind.SUSPENSION, london("2026-06-01"), london("2026-12-01"))
    other = arrange.admit()
    with pytest.raises(Refused, match="not on this entry"):
        operations.take_back_restriction(other, restriction_id=order, **WHY)
    operations.take_back_restriction(number, restriction_id=order, **WHY)
    entry = publication.public_entry(number, on=date(2026, 6, 15))
    assert entry is not None
    assert (entry.status, entry.restrictions) == (Status.REGISTERED, ())
    with pytest.raises(Refused, match="not on this entry any more"):
        operations.take_back_restriction(number, restriction_id=order, **WHY)
    kept = db.session.scalars(select(Restriction).order_by(Restriction.id)).all()
    assert [(one.void, one.supersedes_id) for one in kept] == [(False, None), (True, order)]


# --------------------------------------------------------------------------------------------------------- restoration


def removed(number: str) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2026-06-01T10:00"))


def test_nobody_is_restored_before_the_day_on_which_they_may_apply_again(number: str) -> None:
    removed(number)
    assert arrange.restrictions(number)[0].reapply_from == date(2031, 6, 1)
    with pytest.raises(Refused, match="1 June 2031"):
        operations.restore(number, starts_on=date(2031, 5, 31), ends_on=date(2032, 5, 30), **WHY)
    operations.restore(number, starts_on=date(2031, 6, 1), ends_on=date(2032, 5, 31), **WHY)


def test_a_removal_is_shown_as_history_for_five_years_after_the_return(number: str, set_clock: StillClock) -> None:
    removed(number)
    operations.restore(number, starts_on=date(2031, 9, 1), ends_on=date(2040, 8, 31), **WHY)
    set_clock("2031-08-31 23:59")
    assert status(number) is Status.REMOVED
    set_clock("2031-09-01 00:00")
    entry = publication.public_entry(number)
    assert entry is not None
    assert entry.status is Status.REGISTERED
    assert [(one.kind, one.in_force) for one in entry.restrictions] == [(OrderKind.REMOVAL, False)]
    assert entry.restrictions[0].sentence == "Was removed by a panel on 1 June 2026 and later restored."
    assert [tuple(one) for one in entry.breaks] == [(date(2026, 6, 2), date(2031, 8, 31))]
    set_clock("2036-09-01 23:58")
    assert len(getattr(publication.public_entry(number), "restrictions", ())) == 1
    set_clock("2036-09-01 23:59")
    assert getattr(publication.public_entry(number), "restrictions", None) == ()


def test_coming_back_a_second_time_does_not_bring_an_old_removal_back(number: str, set_clock: StillClock) -> None:
    removed(number)
    operations.restore(number, starts_on=date(2031, 9, 1), ends_on=date(2040, 8, 31), **WHY)
    operations.record_leaving(number, at=london("2039-01-01T12:00"), **WHY)
    operations.restore(number, starts_on=date(2039, 6, 1), ends_on=date(2040, 5, 31), **WHY)
    assert arrange.restrictions(number)[0].published_until == london("2036-09-01T23:59")
    set_clock("2039-06-02 12:00")
    assert getattr(publication.public_entry(number), "restrictions", None) == ()


def test_a_removal_for_health_alone_is_not_kept_on_show_after_the_return(number: str, set_clock: StillClock) -> None:
    arrange.impose(number, OrderKind.REMOVAL, london("2026-06-01T10:00"), about_health=True)
    operations.restore(number, starts_on=date(2031, 9, 1), ends_on=date(2032, 8, 31), **WHY)
    set_clock("2031-08-31 12:00")
    assert status(number) is Status.REMOVED
    set_clock("2031-09-01 00:00")
    assert getattr(publication.public_entry(number), "restrictions", None) == ()


def test_a_removal_overturned_on_appeal_gives_the_place_back(number: str) -> None:
    removed(number)
    order = arrange.restrictions(number)[0].id
    operations.take_back_restriction(number, restriction_id=order, **WHY)
    assert status(number) is Status.REGISTERED


# ------------------------------------------------------------------------------------------------- particulars, safety


def test_a_new_surname_keeps_the_old_one_findable_and_unseen(number: str, set_clock: StillClock) -> None:
    operations.change_particulars(number, changes={"surname": "Newname"}, effective_at=clock.now(), **WHY)
    held = arrange.record(number).particulars_at(clock.now())
    assert held.previous_names == ["Zzprevious", "O’Sample"]
    for on in (None, date(2026, 6, 1)):
        entry = publication.public_entry(number, on=on)
        assert entry is not None
        assert entry.name == "Siân Newname"
        assert entry.former_names == ()


def test_leave_to_show_earlier_names_does_not_cover_a_name_given_up_later(number: str) -> None:
    operations.change_particulars(number, changes={"shows_previous_names": True}, effective_at=clock.now(), **WHY)
    assert getattr(publication.public_entry(number), "former_names", None) == ("Zzprevious",)
    operations.change_particulars(number, changes={"surname": "Newname"}, effective_at=clock.now(), **WHY)
    assert getattr(publication.public_entry(number), "former_names", None) == ()
    changes = {"surname": "Third", "shows_previous_names": True}
    operations.change_particulars(number, changes=changes, effective_at=clock.now(), **WHY)
    assert getattr(publication.public_entry(number), "former_names", None) == ("Zzprevious", "O’Sample", "Newname")


def test_a_change_is_not_recorded_ahead_of_its_day(number: str) -> None:
    """Search cannot learn of it when its day comes without a job having run."""
    later = clock.now() + timedelta(days=1)
    with pytest.raises(Refused, match="not ahead"):
        operations.change_particulars(number, changes={"town": "Hull"}, effective_at=later, **WHY)


def test_changes_that_are_none_or_leave_no_name_are_refused(number: str) -> None:
    now = clock.now()
    for changes in ({}, {"town": "Leeds"}, {"forenames": "", "surname": "", "known_as": ""}):
        with pytest.raises(Refused):
            operations.change_particulars(number, changes=changes, effective_at=now, **WHY)


def test_a_back_dated_change_behind_a_later_one_is_refused(number: str, set_clock: StillClock) -> None:
    operations.change_particulars(number, changes={"town": "Hull"}, effective_at=clock.now(), **WHY)
    with pytest.raises(Refused, match="later change"):
        operations.change_particulars(number, changes={"town": "York"}, effective_at=london("2026-06-01"), **WHY)


def test_the_person_is_told_of_a_change_at_the_addresses_that_count(number: str) -> None:
    operations.change_particulars(number, changes={"town": "Hull"}, effective_at=clock.now(), **WHY)
    operations.change_contact(number, email="zzmail2@example.com", **WHY)
    letters = db.session.execute(select(Letter.template, Letter.recipient).order_by(Letter.id)).all()
    assert [tuple(one) for one in letters] == [
        ("entry_changed", "zzmail@example.com"),
        ("contact_changed", "zzmail@example.com"),
        ("contact_changed", "zzmail2@example.com"),
    ]
    with pytest.raises(Refused, match="on file already"):
        operations.change_contact(number, email="zzmail2@example.com", **WHY)


def test_no_letter_is_written_of_a_change_that_was_refused(number: str) -> None:
    with pytest.raises(Refused):
        operations.change_contact(number, email="zzmail2@example.com", reason="", by=CLERK)
    assert db.session.scalars(select(Letter)).all() == []


def test_withholding_needs_two_people_and_a_day_to_look_again(number: str) -> None:
    given = {"part": Withheld.PLACE, "reason": "zzreason", "by": CLERK}
    renamed = audit.Actor("account", CLERK.id, "Somebody Else")
    for approver in (CLERK, renamed):
        with pytest.raises(Refused, match="second person"):
            operations.withhold(number, review_on=date(2027, 1, 1), approved_by=approver, **given)
    with pytest.raises(Refused, match="day ahead"):
        operations.withhold(number, review_on=date(2026, 7, 1), approved_by=SECOND, **given)
    operations.withhold(number, review_on=date(2027, 1, 1), approved_by=SECOND, **given)
    with pytest.raises(Refused, match="withheld already"):
        operations.withhold(number, review_on=date(2027, 1, 1), approved_by=SECOND, **given)
    operations.end_withholding(number, part=Withheld.PLACE, **WHY)
    with pytest.raises(Refused, match="not withheld"):
        operations.end_withholding(number, part=Withheld.PLACE, **WHY)


def test_the_latest_insurance_seen_holds_even_when_it_ends_sooner(number: str) -> None:
    assert arrange.record(number).insured_to == date(2027, 1, 31)
    operations.confirm_insurance(number, confirmed_to=date(2026, 9, 30), **WHY)
    assert arrange.record(number).insured_to == date(2026, 9, 30)


def test_a_check_elsewhere_is_noted_once_a_place(number: str) -> None:
    place = {"body": "HCPC", "other_number": "OT12345"}
    with pytest.raises(Refused, match="still to come"):
        operations.check_other_registration(number, **place, checked_on=date(2026, 7, 2), **WHY)
    operations.check_other_registration(number, **place, checked_on=date(2026, 7, 1), **WHY)
    assert [tuple(one) for one in arrange.record(number).other_registrations] == [("HCPC", "OT12345", date(2026, 7, 1))]


# ------------------------------------------------------------------------------------------------------------- merging


def test_a_duplicate_is_closed_by_two_people_and_its_number_stays_taken(number: str) -> None:
    twin = arrange.admit()
    with pytest.raises(Refused, match="second person"):
        operations.merge_duplicate(twin, into=number, agreed_by=CLERK, **WHY)
    with pytest.raises(Refused, match="same entry"):
        operations.merge_duplicate(twin, into=twin, agreed_by=SECOND, **WHY)
    operations.merge_duplicate(twin, into=number, agreed_by=SECOND, **WHY)
    assert (status(twin), status(number)) == (None, Status.REGISTERED)
    with pytest.raises(Refused, match="already"):
        arrange.admit(number=twin)


def test_two_entries_cannot_be_merged_into_each_other(number: str) -> None:
    twin = arrange.admit()
    operations.merge_duplicate(twin, into=number, agreed_by=SECOND, **WHY)
    for one, other in ((number, twin), (twin, number)):
        with pytest.raises(Refused, match="closed"):
            operations.merge_duplicate(one, into=other, agreed_by=SECOND, **WHY)
    assert status(number) is Status.REGISTERED


def test_an_entry_with_an_order_or_a_hold_is_not_merged_away(number: str) -> None:
    twin, third = arrange.admit(), arrange.admit()
    arrange.impose(twin, OrderKind.WARNING, london("2026-06-01"), london("2027-06-01"))
    operations.place_hold(third, source="zzhold", **WHY)
    with pytest.raises(Refused, match="carries an order"):
        operations.merge_duplicate(twin, into=number, agreed_by=SECOND, **WHY)
    with pytest.raises(Refused, match="settled first"):
        operations.merge_duplicate(third, into=number, agreed_by=SECOND, **WHY)


# ------------------------------------------------------------------------------------------------ one act, whole or not


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
