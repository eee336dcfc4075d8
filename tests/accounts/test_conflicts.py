"""Ties that keep somebody away from a matter, checked before anything is assigned or opened."""

from __future__ import annotations

from datetime import date

import pytest
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given
from hypothesis import strategies as some

from accounts import policy, rules
from accounts.conflicts import Declared, Matter, Somebody, Tie, Work, choose, conflicts, same_name
from accounts.models import Role
from accounts.operations.interests import About, declare_interest, end_interest, withdraw_interest
from accounts.operations.parts import take_part
from accounts.separation import Part
from foundation import clock
from foundation.errors import Missing, NotAllowed, Refused
from foundation.policy import decide
from tests.accounts.staff import SHELL, Person, hire

TODAY = date(2027, 3, 3)
HER = Somebody("Zoë O’Brien", "CM004271S", (Work("Northern Case Management Ltd", date(2020, 1, 1)),))
MATTER = Matter("concern", "41", (HER,))


def found(*declared: Declared, matter: Matter = MATTER, on: date = TODAY) -> list[str]:
    return [one.kind for one in conflicts(declared, matter, on=on, years=5)]


@pytest.mark.parametrize(
    "tie",
    [
        Declared(Tie.EMPLOYER, organisation="Northern Case Management"),
        Declared(Tie.EMPLOYER, organisation="NORTHERN CASE-MANAGEMENT LIMITED"),
        Declared(Tie.EMPLOYER, organisation="The Northern Case Management", ends_on=date(2022, 3, 3)),
        Declared(Tie.BUSINESS, organisation="Northern Case Management Ltd."),
        Declared(Tie.FAMILY, person="zoe o'brien"),
        Declared(Tie.FAMILY, person="My sister", number="CM004271S"),
        Declared(Tie.SUPERVISOR, number="CM004271S", ends_on=date(2026, 1, 1)),
        Declared(Tie.REFEREE, number="CM004271S", ends_on=date(2001, 1, 1)),
        Declared(Tie.OTHER, person="Zoë O’Brien"),
    ],
)
def test_a_tie_to_somebody_in_the_matter_is_a_conflict(tie: Declared) -> None:
    assert found(tie) == [tie.kind.value]


@pytest.mark.parametrize(
    "tie",
    [
        Declared(Tie.EMPLOYER, organisation="Northern Housing"),
        Declared(Tie.EMPLOYER, organisation="Northern Case Management", ends_on=date(2022, 3, 2)),
        Declared(Tie.SUPERVISOR, number="CM004271S", ends_on=date(2022, 3, 2)),
        Declared(Tie.FAMILY, person="Zoë O’Brien", number="CM000001B"),
        Declared(Tie.FAMILY, number="CM000001B"),
    ],
)
def test_a_tie_to_others_or_long_over_is_none(tie: Declared) -> None:
    assert found(tie) == []


def test_an_employer_they_left_long_ago_does_not_count() -> None:
    left = Somebody("Ann Lee", "", (Work("Acorn", date(2010, 1, 1), date(2021, 12, 31)),))
    later = Somebody("Ann Lee", "", (Work("Acorn", date(2010, 1, 1), date(2022, 3, 3)),))
    acorn = Declared(Tie.EMPLOYER, organisation="Acorn plc")
    assert found(acorn, matter=Matter("concern", "1", (left,))) == []
    assert found(acorn, matter=Matter("concern", "1", (later,))) == ["employer"]


def test_an_organisation_in_the_matter_counts_too() -> None:
    about = Matter("concern", "1", (), ("Acorn & Co",))
    assert found(Declared(Tie.BUSINESS, organisation="acorn and co ltd"), matter=about) == ["business"]


def test_oneself_and_an_earlier_part_are_conflicts() -> None:
    matter = Matter("concern", "1", (Somebody("Me", account_id=9),))
    kinds = conflicts([], matter, on=TODAY, years=5, account_id=9, earlier_parts=["You triaged it."])
    assert [one.kind for one in kinds] == ["earlier part", "oneself"]


def test_the_sentence_names_the_tie() -> None:
    [one] = conflicts([Declared(Tie.EMPLOYER, organisation="Northern Case Management")], MATTER, on=TODAY, years=5)
    assert one.sentence == "You have both worked for Northern Case Management, now or in the last 5 years."


@given(some.text(max_size=40))
def test_comparing_names_is_steady(name: str) -> None:
    assert same_name(same_name(name)) == same_name(name)


def test_when_nobody_is_clear_an_outside_member_is_asked() -> None:
    reason = conflicts([Declared(Tie.FAMILY, number="CM004271S")], MATTER, on=TODAY, years=5)
    none_left = choose({1: reason, 2: reason})
    assert none_left.nobody_left
    assert none_left.sentence.startswith("No clear person is left. Ask an outside member")
    some_left = choose({1: reason, 2: []})
    assert (some_left.clear, list(some_left.kept_away)) == ((2,), [1])
    assert some_left.sentence == "1 person is clear to take this."


# ------------------------------------------------------------------------------------------------- on the database


def declare(person: Person, kind: Tie, about: About, ends_on: date | None = None) -> int:
    return declare_interest(kind, about, starts_on=None, ends_on=ends_on, by=person.actor)


def test_what_somebody_declared_keeps_them_away_and_others_stay_clear(database: SQLAlchemy) -> None:
    anna, ben, cleo = hire(Role.CASE_EXAMINER), hire(Role.CASE_EXAMINER), hire(Role.CASE_EXAMINER)
    declare(anna, Tie.FAMILY, About(number="CM004271S", person="My sister"))
    take_part(("concern", "41"), Part.INVESTIGATED, by=ben.actor)
    choice = rules.who_is_clear([anna.id, ben.id, cleo.id], MATTER, part=Part.EXAMINED, called="this concern")
    assert choice.clear == (cleo.id,)
    assert {person: [one.kind for one in reasons] for person, reasons in choice.kept_away.items()} == {
        anna.id: ["family"],
        ben.id: ["earlier part"],
    }
    rules.check_no_conflict(cleo.id, MATTER)
    with pytest.raises(NotAllowed, match=r"You have a conflict of interest here\. You have told us that My sister"):
        rules.check_no_conflict(anna.id, MATTER)


def test_finding_who_is_clear_asks_the_same_however_many_there_are(database: SQLAlchemy, statements) -> None:
    people = [hire(Role.CASE_EXAMINER) for _ in range(8)]
    for person in people:
        declare(person, Tie.OTHER, About(organisation="Acorn"))
    policy.TIES_COUNT.value()
    counts = []
    for candidates in (people[:1], people):
        with statements() as seen:
            rules.who_is_clear([person.id for person in candidates], MATTER, part=Part.EXAMINED)
        counts.append(len(seen))
    assert counts == [2, 2]


def test_an_interest_ends_and_is_taken_back(database: SQLAlchemy) -> None:
    anna, ben = hire(Role.ASSESSOR), hire(Role.ASSESSOR)
    one = declare(anna, Tie.EMPLOYER, About(organisation="Northern Case Management"))
    with pytest.raises(NotAllowed):
        rules.check_no_conflict(anna.id, MATTER)
    with pytest.raises(Missing):
        withdraw_interest(one, by=ben.actor)
    end_interest(one, ends_on=clock.today(), by=anna.actor)
    with pytest.raises(NotAllowed):
        rules.check_no_conflict(anna.id, MATTER)
    withdraw_interest(one, by=anna.actor)
    rules.check_no_conflict(anna.id, MATTER)
    with pytest.raises(Missing):
        end_interest(one, ends_on=clock.today(), by=anna.actor)


def test_how_long_a_tie_counts_is_policy(database: SQLAlchemy, set_clock) -> None:
    set_clock("2027-03-03 12:00")
    anna = hire(Role.ASSESSOR)
    declare(anna, Tie.EMPLOYER, About(organisation="Northern Case Management"), ends_on=date(2024, 1, 1))
    with pytest.raises(NotAllowed):
        rules.check_no_conflict(anna.id, MATTER)
    decide(policy.TIES_COUNT, value=2, effective_from=clock.today(), reason="A small field", by=SHELL)
    rules.check_no_conflict(anna.id, MATTER)


@pytest.mark.parametrize(
    ("kind", "about", "starts_on", "ends_on"),
    [
        (Tie.OTHER, About(), None, None),
        (Tie.EMPLOYER, About(person="Ann"), None, None),
        (Tie.BUSINESS, About("Acorn"), date(2027, 1, 2), date(2027, 1, 1)),
    ],
)
def test_an_interest_that_says_nothing_is_refused(
    database: SQLAlchemy, kind: Tie, about: About, starts_on: date | None, ends_on: date | None
) -> None:
    with pytest.raises(Refused):
        declare_interest(kind, about, starts_on=starts_on, ends_on=ends_on, by=hire().actor)
