"""Whatever is typed gets an answer, on each database."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from register.search import Question, find
from tests.register.search.conftest import AT, Room

HOSTILE = (
    "", " ", "\x00", "\x00jones", "jones\x00", "'; DROP TABLE listing; --", "%", "_", "%%%", "?", "%s",
    "<script>alert(1)</script>", "\u202ejones", "\u200f\u200e", "🙂🙂🙂", "ش ي م", "小明", "नमस्ते", "\ud800",
    "a" * 100_000, "a " * 5000, "1" * 500, "CM" * 300, ",,,,", ", jones", "jones,", ",", "- - -", "in", "in in in",
    "near leeds", "of the and", "null", "None", "-1", "0", "000", "CM000000", "select * from users", "\\", '"',
    "jones\\", "' OR '1'='1", "jones\njones", "é" * 300, "ß", "ﬁ", "①②③", "Ⅻ", "...", "mc", "o'", "de la",
    "\x7f\x1b[31m", "a b c d e f g h i j k l m n", "aa bb cc dd ee ff gg hh", "smith" * 30, "0x41", "1e309",
    "CM004001Z CM004002A",
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_answered(room: Room, text: str) -> None:
    for page in (1, 0, -3, 10**9):
        answer = room.find(text, page=page)
        assert answer.page == page
        assert len(answer.hits) <= 10
    assert (
        room.find(text, town=text, area=text, language=text, status=text, works_with=text, near=(text, 5.0)) is not None
    )


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=30), st.text(max_size=8), st.floats(allow_nan=True, allow_infinity=True))
def test_any_text_is_answered(room: Room, text: str, other: str, miles: float) -> None:
    room.find(text)
    room.find(f"jones {text}", town=other)
    room.find(text, near=(other, miles), status=other)


def test_statements_are_bounded(room: Room, statements: Callable[[], AbstractContextManager[list[str]]]) -> None:
    texts = (
        *HOSTILE,
        "catherine jones",
        "shivaun obrian",
        "a b c d e f",
        "jones in leeds",
        "wordsworthington",
        "preston",
    )
    for text in texts:
        with statements() as seen:
            find(room.connection, Question(text), AT)
        assert len(seen) <= 20, (text, seen)
