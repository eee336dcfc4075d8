"""The pages of looking into a concern: each person finds their own acts, and what is refused keeps what was typed."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from concerns.forms.acts import FORMS, offered
from concerns.routes.staff.looking import DO
from concerns.views import acted_on
from concerns.vocabulary import Stage
from foundation.words import say_day
from tests.accounts.staff import sit_down
from tests.concerns import looking, officers
from tests.concerns.arrange import telling
from tests.concerns.test_officer_pages import Counting
from tests.concerns.test_risk import SIOBHAN
from tests.page import Visitor


def test_every_form_has_its_act_and_every_act_its_form() -> None:
    assert set(FORMS) == set(DO)
    for stage in Stage:
        for paused in (True, False):
            slugs = [slug for slug, _ in offered(stage, paused=paused)]
            assert ("go-on" in slugs) == (paused and stage is not Stage.CLOSED)


def test_a_concern_goes_from_triage_to_its_examiners_through_the_pages(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.people()
    held.reference = officers.in_triage(held.officer, telling(subjects=SIOBHAN))
    path = f"/staff/concerns/{held.reference}"
    sam = Visitor(sit_down(sample, held.officer))
    page = sam.open(sam.open(path).links["It is ours to look into"])
    page = sam.send(page, {"outcome": "threshold"}, button="Pass it on", status=400)
    assert len(page.problems) == 2
    assert page.title.startswith("Error: It is ours")
    ours = {
        "outcome": "threshold",
        "happened_on": say_day(looking.happened()),
        "standards": "3.1, 3.7",
        "words": "Her practice.",
    }
    page = sam.send(page, ours, button="Pass it on")
    assert "It goes on." in page.text

    maya = Visitor(sit_down(sample, held.manager))
    page = maya.open(f"{path}/look/threshold")
    answers = {
        "serious": "yes",
        "matters": "doubt",
        "fair": "yes",
        "standards": "3.1",
        "words": "My long reasons.",
        "factor_trust": "She held the money.",
    }
    page = maya.send(page, answers, button="Decide", status=409)
    assert "Choose the ground" in page.problems[0]
    assert "My long reasons." in page.html
    page = maya.send(page, {"grounds": "misconduct"}, button="Decide")
    assert "Threshold: Investigate" in page.text
    page = maya.open(page.links["Who investigates it?"])
    page = maya.send(page, {"person": str(held.investigator.id), "note": "Please begin."}, button="List them")
    assert "Ivo Investigator" in page.text

    looking.told(held)
    ivo = Visitor(sit_down(sample, held.investigator))
    page = ivo.open(f"{path}/look/plan")
    page = ivo.send(page, {"words": "Ask the bank."}, button="Keep the plan")
    assert "Ask the bank." in page.text
    page = ivo.open(f"{path}/look/allege")
    alleged = {
        "subject": str(held.subject_id),
        "grounds": "misconduct",
        "standards": "3.1",
        "words": "That her conduct fell below.",
        "facts": "She took money.\nShe denied it.",
    }
    page = ivo.send(page, alleged, button="Put it")
    assert "She denied it." in page.text
    page = ivo.send(ivo.open(f"{path}/look/ask-answer"), {"subject": str(held.subject_id)}, button="Ask them")
    page = ivo.send(ivo.open(f"{path}/look/to-examiners"), {}, button="Send it", status=409)
    assert "still has time to answer" in page.problems[0]


def test_the_way_back_leads_where_the_reader_may_go(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.investigated()
    ivo, maya = (Visitor(sit_down(sample, one)) for one in (held.investigator, held.manager))
    for address in (f"/staff/concerns/{held.reference}", "/staff/concerns/leave"):
        assert ivo.open(ivo.open(address).links["My papers"]).heading == "My papers"
        assert maya.open(maya.open(address).links["All concerns"]).heading == "Concerns"


@pytest.mark.parametrize("act", ["plan", "threshold", "ours"])
def test_somebody_who_is_not_listed_opens_nothing(sample: Flask, database: SQLAlchemy, act: str) -> None:
    held = looking.investigated()
    other = Visitor(sit_down(sample, officers.investigator("Another Officer")))
    other.open(f"/staff/concerns/{held.reference}/look/{act}", status=403)
    other.open(f"/staff/concerns/{held.reference}", status=403)


def test_an_act_of_another_stage_is_refused_and_says_where_it_stands(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.at_threshold()
    sam = Visitor(sit_down(sample, held.officer))
    page = sam.open(f"/staff/concerns/{held.reference}/look/ours")
    typed = {"outcome": "threshold", "happened_on": say_day(looking.happened()), "words": "Again."}
    page = sam.send(page, typed, button="Pass it on", status=409)
    assert "That is not possible now" in page.problems[0]


def test_an_act_that_has_nothing_to_act_on_is_not_offered(
    sample: Flask, database: SQLAlchemy, statements: Counting, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = looking.people()
    held.reference = officers.in_triage(held.officer, telling(subjects=SIOBHAN))
    bo, path = Visitor(sit_down(sample, officers.both_officer_and_manager())), f"/staff/concerns/{held.reference}"
    nothing = ("Take a link back", "Check a redacted copy", "The registrant asks for an earlier look at an order")
    nothing += ("Send the notice", "Call a hearing off", "Move a hearing to a later day", "Take somebody off")
    page = bo.open(path)
    assert not page.links.keys() & set(nothing)
    assert page.links.keys() >= {"Link it to another concern", "Set a day for a panel"}
    assert "of which decision" not in bo.open(page.links["Set a day for a panel"]).text
    dead = bo.open(f"{path}/look/unlink")
    assert "cannot be done now" in dead.text
    assert "Take it back" not in dead.words("button")

    looking.investigated(held)
    ivo = Visitor(sit_down(sample, held.investigator))
    page = ivo.open(f"/staff/concerns/{held.reference}")
    evidence = {"Take an exhibit out", "What we asked for came", "Withdraw an allegation", "More time to answer"}
    assert not page.links.keys() & evidence
    assert page.links.keys() >= {"Put an allegation", "Ask somebody for information"}
    looking.alleged(held)
    path = f"/staff/concerns/{held.reference}"
    assert "Withdraw an allegation" in ivo.open(path).links

    for who in (bo, ivo):
        with statements() as asked:
            who.open(path)
        with monkeypatch.context() as always, statements() as bare:
            always.setattr(acted_on, "has_something", lambda *_: True)
            who.open(path)
        assert len(asked) == len(bare), "what an act acts on is asked of the database for itself"
