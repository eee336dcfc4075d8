"""Bad news reaches both sides at an hour at which somebody is there, and by letter, account and mailbox at once."""

from __future__ import annotations

import inspect
import re
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Role
from concerns import clocks, emails, queries
from concerns.data_requests import emails as of_requests
from concerns.emails import News
from concerns.own_service import emails as of_service
from concerns.panels import queries as panels
from concerns.panels.determining import Short
from concerns.publishing import releasing
from concerns.telling import Reach
from concerns.threshold import deciding
from concerns.views import own_decisions
from concerns.views.reporter_view import mailbox
from concerns.vocabulary import ClockName, Decided, Factor, HearingKind, Way, Yes
from foundation import clock, locks
from foundation.database import db
from foundation.outbox import Letter
from tests.accounts.staff import hire
from tests.concerns import looking, officers, watching
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_panels import appeals, decide, decided, listed, released
from tests.conftest import StillClock

EVERY = {name: one for name, one in vars(emails).items() if isinstance(one, News)}
MODULES = {"": emails, "own_service.": of_service, "data_requests.": of_requests}


def last(template: str) -> Letter:
    db.session.rollback()
    return db.session.scalars(select(Letter).where(Letter.template == template).order_by(Letter.id.desc())).first()  # type: ignore[return-value]  # there is one


def count(template: str) -> int:
    db.session.rollback()
    return len(db.session.scalars(select(Letter.id).where(Letter.template == template)).all())


def test_every_letter_about_concerns_says_whether_it_is_bad_news(monkeypatch: pytest.MonkeyPatch) -> None:
    for prefix, module in MODULES.items():
        for name, letter in inspect.getmembers(module, inspect.isfunction):
            if letter.__module__ == module.__name__ and re.search(r"outbox.write| write\(", inspect.getsource(letter)):
                of_many = "what" in inspect.signature(letter).parameters
                assert of_many is not (prefix + name in emails.OF_ONE_THING), prefix + name
                said = "kindly=" in inspect.getsource(letter)
                assert said is (of_many or emails.OF_ONE_THING[prefix + name]), prefix + name
    kindly: list[bool] = []
    monkeypatch.setattr(emails.outbox, "write", lambda *_, **words: kindly.append(words["kindly"] is not None))
    monkeypatch.setattr(emails.reached, "address", lambda _: "she@example.com")
    monkeypatch.setattr(emails, "write", emails.outbox.write)
    about: Any = SimpleNamespace(entry_id=1, told_on=clock.today(), reference="CN-1")
    for one in EVERY.values():
        for quiet in (False, True):
            emails.message_waiting(about, Reach(email="r@example.com", ways=(Way.EMAIL,), quiet=quiet), one)
        emails.registrant(about, about, one)
        assert kindly == [one.bad] * 3
        kindly.clear()
    assert {
        "ANSWER",
        "OFFER",
        "NOTICE",
        "PROOF",
        "DECISION",
        "APPEAL_ANSWERED",
        "ENDED",
        "STAYS_CLOSED",
        "DECIDED",
    } <= {name for name, one in EVERY.items() if one.bad}


def test_a_closing_is_told_by_letter_and_in_the_mailbox_on_the_next_kind_morning(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.at_threshold()
    set_clock("2026-11-27 22:10")  # a Friday
    deciding.apply_test(
        held.reference,
        serious=Yes.NO,
        matters=Yes.NO,
        fair=Yes.YES,
        factors={Factor.TRUST: "Nothing of it."},
        reasons="It is small.",
        words="Below.",
        version=held.version,
        by=held.manager.actor,
    )
    monday = set_clock("2026-11-30 09:00")
    assert last("concern_message").due_at == monday
    set_clock("2026-11-30 08:59")
    shown = mailbox(officers.now(held.reference))
    assert (shown.closed, shown.closing, shown.rights.look_again) == (False, None, False)
    assert not any("closed" in one.words for one in shown.steps)
    assert shown.promises, "as if it were still open"
    set_clock("2026-11-30 09:00")
    shown = mailbox(officers.now(held.reference))
    assert shown.closed
    assert shown.closing is not None
    assert shown.closing.words == "Below."
    assert shown.rights.look_again


def reads(held: Looking) -> tuple[list[str], int]:
    """What the registrant and the reporter read of decisions now."""
    concern = officers.now(held.reference)
    box = locks.box_of(concern.lock_id)
    theirs = own_decisions.decisions(concern, concern.subjects[0], box)
    return [one.appeal for one in theirs], len(mailbox(concern).outcome.decisions)


def running(held: Looking) -> set[ClockName]:
    """The clocks that run."""
    concern = officers.now(held.reference)
    return {one.name for one in clocks.running(queries.facts([concern])[concern.id])}


def test_a_decision_and_the_answer_to_its_appeal_are_read_when_their_letters_go(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    set_clock("2026-12-24 22:00")
    registrar, order_id = hire(Role.REGISTRAR), panels.orders(concern_id(held))[-1].id
    assert ClockName.OUTCOME in running(held)
    releasing.tell(held.reference, order_id, version=held.version, by=registrar.actor)
    assert ClockName.OUTCOME not in running(held), "the letters are written, however long somebody may appeal"
    assert watching.agree() == 1
    goes = set_clock("2026-12-29 09:00")
    assert (last("registrant_concern").due_at, last("concern_message").due_at) == (goes, goes)
    row = panels.order(concern_id(held), order_id)
    assert (f"{row.told_on}", f"{row.appeal_until}") == ("2026-12-29", "2027-01-26"), "the time counts from the letter"
    set_clock("2026-12-29 08:59")
    assert reads(held) == ([], 0)
    set_clock("2026-12-29 09:00")
    assert reads(held) == ([""], 1)

    released(held)
    wrote = count("registrant_concern"), count("concern_message")
    appeals(held, order_id)
    assert (count("registrant_concern"), count("concern_message")) == (wrote[0] + 1, wrote[1] + 1), (
        "a receipt, and word"
    )
    assert last("registrant_concern").kind_in is None
    assert last("concern_message").kind_in is not None
    hearing_id = listed(held, set_clock, HearingKind.APPEAL, order_id=order_id)
    set_clock("2027-02-05 22:00")  # a Friday
    decide(held, hearing_id, Short(Decided.DISMISSED))
    assert last("registrant_concern").due_at > clock.now()
    assert last("concern_message").due_at <= clock.now(), "for them it is no bad news that it stands"
    assert reads(held)[0] == ["You appealed: The decision was not reasonable."]
    looking.letters_go(set_clock)
    assert f"{Decided.DISMISSED.label}." in reads(held)[0]
