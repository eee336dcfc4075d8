"""Nobody judges their own work: the table of parts, and parts as they are taken."""

from __future__ import annotations

import itertools

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from accounts import rules
from accounts.models import PartTaken, Role
from accounts.operations.parts import take_part
from accounts.separation import DONE, EXCLUSIONS, NOT_TWICE_RUNNING, Part, excluded, refusal
from foundation.audit import SYSTEM
from foundation.database import db
from foundation.errors import NotAllowed
from tests.accounts.staff import hire

CONCERN = ("concern", "41")

#: What rules 6.10, 6.6, 6.7 and 6.9 keep apart.
APART = [
    (Part.ASSESSED, Part.DECIDED),
    (Part.TRIAGED, Part.APPLIED_THRESHOLD),
    (Part.APPLIED_THRESHOLD, Part.INVESTIGATED),
    (Part.INVESTIGATED, Part.EXAMINED),
    (Part.EXAMINED, Part.SAT_ON_PANEL),
    (Part.RECEIVED, Part.SAT_ON_PANEL),
    (Part.TRIAGED, Part.ADVISED_PANEL),
    (Part.SAT_ON_INTERIM_PANEL, Part.SAT_ON_PANEL),
    (Part.SAT_ON_PANEL, Part.ADVISED_PANEL),
    (Part.DECIDED, Part.SAT_ON_PANEL),
    (Part.DECIDED, Part.HEARD_APPEAL),
    (Part.SAT_ON_PANEL, Part.HEARD_APPEAL),
    (Part.TRIAGED, Part.REVIEWED_CLOSURE),
    (Part.PREPARED_TEXT, Part.PUBLISHED),
    (Part.PROPOSED_ERASURE, Part.AGREED_ERASURE),
    (Part.PROPOSED_MERGE, Part.AGREED_MERGE),
    (Part.LOWERED_RISK, Part.AGREED_LOWER_RISK),
    (Part.SAMPLED, Part.SAMPLED_AGAIN),
    (Part.ASSESSED, Part.SECOND_MARKED),
]


@pytest.mark.parametrize(("first", "second"), APART)
def test_parts_that_exclude_each_other_do_so_both_ways(first: Part, second: Part) -> None:
    found = excluded(second, {first})
    assert found is not None
    assert excluded(first, {second}) is found
    assert found.because.endswith(".")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (Part.RECEIVED, Part.RATED),
        (Part.RATED, Part.TRIAGED),
        (Part.CHECKED, Part.DECIDED),
        (Part.DECIDED, Part.PUBLISHED),
        (Part.SAT_ON_PANEL, Part.PREPARED_TEXT),
    ],
)
def test_one_person_may_go_on_with_their_own_work(first: Part, second: Part) -> None:
    assert excluded(second, {first}) is None


def test_no_pair_stands_twice_and_no_part_excludes_itself() -> None:
    pairs = [frozenset((one.first, one.second)) for one in EXCLUSIONS]
    assert len(pairs) == len(set(pairs))
    assert all(len(pair) == 2 for pair in pairs)


def test_every_part_has_its_words_and_meets_another() -> None:
    assert set(DONE) == set(Part)
    met = set(itertools.chain.from_iterable((one.first, one.second) for one in EXCLUSIONS))
    assert set(Part) - met == set()
    assert set(NOT_TWICE_RUNNING) <= set(Part)


def test_the_refusal_says_what_was_done_what_is_wanted_and_why() -> None:
    assert refusal(Part.DECIDED, {Part.ASSESSED}, matter="this application") == (
        "You assessed this application, so you cannot decide it. Whoever assesses an application does not decide it."
    )
    assert refusal(Part.APPLIED_THRESHOLD, {Part.RECEIVED, Part.TRIAGED}, matter="this concern") == (
        "You triaged this concern, so you cannot apply the threshold test to it. "
        "Whoever triages a concern does not apply the threshold test to it."
    )
    assert refusal(Part.APPLIED_THRESHOLD, {Part.RECEIVED}, matter="this concern") is None


# ------------------------------------------------------------------------------------------------- on the database


def test_who_triaged_cannot_apply_the_threshold_to_the_same_concern(database: SQLAlchemy) -> None:
    anna = hire(Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER).actor
    ben = hire(Role.CONCERNS_MANAGER).actor
    take_part(CONCERN, Part.TRIAGED, called="this concern", by=anna)
    with pytest.raises(NotAllowed, match="You triaged this concern"):
        take_part(CONCERN, Part.APPLIED_THRESHOLD, called="this concern", by=anna)
    take_part(("concern", "42"), Part.APPLIED_THRESHOLD, by=anna)
    take_part(CONCERN, Part.APPLIED_THRESHOLD, by=ben)
    assert rules.authority.parts_taken([anna.id or 0, ben.id or 0], CONCERN) == {
        anna.id: {Part.TRIAGED},
        ben.id: {Part.APPLIED_THRESHOLD},
    }


def test_taking_the_same_part_twice_is_one_part(database: SQLAlchemy) -> None:
    anna = hire(Role.CONCERNS_OFFICER).actor
    take_part(CONCERN, Part.TRIAGED, by=anna)
    take_part(CONCERN, Part.TRIAGED, by=anna)
    assert len(db.session.scalars(select(PartTaken)).all()) == 1


def test_the_same_assessor_does_not_look_at_somebody_twice_running(database: SQLAlchemy) -> None:
    anna, ben = hire(Role.ASSESSOR).actor, hire(Role.ASSESSOR).actor
    take_part(("cpd", "1"), Part.ASSESSED, about_entry_id=7, by=anna)
    with pytest.raises(NotAllowed, match="twice running"):
        take_part(("cpd", "2"), Part.ASSESSED, about_entry_id=7, by=anna)
    take_part(("cpd", "3"), Part.ASSESSED, about_entry_id=8, by=anna)
    take_part(("cpd", "2"), Part.ASSESSED, about_entry_id=7, by=ben)
    take_part(("cpd", "4"), Part.ASSESSED, about_entry_id=7, by=anna)
    take_part(("cpd", "4"), Part.ASSESSED, about_entry_id=7, by=anna)


def test_only_a_person_takes_a_part(database: SQLAlchemy) -> None:
    with pytest.raises(NotAllowed):
        take_part(CONCERN, Part.TRIAGED, by=SYSTEM)


def test_a_part_that_was_taken_cannot_be_changed(database: SQLAlchemy) -> None:
    take_part(CONCERN, Part.TRIAGED, by=hire(Role.CONCERNS_OFFICER).actor)
    with pytest.raises(DatabaseError, match="append-only"):
        db.session.execute(text("UPDATE part_taken SET part = 'received'"))
