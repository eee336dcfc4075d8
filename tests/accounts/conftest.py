"""Hashes cost next to nothing in these tests: they sign in hundreds of times, and what a hash costs is for bench/."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask

from accounts import passwords
from foundation.database import db
from tests.frame.house import House


@pytest.fixture(autouse=True, scope="package")
def _cheap_hashes() -> Iterator[None]:
    passwords.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords.use(passwords.ARGON2ID)


@pytest.fixture
def make_app(house: House) -> Iterator[Callable[..., Flask]]:
    """One more app over the same database, with other settings; its connections are closed afterwards."""
    made = []

    def make(**changes: Any) -> Flask:
        made.append(house.make(**changes))
        return made[-1]

    yield make
    for app in made:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
    # The limiter is one object for every app of the process: the tests that follow want it as it was.
    house.make()
