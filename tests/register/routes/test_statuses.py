"""The page that says what each status means: every entry links to its own place there."""

from __future__ import annotations

import re

from register.vocabulary import Status
from tests.page import Visitor


def test_every_status_is_explained_at_its_own_place(visitor: Visitor) -> None:
    page = visitor.open("/register/statuses")
    places = set(re.findall(r'<div id="(\w+)">', page.html))
    assert places == {status.value for status in Status}
    for status in Status:
        assert status.label in page.html


def test_it_says_how_long_people_are_shown(visitor: Visitor) -> None:
    page = visitor.open("/register/statuses")
    assert "2 years after they lapsed" in page.html
    assert "a panel removed for 10 years" in page.html
