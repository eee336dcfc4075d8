"""Passwords: what a guesser would try first is refused, and a hash tells nothing to whoever has none."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher, extract_parameters
from hypothesis import given
from hypothesis import strategies as st

from accounts.passwords import ARGON2ID, Hasher, weakness

OWN = ["Anna-Louise Smith", "annie.smith79@people.example", "CM004271S"]


@pytest.mark.parametrize(
    "password",
    [
        "three blue kettles",
        "correct horse battery",
        "Ünïcödé über alles",
        "用户名和密码是秘密的东西吗",
        "x7#kQ!2m_vWz9",
        "smith goes sailing",
    ],
)
def test_a_good_password(password: str) -> None:
    assert weakness(password, own_words=OWN) is None


@pytest.mark.parametrize(
    ("password", "word"),
    [
        ("short", "at least 12"),
        ("", "at least 12"),
        ("x" * 201, "at most"),
        ("annalouisesmith", "your own name"),
        ("Sm1th-4nn4-L0u1se", "your own name"),
        ("anniesmith79!!", "your own name"),
        ("cm004271s cm004271s", "your own name"),
        ("password1234", "first passwords"),
        ("P4ssw0rd!2027", "first passwords"),
        ("casemanager2027", "first passwords"),
        ("qwertyuiop12", "first passwords"),
        ("liverpool2027!", "first passwords"),
        ("123456789012", "repeats itself or counts up"),
        ("aaaaaaaaaaaaaa", "repeats itself or counts up"),
        ("abcdefghijklmnop", "repeats itself or counts up"),
    ],
)
def test_a_password_that_would_be_guessed(password: str, word: str) -> None:
    said = weakness(password, own_words=OWN)
    assert said is not None
    assert word in said


@given(st.text(max_size=300), st.lists(st.text(max_size=40), max_size=3))
def test_anything_typed_is_judged(password: str, own: list[str]) -> None:
    said = weakness(password, own_words=own)
    assert said is None or said.endswith(".")


def test_the_hash_is_argon2id_of_rfc_9106() -> None:
    said = extract_parameters(ARGON2ID.hash("three blue kettles"))
    assert said.type.name == "ID"
    assert (said.memory_cost, said.time_cost, said.parallelism) == (65536, 2, 1)


def test_hashing() -> None:
    hasher = Hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    kept = hasher.hash("three blue kettles")
    assert hasher.fits(kept, "three blue kettles")
    assert not hasher.fits(kept, "three blue kettle")
    assert not hasher.fits(None, "nobody has this password"), "nobody's hash opens nothing"
    assert not hasher.fits("no hash at all", "x")
    assert hasher.fits(hasher.hash("cafe\u0301 au lait noir"), "café au lait noir"), "the same on every keyboard"
    assert not hasher.is_old(kept)
    assert Hasher(ARGON2ID).is_old(kept)
