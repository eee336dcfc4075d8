"""Registrants as their own side knows them: read in a fixed number of statements, with or without an account."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import Account, Realm
from cpd import folders, registrants
from cpd.disclosures.operations import telling_us
from cpd.disclosures.telling import Said
from cpd.leaving.operations import departures
from cpd.vocabulary import Nation
from foundation import clock
from foundation.database import db, operation, transaction
from foundation.errors import Missing
from foundation.locks import Lock
from register import operations as register
from register import queries
from register.operations import Admission, claiming
from tests.accounts.staff import SHELL, hire
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.outbox import kinds_of_letters
from tests.register import arrange


@pytest.mark.parametrize(
    ("outcode", "nation"),
    [
        ("", Nation.ENGLAND_WALES),
        ("LS1", Nation.ENGLAND_WALES),
        ("EC1A", Nation.ENGLAND_WALES),
        ("CF10", Nation.ENGLAND_WALES),
        ("g12", Nation.SCOTLAND),
        ("GL50", Nation.ENGLAND_WALES),
        (" EH1 ", Nation.SCOTLAND),
        ("BT7", Nation.NORTHERN_IRELAND),
        ("B1", Nation.ENGLAND_WALES),
    ],
)
def test_the_nation_follows_from_the_postcode(outcode: str, nation: Nation) -> None:
    assert registrants.nation_of(outcode) is nation


def test_somebody_is_found_by_their_number(sample: Flask, database: SQLAlchemy) -> None:
    found = registrants.of_number(cast.SIOBHAN)
    assert found is not None
    assert (found.number, found.account_id) == (cast.SIOBHAN, None)
    assert found.is_on_register()
    assert found.starts_on is not None
    assert found.ends_on is not None
    assert found.starts_on < found.ends_on
    assert registrants.of_number("CM999999A") is None


def test_many_cost_no_more_statements_than_one(
    sample: Flask, database: SQLAlchemy, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    ids = queries.entries_after(0, limit=50)
    registrants.many(ids[:1])
    with statements() as one:
        registrants.many(ids[:1])
    with statements() as all_of_them:
        assert len(registrants.many(ids)) > 5
    assert len(one) == len(all_of_them)


def test_a_folder_is_made_once_and_sealed_with_its_own_key(sample: Flask, database: SQLAlchemy) -> None:
    first, second = queries.entries_after(0, limit=2)
    with pytest.raises(Missing):
        folders.box_of(first)
    with pytest.raises(RuntimeError):
        folders.box_for(first)

    @operation
    def seal(entry_id: int) -> str:
        return folders.box_for(entry_id).seal("a word")

    sealed = seal(first)
    seal(first)
    assert folders.box_of(first).open(sealed) == "a word"
    seal(second)
    assert set(folders.boxes_of([first, second])) == {first, second}
    assert database.session.scalar(select(func.count()).select_from(folders.Folder)) == 2
    assert folders.lock_of(first) != folders.lock_of(second)
    assert database.session.scalar(select(func.count()).select_from(Lock)) == 2


@pytest.mark.parametrize("closed", [False, True])
def test_whose_entry_has_no_address_is_written_to_at_their_account(
    database: SQLAlchemy, set_clock: StillClock, *, closed: bool
) -> None:
    set_clock("2026-07-01 11:00")
    person = hire(realm=Realm.PUBLIC)
    number = register.admit(Admission(arrange.FACTS, [arrange.YEAR], "", number=None), reason="a test", by=SHELL)
    claiming.hold(number, person.id, proof="a test")
    if closed:
        with transaction("a test closes an account"):
            db.session.get_one(Account, person.id).closed_at = clock.now()
    found = registrants.of_number(number)
    assert found is not None
    assert found.email == ("" if closed else person.email)
    if not closed:
        departures.ask_to_leave(leave_on=None, by=person.actor)
        said = Said("D04", 1, "yes", "Another register looks at me.")
        telling_us.tell(said, known_on=clock.today(), pressed="once", by=person.actor)
        assert {"leaving_done", "disclosure_received"} <= set(kinds_of_letters(person.email))
