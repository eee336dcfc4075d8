"""Locks: what is sealed opens with its own key only, survives a change of the service's key, and can be shredded."""

from __future__ import annotations

from base64 import urlsafe_b64decode
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, text

from foundation import locks
from foundation.database import db, operation
from foundation.errors import Missing
from foundation.locks import Lock, box_from_secret, box_of, is_secret, new_secret, read_secret, secret_hash
from foundation.references import concern_reference, read_concern_reference


@operation
def make() -> int:
    lock, _ = locks.new_lock()
    return lock.id


def test_a_record_opens_with_its_own_key_only(database: SQLAlchemy) -> None:
    first, second = make(), make()
    sealed = box_of(first).seal("Zoë’s words")
    assert "Zoë’s words" not in sealed
    assert box_of(first).open(sealed) == "Zoë’s words"
    with pytest.raises(Missing):
        box_of(second).open(sealed)


def test_deleting_the_key_shreds_the_record(database: SQLAlchemy) -> None:
    held = make()
    operation(locks.destroy_lock)(held)
    with pytest.raises(Missing):
        box_of(held)


def test_a_key_is_never_kept_plain(database: SQLAlchemy) -> None:
    held = make()
    plain = locks.unwrap(db.session.get_one(Lock, held).wrapped)
    stored = str(db.session.execute(text("SELECT wrapped FROM lock")).scalars().one())
    assert len(plain) == 32
    assert plain.hex() not in stored


def test_records_outlive_two_changes_of_the_key(
    app: Flask, make_app: Callable[..., Flask], runner: FlaskCliRunner
) -> None:
    with app.app_context():
        held = make()
        sealed = box_of(held).seal("still here")
    between = make_app(data_key="newest key,older key")
    assert "1 keys" in between.test_cli_runner().invoke(args=["locks", "renew"]).output
    last = make_app(data_key="newest key", secret_key="another secret altogether")
    with last.app_context():
        assert box_of(held).open(sealed) == "still here"
    with app.app_context(), pytest.raises(Missing):
        box_of(held)


def test_no_sealed_word_and_no_wrapped_key_tells_when_it_was_sealed(database: SQLAlchemy) -> None:
    sealed = [box_of(make()).seal("words"), box_from_secret(new_secret(), "draft").seal("words"), locks.wrap(b"key")]
    sealed += db.session.scalars(select(Lock.wrapped)).all()
    locks.renew()
    sealed += db.session.scalars(select(Lock.wrapped)).all()
    # The eight bytes behind a Fernet token's first are the second in which it was made.
    assert {urlsafe_b64decode(one)[1:9] for one in sealed} == {bytes(8)}


def test_only_inside_an_operation(database: SQLAlchemy) -> None:
    with pytest.raises(RuntimeError):
        locks.new_lock()
    with pytest.raises(RuntimeError):
        locks.destroy_lock(1)


def test_a_secret_is_read_however_it_is_typed() -> None:
    secret = new_secret()
    assert len(secret.replace("-", "")) == 20
    for typed in (secret, secret.lower(), secret.replace("-", " "), f"  {secret.replace('-', '')}\n"):
        assert read_secret(typed) == secret
        assert is_secret(secret_hash(secret), typed)
    for wrong in ("", secret[:-1], new_secret(), secret + "2", "AEIO-" * 5):
        assert not is_secret(secret_hash(secret), wrong)
    assert not is_secret(None, secret)
    assert not is_secret(None, "")


def test_what_a_secret_seals_needs_the_secret() -> None:
    secret = new_secret()
    sealed = box_from_secret(secret, "draft").seal_json({"words": ["one", "two"]})
    assert box_from_secret(secret, "draft").open_json(sealed) == {"words": ["one", "two"]}
    for box in (box_from_secret(new_secret(), "draft"), box_from_secret(secret, "other")):
        with pytest.raises(Missing):
            box.open(sealed)


def test_a_reference_is_read_however_it_is_typed() -> None:
    reference = concern_reference(2026)
    assert reference.startswith("CN-2026-")
    for typed in (reference, reference.lower(), reference.replace("-", ""), f" {reference.replace('-', ' ')} "):
        assert read_concern_reference(typed) == reference
    for wrong in ("", "CN-2026-", "CN-2026-AAAAAA", reference + "2", "CM004271S"):
        assert read_concern_reference(wrong) is None
