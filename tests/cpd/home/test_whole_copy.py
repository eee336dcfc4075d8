"""What somebody takes away is all of it: no table and no word of theirs is missing, and no word of others is in it.

A whole life fills the tables (`whole_life`); each is held against what `cpd.home.holdings` says of it.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Table, select

from cpd.disclosures.models import Disclosure
from cpd.disclosures.operations import adding
from cpd.disclosures.vocabulary import Channel
from cpd.home import holdings, packing
from foundation import locks
from foundation.database import Base, db
from foundation.errors import Missing, Refused
from foundation.evidence import Damaged, Opened, StoredFile
from foundation.locks import Box, Lock
from tests.conftest import StillClock
from tests.cpd.home import whole_life
from tests.cpd.home.arrange import at_home, confirm, take
from tests.cpd.home.whole_life import PDF
from tests.cpd.joining.arrange import REFERRED
from tests.rules.test_tables import packages


def test_every_table_is_given_or_kept_back_for_a_reason() -> None:
    home = packages()
    ours = {name for name, package in home.items() if package not in holdings.ROOMS}
    said = [*holdings.GIVEN, *holdings.KEPT_BACK, *holdings.NOBODY]
    assert sorted(said) == sorted(set(said)), "a table has one place"
    assert set(said) == ours, "say in cpd/home/holdings.py whether it is given, and in which part, or why not"
    assert {*holdings.KEPT_BACK.values(), *holdings.COLUMNS.values(), *holdings.ROOMS.values()} == set(holdings.REASONS)
    columns = {f"{table.name}.{column.name}" for table in Base.metadata.sorted_tables for column in table.columns}
    assert set(holdings.COLUMNS) <= columns


@pytest.fixture
def life(database: SQLAlchemy, set_clock: StillClock) -> whole_life.Life:
    return whole_life.live(set_clock)


def test_a_whole_life_comes_back_and_nobody_elses_words(app: Flask, life: whole_life.Life) -> None:
    visitor = at_home(app, life.person)
    page = visitor.open("/account/data")
    confirm(visitor, life.person)
    answer: Any = take(visitor, page, "zip")
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    packed = zipfile.ZipFile(io.BytesIO(answer.data))
    assert packed.testzip() is None
    text = packed.read("my-data-2028-12-05.json").decode()
    held = json.loads(text)["parts"]
    empty = [f"{table} in {part}" for table, part in holdings.GIVEN.items() if not held.get(part, {}).get("rows")]
    assert empty == []
    theirs, others = _sealed()
    given = {f"{one.name}.{name}" for one in Base.metadata.sorted_tables for name in _sealed_columns(one)}
    tables = {where.partition(".")[0] for where in given - set(holdings.COLUMNS)} & set(holdings.GIVEN)
    # Who comes back after a break has a decision of its own: see tests/cpd/renewal.
    assert tables - {where.partition(".")[0] for where, _ in theirs} == {"renewal_return_decision"}
    assert [f"{where}: {words}" for where, words in theirs if words not in text] == []
    # What is written behind their back is there, and stays there.
    assert len({words for _, words in others if words.startswith("qq")}) == 4
    assert "qq" not in text
    assert REFERRED in {words for _, words in others}
    assert REFERRED not in text
    for officer in (life.office.officer, life.office.registrar, life.office.appeal_panel[0]):
        assert officer.email not in text
    _check_files(packed, held)


def _check_files(packed: zipfile.ZipFile, held: dict[str, Any]) -> None:
    names = packed.namelist()
    assert {row["In the zip"] for row in held["files"]["rows"]} == {one for one in names if one.startswith("files/")}
    assert len(names) == len(set(names)) == db.session.query(StoredFile).count() + 2
    assert {"files/CPD of 2026-03-01/slides.pdf", "files/CPD of 2026-03-01/slides (2).pdf"} <= set(names)
    assert packed.read("files/CPD of 2026-03-01/slides.pdf") == PDF
    assert not any(".." in one or one.startswith("/") or "\\" in one for one in names)


def _sealed() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """Every sealed word there is: those that have to come back, and those that must not."""
    boxes = list(locks.boxes_of(list(db.session.scalars(select(Lock.id)))).values())
    theirs, others = [], []
    for table in Base.metadata.sorted_tables:
        for name in _sealed_columns(table):
            place = f"{table.name}.{name}"
            given = table.name in holdings.GIVEN and place not in holdings.COLUMNS
            for words in _words(table, name, boxes):
                (theirs if given else others).append((place, words))
    return theirs, others


def _sealed_columns(table: Table) -> list[str]:
    # Files have their own names and keys; the key of a draw is no word.
    if table.name in ("stored_file", "cpd_draw"):
        return []
    return [column.name for column in table.columns if column.name.endswith("sealed")]


def _words(table: Table, name: str, boxes: list[Box]) -> Iterator[str]:
    """What people typed into a sealed column: codes and days are no words."""
    for sealed in db.session.scalars(select(table.c[name]).where(table.c[name].is_not(None))):
        for leaf in _leaves(_open(sealed, boxes)):
            if " " in leaf or leaf.startswith(("zz", "qq")):
                yield json.dumps(leaf, ensure_ascii=False)[1:-1]


def _open(sealed: str, boxes: list[Box]) -> Any:
    for box in boxes:
        try:
            words = box.open(sealed)
        except Missing:
            continue
        try:
            return json.loads(words)
        except ValueError:
            return words
    raise AssertionError("nothing opens it")


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)


def test_what_was_told_in_error_does_not_come_back(app: Flask, life: whole_life.Life) -> None:
    told = db.session.scalars(select(Disclosure.reference).where(Disclosure.channel == Channel.RENEWAL)).all()
    for reference in told:
        with suppress(Refused):  # of an answer about health the law lets us ask
            adding.take_back(reference, by=life.person.actor)
    visitor = at_home(app, life.person)
    page = visitor.open("/account/data")
    confirm(visitor, life.person)
    answer: Any = take(visitor, page, "json")
    assert "zzsecond form and health" in answer.text
    assert "zzsecond form and D02" not in answer.text


def test_names_lead_into_no_folder_and_every_system_can_write_them() -> None:
    wild = ["../../etc/passwd", "a/b", "C:\\x", "con.pdf", "LPT1", "\u202egnp.exe", "a\x00b", "", "...", " name. "]
    assert [packing.safe(one) for one in wild] == [
        "-..-etc-passwd",
        "a-b",
        "x",
        "_con.pdf",
        "_LPT1",
        "gnp.exe",
        "ab",
        "file",
        "file",
        "name",
    ]


def test_a_file_that_cannot_be_opened_is_named_and_the_rest_goes_on() -> None:
    def refuse(_: int) -> Opened:
        raise Damaged("it is not what was kept")

    one = packing.Packed(99, "CPD", "a.pdf", 10, date(2026, 3, 1), "files/CPD/a.pdf")
    whole = b"".join(packing.chunks({"a.json": "{}"}, [one], day=date(1979, 1, 1), open_file=refuse))
    packed = zipfile.ZipFile(io.BytesIO(whole))
    assert packed.read("a.json") == b"{}"
    assert b"files/CPD/a.pdf" in packed.read("files that could not be packed.txt")
