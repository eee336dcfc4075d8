"""PostgreSQL without a byte of room, while people tell us things through the real server: what they meet, and after it.

Its data stand on a small disk of their own that is filled to the last byte. Everybody who writes is told so, with what
they typed; nothing is acknowledged that is not there; once there is room again, everything goes on.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.browser import Browser
from bench.pages import fill
from bench.reckoning import Reckoning
from bench.reporter import CHECK, FRONT, Reporter
from bench.service import Place, Service, running
from bench.uploads import sound
from tests.frame.postgresql import PostgresqlServer, address

LATER = "What they said on the second day, which nobody should have to type again."


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A disk that PostgreSQL just fits on and may enter as somebody else, where this machine lets us have one."""
    if os.geteuid() != 0 or shutil.which("mount") is None:
        pytest.skip("only root may mount a small disk")
    place = Path(tempfile.mkdtemp(prefix="disk-"))
    mount = ["mount", "-t", "tmpfs", "-o", "size=120m,mode=755", "tmpfs", str(place)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("this machine lets nobody mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
    place.rmdir()


@pytest.fixture
def where(dialect: str, small_disk: Path, tmp_path: Path) -> Iterator[Place]:
    """A register in a PostgreSQL of its own on that disk; the files that people send stand elsewhere."""
    if dialect != "postgresql":
        pytest.skip("SQLite on a full disk has a test of its own")
    server = PostgresqlServer(disk=small_disk)
    try:
        server.start()
        url = address(server.folder, "postgres")
        numbers, names = fill(url, size=20, seed=1)
        yield Place(tmp_path, url, tuple(numbers), tuple(names))
    finally:
        server.stop()


def test_a_postgresql_without_room_loses_nothing_and_acknowledges_nothing(where: Place, small_disk: Path) -> None:
    with running(where, workers=1) as service:
        sender, writer = somebody(service, where, 1), somebody(service, where, 2)
        check, page = sender.walk(CHECK), writer.walk(f"{FRONT}/where")
        asked, declared = page.form(field="where"), check.form(field="true")
        with full(small_disk):
            answers = [writer.browser.send(asked, {"where": f"{LATER} {turn}" + "y" * 90_000}) for turn in range(20)]
            refused = [answer for answer in answers if answer.status == 503]
            assert refused, "the disk was not full"
            assert {answer.status for answer in answers} <= {200, 503}
            assert all(LATER in answer.words and "safe" in answer.words for answer in refused)
            sent = sender.browser.send(declared, {"true": "yes"})
            assert (sent.status == 503) is ("reference is" not in sent.words)
        receipts = [sender.tell(), writer.tell()]
    assert Reckoning(receipts).run(where.app()) == []


def somebody(service: Service, where: Place, number: int) -> Reporter:
    """Somebody at an address of their own, with a small file."""
    browser = Browser(service.port, visitor=f"10.2.0.{number}", dressed=False)
    files = (sound(5_000, seed=number),)
    return Reporter(browser, f"Nobody rang. This is {number}.", where.names[number], files, asks_first=False)


@contextmanager
def full(disk: Path) -> Iterator[None]:
    """Not a byte of room."""
    filler, size = disk / "filler", 1024 * 1024
    with filler.open("wb", buffering=0) as file:
        while size:
            try:
                file.write(b"x" * size)
            except OSError:
                size //= 2
    yield
    filler.unlink()
