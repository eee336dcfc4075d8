"""Files through the web: a whole form in bounded memory, each file kept or refused by itself."""

from __future__ import annotations

import errno
import io
import os
import socket
import tempfile
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from accounts import guard
from foundation import evidence, policy
from foundation.audit import SYSTEM
from foundation.evidence import refusals
from tests.conftest import StillClock
from tests.foundation.evidence import specimens
from tests.foundation.evidence.conftest import OFFICER, OWNER, objects, rows
from tests.frame.browser import served

Room = Callable[..., Flask]


@pytest.fixture
def web(room: Room) -> Flask:
    """An app with a page that takes files, one that does not, and one that hands files out."""
    app = room()
    app.config["WTF_CSRF_ENABLED"] = False

    @app.post("/take")
    @guard.public("A test.")
    @evidence.accepts_files
    def take() -> Response:
        taken = evidence.take_uploads(request, "files", owner=OWNER, by=None)
        return jsonify(
            kept=[one.name for one in taken.kept],
            problems=[[one.name, one.sentence] for one in taken.problems],
            said=request.form.get("said"),
        )

    @app.post("/other")
    @guard.public("A test.")
    def other() -> str:
        return str(len(request.files.getlist("files")))

    @app.get("/give/<token>")
    @guard.public("A test.")
    def give(token: str) -> Response:
        opened = evidence.open_original(evidence.find(token).id, by=OFFICER)
        return Response(opened.chunks, headers=opened.headers())

    return app


def post(app: Flask, *files: tuple[bytes, str], path: str = "/take", **fields: str) -> Any:
    sent = [FileStorage(io.BytesIO(content), name) for content, name in files]
    boundary, body = encode_multipart({**fields, "files": sent})
    return app.test_client().post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def stream(app: Flask, body: io.IOBase, length: int) -> Any:
    """Send a body as a network does: it is read as it comes, and its length was told before."""
    told = {"wsgi.input": body, "CONTENT_LENGTH": str(length), "CONTENT_TYPE": "multipart/form-data; boundary=zz"}
    return app.test_client().post("/take", environ_overrides=told)


def test_every_file_is_kept_or_refused_by_itself(web: Flask) -> None:
    answer = post(
        web,
        (b"Nobody came.", "C:\\what happened.txt"),
        (specimens.SVG.encode(), "../drawing.svg"),
        (b"", "empty.jpg"),
        (specimens.photo(), "photo.jpg"),
        said="words",
    )
    assert answer.get_json() == {
        "kept": ["what happened.txt", "photo.jpg"],
        "problems": [["drawing.svg", refusals.WEB_PAGE], ["empty.jpg", refusals.EMPTY]],
        "said": "words",
    }
    assert rows() == 2


def test_a_field_left_empty_is_no_problem_and_no_file(web: Flask) -> None:
    assert post(web, (b"", "")).get_json() == {"kept": [], "problems": [], "said": None}
    assert web.test_client().post("/take", data={"said": "x"}).get_json()["problems"] == []


def test_what_was_taken_is_given_back(web: Flask) -> None:
    post(web, (b"Nobody came.", "a.txt"))
    [kept] = evidence.files_of(OWNER)
    answer = web.test_client().get(f"/give/{kept.token}")
    assert answer.data == b"Nobody came."
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert web.test_client().get("/give/none").status_code == 404
    head = web.test_client().head(f"/give/{kept.token}", buffered=True)
    assert (head.status_code, head.data) == (200, b"")


def test_a_body_that_is_too_large_is_refused_clearly_and_leaves_nothing(
    web: Flask, set_clock: StillClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2027-03-03 12:00")
    policy.decide(evidence.LARGEST, value=3, effective_from=date(2027, 3, 3), reason="trial", by=SYSTEM)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = post(web, (bytes(4_500_000), "film.mov"))
    assert answer.status_code == 413
    assert "We take up to 3 MB" in answer.text
    just_over = post(web, (b"x" * 3_000_001, "notes.txt"))
    assert just_over.get_json()["problems"] == [["notes.txt", refusals.too_big(3)]]
    assert post(web, (b"x" * 3_000_000, "notes.txt")).get_json()["kept"] == ["notes.txt"]
    assert rows() == 1
    assert [path.name for path in tmp_path.iterdir() if path.name != "evidence"] == []


def test_somebody_who_is_still_sending_hears_why_it_is_too_large(web: Flask) -> None:
    with served(web) as base, socket.create_connection(("127.0.0.1", int(base.rpartition(":")[2]))) as line:
        size = 110_000_000
        head = "POST /take HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=zz\r\n"
        line.sendall(f"{head}Content-Length: {size}\r\n\r\n".encode())
        for _ in range(size // 1_000_000):
            line.sendall(bytes(1_000_000))
        assert b" 413 " in line.recv(100)
    assert (rows(), objects()) == (0, [])


def test_only_pages_that_take_files_take_large_requests(web: Flask) -> None:
    assert post(web, (bytes(2_200_000), "film.mov"), path="/other").status_code == 413
    assert post(web, (bytes(1_000), "film.mov"), path="/other").text == "1"
    assert post(web, (bytes(3_000_000), "a"), path="/nowhere").status_code == 404


def test_a_form_with_a_hundred_megabytes_is_read_in_little_memory(web: Flask) -> None:
    beginning = b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm"
    line = b"--zz\r\nContent-Disposition: form-data; name=files; filename=film.webm\r\n\r\n"
    size = 99_000_000

    class Body(io.RawIOBase):
        """A form that is made while it is read."""

        def __init__(self) -> None:
            self._parts = iter([line + beginning, *[bytes(100_000)] * (size // 100_000), b"\r\n--zz--\r\n"])
            self._rest = b""

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: Any) -> int:
            self._rest = self._rest or next(self._parts, b"")
            taken, self._rest = self._rest[: len(buffer)], self._rest[len(buffer) :]
            buffer[: len(taken)] = taken
            return len(taken)

    length = len(line) + len(beginning) + size // 100_000 * 100_000 + len(b"\r\n--zz--\r\n")
    tracemalloc.start()
    try:
        answer = stream(web, Body(), length)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert answer.status_code == 200, answer.text
    assert answer.get_json()["kept"] == ["film.webm"]
    assert evidence.files_of(OWNER)[0].size == len(beginning) + size
    assert most < 12 * 1024 * 1024


def test_a_connection_that_breaks_off_leaves_nothing(web: Flask) -> None:
    line = b"--zz\r\nContent-Disposition: form-data; name=files; filename=a.txt\r\n\r\nhalf of the wor"
    assert stream(web, io.BytesIO(line), 5_000).status_code == 400
    assert (rows(), objects()) == (0, [])


def test_a_form_without_its_end_is_no_form(web: Flask) -> None:
    line = b"--zz\r\nContent-Disposition: form-data; name=files; filename=a.txt\r\n\r\nhalf of the wor"
    stream(web, io.BytesIO(line), len(line))
    assert (rows(), objects()) == (0, [])


def test_a_machine_without_room_says_so_before_anything_is_lost(web: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    write = tempfile.SpooledTemporaryFile.write

    def full(self: Any, chunk: bytes) -> int:
        if len(chunk) > 1000:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(self, chunk)

    monkeypatch.setattr(tempfile.SpooledTemporaryFile, "write", full)
    answer = post(web, (b"words" * 10_000, "a.txt"))
    assert answer.status_code == 409
    assert "Your words and the files you sent before are safe" in answer.text
    assert rows() == 0


def test_files_need_the_token_of_the_form_as_everything_does(room: Room) -> None:
    app = room()

    @app.post("/take")
    @guard.public("A test.")
    @evidence.accepts_files
    def take() -> str:
        return "taken"

    answer = post(app, (bytes(3_000_000), "film.mov"))
    assert (answer.status_code, "taken" in answer.text) == (400, False)
