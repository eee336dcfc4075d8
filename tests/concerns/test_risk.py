"""Risk: the matrix and its bounds, what is red by itself, the pattern, two people, and when it is looked at again."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given
from hypothesis import strategies as st

from concerns import worklist
from concerns.models import Rating
from concerns.operations import following_up, triaging
from concerns.risk import engine, queries, rating
from concerns.risk.engine import Seen
from concerns.telling import SubjectTold
from concerns.vocabulary import Band, Flag, OnRegister, StatementKind
from concerns.worklist import Show
from foundation.errors import NotAllowed, Refused
from tests.concerns import officers
from tests.concerns.arrange import telling
from tests.concerns.officers import version
from tests.conftest import StillClock
from tests.frame import cast

SIOBHAN = (SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),)
#: Every product that two numbers from one to five can have, with the band that rules 6.7 give it.
GREEN, AMBER = {1, 2, 3, 4, 5, 6}, {8, 9, 10, 12}


@given(st.integers(1, 5), st.integers(1, 5))
def test_the_matrix_is_that_of_the_rules(likelihood: int, impact: int) -> None:
    score = likelihood * impact
    expected = Band.GREEN if score in GREEN else Band.AMBER if score in AMBER else Band.RED
    assert engine.matrix(likelihood, impact) is expected
    assert (expected is Band.RED) == (15 <= score <= 25)


@given(st.integers(1, 5), st.integers(1, 5), st.sets(st.sampled_from(Flag)), st.sets(st.sampled_from(Flag)))
def test_red_by_itself_is_red_until_it_is_set_aside(
    likelihood: int, impact: int, flags: set[Flag], aside: set[Flag]
) -> None:
    band = engine.band(Seen(likelihood, impact, frozenset(flags), frozenset(aside)))
    assert band is (Band.RED if flags - aside else engine.matrix(likelihood, impact))


@given(st.integers(1, 5), st.integers(1, 5))
def test_a_pattern_raises_by_one_band_and_no_more(likelihood: int, impact: int) -> None:
    bands = list(Band)
    alone = bands.index(engine.band(Seen(likelihood, impact)))
    assert bands.index(engine.band(Seen(likelihood, impact, pattern=True))) == min(alone + 1, 2)


def rate(reference: str, who: officers.Person, **given: object) -> Band:
    held = {"likelihood": 2, "impact": 2, "reasons": "As told.", **given}
    return rating.rate(reference, version=version(reference), by=who.actor, **held)


def test_what_was_told_stays_red_whatever_an_officer_ticks(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.replied(who, telling(worries=("boundaries",), danger=True))
    assert rate(reference, who) is Band.RED
    [held] = queries.ratings(officers.now(reference).id)
    assert held.flags == ["at_risk", "sexual"]


def test_only_two_people_lower_what_is_red_by_itself(database: SQLAlchemy) -> None:
    who, kim = officers.officer(), officers.officer("Kim Other")
    reference = officers.replied(who, telling(worries=("violence",)))
    with pytest.raises(Refused, match="Rate the risk"):
        rating.ask_to_lower(reference, flags=[Flag.VIOLENCE], reasons="x", version=version(reference), by=who.actor)
    rate(reference, who)
    rating.ask_to_lower(
        reference, flags=[Flag.VIOLENCE], reasons="A slammed door.", version=version(reference), by=who.actor
    )
    with pytest.raises(NotAllowed, match="two people"):
        rating.answer_lowering(reference, agrees=True, words="Yes.", version=version(reference), by=who.actor)
    assert officers.now(reference).risk is Band.RED
    assert (
        rating.answer_lowering(reference, agrees=True, words="Yes.", version=version(reference), by=kim.actor)
        is Band.GREEN
    )
    assert officers.now(reference).risk is Band.GREEN
    assert rate(reference, who) is Band.GREEN, "what two people set aside stays set aside"
    assert rate(reference, who, flags=[Flag.BARRED]) is Band.RED, "and covers nothing new"


def test_a_second_person_may_say_no(database: SQLAlchemy) -> None:
    who, kim = officers.officer(), officers.officer("Kim Other")
    reference = officers.replied(who, telling(worries=("pressure",)))
    rate(reference, who)
    rating.ask_to_lower(reference, flags=[Flag.PRESSURE], reasons="x", version=version(reference), by=who.actor)
    with pytest.raises(Refused, match="asked already"):
        rating.ask_to_lower(reference, flags=[Flag.PRESSURE], reasons="x", version=version(reference), by=who.actor)
    held = rating.answer_lowering(reference, agrees=False, words="No.", version=version(reference), by=kim.actor)
    assert (held, officers.now(reference).risk) == (Band.RED, Band.RED)


def test_the_third_concern_in_three_years_counts_as_a_pattern(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    told = telling(subjects=SIOBHAN)
    set_clock("2026-12-01 09:00")
    references = [officers.replied(who, told) for _ in range(3)]
    assert [rate(one, who) for one in references] == [Band.GREEN, Band.GREEN, Band.AMBER]
    set_clock("2029-12-02 09:00")
    assert rate(officers.replied(who, told), who) is Band.GREEN, "those before are too long ago"


def test_it_is_looked_at_again_when_the_rules_say(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    reference = officers.replied(who)
    assert officers.now(reference).rate_due_on == date(2026, 11, 25), "the first within one working day"
    rate(reference, who)
    assert officers.now(reference).rate_due_on == date(2026, 12, 22), "then after 28 days"
    rate(reference, who, likelihood=5, impact=5)
    assert officers.now(reference).rate_due_on == date(2026, 12, 1), "a red one weekly"
    triaging.begin_triage(reference, version=version(reference), by=who.actor)
    assert officers.now(reference).rate_due_on == date(2026, 11, 25), "at each stage"
    rate(reference, who)
    set_clock("2026-11-27 17:00")
    following_up.tell_more(reference, StatementKind.ADDED, {"page": "more", "answers": []})
    assert officers.now(reference).rate_due_on == date(2026, 11, 30), "within one working day of something new"
    assert worklist.lists(0).on(Show.RATE) == []
    set_clock("2026-11-30 09:00")
    assert len(worklist.lists(0).on(Show.RATE)) == 1


def test_every_rating_is_kept_with_its_reasons(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.replied(who)
    for number in (1, 2):
        rate(reference, who, reasons=f"Reason {number}.")
    for bad in ({"likelihood": 0}, {"impact": 6}, {"reasons": " "}):
        with pytest.raises(Refused):
            rate(reference, who, **bad)
    assert database.session.query(Rating).count() == 2


def test_who_may_not_see_it_may_not_rate_it(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.replied(who)
    with pytest.raises(NotAllowed):
        rate(reference, officers.reviewer())
    with pytest.raises(NotAllowed, match="not listed"):
        rate(reference, officers.investigator())
