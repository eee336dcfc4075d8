"""The demo: somebody for each thing an entry can say, the same people from the same seed, through real operations."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from foundation import audit, clock
from foundation.audit import Actor
from foundation.database import operation
from foundation.outbox import Letter
from register import publication, queries
from register.demo import SHOWPIECES, fill
from register.models import Entry, EventKind
from register.publication import PublicEntry
from register.reconciliation import check_public_view
from register.vocabulary import OrderKind, Status
from tests.conftest import StillClock

BY = Actor("system", None, "the demo")
EXPECTED = {
    "registered": Status.REGISTERED,
    "warning": Status.REGISTERED_WARNING,
    "conditions": Status.REGISTERED_CONDITIONS,
    "undertakings": Status.REGISTERED_UNDERTAKINGS,
    "interim_conditions": Status.INTERIM_CONDITIONS,
    "interim_suspension": Status.INTERIM_SUSPENSION,
    "suspended": Status.SUSPENDED,
    "removed": Status.REMOVED,
    "restored_after_removal": Status.REGISTERED,
    "lapsed": Status.LAPSED,
    "no_longer_shown": None,
    "restored_after_lapse": Status.REGISTERED,
    "left": Status.LEFT,
    "left_by_agreement": Status.LEFT,
    "administrative_removal": Status.ADMINISTRATIVE_REMOVAL,
    "deceased": None,
    "starts_later": None,
    "withheld_place": Status.REGISTERED,
    "previous_name_shown": Status.REGISTERED,
    "previous_name_hidden": Status.REGISTERED,
    "held": Status.REGISTERED,
    "corrected": Status.REGISTERED,
    "health": Status.REGISTERED_CONDITIONS,
    "overlapping": Status.INTERIM_CONDITIONS,
    "completed_conditions": Status.REGISTERED,
    "completed_suspension": Status.REGISTERED,
    "ended_early": Status.REGISTERED,
    "taken_back": Status.REGISTERED,
    "one_name": Status.REGISTERED,
    "non_latin": Status.REGISTERED,
    "ends_today": Status.REGISTERED,
    "same_name": Status.REGISTERED,
}


def entry(key: str) -> PublicEntry:
    found = publication.public_entry(SHOWPIECES[key].number)
    assert found is not None
    return found


#: Days on which counting from today could go wrong: leap days, clock changes, the turn of the year.
@pytest.mark.parametrize("today", ["2026-11-22", "2028-02-29", "2027-03-28", "2026-10-25", "2026-12-31", "2027-03-01"])
def test_every_showpiece_says_what_it_is_there_for(database: SQLAlchemy, set_clock: StillClock, today: str) -> None:
    set_clock(f"{today} 12:00")
    fill(registrants=1, seed=1, by=BY)
    said = {key: publication.public_entry(piece.number) for key, piece in SHOWPIECES.items()}
    assert {key: found.status if found else None for key, found in said.items()} == EXPECTED
    assert {key: found.name for key, found in said.items() if found} == {
        key: SHOWPIECES[key].name for key, found in said.items() if found
    }
    assert check_public_view() == []
    assert audit.verify().broken is None


def test_the_showpieces_show_what_documents_say_of_them(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-22 12:00")
    fill(registrants=1, seed=1, by=BY)
    assert (SHOWPIECES["registered"].number, SHOWPIECES["registered"].name) == ("CM004271S", "Siobhán O'Brien")
    assert [one.checked_on is not None for one in entry("registered").other_registrations] == [True, True]
    assert [one.kind for one in entry("overlapping").restrictions] == [
        OrderKind.INTERIM_CONDITIONS,
        OrderKind.CONDITIONS,
        OrderKind.WARNING,
    ]
    assert [one.in_force for one in entry("completed_conditions").restrictions] == [False]
    assert [one.in_force for one in entry("completed_suspension").restrictions] == [False]
    assert [one.kind for one in entry("restored_after_removal").restrictions] == [OrderKind.REMOVAL]
    assert [one.text for one in entry("health").restrictions] == [None]
    assert len(entry("restored_after_lapse").breaks) == 1
    assert entry("withheld_place").town is None
    assert entry("previous_name_shown").former_names == ("Shah",)
    assert entry("previous_name_hidden").former_names == ()
    assert entry("left_by_agreement").statement is not None
    assert entry("taken_back").restrictions == ()
    assert entry("ends_today").period_to == clock.today()
    assert entry("same_name").name == entry("ends_today").name
    assert queries.is_held(queries.entry_ids([SHOWPIECES["held"].number])[SHOWPIECES["held"].number])
    corrected = queries.history(queries.entry_ids([SHOWPIECES["corrected"].number])[SHOWPIECES["corrected"].number])
    assert corrected[0].kind is EventKind.CORRECTED


def test_nobody_is_written_to(database: SQLAlchemy) -> None:
    fill(registrants=60, seed=1, by=BY)
    assert database.session.scalar(select(func.count()).select_from(Letter)) == 0


class _TakenBackError(Exception):
    """Ends a transaction without leaving anything."""


@operation
def people(seed: int, into: list[tuple[Any, ...]]) -> None:
    """Whom a seed makes; the register is empty again afterwards."""
    fill(registrants=80, seed=seed, by=BY)
    found = publication.public_entries(queries.entries_after(0, limit=1000))
    into.extend(sorted((one.number, one.name, one.status, one.town, one.period_to) for one in found.values()))
    raise _TakenBackError


def test_the_same_seed_makes_the_same_people(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-22 12:00")
    first: list[tuple[Any, ...]] = []
    again: list[tuple[Any, ...]] = []
    other: list[tuple[Any, ...]] = []
    for seed, made in ((5, first), (5, again), (6, other)):
        with pytest.raises(_TakenBackError):
            people(seed, made)
    assert len(first) > 70
    assert first == again
    assert first != other


def test_the_command_fills_an_empty_register_once(runner: FlaskCliRunner, app: Flask) -> None:
    filled = runner.invoke(args=["demo", "--registrants", "50", "--seed", "7"])
    assert filled.exit_code == 0, filled.output
    assert "50 made-up people are on the register" in filled.stdout
    assert "CM004271S  Siobhán O'Brien" in filled.stdout
    refused = runner.invoke(args=["demo"])
    assert (refused.exit_code, refused.stdout) == (1, "")
    assert "Somebody is on the register already" in refused.stderr
    quiet = runner.invoke(args=["demo", "--if-empty"])
    assert (quiet.exit_code, quiet.output) == (0, "")
    assert runner.invoke(args=["demo", "--registrants", "20", "--anyway"]).exit_code == 0
    with app.app_context():
        assert len(queries.entries_after(0, limit=1000)) == 71, "and the one who applied and was granted a place"
        assert queries.entry(SHOWPIECES["registered"].number) is not None


def test_the_command_keeps_off_a_register_in_production(runner: FlaskCliRunner, app: Flask) -> None:
    settings = app.config["SETTINGS"]
    try:
        app.config["SETTINGS"] = _Production()
        refused = runner.invoke(args=["demo"])
    finally:
        app.config["SETTINGS"] = settings
    assert refused.exit_code == 1
    assert "in production" in refused.stderr
    with app.app_context():
        assert queries.is_empty()


class _Production:
    production = True


def test_numbers_are_never_given_twice(database: SQLAlchemy) -> None:
    fill(registrants=120, seed=2, by=BY)
    numbers = database.session.scalars(select(Entry.number)).all()
    assert len(set(numbers)) == len(numbers) == 120
