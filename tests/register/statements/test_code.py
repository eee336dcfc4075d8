"""Codes: they come back as they went, and nobody else can make one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation.errors import DomainError, Missing
from foundation.references import SAYABLE, register_number
from register.statements import code
from register.statements.code import Claim, Unreadable

KEY, OTHER = code.keys("a secret for tests", "another secret")
CLAIM = Claim("CM004271S", datetime(2027, 3, 3, 17, 30, 12, tzinfo=UTC), 1234)
WRITTEN = code.write(CLAIM, KEY)

claims = st.builds(
    Claim,
    st.integers(0, 999_999).map(register_number),
    st.integers(0, (1 << 31) - 1).map(lambda second: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=second)),
    st.integers(0, (1 << 15) - 1),
)


@given(claims)
def test_a_code_says_what_went_into_it(claim: Claim) -> None:
    written = code.write(claim, KEY)
    assert len(written) == 29
    assert set(written) <= {*SAYABLE, "-"}
    assert code.read(written, [KEY]) == claim


@given(claims, st.integers(0, 23), st.sampled_from(SAYABLE))
def test_any_changed_sign_is_refused(claim: Claim, place: int, sign: str) -> None:
    signs = code.write(claim, KEY).replace("-", "")
    changed = signs[:place] + sign + signs[place + 1 :]
    if changed == signs:
        assert code.read(changed, [KEY]) == claim
    else:
        with pytest.raises(Missing):
            code.read(changed, [KEY])


@given(claims, st.integers(0, 22))
def test_two_neighbouring_signs_the_other_way_round_are_refused(claim: Claim, place: int) -> None:
    signs = code.write(claim, KEY).replace("-", "")
    changed = signs[:place] + signs[place + 1] + signs[place] + signs[place + 2 :]
    if changed != signs:
        with pytest.raises(Missing):
            code.read(changed, [KEY])


@given(st.text(SAYABLE, min_size=24, max_size=24))
def test_a_made_up_code_is_refused(typed: str) -> None:
    with pytest.raises(Missing):
        code.read(typed, [KEY, OTHER])


@given(st.text(max_size=60))
def test_whatever_is_typed_gets_a_sentence(typed: str) -> None:
    with pytest.raises(DomainError) as caught:
        code.read(typed, [KEY])
    assert caught.value.status in (400, 404)
    assert caught.value.sentence.endswith(".")
    assert caught.value.sentence.isprintable()


@pytest.mark.parametrize(
    "typed",
    [
        WRITTEN.lower(),
        WRITTEN.replace("-", ""),
        WRITTEN.replace("-", " "),
        "  " + WRITTEN.replace("-", " – ") + "\n",
        f"http://register.example/verify/{WRITTEN}",
        f"https://register.example/verify/{WRITTEN}/",
    ],
)
def test_a_code_may_be_typed_in_many_ways(typed: str) -> None:
    assert code.read(typed, [KEY]) == CLAIM


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type the code"),
        ("   ", "Type the code"),
        ("7KQX-93MD", "This one has 8 signs"),
        ("7", "This one has 1 sign."),
        (WRITTEN + "2", "This one has 25 signs"),
        ("O" + WRITTEN[1:], "never has the sign “O”"),
        ("\x00" + WRITTEN, "something else"),
        ("2" * 100_000, "This one has 400 signs"),
    ],
)
def test_what_is_not_a_whole_code_is_explained(typed: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said) as caught:
        code.read(typed, [KEY])
    assert caught.value.status == 400


def test_a_code_under_the_last_key_is_still_read() -> None:
    assert code.read(code.write(CLAIM, OTHER), code.keys("a secret for tests", "another secret")) == CLAIM
    with pytest.raises(Missing):
        code.read(code.write(CLAIM, OTHER), code.keys("a secret for tests", ""))


def test_two_codes_about_one_person_have_nothing_in_common() -> None:
    later = code.write(CLAIM._replace(made_at=CLAIM.made_at + timedelta(seconds=1)), KEY)
    assert sum(one == other for one, other in zip(WRITTEN, later, strict=True) if one != "-") < 8


@pytest.mark.parametrize("year", [2025, 2095])
def test_a_moment_that_has_no_room_is_refused(year: int) -> None:
    with pytest.raises(ValueError, match="no room"):
        code.write(CLAIM._replace(made_at=datetime(year, 1, 1, tzinfo=UTC)), KEY)
