"""Where the bytes lie: the same promises from a folder and from a bucket."""

from __future__ import annotations

import io
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from foundation import clock
from foundation.evidence.store import BucketStore, FolderStore, ObjectMissing, open_store
from foundation.settings import var_folder

KEY = "ab12" * 10


def put(address: str, content: bytes, key: str = KEY) -> None:
    open_store(address).put(key, io.BytesIO(content), len(content))


@pytest.mark.parametrize("content", [b"x", b"words " * 100_000, os.urandom(11 * 1024 * 1024)], ids=["1", "600k", "11M"])
def test_what_is_put_comes_back(place: str, content: bytes) -> None:
    put(place, content)
    held = open_store(place)
    assert b"".join(held.get(KEY)) == content
    assert list(held.keys()) == [KEY]
    assert max(len(chunk) for chunk in held.get(KEY)) < 6 * 1024 * 1024


@pytest.mark.parametrize("size", [3, 6 * 1024 * 1024])
def test_nothing_is_written_over(place: str, size: int) -> None:
    put(place, b"a" * size)
    with pytest.raises(FileExistsError):
        put(place, b"b" * size)
    assert next(open_store(place).get(KEY))[:1] == b"a"


def test_what_is_removed_is_gone_and_may_be_removed_again(place: str) -> None:
    put(place, b"words")
    held = open_store(place)
    for _ in range(2):
        held.remove(KEY)
        assert list(held.keys()) == []
        with pytest.raises(ObjectMissing):
            held.get(KEY)


def test_a_store_nobody_wrote_to_is_empty(place: str) -> None:
    assert list(open_store(place).keys()) == []


def test_the_folder_is_for_the_service_alone(folder: Path) -> None:
    put(str(folder), b"words")
    for path, mode in ((folder, 0o700), (folder / "ab", 0o700), (folder / "ab" / KEY, 0o600)):
        assert stat.S_IMODE(path.stat().st_mode) == mode


def test_the_hour_cannot_be_read_from_the_folder(folder: Path) -> None:
    put(str(folder), b"words")
    changed = datetime.fromtimestamp((folder / "ab" / KEY).stat().st_mtime, UTC)
    assert changed == clock.start_of_day(clock.today())


def test_bytes_and_names_are_made_to_last_before_anybody_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    sync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda number: (synced.append(Path(f"/proc/self/fd/{number}").resolve().name), sync(number))
    )
    put(str(folder), b"words")
    assert synced == [KEY, "ab", "evidence", folder.parent.name]
    synced.clear()
    put(str(folder), b"words", "ab99" * 10)
    assert synced == ["ab99" * 10, "ab"]


def test_an_object_that_came_short_is_no_object(folder: Path) -> None:
    with pytest.raises(OSError, match="not as long"):
        FolderStore(folder).put(KEY, io.BytesIO(b"word"), 5)


@pytest.mark.parametrize("key", ["../../etc/passwd", "/etc/passwd", "a/b", "", "ab.txt"])
def test_a_name_that_is_no_name_is_refused(folder: Path, key: str) -> None:
    with pytest.raises(ValueError, match="letters and digits"):
        FolderStore(folder).put(key, io.BytesIO(b"x"), 1)


def test_addresses(app: Flask, folder: Path, bucket: str) -> None:
    with app.app_context():
        put("", b"words", "ee" * 20)
        kept = var_folder() / "evidence" / "ee" / ("ee" * 20)
        assert kept.read_bytes() == b"words"
        kept.unlink()
    put(f"file://{folder}", b"words")
    assert (folder / "ab" / KEY).exists()
    assert isinstance(open_store(bucket), BucketStore)


def test_a_bucket_elsewhere_is_never_spoken_to_without_tls(bucket: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://192.0.2.1:9000")
    with pytest.raises(Exception, match=r"(?i)builder|scheme|https"):
        open_store(bucket).remove(KEY)
