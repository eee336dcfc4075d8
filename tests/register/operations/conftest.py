"""The verbs are tested on a summer's day, on somebody who is registered, over a database."""

from __future__ import annotations

import pytest
from flask_sqlalchemy import SQLAlchemy

from tests.conftest import StillClock
from tests.register import arrange


@pytest.fixture(autouse=True)
def _summer(set_clock: StillClock, database: SQLAlchemy) -> None:
    set_clock("2026-07-01 12:00")


@pytest.fixture
def number() -> str:
    """Somebody on the register from 1 May 2026 to 30 April 2027."""
    return arrange.admit()
