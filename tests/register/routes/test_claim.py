"""Linking one's entry: the code goes to the address on file, and nobody else learns anything."""

from __future__ import annotations

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from foundation.database import db
from register.models import Holder
from tests.accounts.keyboard import ANNA, code_in, letters, newcomer, sign_up, trail
from tests.conftest import StillClock
from tests.frame.cast import PEOPLE, SIOBHAN
from tests.page import Page, Visitor

ON_FILE = f"{SIOBHAN.lower()}@people.example"


def ask(visitor: Visitor, number: str = SIOBHAN) -> Page:
    return visitor.send(visitor.open("/account/claim"), {"number": number}, button="Send the code")


def holders() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Holder)) or 0


def test_an_entry_is_linked_with_the_code(visitor: Visitor, sample: Flask, database: SQLAlchemy) -> None:
    page = sign_up(visitor)
    assert "No entry on the register is linked to your account yet." in page.text
    page = ask(visitor, SIOBHAN.lower())
    assert letters()[-1].recipient == ON_FILE
    page = visitor.send(page, {"code": "1"}, button="Link my entry", status=400)
    assert page.problems
    page = visitor.send(page, {"code": code_in(letters()[-1])}, button="Link my entry")
    assert page.heading == "Your account"
    assert page.facts["Registration number"] == SIOBHAN
    assert "Siobhán" in page.facts["Name"]
    assert letters()[-1].template == "entry_claimed"
    assert letters()[-1].recipient == ON_FILE
    assert [line.subject_id for line in trail("entry.claimed")] == [SIOBHAN]


def test_nobody_learns_whether_there_is_an_address(visitor: Visitor, sample: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    texts = {}
    for number in (SIOBHAN, "CM900000L"):
        texts[number] = ask(visitor, number).text.replace(number, "…")
    assert len(set(texts.values())) == 1
    page = visitor.open("/account/claim/code")
    for code in ("000000", "999999"):
        page = visitor.send(page, {"code": code}, button="Link my entry", status=400)
    assert page.problems == ["That is not the code in our newest letter. Check the six digits and try again."]


def test_a_number_that_is_none(visitor: Visitor, sample: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    page = visitor.send(visitor.open("/account/claim"), {"number": "CM004271T"}, button="Send the code", status=400)
    assert "CM004271 ends in S, not T" in page.problems[0]


def test_an_entry_has_one_holder_and_a_holder_one_entry(visitor: Visitor, sample: Flask, database: SQLAlchemy) -> None:
    sign_up(visitor)
    rival = newcomer(sample)
    sign_up(rival, "rival@people.example", name="A Rival")
    theirs = ask(rival)
    code = code_in(letters(ON_FILE)[-1])
    mine = ask(visitor)
    assert visitor.send(mine, {"code": code}, button="Link my entry", status=400).problems, "another's code"
    visitor.send(mine, {"code": code_in(letters(ON_FILE)[-1])}, button="Link my entry")
    page = rival.send(theirs, {"code": code}, button="Link my entry", status=400)
    assert page.problems == ["Somebody holds that entry already. Talk to us if it is yours."]
    other = next(number for number, _, _ in PEOPLE.values() if number != SIOBHAN)
    page = visitor.send(visitor.open("/account/claim"), {"number": other}, button="Send the code", status=409)
    assert page.problems == ["Your account holds an entry already. Talk to us if it is the wrong one."]
    assert holders() == 1


def test_a_code_is_late_after_an_hour(
    visitor: Visitor, sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock.move(minutes=0)
    sign_up(visitor)
    page = ask(visitor)
    set_clock.move(minutes=61)
    page = visitor.send(page, {"code": code_in(letters(ON_FILE)[-1])}, button="Link my entry", status=400)
    assert page.problems == ["That code is too old. Ask for a new one."]
    assert holders() == 0
    assert letters(ANNA)
