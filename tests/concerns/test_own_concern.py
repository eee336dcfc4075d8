"""A registrant's own side of a concern: what they read, answer, accept and appeal, and nobody else can."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Realm
from concerns.examiners import offering
from concerns.investigation import alleging, responding
from concerns.investigation import queries as investigation
from concerns.operations import writing
from concerns.panels import queries as panels
from concerns.vocabulary import Finding, Ground, Stage
from foundation import clock
from foundation.words import say_day
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns.arrange import WORDS
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id, writes
from tests.concerns.test_panels import at_panel, decided, listed, released
from tests.conftest import StillClock
from tests.page import Visitor

SECRET = "Only officers read this note."


def at(held: Looking) -> str:
    return f"/account/concerns/{held.reference}"


def visitor(app: Flask, who: Person | None) -> Visitor:
    assert who is not None
    return Visitor(sit_down(app, who, realm=Realm.PUBLIC))


def asked(held: Looking | None = None) -> Looking:
    """Siobhan was asked to answer."""
    held = looking.alleged(held)
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    return held


def facts(held: Looking) -> list[str]:
    return [f"fact-{one}" for one in investigation.about(concern_id(held), held.subject_id)]


def test_the_answer_is_saved_as_they_go_and_sent_once(sample: Flask, database: SQLAlchemy) -> None:
    held = asked()
    writing.write_note(held.reference, SECRET, once="a" * 32, by=held.officer.actor)
    siobhan = visitor(sample, held.siobhan)
    page = siobhan.open(siobhan.open("/account/concerns").links[f"Open it: {held.reference}"])
    for words in (looking.FACTS[0], "Misconduct", "3.1, 3.7", "We ask you to answer"):
        assert words in page.text
    for words in (SECRET, WORDS, "Ask the bank."):
        assert words not in page.text
    first, second = facts(held)
    page = siobhan.open(page.links["Answer"])
    picture = (io.BytesIO(b"I was in Leeds that day."), "diary.txt")
    typed = {first: "denied", "words": "I was not", "files": picture}
    page = siobhan.send(page, typed, button="Save and go on later")
    assert "Saved. Nobody else reads it" in page.text
    assert "I was not" in page.text
    assert "diary.txt" in page.text
    assert investigation.responses(concern_id(held))[held.subject_id].words_sealed is None
    page = siobhan.send(page, {"go": "look"}, button="Look at it before you send it", status=400)
    assert page.problems == ["Say whether 1.2 is true"]
    page = siobhan.send(
        page, {second: "admitted", "words": "I was not there.", "go": "look"}, button="Look at it before you send it"
    )
    assert page.heading == "Look at your answer"
    sent = siobhan.send(page, {}, button="Send my answer")
    for words in ("I was not there.", "diary.txt", "You said: It is not true", "You said: It is true"):
        assert words in sent.text
    row = investigation.responses(concern_id(held))[held.subject_id]
    assert row.draft_sealed is None
    assert b"Leeds" in siobhan.client.get(sent.links["diary.txt"]).data
    assert "Your answer" in siobhan.send(page, {}, button="Send my answer").text
    assert "You have answered" in siobhan.open(f"{at(held)}/answer").text


def test_a_file_is_taken_out_before_it_is_sent(sample: Flask, database: SQLAlchemy) -> None:
    held = asked()
    siobhan = visitor(sample, held.siobhan)
    page = siobhan.open(f"{at(held)}/answer")
    typed = {"words": "So far", "files": (io.BytesIO(b"The wrong one."), "wrong.txt")}
    page = siobhan.send(page, typed, button="Save and go on later")
    page = siobhan.send(page, {}, button="Take it out: wrong.txt")
    assert "wrong.txt" not in page.text
    assert "So far" in page.text


def test_after_28_days_nothing_is_taken(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    held = asked()
    set_clock(f"{clock.today() + timedelta(days=28)} 20:00")
    siobhan = visitor(sample, held.siobhan)
    page = siobhan.open(f"{at(held)}/answer")
    set_clock(f"{clock.today() + timedelta(days=1)} 09:00")
    siobhan = visitor(sample, held.siobhan)
    late = siobhan.open(f"{at(held)}/answer")
    assert "the time for it is over" in late.text
    assert "Look at it before you send it" in page.text


@pytest.mark.parametrize("part", ["", "/answer", "/answer/check", "/offer", "/appeal/1", "/files/abc"])
def test_nobody_but_the_registrant_who_was_told_opens_it(sample: Flask, database: SQLAlchemy, part: str) -> None:
    held = asked()
    stranger = visitor(sample, hire(realm=Realm.PUBLIC))
    assert stranger.client.get(at(held) + part).status_code == 404
    assert sample.test_client().get(at(held) + part).status_code in (302, 303)


def test_they_are_not_shown_what_nobody_told_them_of(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.investigated()
    held.siobhan = looking.registrant()
    assert visitor(sample, held.siobhan).client.get(at(held)).status_code == 404


@pytest.mark.parametrize(("said", "stage"), [("yes", Stage.OUTCOME), ("no", Stage.PANEL)])
def test_an_offer_is_accepted_or_not(sample: Flask, database: SQLAlchemy, said: str, stage: Stage) -> None:
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, Finding.WARNING, terms="Do not do it again.")
    siobhan = visitor(sample, held.siobhan)
    assert "Do not do it again." not in siobhan.open(at(held)).text
    offering.offer(
        held.reference,
        held.subject_id,
        terms="Warned about money.",
        facts="She took it.",
        months=12,
        about_health=False,
        version=held.version,
        by=held.lay.actor,
    )
    offering.read_offer(held.reference, agrees=True, version=held.version, by=held.peer.actor)
    page = siobhan.open(at(held))
    assert "You say whether you accept the offer" in page.facts["What happens next"], "they wait for nobody else"
    page = siobhan.open(page.links["Read the offer"])
    assert "Warned about money." in page.text
    look = "Look at it before you send it"
    assert siobhan.send(page, {}, button=look, status=400).problems == ["Say whether you accept it"]
    page = siobhan.send(page, {"answer": said}, button=look)
    assert ("You cannot take this back" if said == "yes" else "You do not accept the offer.") in page.text
    assert "Warned about money." in page.text
    assert officers.now(held.reference).stage is Stage.EXAMINATION, "nothing is sent by looking"
    page = siobhan.send(page, {}, button="Send my answer")
    assert ("You accepted it." if said == "yes" else "a panel hears it") in page.text
    assert officers.now(held.reference).stage is stage


def test_notice_then_the_decision_once_it_is_released_then_the_appeal(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    siobhan = visitor(sample, held.siobhan)
    page = siobhan.open(at(held))
    assert "We gave you notice" in page.text
    assert "What the public reads." not in page.text
    assert "Suspension" not in page.text
    order_id = released(held)
    assert "Suspension" not in siobhan.open(at(held)).text, "before its letter"
    looking.letters_go(set_clock)
    siobhan = visitor(sample, held.siobhan)
    page = siobhan.open(at(held))
    for words in ("Suspension, 6 months", "She took money.", "About suspension.", "Impairment"):
        assert words in page.text
    page = siobhan.open(page.links[f"Appeal until {say(order_id, held)}"])
    page = siobhan.send(page, {"words": "It is too hard."}, button="Send the appeal", status=400)
    assert page.problems == ["Choose at least one"]
    page = siobhan.send(page, {"grounds": ["unreasonable"]}, button="Send the appeal")
    assert "You appealed: The decision was not reasonable." in page.text
    assert officers.now(held.reference).stage is Stage.APPEAL


def say(order_id: int, held: Looking) -> str:
    until = panels.order(concern_id(held), order_id).appeal_until
    assert until is not None
    return say_day(until)


def test_a_hearing_without_notice_is_not_shown(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    held = at_panel(set_clock)
    assert "Hearings" not in visitor(sample, held.siobhan).open(at(held)).text
    listed(held, set_clock)
    assert "Hearing, " in visitor(sample, held.siobhan).open(at(held)).text


def test_the_pages_cost_a_fixed_number_of_statements(sample: Flask, database: SQLAlchemy, statements: object) -> None:
    held = asked()
    siobhan = visitor(sample, held.siobhan)

    def cost(address: str) -> int:
        siobhan.client.get(address)
        with statements() as seen:  # type: ignore[operator]  # the fixture's own type is long
            siobhan.client.get(address)
        return len(seen)

    one, overview = cost(at(held)), cost("/account/concerns")
    another = looking.people()
    another.siobhan = held.siobhan
    looking.alleged(another)
    for _ in range(3):
        more(another)
    responding.ask(another.reference, another.subject_id, version=another.version, by=another.investigator.actor)
    assert cost(at(another)) == one
    assert cost("/account/concerns") == overview


def more(held: Looking) -> None:
    alleging.allege(
        held.reference,
        held.subject_id,
        grounds=[Ground.MISCONDUCT],
        standards_named=["3.1"],
        words="More.",
        particulars=looking.FACTS,
        version=held.version,
        by=held.investigator.actor,
    )
