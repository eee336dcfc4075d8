"""Files with a concern: kept, refused one by one, taken out, moved along when it is sent."""

from __future__ import annotations

import io
import re

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from concerns.models import Statement
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.evidence import StoredFile, files_of
from tests.concerns.teller import PREFIX, Teller

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def teller(app: Flask, database: SQLAlchemy) -> Teller:
    return Teller(app)


def upload(teller: Teller, *files: tuple[bytes, str], go: str = "send"):
    data = {"csrf_token": teller.token(), "go": go, "files": [(io.BytesIO(words), name) for words, name in files]}
    return teller.client.post(f"{PREFIX}/files", data=data)


def test_files_are_listed_and_taken_out(teller: Teller) -> None:
    teller.begin()
    assert upload(teller, (b"dear all", "letter.txt"), (b"more", "../../notes.txt")).status_code == 303
    page = teller.visitor.open(f"{PREFIX}/files")
    assert "letter.txt" in page.text
    assert "notes.txt" in page.text
    assert "../" not in page.text
    token = re.search(r'name="file" value="(\w+)"', page.html)[1]
    assert teller.post("files/take-out", {"file": token}).status_code == 303
    assert "letter.txt" not in teller.visitor.open(f"{PREFIX}/files").text


def test_a_bad_file_does_not_lose_the_good_one(teller: Teller) -> None:
    teller.begin()
    answer = upload(teller, (b"dear all", "letter.txt"), (SVG, "drawing.svg"), (b"", "empty.txt"))
    assert answer.status_code == 400
    assert "drawing.svg: " in answer.text
    assert "empty.txt: " in answer.text
    page = teller.visitor.open(f"{PREFIX}/files")
    assert "letter.txt" in page.text
    assert "drawing.svg" not in page.text


def test_somebody_elses_file_cannot_be_taken_out(app: Flask, teller: Teller) -> None:
    teller.begin()
    upload(teller, (b"dear all", "letter.txt"))
    token = db.session.scalars(select(StoredFile.token)).one()
    other = Teller(app)
    other.begin()
    assert other.post("files/take-out", {"file": token}).status_code == 303
    db.session.expire_all()
    assert db.session.scalars(select(StoredFile)).one().is_readable


def test_files_go_along_when_it_is_sent_and_their_names_are_frozen(teller: Teller) -> None:
    teller.tell()
    upload(teller, (b"dear all", "letter.txt"))
    teller.send()
    statement = db.session.scalars(select(Statement)).one()
    [held] = files_of(("statement", str(statement.id)))
    assert held.name == "letter.txt"
    copy = teller.visitor.open(f"{PREFIX}/receipt/copy")
    assert copy.facts["Do you have anything that shows it?"] == "letter.txt"


def test_nobody_is_noted_as_the_sender(teller: Teller) -> None:
    teller.begin()
    upload(teller, (b"dear all", "letter.txt"))
    assert db.session.scalars(select(AuditRecord).where(AuditRecord.action.like("evidence%"))).all() == []


def test_a_file_for_a_draft_that_was_sent_meanwhile_is_not_kept(teller: Teller) -> None:
    teller.tell()
    token = teller.token()
    with teller.client.session_transaction() as session:
        before = dict(session)
    teller.send()
    with teller.client.session_transaction() as session:
        session.clear()
        session.update({**before, "receipt": session.get("receipt")})
    data = {"csrf_token": token, "files": (io.BytesIO(b"late"), "late.txt")}
    assert teller.client.post(f"{PREFIX}/files", data=data).status_code in (303, 409)
    assert db.session.scalars(select(StoredFile)).all() == []
