"""What the tests of the evidence room stand on: an app with a store of its own, and things to send it."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from moto.server import ThreadedMotoServer

from foundation import evidence
from foundation.audit import Actor, AuditRecord
from foundation.database import db
from foundation.evidence.models import StoredFile
from foundation.evidence.store import Store, store

OWNER = ("draft", "17")
OFFICER = Actor("account", 7, "Officer Ofgem")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the room keeps its bytes."""
    return tmp_path / "evidence"


@pytest.fixture
def room(make_app: Callable[..., Flask], folder: Path) -> Iterator[Callable[..., Flask]]:
    """An app with a store of its own, entered: `room(clamd=scanner)`."""
    entered: list[Any] = []

    def enter(**changes: Any) -> Flask:
        app = make_app(**{"evidence_url": str(folder), **changes})
        context = app.app_context()
        context.push()
        entered.append(context)
        return app

    yield enter
    for context in reversed(entered):
        db.session.rollback()
        db.session.remove()
        context.pop()


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """A bucket server on this machine."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(bucket_server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of an empty bucket, and who may use it."""
    for name, value in {
        "AWS_ENDPOINT_URL": bucket_server,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_REGION": "eu-west-2",
    }.items():
        monkeypatch.setenv(name, value)
    boto = pytest.importorskip("boto3").client("s3", endpoint_url=bucket_server)
    boto.create_bucket(Bucket="evidence", CreateBucketConfiguration={"LocationConstraint": "eu-west-2"})
    yield "s3://evidence/register/files"
    for found in boto.list_objects_v2(Bucket="evidence").get("Contents", []):
        boto.delete_object(Bucket="evidence", Key=found["Key"])
    boto.delete_bucket(Bucket="evidence")


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest) -> str:
    """An address of each kind of store."""
    return str(request.getfixturevalue(request.param))


def send(content: bytes | str, name: str = "notes.txt", **named: Any) -> StoredFile:
    """Give the room a file."""
    held = content.encode() if isinstance(content, str) else content
    given: dict[str, Any] = {"owner": OWNER, "by": None, **named}
    return evidence.keep(io.BytesIO(held), name=name, **given)


def read(opened: evidence.Opened) -> bytes:
    """All that was handed out."""
    return b"".join(opened.chunks)


def trail() -> list[tuple[str, str, str, str]]:
    """What the audit trail says: action, subject, actor, detail."""
    db.session.rollback()
    rows = db.session.query(AuditRecord).order_by(AuditRecord.id).all()
    said = [(row.action, f"{row.subject_kind} {row.subject_id}", row.actor_label, row.detail) for row in rows]
    db.session.rollback()
    return said


def rows() -> int:
    """How many files have a row."""
    count = db.session.query(StoredFile).count()
    db.session.rollback()
    return int(count)


def objects() -> list[str]:
    """The names of all that lies in the store."""
    held: Store = store()
    return list(held.keys())
