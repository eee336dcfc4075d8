"""The pages of concerns for staff: who may open what, what they show, and that the next thing to do stands first."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from tests.accounts.staff import sit_down
from tests.concerns import officers
from tests.concerns.arrange import WORDS, raised
from tests.page import Visitor


def test_an_officer_takes_a_concern_and_replies_on_one_page(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer("Sam Officer")
    reference = raised().reference
    visitor = Visitor(sit_down(app, who))
    listed = visitor.open("/staff/concerns?show=nobody")
    assert reference in listed.text
    page = visitor.open(f"/staff/concerns/{reference}")
    assert WORDS in page.text
    page = visitor.send(page, {}, button="Take it")
    assert "You have this concern now" in page.text
    page = visitor.send(page, {"words": "I have read it all."}, button="Send to the reporter")
    assert "I have read it all." in page.text
    page = visitor.send(page, {}, button="Begin triage")
    assert "Decide whether it is ours" in page.text
