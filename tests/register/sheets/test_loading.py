"""Loading: all or nothing, never twice, with history kept, and as the trial run said."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from foundation import audit
from foundation.audit import AuditRecord
from foundation.settings import ROOT
from register import publication, queries
from register.models import Entry
from register.search import index
from register.sheets import loading
from register.sheets.loading import RowsRefused
from register.vocabulary import Status
from tests.conftest import StillClock
from tests.frame.house import House
from tests.register.sheets.loads import BY, ONE, counts, figures, load, trial
from tests.register.sheets.sheet_files import DATA, TODAY, csv_file, row

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _today(set_clock: StillClock) -> None:
    set_clock(f"{TODAY} 12:00")


# ------------------------------------------------------------------------------------------------------- the first time


def test_a_trial_run_writes_nothing_and_says_the_same(database: SQLAlchemy) -> None:
    before = counts(database)
    tried = trial(DATA / "registrants.csv")
    assert counts(database) == before
    loaded = load(DATA / "registrants.csv", accept_good_rows=True)
    assert figures(tried) == figures(loaded) == (602, 0, 0, 38)
    assert (tried.told, tried.repaired, tried.notes) == (loaded.told, loaded.repaired, loaded.notes)
    assert counts(database)["entry"] == 602


def test_all_or_nothing(database: SQLAlchemy) -> None:
    before = counts(database)
    with pytest.raises(RowsRefused):
        load(DATA / "registrants.csv")
    assert counts(database) == before


def test_the_same_people_from_the_other_kind_of_file_change_nothing(database: SQLAlchemy) -> None:
    load(DATA / "registrants.csv", accept_good_rows=True)
    before = counts(database)
    again = load(DATA / "registrants.xlsx", accept_good_rows=True)
    assert figures(again) == (0, 0, 602, 38)
    assert counts(database) == before


def test_an_interrupted_load_leaves_nothing(
    database: SQLAlchemy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = counts(database)
    monkeypatch.setattr(loading, "PORTION", 10)
    real: Callable[..., Any] = index.put
    calls = []

    def failing(*args: Any, **kwargs: Any) -> Any:
        calls.append(None)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    monkeypatch.setattr(index, "put", failing)
    with pytest.raises(KeyboardInterrupt):
        load(csv_file(tmp_path / "a.csv", [row(digits) for digits in range(1, 50)]))
    assert counts(database) == before


KILLED = """
import os
from pathlib import Path
from app import create_app
from foundation.audit import SYSTEM
from foundation.settings import Settings
from register.search import index
from register.sheets import loading
from register.sheets.report import Report

loading.PORTION = 10
real, calls = index.put, []
def put(*args):
    calls.append(None)
    if len(calls) == 3:
        os._exit(9)
    return real(*args)
index.put = put
with create_app(Settings(secret_key="k" * 40, database_url=os.environ["URL"], rate_limits=False)).app_context():
    with loading.open_sheet(Path(os.environ["SHEET"])) as sheet:
        loading.load_sheet(sheet, Report(), accept_good_rows=True, by=SYSTEM)
"""


def test_a_killed_process_leaves_nothing(database: SQLAlchemy, house: House, tmp_path: Path) -> None:
    before = counts(database)
    path = csv_file(tmp_path / "a.csv", [row(digits) for digits in range(1, 50)])
    done = subprocess.run(
        [sys.executable, "-c", KILLED],
        check=False,
        cwd=ROOT,
        env={**os.environ, "URL": house.store.url, "SHEET": str(path)},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 9, done.stderr
    assert counts(database) == before
    assert figures(load(path)) == (49, 0, 0, 0)


def test_people_loaded_are_found_and_shown(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row(1, Other_registration="HCPC OT012345")]))
    entry = publication.public_entry(ONE)
    assert entry is not None
    assert (entry.name, entry.status, entry.town) == ("Ada Holm", Status.REGISTERED, "Leeds")
    assert entry.insurance_to == date(2027, 4, 30)
    assert [(one.body, one.number) for one in entry.other_registrations] == [("HCPC", "OT012345")]
    assert queries.email_of(queries.entry_ids([ONE])[ONE]) == "ada.holm@example.org"


def test_somebody_who_left_reads_as_having_left(tmp_path: Path) -> None:
    load(csv_file(tmp_path / "a.csv", [row(Period_from="01/06/2025", Period_to="10/05/2026", Status="Left")]))
    entry = publication.public_entry(ONE)
    assert entry is not None
    assert entry.status is Status.LEFT
    assert entry.status_sentence == "Not on the register. Left the register on 10 May 2026."


def test_a_sheet_without_rows_is_refused(tmp_path: Path, database: SQLAlchemy) -> None:
    path = csv_file(tmp_path / "a.csv", [])
    for way in (load, trial):
        with pytest.raises(loading.Unreadable, match="headings and no rows"):
            way(path)


# ------------------------------------------------------------------------------------------------------------- at scale


def test_a_load_asks_the_same_number_of_questions_for_more_people(
    tmp_path: Path, statements: Callable[[], Any], database: SQLAlchemy
) -> None:
    few = csv_file(tmp_path / "few.csv", [row(digits) for digits in range(1, 21)])
    many = csv_file(tmp_path / "many.csv", [row(digits) for digits in range(101, 301)])
    with statements() as for_few:
        load(few)
    with statements() as for_many:
        load(many)
    assert len(for_many) <= len(for_few) + 2
    with statements() as again:
        load(many)
    assert len([one for one in again if not one.startswith("SELECT")]) == 0


def test_every_load_is_in_the_trail(tmp_path: Path, database: SQLAlchemy) -> None:
    load(csv_file(tmp_path / "a.csv", [row(1), row(2)]))
    lines = database.session.scalars(select(AuditRecord).where(AuditRecord.action == "register.loaded")).all()
    entries = database.session.scalars(select(Entry.id)).all()
    assert [line.subject_id for line in lines] == [str(entry_id) for entry_id in entries]
    assert {line.actor_label for line in lines} == {BY.label}
    assert audit.verify().broken is None
