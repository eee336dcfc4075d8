"""The CPD policy engine, from the text of rules 6.5."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpd.requirements.engine import Activity, Judgement, Numbers, Schedule, judge
from cpd.requirements.spans import Span, counted_days, joined, without
from cpd.requirements.themes import themes_of
from cpd.requirements.vocabulary import ActivityKind, LineCode, Mode, Verdict
from foundation import clock

YEAR = Span(date(2026, 3, 1), date(2027, 2, 28))
LONG = Span(date(2020, 1, 1), date(2027, 2, 28))
AFTER = date(2027, 3, 5)
NUMBERS = Schedule(Numbers())
COURSE, PEER = ActivityKind.COURSE, ActivityKind.PEER_DISCUSSION


def did(on: str = "2026-06-01", minutes: int = 60, kind: ActivityKind = COURSE, **more: object) -> Activity:
    return Activity(date.fromisoformat(on), minutes, kind, **more)  # type: ignore[arg-type]  # given as a bundle


def enough() -> list[Activity]:
    """Just what rules 6.5 ask for in twelve months, by somebody who has been registered for years."""
    return [
        did(minutes=20 * 60, planned=True, standards=("1.1", "5.1")),
        did(minutes=9 * 60, with_others=True, planned=True, standards=("13.1",)),
        did(minutes=60, kind=PEER, with_others=True, live=True, standards=("19.1",)),
    ]


def come_to(
    activities: list[Activity],
    *,
    span: Span = YEAR,
    registered: tuple[Span, ...] = (LONG,),
    leave: tuple[Span, ...] = (),
    today: date = AFTER,
    numbers: Schedule = NUMBERS,
) -> Judgement:
    return judge(activities, span=span, registered=registered, leave=leave, today=today, numbers=numbers)


def need(held: Judgement, code: LineCode) -> int:
    line = held.line(code)
    assert line is not None
    return line.need


def have(held: Judgement, code: LineCode) -> int:
    line = held.line(code)
    assert line is not None
    return line.have


def test_just_what_is_asked_for_is_met() -> None:
    held = come_to(enough())
    assert held.verdict is Verdict.MET
    assert held.missing == ()
    assert held.per_cent == 100
    assert held.surplus_minutes == 0


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        (lambda held: [replace(held[0], minutes=20 * 60 - 1), *held[1:]], LineCode.HOURS),
        (lambda held: [held[0], replace(held[1], with_others=False), held[2]], LineCode.WITH_OTHERS),
        (lambda held: [held[0], held[1], replace(held[2], kind=COURSE)], LineCode.MIXTURE),
        (lambda held: [held[0], held[1], replace(held[2], live=False)], LineCode.PEER),
        (lambda held: [replace(held[0], planned=False), *held[1:]], LineCode.PLANNED),
        (lambda held: [replace(held[0], standards=("3.1", "5.1")), *held[1:]], LineCode.RIGHTS),
        (lambda held: [held[0], replace(held[1], standards=()), held[2]], LineCode.THEMES),
    ],
)
def test_each_thing_that_is_asked_for_is_missed_alone(spoilt: object, code: LineCode) -> None:
    held = come_to(spoilt(enough()))  # type: ignore[operator]  # given as a bundle
    assert held.verdict is Verdict.NOT_MET
    assert code in {line.code for line in held.lines if not line.met}
    assert len(held.missing) == len([line for line in held.lines if not line.met])
    assert all(sentence.endswith((".", ").")) for sentence in held.missing)


def test_before_the_end_it_is_not_yet() -> None:
    assert come_to([], today=YEAR.ends_on).verdict is Verdict.NOT_YET
    assert come_to([], today=YEAR.ends_on + timedelta(days=1)).verdict is Verdict.NOT_MET


def test_the_edges_of_the_year_count_and_the_days_beside_them_do_not() -> None:
    days = ["2026-02-28", "2026-03-01", "2027-02-28", "2027-03-01"]
    assert have(come_to([did(day) for day in days]), LineCode.HOURS) == 120


def test_what_lies_ahead_does_not_count() -> None:
    assert have(come_to([did("2026-06-02")], today=date(2026, 6, 1)), LineCode.HOURS) == 0


def test_nothing_is_carried_over_and_surplus_is_shown() -> None:
    held = come_to([*enough(), did(minutes=90)])
    assert held.surplus_minutes == 90
    after = Span(date(2027, 3, 1), date(2028, 2, 29))
    assert have(come_to(enough(), span=after, today=date(2027, 3, 5)), LineCode.HOURS) == 0


def test_a_record_waits_until_it_is_reflected_on() -> None:
    held = come_to([*enough()[1:], replace(enough()[0], reflected=False)])
    assert (held.waiting, held.waiting_minutes) == (1, 1200)
    assert held.verdict is Verdict.NOT_MET
    lax = Schedule(Numbers(needs_reflection=False))
    assert come_to([replace(one, reflected=False) for one in enough()], numbers=lax).verdict is Verdict.MET


def test_pro_rata_of_eleven_days() -> None:
    eleven = Span(date(2026, 3, 1), date(2026, 3, 11))
    held = come_to([], span=eleven, registered=(eleven,), today=date(2026, 4, 1))
    assert held.days_counted == 11
    assert need(held, LineCode.HOURS) == 30 * 60 * 11 // 365
    assert need(held, LineCode.WITH_OTHERS) == 10 * 60 * 11 // 365
    assert [need(held, code) for code in (LineCode.PEER, LineCode.PLANNED, LineCode.MIXTURE, LineCode.RIGHTS)] == [
        0
    ] * 4


def test_leave_takes_its_days_off() -> None:
    half = Span(date(2026, 3, 1), date(2026, 8, 31))
    held = come_to([], leave=(half,))
    assert held.days_counted == 365 - 184
    assert need(held, LineCode.HOURS) == 30 * 60 * 181 // 365
    assert need(held, LineCode.PEER) == 0  # 0.496 of one
    assert need(come_to([], leave=(Span(date(2026, 3, 1), date(2026, 8, 29)),)), LineCode.PEER) == 1
    assert come_to([], leave=(YEAR,)).days_counted == 0
    assert need(come_to([], leave=(YEAR,)), LineCode.HOURS) == 0


def test_leave_that_overlaps_itself_counts_once() -> None:
    twice = (Span(date(2026, 3, 1), date(2026, 3, 31)), Span(date(2026, 3, 15), date(2026, 4, 30)))
    assert come_to([], leave=twice).days_counted == 365 - 61


def test_a_leap_year_asks_for_no_more() -> None:
    leap = Span(date(2027, 3, 1), date(2028, 2, 29))
    held = come_to([], span=leap, registered=(Span(date(2020, 1, 1), date(2028, 2, 29)),))
    assert need(held, LineCode.HOURS) == 30 * 60


@pytest.mark.parametrize(
    ("last", "minutes", "with_others"),
    [(date(2029, 2, 28), 1800, 600), (date(2032, 2, 28), 4 * 1800, 4 * 600), (date(2028, 8, 29), 900, 300)],
)
def test_a_period_from_the_leap_day_asks_for_a_year_and_not_for_a_day_more(
    last: date, minutes: int, with_others: int
) -> None:
    """The register ends it on 28 February: a year of 366 days, of which half are 183."""
    span = Span(date(2028, 2, 29), last)
    held = come_to([], span=span, registered=(span,))
    assert (need(held, LineCode.HOURS), need(held, LineCode.WITH_OTHERS)) == (minutes, with_others)


def test_two_years_ask_for_twice_as_much() -> None:
    two = Span(date(2026, 3, 1), date(2028, 2, 29))
    held = come_to([], span=two, registered=(Span(date(2020, 1, 1), date(2028, 2, 29)),))
    assert need(held, LineCode.HOURS) == 60 * 60
    assert need(held, LineCode.PEER) == 2


def test_a_policy_that_changes_in_the_middle_counts_for_its_own_days() -> None:
    changed = Schedule(Numbers(), ((date(2026, 9, 1), Numbers(minutes=40 * 60)),))
    days_before = (date(2026, 9, 1) - YEAR.starts_on).days
    held = come_to([], numbers=changed)
    assert need(held, LineCode.HOURS) == (30 * 60 * days_before + 40 * 60 * (365 - days_before)) // 365


def test_each_record_is_judged_under_the_policy_of_its_own_day() -> None:
    changed = Schedule(Numbers(needs_reflection=False), ((date(2026, 9, 1), Numbers()),))
    bare = [did("2026-08-31", reflected=False), did("2026-09-01", reflected=False)]
    held = come_to(bare, numbers=changed)
    assert (have(held, LineCode.HOURS), held.waiting) == (60, 1)


def test_a_mode_that_changes_in_the_middle() -> None:
    changed = Schedule(Numbers(), ((date(2026, 9, 1), Numbers(mode=Mode.PIECES, pieces=4)),))
    held = come_to([did("2026-08-31"), did("2026-09-01")], numbers=changed)
    assert (have(held, LineCode.HOURS), have(held, LineCode.PIECES)) == (60, 1)
    assert need(held, LineCode.PIECES) == 2


@pytest.mark.parametrize(
    ("mode", "wanted"),
    [
        (Mode.HOURS, {LineCode.HOURS, LineCode.WITH_OTHERS}),
        (Mode.PIECES, {LineCode.PIECES}),
        (Mode.BOTH, {LineCode.HOURS, LineCode.WITH_OTHERS, LineCode.PIECES}),
        (Mode.OUTCOME, set()),
    ],
)
def test_modes(mode: Mode, wanted: set[LineCode]) -> None:
    held = come_to(enough(), numbers=Schedule(Numbers(mode=mode)))
    amounts = {LineCode.HOURS, LineCode.WITH_OTHERS, LineCode.PIECES}
    assert {line.code for line in held.lines} & amounts == wanted
    assert held.verdict is Verdict.MET
    assert {LineCode.MIXTURE, LineCode.PEER, LineCode.PLANNED} <= {line.code for line in held.lines}


def test_what_was_deleted_is_held_against_nobody() -> None:
    """Records of a day that is not kept any more: its span is not judged, and themes do not ask for it."""
    asked = {"span": YEAR, "registered": [LONG], "leave": [], "today": AFTER, "numbers": NUMBERS}
    half = judge([], kept_since=YEAR.starts_on + timedelta(days=1), **asked)
    assert (half.verdict, half.lines, half.missing, half.met) == (Verdict.GONE, (), (), False)
    whole = judge(enough(), kept_since=YEAR.starts_on, **asked)
    themes = whole.line(LineCode.THEMES)
    assert whole.verdict is Verdict.MET
    assert themes is not None
    assert not themes.due, "two of its three years are deleted"
    window = clock.add_months(YEAR.ends_on + timedelta(days=1), -36)
    themes = judge(enough(), kept_since=window, **asked).line(LineCode.THEMES)
    assert themes is not None
    assert themes.due


def test_themes_are_looked_for_over_three_years() -> None:
    spread = [
        did("2024-03-01", standards=("19.1",)),
        did("2025-06-01", standards=("13.2",)),
        did("2026-06-01", standards=("2.1", "5.1")),
    ]
    assert have(come_to(spread), LineCode.THEMES) == 4
    assert have(come_to([replace(spread[0], on=date(2024, 2, 29)), *spread[1:]]), LineCode.THEMES) == 3


def test_who_joined_less_than_three_years_ago_does_not_have_to_show_themes_yet() -> None:
    new = Span(date(2024, 3, 2), date(2027, 2, 28))
    line = come_to([], registered=(new,)).line(LineCode.THEMES)
    assert line is not None
    assert not line.due
    assert not line.met
    assert line.missing not in come_to([], registered=(new,)).missing
    old = come_to([], registered=(Span(date(2024, 3, 1), date(2027, 2, 28)),)).line(LineCode.THEMES)
    assert old is not None
    assert old.due


def test_leave_makes_it_fewer_themes() -> None:
    away = (Span(date(2025, 1, 1), date(2025, 12, 31)),)
    assert need(come_to([], leave=away), LineCode.THEMES) == 2  # two thirds of four, rounded down


def test_themes_of_standards() -> None:
    assert themes_of(("4.1", "5.3", "12.1", "13.1", "18.2", "19.3", "22.1")) == {"A", "B", "C", "D"}
    assert themes_of(("4",)) == {"A"}
    assert themes_of(("99.1", "nonsense")) == frozenset()


# -------------------------------------------------------------------------------------------------------- properties

_days = st.dates(date(2023, 1, 1), date(2028, 12, 31))
_activities = st.builds(
    Activity,
    on=_days,
    minutes=st.integers(1, 1200),
    kind=st.sampled_from(ActivityKind),
    with_others=st.booleans(),
    live=st.booleans(),
    planned=st.booleans(),
    standards=st.lists(st.sampled_from(["1.1", "2.3", "5.3", "7.1", "13.1", "18.1", "19.3", "22"]), max_size=3).map(
        tuple
    ),
    reflected=st.booleans(),
)
_spans = st.tuples(_days, st.integers(0, 800)).map(lambda one: Span(one[0], one[0] + timedelta(days=one[1])))
_numbers = st.builds(
    Numbers,
    mode=st.sampled_from(Mode),
    minutes=st.integers(0, 4000),
    minutes_with_others=st.integers(0, 1500),
    pieces=st.integers(0, 8),
    kinds=st.integers(0, 4),
    peer=st.integers(0, 3),
    planned=st.integers(0, 4),
    needs_reflection=st.booleans(),
    theme_months=st.sampled_from([0, 12, 36]),
)
_schedules = st.builds(
    lambda first, later: Schedule(first, tuple(sorted(later, key=lambda one: one[0]))),
    _numbers,
    st.lists(st.tuples(_days, _numbers), max_size=3, unique_by=lambda one: one[0]),
)
_worlds = st.fixed_dictionaries(
    {
        "span": _spans,
        "registered": st.lists(_spans, max_size=3).map(tuple),
        "leave": st.lists(_spans, max_size=2).map(tuple),
        "today": _days,
        "numbers": _schedules,
    }
)
_RANK = {Verdict.NOT_MET: 0, Verdict.NOT_YET: 0, Verdict.MET: 1}


@settings(max_examples=150, deadline=None)
@given(st.lists(_activities, max_size=8), _activities, _worlds)
def test_doing_more_never_makes_it_worse(held: list[Activity], more: Activity, world: dict[str, object]) -> None:
    before, after = judge(held, **world), judge([*held, more], **world)  # type: ignore[arg-type]  # given as a bundle
    assert _RANK[after.verdict] >= _RANK[before.verdict]
    for one, two in zip(before.lines, after.lines, strict=True):
        assert (one.code, one.need) == (two.code, two.need)
        assert two.have >= one.have
        assert two.per_cent >= one.per_cent


@settings(max_examples=100, deadline=None)
@given(st.lists(_activities, max_size=8), st.randoms(use_true_random=False), _worlds)
def test_the_order_does_not_matter(held: list[Activity], chance: object, world: dict[str, object]) -> None:
    mixed = held[:]
    chance.shuffle(mixed)  # type: ignore[attr-defined]  # given as a bundle
    assert judge(held, **world) == judge(mixed, **world)  # type: ignore[arg-type]  # given as a bundle


@settings(max_examples=100, deadline=None)
@given(st.lists(_activities, max_size=8), _worlds, _spans)
def test_leave_never_asks_for_more(held: list[Activity], world: dict[str, object], away: Span) -> None:
    before = judge(held, **world)  # type: ignore[arg-type]  # given as a bundle
    after = judge(held, **{**world, "leave": (*world["leave"], away)})  # type: ignore[arg-type, misc]  # given as a bundle
    assert all(two.need <= one.need for one, two in zip(before.lines, after.lines, strict=True))


@settings(max_examples=100, deadline=None)
@given(st.lists(_activities, max_size=8), _worlds)
def test_a_judgement_agrees_with_itself(held: list[Activity], world: dict[str, object]) -> None:
    found = judge(held, **world)  # type: ignore[arg-type]  # given as a bundle
    assert found.met == all(line.met for line in found.lines if line.due)
    assert found.met == (found.missing == ())
    assert (found.per_cent == 100) == found.met
    assert all((line.missing == "") == line.met for line in found.lines)


@settings(max_examples=200, deadline=None)
@given(st.lists(_spans, max_size=5), st.lists(_spans, max_size=4), _spans)
def test_days_are_counted_as_one_counts_them_by_hand(some: list[Span], away: list[Span], within: Span) -> None:
    by_hand = sum(
        any(day in one for one in some) and not any(day in one for one in away)
        for day in (within.starts_on + timedelta(days=n) for n in range(within.days))
    )
    assert counted_days(within, without(joined(some), away)) == by_hand


def test_what_was_done_in_further_time_counts_for_the_year_under_the_policy_of_its_own_day() -> None:
    late = did("2027-03-02", reflected=False, counts_on=YEAR.ends_on)
    strict = Schedule(Numbers(needs_reflection=False), ((date(2027, 3, 1), Numbers()),))
    held = come_to([late], numbers=strict)
    assert (have(held, LineCode.HOURS), held.waiting) == (0, 1)
    assert have(come_to([replace(late, reflected=True)], numbers=strict), LineCode.HOURS) == 60
    lax = Schedule(Numbers(), ((date(2027, 3, 1), Numbers(needs_reflection=False, rights_standards=("9.1",))),))
    held = come_to([replace(late, standards=("9.1",))], numbers=lax)
    assert (have(held, LineCode.HOURS), have(held, LineCode.RIGHTS)) == (60, 1)
    # What is added up for the year is what the year asks for.
    pieces = Schedule(Numbers(), ((date(2027, 3, 1), Numbers(mode=Mode.PIECES)),))
    assert have(come_to([replace(late, reflected=True)], numbers=pieces), LineCode.HOURS) == 60
