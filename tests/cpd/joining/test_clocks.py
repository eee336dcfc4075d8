"""Clocks: held against a second reading of the rules, day by day, in three nations, with pauses."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpd.joining import policy
from cpd.joining.clocks import Facts, Pause, counted, decided_in_time, due_on, next_step, overall_due_on
from cpd.joining.vocabulary import Actor, Stage
from cpd.vocabulary import Nation
from tests.cpd.joining import clock_model as model

DAYS = st.dates(date(2026, 11, 20), date(2027, 10, 1))


@given(
    DAYS,
    st.integers(1, 40),
    st.sampled_from(Nation),
    st.lists(st.tuples(st.integers(0, 30), st.integers(0, 20)), max_size=3),
)
@settings(max_examples=300, deadline=None)
def test_a_stage_is_due_when_a_second_reading_says(began, days, nation, waits) -> None:
    pauses, last = [], began
    for wait, length in waits:
        asked = last + timedelta(days=wait)
        last = asked + timedelta(days=length)
        pauses.append((asked, last))
    found = due_on(began, days, nation.division, [Pause(*one) for one in pauses])
    assert found == model.due(began, days, nation.value, pauses)
    assert counted(began, found, nation.division, [Pause(*one) for one in pauses]) == days


@pytest.mark.parametrize(("stage", "days"), model.TARGETS.items())
def test_the_targets_are_those_of_the_rules(stage: str, days: int) -> None:
    assert policy.TARGETS[Stage(stage)].starting == days
    # Insurance that ended meanwhile is not in the table: the rules leave that step open.
    assert {one.value for one in policy.TARGETS} == {*model.TARGETS, "insurance"}
    assert (policy.OVERALL.starting, policy.OVERALL_SHARE.starting) == (10, 90)
    assert (policy.OFFER.starting, policy.OFFER_REMINDER.starting, policy.OFFER_REMINDER_AGAIN.starting) == (28, 7, 21)
    assert (policy.APPEAL.starting, policy.APPEAL_HEARD.starting) == (28, 90)
    assert (policy.REFEREES.starting, policy.REFERENCE.starting, policy.REFEREE_KNOWN.starting) == (2, 28, 12)


def facts(stage: Stage = Stage.COMPLETENESS, **changes) -> Facts:
    held = {
        "stage": stage,
        "nation": Nation.ENGLAND_WALES,
        "received_on": date(2026, 12, 22),
        "since_on": date(2026, 12, 22),
        "targets": {**model.TARGETS, "overall": 10},
        **changes,
    }
    return Facts(**held)


@pytest.mark.parametrize(
    ("nation", "due"),
    [
        # From Tuesday 22 December: 23, 24, 29, 30, 31 December.
        (Nation.ENGLAND_WALES, date(2026, 12, 31)),
        (Nation.SCOTLAND, date(2026, 12, 31)),
        (Nation.NORTHERN_IRELAND, date(2026, 12, 31)),
    ],
)
def test_christmas_is_nobodys_delay(nation: Nation, due: date) -> None:
    assert next_step(facts(nation=nation), date(2026, 12, 22)).due_on == due


def test_the_nations_differ_where_their_holidays_do() -> None:
    since = date(2026, 12, 30)
    found = {one: next_step(facts(nation=one, since_on=since), since).due_on for one in Nation}
    # 31 December, then Scotland rests on 1 and 4 January (2 January is a Saturday), the others on the 1st only.
    assert found[Nation.ENGLAND_WALES] == found[Nation.NORTHERN_IRELAND] == date(2027, 1, 7)
    assert found[Nation.SCOTLAND] == date(2027, 1, 8)


def test_its_last_day_is_in_time_and_the_next_is_late() -> None:
    due = date(2026, 12, 31)
    assert next_step(facts(), due).days_late == 0
    assert next_step(facts(), due).days_left == 0
    # New Year's Day is no working day, and a promise that was for the day before is broken all the same.
    assert next_step(facts(), date(2027, 1, 1)).days_late == 1
    assert next_step(facts(), date(2027, 1, 5)).days_late == 2
    assert next_step(facts(), date(2026, 12, 29)).days_left == 2


def test_while_we_wait_for_the_applicant_nobody_here_is_late() -> None:
    held = facts(pauses=(Pause(date(2026, 12, 23)),))
    found = next_step(held, date(2027, 3, 1))
    assert (found.who, found.due_on, found.days_late, found.paused_since) == (
        Actor.APPLICANT,
        None,
        0,
        date(2026, 12, 23),
    )
    assert overall_due_on(facts(pauses=(Pause(date(2026, 12, 23)),), complete_on=date(2026, 12, 22))) is None


def test_offers_and_appeals_count_every_day() -> None:
    offer = facts(Stage.OFFER, offer_until=date(2027, 1, 3))
    assert next_step(offer, date(2026, 12, 31)).days_left == 3
    assert next_step(offer, date(2027, 1, 5)).days_late == 2
    assert next_step(offer, date(2027, 1, 3)).who is Actor.APPLICANT
    appeal = facts(Stage.APPEAL, hear_until=date(2027, 1, 3))
    assert next_step(appeal, date(2027, 1, 4)).days_late == 1


@pytest.mark.parametrize("stage", [Stage.REGISTERED, Stage.REFUSED, Stage.EXPIRED, Stage.WITHDRAWN, Stage.CLOSED])
def test_what_is_over_has_no_clock(stage: Stage) -> None:
    found = next_step(facts(stage), date(2027, 6, 1))
    assert (found.who, found.due_on, found.is_late) == (Actor.NOBODY, None, False)


def test_a_sound_application_is_decided_in_ten_working_days() -> None:
    began = date(2027, 1, 4)
    held = facts(Stage.REGISTERED, complete_on=began, decided_on=date(2027, 1, 18))
    assert overall_due_on(facts(Stage.DECISION, complete_on=began)) == date(2027, 1, 18)
    assert decided_in_time(held) is True
    assert decided_in_time(facts(Stage.REGISTERED, complete_on=began, decided_on=date(2027, 1, 19))) is False
    assert decided_in_time(facts(Stage.REGISTERED, complete_on=began, decided_on=began, disputed=True)) is None
    assert decided_in_time(facts(Stage.WITHDRAWN)) is None
