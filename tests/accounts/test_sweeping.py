"""What signing in leaves behind goes after its time, and nothing that is still needed goes with it."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import Code, Session
from accounts.operations import sweeping
from tests.accounts.keyboard import newcomer, sign_out, sign_up
from tests.conftest import StillClock


def rows(database: SQLAlchemy) -> tuple[int, int]:
    """How many codes and sessions there are."""
    database.session.rollback()
    counts = [database.session.scalar(select(func.count()).select_from(kind)) for kind in (Code, Session)]
    return counts[0] or 0, counts[1] or 0


def test_leftovers_go_after_their_time(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    visitor = newcomer(app)
    sign_up(visitor)
    sign_out(visitor)
    before = rows(database)
    assert min(before) >= 1
    set_clock("2027-03-20 10:00")
    sweeping.sweep()
    assert rows(database) == before
    set_clock("2027-04-10 10:00")
    assert sweeping.sweep() >= sum(before)
    assert rows(database) == (0, 0)
    assert sweeping.sweep() == 0


def test_who_is_signed_in_stays_signed_in(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-03-03 10:00")
    visitor = newcomer(app)
    sign_up(visitor)
    set_clock("2027-03-03 12:00")
    sweeping.sweep()
    assert visitor.client.get("/account").status_code == 200
