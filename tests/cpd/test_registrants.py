"""Registrants as their own side knows them: read in a fixed number of statements, with or without an account."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from cpd import folders, registrants
from cpd.vocabulary import Nation
from foundation.database import operation
from foundation.errors import Missing
from foundation.locks import Lock
from register import queries
from tests.frame import cast


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
