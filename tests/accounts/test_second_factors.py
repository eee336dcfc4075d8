"""Codes of an app and codes on paper: good once, at their time, for their account."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pyotp

from accounts import second_factors
from tests.conftest import StillClock

SECRET = "DEMODEMODEMODEMODEMODEMODEMODEMO"


def test_a_code_is_good_in_its_half_minute_and_the_ones_beside(set_clock: StillClock) -> None:
    at = set_clock("2027-03-03 17:30")
    app = pyotp.TOTP(SECRET)
    codes = {offset: app.at(at, counter_offset=offset) for offset in range(-3, 4)}
    steps = {offset: second_factors.step_of(SECRET, code, after=0) for offset, code in codes.items()}
    current = int(at.timestamp()) // 30
    assert steps == {-3: None, -2: None, -1: current - 1, 0: current, 1: current + 1, 2: None, 3: None}


def test_a_code_is_good_once(set_clock: StillClock) -> None:
    at = set_clock("2027-03-03 17:30")
    code = pyotp.TOTP(SECRET).at(at)
    step = second_factors.step_of(SECRET, code, after=0)
    assert step is not None
    assert second_factors.step_of(SECRET, code, after=step) is None
    assert second_factors.step_of(SECRET, pyotp.TOTP(SECRET).at(at, counter_offset=-1), after=step) is None


def test_a_code_may_be_typed_with_spaces(set_clock: StillClock) -> None:
    at = set_clock("2027-03-03 17:30")
    code = pyotp.TOTP(SECRET).at(at)
    assert second_factors.step_of(SECRET, f" {code[:3]} {code[3:]} ", after=0)
    assert second_factors.step_of(SECRET, "", after=0) is None
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    assert second_factors.step_of(SECRET, arabic, after=0), "the digits of another keyboard"
    assert second_factors.step_of(SECRET, "½²x", after=0) is None


def test_backup_codes_are_many_different_and_forgiving() -> None:
    codes = second_factors.new_backup_codes()
    assert len(set(codes)) == 10
    kept = second_factors.hash_backup_code(1, codes[0])
    assert second_factors.hash_backup_code(1, codes[0].lower().replace("-", " ")) == kept
    assert second_factors.hash_backup_code(2, codes[0]) != kept


def test_the_pattern_is_a_picture_without_style() -> None:
    address = second_factors.app_address(SECRET, email="anna@people.example", issuer="IRCM register")
    picture = second_factors.as_picture(address).decode()
    assert "<svg" in picture
    assert "style" not in picture
    assert "data:" not in picture


def test_the_code_of_now(set_clock: Callable[[str], datetime]) -> None:
    at = set_clock("2027-03-03 17:30")
    assert second_factors.code_now(SECRET) == pyotp.TOTP(SECRET).at(at)
