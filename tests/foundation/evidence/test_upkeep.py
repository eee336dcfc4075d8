"""Servers that die at the worst moment, and what the clock finds afterwards."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner

from foundation import clock, evidence
from foundation.database import db, operation
from foundation.evidence import keeping
from foundation.evidence.models import StoredFile
from foundation.evidence.store import ERASED, FolderStore, store
from tests.conftest import StillClock
from tests.foundation.evidence import specimens
from tests.foundation.evidence.conftest import OWNER, objects, read, rows, send

Room = Callable[..., Flask]
#: When the server dies, and how many objects of the photo lie in the store then.
MOMENTS = {"before the bytes": 0, "after the first of two": 1, "after the bytes": 2}


class Killed(BaseException):
    """The server is gone: nothing after this runs."""


@pytest.fixture
def kill(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Let the next file be the server's last: it dies at a moment, and cleans up nothing."""

    def at(moment: str) -> None:
        put, puts = FolderStore.put, list[str]()

        def dying(self: FolderStore, key: str, *given: object) -> None:
            puts.append(key)
            if moment == "before the bytes":
                raise Killed
            put(self, key, *given)
            if moment == "after the first of two" and len(puts) == 1:
                raise Killed

        def gone(*_given: object, **_named: object) -> None:
            raise Killed

        monkeypatch.setattr(FolderStore, "put", dying)
        if moment == "after the bytes":
            monkeypatch.setattr(keeping, "_settle", gone)
        monkeypatch.setattr(keeping, "_forget", gone)
        monkeypatch.setattr(FolderStore, "remove", gone)

    return at


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_killed_server_leaves_nothing_that_is_not_cleared_away(
    room: Room, set_clock: StillClock, moment: str, kill: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2027-03-03 12:00")
    room()
    safe = send("kept before").id
    kill(moment)
    with pytest.raises(Killed):
        send(specimens.photo(), "photo.jpg")
    monkeypatch.undo()
    db.session.rollback()
    assert (rows(), len(objects())) == (2, 1 + MOMENTS[moment])
    assert len(evidence.files_of(OWNER)) == 1
    set_clock.move(minutes=59)
    assert evidence.sweep() == 0
    set_clock.move(minutes=2)
    assert evidence.sweep() == 1
    assert evidence.sweep() == 0
    assert (rows(), len(objects())) == (1, 1)
    assert read(evidence.open_original(safe, by=None)) == b"kept before"


def test_an_upload_that_took_too_long_is_not_said_to_be_kept(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room()
    put = FolderStore.put

    def slow(self: FolderStore, *given: object) -> None:
        put(self, *given)
        with pytest.MonkeyPatch.context() as later:
            later.setattr(clock, "now", lambda: now + timedelta(hours=2))
            assert evidence.sweep() == 1

    now = clock.now()
    monkeypatch.setattr(FolderStore, "put", slow)
    with pytest.raises(evidence.FileRefused):
        send("words")
    assert (rows(), objects()) == (0, [])


def test_a_draft_that_is_thrown_away_takes_what_is_just_arriving_with_it(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room()
    put = FolderStore.put

    def slow(self: FolderStore, *given: object) -> None:
        put(self, *given)
        assert evidence.destroy_all(OWNER) == 1

    monkeypatch.setattr(FolderStore, "put", slow)
    with pytest.raises(evidence.FileRefused):
        send("words")
    evidence.sweep()
    assert (rows(), objects()) == (0, [])


def test_a_store_that_cannot_be_reached_is_tried_again_later(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room()
    send("words")
    evidence.destroy_all(OWNER)
    with pytest.MonkeyPatch.context() as broken:

        def away(*_given: object) -> None:
            raise OSError("away")

        broken.setattr(FolderStore, "remove", away)
        assert evidence.sweep() == 0
    assert rows() == 1
    assert evidence.sweep() == 1
    assert (rows(), objects()) == (0, [])


def said(runner: FlaskCliRunner) -> tuple[int, list[str]]:
    db.session.rollback()
    result = runner.invoke(args=["evidence", "verify"])
    return result.exit_code, result.output.splitlines()


def test_verify_is_content_when_all_is_there(room: Room) -> None:
    runner = room().test_cli_runner()
    assert said(runner) == (0, ["0 files are as they were kept, 0 things are wrong."])
    send("words")
    send(specimens.photo(), "photo.jpg")
    removed = send("removed").id
    evidence.remove(removed)
    assert said(runner) == (0, ["2 files are as they were kept, 0 things are wrong."])


def test_verify_names_what_is_broken_and_what_belongs_to_nobody(room: Room, folder: Path) -> None:
    runner = room().test_cli_runner()
    send("good")
    lost, spoilt = send("lost"), send(specimens.photo(), "Zzmarker.jpg")
    (folder / lost.object_key[:2] / lost.object_key).unlink()
    view = folder / spoilt.view_key[:2] / spoilt.view_key
    view.write_bytes(view.read_bytes()[:-1])
    (folder / "aa").mkdir(exist_ok=True)
    (folder / "aa" / "aastray").write_bytes(b"x")
    wanted = [
        f"File {lost.id}: the original cannot be read as it was kept (Damaged)",
        f"File {spoilt.id}: the view cannot be read as it was kept (Damaged)",
        "Store: object aastray belongs to no file",
        "1 files are as they were kept, 3 things are wrong.",
    ]
    code, lines = said(runner)
    assert code == 1
    assert [line for line in lines if not line.startswith("{")] == wanted
    assert "Zzmarker" not in "".join(lines)


def test_the_hourly_job_looks_after_files(room: Room, scanner: str, set_clock: StillClock) -> None:
    room(clamd="/no/such/socket")
    send("words")
    evidence.remove(send("gone").id)
    db.session.rollback()
    runner = room(clamd=scanner).test_cli_runner()
    for line in (
        "1 files checked, 0 shredded as harmful, 0 waiting.",
        "0 files checked, 0 shredded as harmful, 0 waiting.",
    ):
        result = runner.invoke(args=["jobs", "hourly"])
        assert (result.exit_code, line in result.output) == (0, True)
    assert len([one for one in objects() if not one.startswith(ERASED)]) == 1


def test_the_database_itself_keeps_key_name_and_standing_together(room: Room) -> None:
    room()
    file_id = send("words").id

    @operation
    def spoil(**values: object) -> None:
        row = db.session.get_one(StoredFile, file_id)
        for name, value in values.items():
            setattr(row, name, value)

    for values in (
        {"wrapped_key": None},
        {"standing": "shredded"},
        {"sealed_name": None},
        {"arriving_until": clock.now()},
        {"size": 0},
        {"view_key": "x"},
    ):
        with pytest.raises(Exception, match=r"(?i)check"):
            spoil(**values)
    assert store().keys()
