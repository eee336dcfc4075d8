"""The virus check: a real scanner, one that is silent, one that says odd things, and none."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from foundation import evidence
from foundation.database import db
from foundation.errors import Missing, Refused
from foundation.evidence import FileRefused, FileStanding, refusals, scanning
from foundation.evidence.scanning import Outcome, Verdict
from tests.foundation.evidence import specimens
from tests.foundation.evidence.conftest import OFFICER, OWNER, objects, read, rows, send, trail
from tests.frame.scanner import EICAR, NO_SCANNER, Scanner, find_scanner

Room = Callable[..., Flask]
PRODUCTION = {
    "production": True,
    "secret_key": "k" * 40,
    "public_url": "https://register.example",
    "mail_server": "127.0.0.1",
}


@contextmanager
def says(answer: bytes, *, listens: bool = True) -> Iterator[str]:
    """A scanner that says one thing to everybody, or hangs up before it has heard all."""
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                line, _ = server.accept()
            except OSError:
                return
            with line:
                held = b""
                while listens and not held.endswith(bytes(4)) and not held.endswith(b"zPING\0"):
                    held += line.recv(4096)
                line.sendall(answer)

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.getsockname()[1]}"
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def asked(address: str, content: bytes = b"words") -> Verdict:
    return scanning.scan(address, io.BytesIO(content))


def test_a_clean_file_is_kept_as_clean(room: Room, scanner: str) -> None:
    room(clamd=scanner)
    kept = send("Nobody came.")
    assert kept.standing is FileStanding.CLEAN
    assert read(evidence.open_original(kept.id, by=None)) == b"Nobody came."


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (EICAR.encode(), "notes.txt"),
        (specimens.word(word__media__a_dot_bin=EICAR), "letter.docx"),
        (specimens.MAIL.encode() + EICAR.encode(), "mail.eml"),
    ],
)
def test_a_harmful_file_is_refused_kindly_and_only_the_trail_knows(
    room: Room, scanner: str, content: bytes, name: str
) -> None:
    room(clamd=scanner)
    with pytest.raises(FileRefused) as error:
        send(content, f"Zzmarker {name}")
    assert error.value.sentence == refusals.HARMFUL
    assert (rows(), objects()) == (0, [])
    [(action, subject, actor, detail)] = trail()
    assert (action, actor, detail) == ("evidence.refused", "the system", '{"found":"Test.Eicar.UNOFFICIAL"}')
    assert len(subject) == len("file ") + 16


def test_the_trail_says_who_sent_a_harmful_file_when_they_gave_their_name(room: Room, scanner: str) -> None:
    room(clamd=scanner)
    with pytest.raises(FileRefused):
        send(EICAR, by=OFFICER)
    assert trail()[0][2] == "Officer Ofgem"


def test_a_scanner_may_listen_on_a_port(scanner: str) -> None:
    assert asked(f"unix:{scanner}").outcome is Outcome.CLEAN
    with says(b"stream: OK\0") as address:
        assert asked(address) == Verdict(Outcome.CLEAN)
        assert scanning.answers(address) is False


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (b"stream: Win.Test FOUND\0", Outcome.FOUND),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Outcome.TOO_DEEP),
        (b"INSTREAM size limit exceeded. ERROR\0", Outcome.TOO_DEEP),
        (b"stream: something ERROR\0", Outcome.SILENT),
        (b"OK\0", Outcome.SILENT),
        (b"stream: OK FOUND OK\0", Outcome.SILENT),
        (b"", Outcome.SILENT),
        (b"stream: O", Outcome.SILENT),
        (b"x" * 10_000, Outcome.SILENT),
    ],
)
def test_nothing_but_a_plain_ok_is_an_ok(answer: bytes, outcome: Outcome) -> None:
    with says(answer) as address:
        assert asked(address).outcome is outcome


def test_a_scanner_that_hangs_up_in_the_middle_is_no_ok() -> None:
    with says(b"", listens=False) as address:
        assert asked(address, bytes(30_000_000)).outcome is Outcome.SILENT


@pytest.mark.parametrize("address", ["/no/such/socket", "127.0.0.1:1"])
def test_nobody_there_is_no_ok(address: str) -> None:
    assert asked(address).outcome is Outcome.SILENT
    assert not scanning.answers(address)


def test_a_file_beyond_the_scanners_own_limit_is_refused(room: Room, tmp_path: Path) -> None:
    program = find_scanner()
    if program is None:
        pytest.skip(NO_SCANNER)
    small = Scanner(program, tmp_path, largest=1024 * 1024)
    small.start()
    try:
        room(clamd=small.address)
        with pytest.raises(FileRefused) as error:
            send(b"words " * 500_000)
    finally:
        small.stop()
    assert error.value.sentence == refusals.TOO_DEEP
    assert rows() == 0


def test_production_takes_no_file_without_a_scanners_word(room: Room) -> None:
    room(**PRODUCTION, clamd="/no/such/socket")
    with pytest.raises(FileRefused) as error:
        send("words")
    assert error.value.sentence == refusals.NOT_NOW
    assert (rows(), objects(), trail()) == (0, [], [])
    assert evidence.scanner_standing() == "does not answer"


def test_without_a_scanner_files_are_kept_and_said_to_be_unscanned(room: Room) -> None:
    room()
    assert send("words").standing is FileStanding.UNSCANNED
    assert evidence.scanner_standing() == "not set up"
    assert evidence.scan_waiting() == evidence.Scanned(0, (), 0)


def test_a_file_waits_while_the_scanner_is_silent_and_is_opened_to_nobody(
    room: Room, scanner: str, folder: Path
) -> None:
    room(clamd="/no/such/socket")
    kept, photo = send("Nobody came."), send(specimens.photo(), "photo.jpg")
    file_id = kept.id
    assert {kept.standing, photo.standing} == {FileStanding.HELD}
    for way in (evidence.open_original, evidence.open_view):
        with pytest.raises(Refused, match="still checking"):
            way(photo.id, by=OFFICER)
    assert evidence.scan_waiting() == evidence.Scanned(0, (), 2)
    assert trail() == []

    room(clamd=scanner)
    assert evidence.scanner_standing() == "answers"
    assert evidence.scan_waiting() == evidence.Scanned(2, (), 0)
    assert evidence.scan_waiting() == evidence.Scanned(0, (), 0)
    assert read(evidence.open_original(file_id, by=None)) == b"Nobody came."


def test_a_waiting_file_that_turns_out_harmful_is_shredded_and_its_owner_is_told(room: Room, scanner: str) -> None:
    room(clamd="/no/such/socket")
    file_id = send(EICAR, "Zzmarker.txt").id
    room(clamd=scanner)
    assert evidence.scan_waiting() == evidence.Scanned(0, (OWNER,), 0)
    [row] = evidence.files_of(OWNER)
    assert (row.standing, row.name, row.wrapped_key) == (FileStanding.INFECTED, None, None)
    with pytest.raises(Missing):
        evidence.open_original(file_id, by=None)
    db.session.rollback()
    assert [line[:2] for line in trail()] == [("evidence.refused", f"file {file_id}")]
    for left in (1, 0):
        assert evidence.sweep() == left
        assert objects() == []
    assert len(evidence.files_of(OWNER)) == 1


def test_the_service_says_how_the_scanner_stands(make_app: Callable[..., Flask], scanner: str) -> None:
    for address, said in ((scanner, "answers"), ("/no/such/socket", "does not answer"), ("", "not set up")):
        answer = make_app(clamd=address).test_client().get("/ready")
        assert (answer.status_code, answer.get_json()["scanner"].split(":")[0]) == (200, said)
