"""Hashes cost next to nothing in these tests: they sign in hundreds of times, and what a hash costs is for bench/."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from argon2 import PasswordHasher

from accounts import passwords


@pytest.fixture(autouse=True, scope="package")
def _cheap_hashes() -> Iterator[None]:
    passwords.use(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    yield
    passwords.use(passwords.ARGON2ID)
