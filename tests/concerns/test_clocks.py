"""The clocks of a concern against a model that was written from the rules' text (tests/concerns/model.py)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from concerns import clocks, queries
from concerns.clocks import Facts
from concerns.vocabulary import ClockName, Stage
from foundation import clock
from tests.concerns import model
from tests.concerns.arrange import anonymous, raised
from tests.concerns.model import Life
from tests.conftest import StillClock

#: The years for which bank holidays are known, with room for what counts on from their last days.
DAYS = st.dates(date(2023, 1, 1), date(2028, 11, 30))
#: Around the ends of years, Easter and both clock changes things go wrong that go well in June.
AWKWARD = st.sampled_from(
    [
        date(2023, 12, 22),
        date(2024, 3, 28),
        date(2025, 12, 24),
        date(2026, 12, 24),
        date(2026, 12, 31),
        date(2027, 3, 25),
        date(2027, 3, 27),
        date(2027, 10, 30),
        date(2027, 12, 24),
        date(2028, 2, 29),
        date(2028, 4, 13),
    ]
)
HAPPENINGS = st.sampled_from(["spoke", "called", "wrote", "asked", "answered", "triage_began", "closed", "reopened"])


@pytest.mark.parametrize("year", range(2023, 2029))
def test_the_holidays_we_know_are_those_of_the_calendar(year: int) -> None:
    start = date(year, 1, 1)
    days = [start + timedelta(days=one) for one in range((date(year + 1, 1, 1) - start).days)]
    assert [day for day in days if clock.is_working_day(day)] == [day for day in days if model.works(day)]


@given(received=DAYS | AWKWARD, count=st.integers(1, 15))
@example(date(2026, 12, 24), 2)
@example(date(2027, 3, 25), 10)
def test_working_days_are_counted_as_the_rules_count_them(received: date, count: int) -> None:
    assert clocks.due_on(received, count) == model.working_days_after(received, count)


@st.composite
def lives(draw: st.DrawFn) -> tuple[Life, date]:
    """A life that could be, and a day to look at it."""
    life = Life(draw(DAYS | AWKWARD))
    day = life.received
    for wish in draw(st.lists(HAPPENINGS, max_size=10)):
        day += timedelta(days=draw(st.integers(0, 40)))
        fits = {
            "triage_began": life.stage == "received",
            "closed": life.open,
            "asked": not life.open,
            "answered": not life.open and life.waits_since is not None,
            "reopened": not life.open,
        }
        if fits.get(wish, True):
            life += (wish, day)
    return life, day + timedelta(days=draw(st.integers(0, 60)))


def facts(life: Life) -> Facts:
    """What the columns of a concern with this life hold."""
    ours = [day for what, day in life.happened if what in model.OURS]
    closed = [day for what, day in life.happened if what == "closed"]
    return Facts(
        stage=Stage(life.stage),
        received_on=life.received,
        reply_due_on=model.working_days_after(life.received, life.reply),
        triage_due_on=model.working_days_after(life.triage_from, life.triage),
        contact_days=life.contact,
        replied_on=ours[0] if ours else None,
        last_contact_on=max(ours) if ours else None,
        closed_on=None if life.open else closed[-1],
        waits_since=life.waits_since,
    )


@given(lives())
def test_what_runs_and_what_is_late_is_as_the_rules_say(found: tuple[Life, date]) -> None:
    life, today = found
    held = facts(life)
    assert {one.name.value: one.on for one in clocks.running(held)} == life.promises()
    assert {one.name.value for one in clocks.late(held, today)} == life.late(today)
    assert clocks.left_waiting(held, today) == life.left_waiting(today)
    order = [one.on for one in clocks.running(held)]
    assert order == sorted(order)
    first = clocks.next_due(held)
    assert (first.on if first else None) == (order[0] if order else None)


@given(DAYS | AWKWARD, st.integers(-3, 40))
def test_a_day_is_late_from_the_next_day_on_and_not_before(due: date, after: int) -> None:
    one, today = clocks.Due(ClockName.REPLY, due), due + timedelta(days=after)
    assert one.late(today) == (after > 0)
    passed = [due + timedelta(days=number) for number in range(1, after + 1)]
    assert one.working_days_late(today) == sum(clock.is_working_day(day) for day in passed)


@given(DAYS | AWKWARD)
def test_five_in_the_afternoon_is_five_in_london_in_summer_and_winter(due: date) -> None:
    at = clocks.Due(ClockName.REPLY, due).at.astimezone(UTC)
    assert model.london_day(at) == due
    assert at.astimezone(model.LONDON).hour == 17
    if due.month in (4, 5, 6, 7, 8, 9):
        assert at.hour == 16
    if due.month in (1, 2, 11, 12):
        assert at.hour == 17


#: Moments near midnight in London, also in the two nights in which the clocks change.
MOMENTS = st.sampled_from(
    [
        datetime(2027, 3, 27, 23, 59, 59, tzinfo=UTC),
        datetime(2027, 3, 28, 0, 30, tzinfo=UTC),
        datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
        datetime(2027, 6, 30, 22, 59, 59, tzinfo=UTC),
        datetime(2027, 6, 30, 23, 0, tzinfo=UTC),
        datetime(2027, 6, 30, 23, 59, tzinfo=UTC),
        datetime(2027, 10, 30, 23, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
        datetime(2026, 12, 31, 23, 59, 59, tzinfo=UTC),
        datetime(2026, 12, 24, 17, 0, 1, tzinfo=UTC),
    ]
)


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_a_concern_begins_with_the_clocks_of_its_day_in_london(data: st.DataObject) -> None:
    moment = data.draw(MOMENTS)
    life = Life(model.london_day(moment))
    assert clock.day_of(moment) == life.received
    assert clocks.due_on(clock.day_of(moment), life.reply) == life.promises()["reply"]


@pytest.mark.parametrize(
    "moment",
    [
        "2027-03-28T00:30:00+00:00",
        "2027-06-30T23:30:00+00:00",
        "2027-10-31T00:30:00+00:00",
        "2026-12-31T23:59:59+00:00",
    ],
)
@pytest.mark.parametrize("named", [True, False])
def test_what_stands_in_the_columns_is_what_was_promised(
    database: SQLAlchemy, set_clock: StillClock, moment: str, named: bool
) -> None:
    at = datetime.fromisoformat(moment)
    set_clock(at)
    concern = raised() if named else raised(anonymous())
    life = Life(model.london_day(at))
    held = queries.facts([concern])[concern.id]
    assert concern.received_on == life.received
    assert {one.name.value: one.on for one in clocks.running(held)} == life.promises()


def test_a_call_taken_last_week_counts_from_last_week(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    concern = raised(on=date(2026, 11, 12))
    life = Life(date(2026, 11, 12))
    held = queries.facts([concern])[concern.id]
    assert {one.name.value for one in clocks.late(held, clock.today())} == life.late(clock.today()) == {"reply"}
