"""What an entry says at a moment: against an independent model, and at the edges of days, years and clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from register.rules import standing
from register.vocabulary import OrderKind, Status
from tests.register import status_model as model
from tests.register.lives import FIRST, YEAR, london, record_of, said
from tests.register.status_model import LONDON, Life, Order

# -------------------------------------------------------------------------------------------------- against the model

#: Days on which calendars and clocks do something: leap day, both changes of the clock, new year, and their neighbours.
SPECIAL = [date(2026, 12, 31), date(2027, 1, 1), date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 28)]
SPECIAL += [date(2028, 2, 29), date(2028, 3, 1), date(2028, 3, 26), date(2028, 10, 29)]
DAYS = st.sampled_from(SPECIAL) | st.dates(min_value=date(2026, 1, 1), max_value=date(2029, 12, 31))
TIMES = st.sampled_from(
    [
        time(0, 0),
        time(0, 0, 1),
        time(1, 30),
        time(1, 30, fold=1),
        time(12, 0),
        time(23, 58, 59, 999999),
        time(23, 59),
        time(23, 59, 59, 999999),
    ]
)
MOMENTS = st.builds(lambda day, at: datetime.combine(day, at, LONDON).astimezone(UTC), DAYS, TIMES)
LENGTHS = st.sampled_from([0, 1, 27, 28, 89, 181, 364, 365])
GAPS = st.sampled_from([1, 1, 1, 2, 15, 200, 800])


@st.composite
def lives(draw: st.DrawFn) -> Life:
    """A life with up to four periods (adjoining or apart), four orders, and a few endings."""
    life = Life(first_registered=draw(st.sampled_from([FIRST, date(2026, 1, 1), date(2027, 6, 1)])))
    day = draw(DAYS)
    for _ in range(draw(st.integers(min_value=0, max_value=4))):
        last = day + timedelta(days=draw(LENGTHS))
        life.periods.append((day, last))
        day = last + timedelta(days=draw(GAPS))
    kinds = [one.value for one in OrderKind]
    for _ in range(draw(st.integers(min_value=0, max_value=4))):
        starts = draw(MOMENTS)
        ends = draw(st.none() | MOMENTS)
        if ends is not None and ends <= starts:
            starts, ends = ends, starts + timedelta(microseconds=1)
        life.orders.append(Order(draw(st.sampled_from(kinds)), starts, ends))
    leaving = ["left", "left_by_agreement", "administrative_removal"]
    for at in draw(st.lists(MOMENTS, max_size=2, unique=True)):
        life.endings.append((draw(st.sampled_from(leaving)), at))
    if draw(st.integers(min_value=0, max_value=5)) == 0:
        life.endings.append((draw(st.sampled_from(["deceased", "merged"])), draw(MOMENTS)))
    return life


def edges(life: Life) -> list[datetime]:
    """The moments at which something changes, and those just before and after."""
    found = [at for at, *_ in model.happenings(life)]
    found += [one.starts for one in life.orders] + [one.ends for one in life.orders if one.ends]
    found += [model.over(last) for _, last in life.periods]
    step = timedelta(microseconds=1)
    return [near for at in found for near in (at - step, at, at + step)]


@settings(max_examples=500, deadline=None, derandomize=True)
@given(life=lives(), at=MOMENTS)
@example(  # restored after a removal, at the very midnight
    life=Life(
        FIRST,
        [(date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 3, 28), date(2028, 3, 27))],
        [Order("removal", london("2026-06-01T12:00"), None)],
    ),
    at=london("2027-03-28T00:00"),
)
@example(  # a suspension that outlives the period
    life=Life(
        FIRST,
        [(date(2026, 1, 1), date(2026, 12, 31))],
        [Order("suspension", london("2026-12-01T00:00"), london("2027-03-01T00:00"))],
    ),
    at=london("2027-03-01T00:00"),
)
def test_the_register_says_what_the_rules_say(life: Life, at: datetime) -> None:
    for moment in [at, *edges(life)]:
        assert said(life, moment) == model.says(life, moment), f"at {moment.astimezone(LONDON)}"


@settings(max_examples=200, deadline=None, derandomize=True)
@given(life=lives(), at=MOMENTS)
def test_all_orders_in_force_are_listed_strictest_first(life: Life, at: datetime) -> None:
    found = standing(record_of(life), at)
    if found is not None:
        listed = [one.kind.value for one in found.orders if one.kind is not OrderKind.REMOVAL]
        assert listed == model.in_force(life, at)
        removals = [one for one in found.orders if one.kind is OrderKind.REMOVAL]
        assert len(removals) == len(model.walk(life, at).removed)
        assert found.orders[: len(removals)] == tuple(removals)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(life=lives(), at=MOMENTS, seed=st.randoms(use_true_random=False))
def test_the_order_in_which_facts_were_recorded_does_not_matter(life: Life, at: datetime, seed: Any) -> None:
    before = said(life, at)
    for facts in (life.periods, life.orders, life.endings):
        seed.shuffle(facts)
    assert said(life, at) == before


@settings(max_examples=200, deadline=None, derandomize=True)
@given(life=lives(), at=MOMENTS)
def test_what_has_not_begun_yet_changes_nothing(life: Life, at: datetime) -> None:
    known = Life(
        life.first_registered,
        # The next period is known before it begins: it is what keeps the last minute of the old one whole.
        [one for one in life.periods if model.midnight(one[0]) <= at + timedelta(minutes=1)],
        [one for one in life.orders if one.starts <= at],
        [one for one in life.endings if one[1] <= at],
    )
    assert said(known, at) == said(life, at)


def test_who_may_use_the_title() -> None:
    assert {one.value for one in Status if one.may_use_title} == model.MAY_USE_THE_TITLE
    assert {one.tone for one in Status} == {"registered", "limited", "stopped", "ended"}


# -------------------------------------------------------------------------------------------------------------- edges


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2026-02-28T23:59:59", "not_recorded"),
        ("2026-03-01T00:00", "registered"),
        ("2027-02-28T23:58:59.999999", "registered"),
        ("2027-02-28T23:59", "lapsed"),
    ],
)
def test_a_period_is_both_its_days_until_23_59(at: str, status: str) -> None:
    assert said(YEAR, london(at)) == status


@pytest.mark.parametrize("last", [date(2027, 3, 28), date(2027, 10, 31), date(2028, 2, 29), date(2027, 12, 31)])
def test_the_end_is_at_23_59_in_london_on_any_day(last: date) -> None:
    life = Life(FIRST, [(date(2026, 3, 1), last)])
    end = datetime.combine(last, time(23, 59), LONDON).astimezone(UTC)
    assert said(life, end - timedelta(microseconds=1)) == "registered"
    assert said(life, end) == "lapsed"


@pytest.mark.parametrize("at", ["2027-02-28T23:58", "2027-02-28T23:59", "2027-02-28T23:59:59.999", "2027-03-01T00:00"])
def test_somebody_who_renewed_does_not_lapse_for_the_last_minute_of_the_old_period(at: str) -> None:
    life = Life(FIRST, [(date(2026, 3, 1), date(2027, 2, 28)), (date(2027, 3, 1), date(2028, 2, 29))])
    assert said(life, london(at)) == "registered"


def test_somebody_whose_next_period_begins_a_day_late_has_lapsed_for_that_day() -> None:
    life = Life(FIRST, [(date(2026, 3, 1), date(2027, 2, 28)), (date(2027, 3, 2), date(2028, 2, 29))])
    assert [said(life, london(at)) for at in ("2027-02-28T23:59", "2027-03-01T12:00", "2027-03-02T00:00")] == [
        "lapsed",
        "lapsed",
        "registered",
    ]


def test_an_order_holds_from_its_first_moment_and_not_at_its_last() -> None:
    order = Order("conditions", london("2026-06-01T09:30"), london("2026-09-01T00:00"))
    life = Life(FIRST, [*YEAR.periods], [order])
    assert [
        said(life, london(at))
        for at in ("2026-06-01T09:29:59.999999", "2026-06-01T09:30", "2026-08-31T23:59:59", "2026-09-01T00:00")
    ] == ["registered", "registered_conditions", "registered_conditions", "registered"]


def test_overlapping_orders_show_the_strictest_and_fall_back_one_by_one() -> None:
    orders = [
        Order("warning", london("2026-04-01T00:00"), london("2026-12-01T00:00")),
        Order("conditions", london("2026-05-01T00:00"), london("2026-11-01T00:00")),
        Order("interim_suspension", london("2026-06-01T00:00"), london("2026-07-01T00:00")),
        Order("suspension", london("2026-06-15T00:00"), london("2026-08-01T00:00")),
    ]
    life = Life(FIRST, [*YEAR.periods], orders)
    assert [said(life, london(f"2026-{month:02d}-20T12:00")) for month in range(3, 13)] == [
        "registered",
        "registered_warning",
        "registered_conditions",
        "suspended",
        "suspended",
        "registered_conditions",
        "registered_conditions",
        "registered_conditions",
        "registered_warning",
        "registered",
    ]


def test_a_lapse_never_hides_a_suspension_but_hides_a_warning() -> None:
    until = london("2028-01-01T00:00")
    after = london("2027-06-01T12:00")
    for kind, status in [
        ("suspension", "suspended"),
        ("interim_suspension", "interim_suspension"),
        ("interim_conditions", "lapsed"),
        ("warning", "lapsed"),
    ]:
        life = Life(FIRST, [*YEAR.periods], [Order(kind, london("2026-06-01T00:00"), until)])
        assert said(life, after) == status
        assert said(life, until) == "lapsed"


def test_a_removal_outlives_periods_until_the_person_is_restored() -> None:
    removed = Order("removal", london("2026-06-01T10:00"), None)
    life = Life(FIRST, [*YEAR.periods], [removed])
    assert said(life, london("2026-06-01T09:59")) == "registered"
    assert said(life, london("2060-01-01T00:00")) == "removed"
    life.periods.append((date(2031, 6, 2), date(2032, 6, 1)))
    assert said(life, london("2031-06-01T23:59:59")) == "removed"
    assert said(life, london("2031-06-02T00:00")) == "registered"
    assert said(life, london("2032-06-01T23:59")) == "lapsed"


def test_leaving_by_agreement_and_coming_back() -> None:
    life = Life(FIRST, [*YEAR.periods], endings=[("left_by_agreement", london("2026-06-01T10:00"))])
    assert said(life, london("2026-06-01T09:59")) == "registered"
    assert said(life, london("2026-06-01T10:00")) == "left"
    assert said(life, london("2030-01-01T00:00")) == "left"
    life.periods.append((date(2026, 9, 1), date(2027, 8, 31)))
    assert said(life, london("2026-09-01T00:00")) == "registered"


@pytest.mark.parametrize("kind", ["deceased", "merged"])
def test_after_death_or_merging_nothing_is_said_whatever_is_in_force(kind: str) -> None:
    life = Life(
        FIRST,
        YEAR.periods,
        [Order("conditions", london("2026-04-01T00:00"), london("2026-12-01T00:00"))],
        [(kind, london("2026-06-01T10:00"))],
    )
    assert said(life, london("2026-06-01T09:59")) == "registered_conditions"
    assert said(life, london("2026-06-01T10:00")) is None
    assert said(life, london("2040-01-01T10:00")) is None


def test_before_anything_is_on_record() -> None:
    life = Life(date(2020, 5, 5), YEAR.periods)
    assert said(life, london("2020-05-04T23:59:59")) == "not_yet_registered"
    assert said(life, london("2020-05-05T00:00")) == "not_recorded"
