"""Taking files in: what is kept, what is refused, and that nothing is left of what was not kept."""

from __future__ import annotations

import errno
import hashlib
import io
import os
import tracemalloc
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from foundation import clock, evidence, policy
from foundation.audit import SYSTEM
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.evidence import FileRefused, Limits, refusals
from foundation.evidence.models import FileStanding, StoredFile
from tests.conftest import StillClock
from tests.foundation.evidence import specimens
from tests.foundation.evidence.conftest import OFFICER, OWNER, objects, read, rows, send, trail

Room = Callable[..., Flask]
BIG = 100_000_000


class Pipe(io.RawIOBase):
    """Bytes that come by once, as from a network: so many zeros after a beginning."""

    def __init__(self, beginning: bytes, size: int) -> None:
        self._beginning, self._left = beginning, size
        self.most_asked = 0

    def read(self, most: int = -1) -> bytes:
        self.most_asked = max(self.most_asked, most)
        taken = min(most, self._left)
        self._left -= taken
        start, self._beginning = self._beginning[:taken], self._beginning[taken:]
        return start + bytes(taken - len(start))


def nothing_is_left() -> None:
    assert rows() == 0
    assert objects() == []


@pytest.mark.parametrize("content", [b"x", b"Nobody came.\n" * 200_000])
def test_a_file_comes_back_as_it_was_sent(room: Room, place: str, content: bytes) -> None:
    room(evidence_url=place)
    kept = send(content, "What happened.txt")
    assert (kept.name, kept.size, kept.kind.value) == ("What happened.txt", len(content), "document")
    assert kept.sha256 == hashlib.sha256(content).hexdigest()
    assert (kept.owner, kept.standing, kept.kept_on) == (OWNER, FileStanding.UNSCANNED, clock.today())
    assert kept.arriving_until is None
    assert [one.id for one in evidence.files_of(OWNER)] == [kept.id]
    assert read(evidence.open_original(kept.id, by=None)) == content


def test_neither_name_nor_words_can_be_read_where_they_lie(room: Room, folder: Path) -> None:
    room()
    send("Zzmarker was here", "Zzmarker.txt")
    db.session.rollback()
    assert b"Zzmarker" not in b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    row = db.session.connection().execute(StoredFile.__table__.select()).one()
    assert "Zzmarker" not in repr(row)
    assert "Zzmarker" not in "".join(path.name for path in folder.rglob("*"))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\Anna\\letter.txt", "letter.txt"),
        ("a\x00b\x1b[31m.txt", "ab[31m.txt"),
        ("invoice\u202ecod.txt", "invoicecod.txt"),
        ("  many\n spaces .txt", "many spaces .txt"),
        ('<b>"x"?.txt', "-b--x--.txt"),
        ("Llythyr Siân ŵ.txt", "Llythyr Siân ŵ.txt"),
        ("a" * 300 + ".txt", "a" * 116 + ".txt"),
        ("…/..", "file"),
        ("", "file"),
    ],
)
def test_names_are_made_safe(room: Room, typed: str, kept: str) -> None:
    room()
    assert send("words", typed).name == kept


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "photo.jpg", refusals.EMPTY),
        (specimens.SVG.encode(), "photo.svg", refusals.WEB_PAGE),
        (specimens.packed({"a": bytes(50_000_000)}), "letter.docx", refusals.DAMAGED),
        (specimens.word(**{"../x": "x"}), "letter.docx", refusals.DAMAGED),
        (b"MZ\0", "photo.jpg", refusals.PROGRAM),
    ],
)
def test_what_we_do_not_take_leaves_nothing(room: Room, content: bytes, name: str, sentence: str) -> None:
    room()
    with pytest.raises(FileRefused) as error:
        send(content, name)
    assert error.value.sentence == sentence
    nothing_is_left()
    assert trail() == []


def test_a_picture_called_otherwise_is_the_picture_it_is(room: Room) -> None:
    room()
    kept = send(specimens.picture(), "scan.pdf")
    opened = evidence.open_original(kept.id, by=None)
    opened.chunks.close()
    assert (kept.kind.value, opened.type, opened.name) == ("picture", "image/jpeg", "scan.pdf.jpg")


def test_one_byte_too_many_is_refused_and_leaves_nothing(room: Room) -> None:
    room()
    assert send(b"x" * 1000, limits=Limits(1000, 9)).size == 1000
    with pytest.raises(FileRefused, match="too big"):
        send(b"x" * 1001, limits=Limits(1000, 9), owner=("draft", "18"))
    assert (rows(), len(objects())) == (1, 1)


def test_a_hundred_megabytes_are_taken_in_little_memory_and_more_are_refused(room: Room) -> None:
    room()
    beginning = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm"
    tracemalloc.start()
    try:
        pipe = Pipe(beginning, BIG)
        kept = evidence.keep(pipe, name="film.webm", owner=OWNER, by=None)
        size = sum(len(chunk) for chunk in evidence.open_original(kept.id, by=None).chunks)
        with pytest.raises(FileRefused, match="100 MB"):
            evidence.keep(Pipe(beginning, BIG + 1), name="film.webm", owner=OWNER, by=None)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size == kept.size == BIG
    assert pipe.most_asked <= 1024 * 1024
    assert most < 12 * 1024 * 1024
    assert (rows(), len(objects())) == (1, 1)


def test_a_forty_first_file_is_refused(room: Room) -> None:
    room()
    for number in range(3):
        send(f"file {number}", limits=Limits(1000, 3))
    with pytest.raises(FileRefused, match="You have sent 3 files"):
        send("one more", limits=Limits(1000, 3))
    assert send("somebody else's", owner=("draft", "18"), limits=Limits(1000, 3))
    assert (evidence.usual_limits().most, evidence.usual_limits().largest) == (40, BIG)
    evidence.remove(evidence.files_of(OWNER)[0].id)
    assert send("one more", limits=Limits(1000, 3))


def test_the_institute_sets_the_limits(room: Room, set_clock: StillClock) -> None:
    set_clock("2027-03-03 12:00")
    room()
    policy.decide(evidence.MOST, value=1, effective_from=date(2027, 3, 3), reason="trial", by=SYSTEM)
    send("one")
    with pytest.raises(FileRefused, match="You have sent 1 files"):
        send("two")


def test_the_callers_own_change_is_made_with_the_file_or_not_at_all(room: Room) -> None:
    room()
    told: list[int] = []
    kept = send("words", then=lambda row: told.append(row.id))
    assert told == [kept.id]

    def too_late(_row: StoredFile) -> None:
        raise Refused("It has been sent already.")

    with pytest.raises(Refused, match="sent already"):
        send("more words", then=too_late)
    assert (rows(), len(objects())) == (1, 1)


def test_files_are_never_taken_in_while_a_transaction_is_open(room: Room) -> None:
    room()

    @operation
    def slow() -> None:
        send("words")

    with pytest.raises(RuntimeError, match="outside any operation"):
        slow()
    nothing_is_left()


def test_no_transaction_is_open_while_bytes_are_read_and_stored(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room()
    seen: list[bool] = []

    class Watching(io.BytesIO):
        def read(self, most: int | None = -1) -> bytes:
            seen.append(db.session().in_transaction())
            return super().read(most)

    sync = os.fsync
    monkeypatch.setattr(os, "fsync", lambda number: (seen.append(db.session().in_transaction()), sync(number)))
    evidence.keep(Watching(b"words"), name="a.txt", owner=OWNER, by=None)
    assert len(seen) > 3
    assert not any(seen)


def test_who_sent_a_file_is_on_the_trail_and_who_gave_no_name_is_not(room: Room) -> None:
    room()
    send("words", "Zzname.txt")
    assert trail() == []
    kept = send("other words", "Zzname.txt", by=OFFICER)
    [(action, subject, actor, detail)] = trail()
    assert (action, subject, actor) == ("evidence.kept", f"file {kept.id}", "Officer Ofgem")
    assert "Zzname" not in detail
    assert kept.sha256 in detail


def fails_once(monkeypatch: pytest.MonkeyPatch, error: OSError) -> None:
    sync, errors = os.fsync, [error]

    def fail(number: int) -> None:
        if errors:
            raise errors.pop()
        sync(number)

    monkeypatch.setattr(os, "fsync", fail)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO])
def test_a_full_disk_is_said_kindly_and_leaves_nothing(
    room: Room, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    room()
    fails_once(monkeypatch, OSError(number, "it failed"))
    with pytest.raises(FileRefused) as error:
        send("words")
    assert error.value.sentence == refusals.NO_ROOM
    nothing_is_left()
    assert send("words")


def test_the_same_file_sent_twice_is_one_file(room: Room) -> None:
    room()
    seen = list[int]()
    first = send("words", "letter.txt", then=lambda row: seen.append(row.id))
    assert send("words", "letter.txt", then=lambda row: seen.append(row.id)).id == first.id
    assert send("words", "another name.txt").id != first.id
    assert send("more words", "letter.txt").id != first.id
    assert seen == [first.id, first.id]
    assert rows() == len(objects()) == 3
    evidence.remove(first.id)
    assert send("words", "letter.txt").id != first.id


def test_the_same_file_sent_at_the_same_time_is_one_file(room: Room) -> None:
    app = room()
    barrier = Barrier(2)

    def one(_number: int) -> int:
        with app.app_context():
            barrier.wait(120)
            return send("words " * 100_000, "letter.txt").id

    with ThreadPoolExecutor(2) as two:
        assert len(set(two.map(one, range(2)))) == 1
    assert rows() == len(objects()) == 1


def test_a_file_whose_commit_came_through_stays_although_its_answer_was_lost(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room()
    session = db.session()
    commit = session.commit

    def lose_the_line() -> None:
        monkeypatch.undo()
        commit()
        raise OSError(errno.ECONNRESET, "the line broke off")

    with pytest.raises(FileRefused):
        send("words", "letter.txt", then=lambda _row: monkeypatch.setattr(session, "commit", lose_the_line))
    [kept] = evidence.files_of(OWNER)
    assert read(evidence.open_original(kept.id, by=None)) == b"words"
    assert evidence.sweep() == 0


def test_the_name_of_no_file_reaches_a_log(
    room: Room, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    room(clamd="/no/such/socket")
    send("Zzmarker", "Zzmarker.txt")
    fails_once(monkeypatch, OSError(errno.EIO, "Zzmarker"))
    with pytest.raises(FileRefused):
        send("Zzmarker again", "Zzmarker.txt")
    said = capfd.readouterr()
    assert "file not kept" in said.err
    assert "Zzmarker" not in said.err + said.out
