"""Database and files go into one folder and come back from it, whole, and what was erased stays erased."""

from __future__ import annotations

import errno
import io
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from foundation import audit, backup, evidence, locks
from foundation.audit import SYSTEM
from foundation.backup import erasing, sums
from foundation.database import db, operation
from foundation.erasures import Erased
from foundation.errors import Missing
from foundation.evidence.models import StoredFile
from foundation.locks import Lock
from tests.frame.databases import Dialect
from tests.frame.house import SETTINGS, House, let_go
from tests.frame.postgresql import find_programs

WORDS = "what only the officer may read"


@pytest.fixture(autouse=True)
def _tools(dialect: Dialect, monkeypatch: pytest.MonkeyPatch) -> None:
    """`pg_dump` and `pg_restore` of the very server."""
    if dialect == "postgresql":
        monkeypatch.setenv("PATH", f"{find_programs()}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def here(make_app: Callable[..., Flask], tmp_path: Path) -> Iterator[Flask]:
    """Two sealed records and two files, in a database and a store of their own."""
    app = make_app(evidence_url=str(tmp_path / "store"))
    with app.app_context():
        for number in (1, 2):
            record()
            evidence.keep(io.BytesIO(f"file {number}".encode()), name="a.txt", owner=("draft", str(number)), by=None)
        yield app
        db.session.rollback()


@contextmanager
def elsewhere(house: House, store: Path, **changes: str) -> Iterator[Flask]:
    """An app over a database without a single table."""
    settings = replace(SETTINGS, database_url=house.store.new("restored"), evidence_url=str(store), **changes)
    app = create_app(settings)
    try:
        with app.app_context():
            yield app
            db.session.rollback()
    finally:
        let_go(app)


@operation
def record() -> None:
    lock, box = locks.new_lock()
    audit.record(action="test.made", subject=("lock", lock.id), by=SYSTEM, detail={"sealed": box.seal(WORDS)})


@operation
def erase(lock_id: int) -> None:
    locks.destroy_lock(lock_id)
    evidence.destroy_all(("draft", str(lock_id)))


def test_what_was_kept_comes_back_and_what_was_erased_does_not(here: Flask, house: House, tmp_path: Path) -> None:
    first, second = db.session.scalars(select(Lock.id).order_by(Lock.id)).all()
    made = backup.make(tmp_path / "backup")
    erase(first)
    record()
    assert (erasing.carry_out(), erasing.carry_out()) == (2, 0)
    evidence.sweep()
    with elsewhere(house, tmp_path / "store"):
        back = backup.restore(tmp_path / "backup")
        assert (back.files, back.erased, back.problems, made.missing) == (2, 2, (), ())
        assert db.session.query(Lock).count() == 2, "the record made after the backup is not in it"
        sealed = locks.box_of(second).seal(WORDS)
        assert locks.box_of(second).open(sealed) == WORDS
        with pytest.raises(Missing):
            locks.box_of(first).open(sealed)
        files = db.session.scalars(select(StoredFile).order_by(StoredFile.id)).all()
        assert [one.name for one in files] == [None, "a.txt"]
        assert b"".join(evidence.open_original(files[1].id, by=None).chunks) == b"file 2"
        assert erasing.play_again() == 0
        erase(second)
        assert len(set(db.session.scalars(select(Erased.id)))) == 4, "numbers go on after those of before"


def test_only_a_whole_backup_is_put_back_and_never_over_anything(here: Flask, house: House, tmp_path: Path) -> None:
    folder, store = tmp_path / "backup", tmp_path / "elsewhere"
    backup.make(folder)
    checked = subprocess.run(["sha256sum", "--check", "--quiet", sums.LIST], cwd=folder, check=False)
    assert checked.returncode == 0
    with pytest.raises(backup.Unusable, match="is there already"):
        backup.make(folder)
    with pytest.raises(backup.Unusable, match="not empty"):
        backup.restore(folder)
    with elsewhere(house, store, secret_key="another key altogether"):
        assert "DATA_KEY" in backup.restore(folder).problems[0]
    victim = next(folder.glob("evidence/*/*"))
    victim.write_bytes(victim.read_bytes()[:-1] + b"?")
    with elsewhere(house, store):
        with pytest.raises(backup.Unusable, match="damaged"):
            backup.restore(folder)
        with pytest.raises(backup.Unusable, match="is no backup"):
            backup.restore(tmp_path)


def test_a_full_disk_leaves_nothing_that_looks_like_a_backup(
    here: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(sums, "write", full)
    said = here.test_cli_runner().invoke(args=["backup", str(tmp_path / "backup")])
    assert (said.exit_code, "No space left" in said.output) == (1, True)
    assert [one.name for one in tmp_path.iterdir()] == ["store"]


def test_an_object_that_is_not_there_is_said_aloud(here: Flask, house: House, tmp_path: Path) -> None:
    next((tmp_path / "store").glob("*/*")).unlink()
    said = here.test_cli_runner().invoke(args=["backup", str(tmp_path / "backup")])
    assert (said.exit_code, "1 objects are missing" in said.output) == (1, True)
    with elsewhere(house, tmp_path / "other") as app:
        said = app.test_cli_runner().invoke(args=["restore", str(tmp_path / "backup")])
        assert (said.exit_code, "and 1 objects" in said.output) == (0, True)
