"""The record at its owner's browser."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.cpd.record.arrange import COURSE, member

pytestmark = pytest.mark.usefixtures("database")
QUICK = {"done_on": "2027-03-02", "kind": "supervision", "time": "60", "learned": "Ask twice."}


def test_four_answers_are_enough(app: Flask, set_clock: Any) -> None:
    set_clock("2027-03-03 10:00")
    somebody = member()
    page = somebody.at(app).add(**QUICK)
    assert page.heading == "Supervision"
    assert page.facts["Day"] == "2 March 2027"
    assert page.facts["Time"] == "1 hour"
    assert "This does not count yet" in page.text
    home = somebody.at(app).open()
    assert "Supervision" in home.text
    assert "waits for your reflection" in home.text


@pytest.mark.parametrize("address", ["", "/add", "/plan", "/plan/add", "/deleted"])
def test_every_page_of_an_empty_record_is_sound(app: Flask, set_clock: Any, address: str) -> None:
    set_clock("2027-03-03 10:00")
    assert member().at(app).open(address).heading


def test_every_page_of_an_activity_is_sound(app: Flask, set_clock: Any) -> None:
    set_clock("2027-03-03 10:00")
    somebody = member()
    held = somebody.keep(COURSE)
    for address in ("", f"/activity/{held}", f"/activity/{held}/edit", f"/activity/{held}/delete", f"/add?like={held}"):
        assert somebody.at(app).open(address).heading
