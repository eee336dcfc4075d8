"""Times as people write them."""

from __future__ import annotations

import pytest

from cpd.record.times import read_time


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("1", 60),
        ("1.5", 90),
        ("1,25", 75),
        ("0.25", 15),
        ("1:30", 90),
        ("01:30:00", 90),
        ("1h30", 90),
        ("1h 30m", 90),
        ("2 hours and 5 minutes", 125),
        ("2 hrs", 120),
        ("90 min", 90),
        ("45 minutes", 45),
        ("½ hour", 30),
        ("1½ hours", 90),
        ("1 ¼", 75),
        ("7 Hours", 420),
        ("0", None),
        ("0:00", None),
        ("", None),
        ("a while", None),
        ("-1", None),
        ("1e5", None),
        ("1000", None),
        ("½½", None),
    ],
)
def test_a_time_is_read_as_it_is_meant(text: str, minutes: int | None) -> None:
    assert read_time(text) == minutes
