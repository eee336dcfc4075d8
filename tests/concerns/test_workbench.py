"""The workbench: what presses, who is waited for, what lacks somebody, lists of one's own, leave, hearings, counts."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.interests import About, declare_interest
from concerns.investigation import responding
from concerns.operations import covering
from foundation import clock
from foundation.errors import NotAllowed, Refused
from tests.accounts.staff import hire
from tests.concerns import looking, officers
from tests.concerns.arrange import raised
from tests.concerns.test_decision_pages import act, at, visitor
from tests.concerns.test_officer_pages import Counting, references
from tests.conftest import StillClock
from tests.frame import cast
from tests.page import Visitor


def on(who: Visitor, show: str, more: str = "") -> list[str]:
    return references(who.open(f"/staff/concerns?show={show}{more}"))


def test_what_presses_who_is_waited_for_and_what_lacks_somebody(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    asked, new = held.reference, raised().reference
    lacking = looking.at_threshold(looking.people()).reference
    sam, maya = visitor(sample, held.officer), visitor(sample, held.manager)
    assert on(sam, "others") == [asked]
    assert "Waits: The registrant’s answer" in sam.open("/staff/concerns?show=others").text
    assert on(sam, "nobody") == [new]
    assert new in on(maya, "promised"), "its first reply is due on Thursday"
    assert asked not in on(sam, "promised")
    assert on(maya, "silent") == []
    answers = dict.fromkeys(("serious", "matters", "fair"), "yes") | {"words": "Mine.", "factor_trust": "She held it."}
    page = maya.open(f"/staff/concerns/{lacking}/look/threshold")
    maya.send(page, {**answers, "grounds": ["misconduct", "conviction"]}, button="Decide")
    assert set(on(sam, "nobody")) == {new, lacking}, "nobody investigates it yet"
    assert "Investigating officer: nobody yet" in sam.open("/staff/concerns?show=nobody").text
    assert "Misconduct, Conviction or caution" in sam.open(f"/staff/concerns/{lacking}").text

    assert on(sam, "open", "&stage=investigation") == on(sam, "open", "&stage=investigation&risk=&who=")
    assert set(on(sam, "open", "&stage=investigation")) == {asked, lacking}
    assert on(sam, "open", f"&who={held.investigator.id}") == [asked]
    assert on(sam, "open", "&who=nobody") == [new]
    assert on(sam, "open", "&risk=nobody") == [new]
    page = sam.open("/staff/concerns?show=open&stage=investigation")
    page = sam.send(page, {"name": "At work"}, button="Keep it")
    assert set(references(sam.open(page.links["At work"]))) == {asked, lacking}
    assert "At work" not in maya.open("/staff/concerns").links, "nobody else sees it"
    page = sam.send(sam.open("/staff/concerns?show=nobody"), {"name": "At work"}, button="Keep it")
    assert set(references(sam.open(page.links["At work"]))) == {new, lacking}, "the name stands for the newer list"
    page = sam.send(page, {}, button="Forget “At work”")
    assert "At work" not in page.links
    page = sam.send(sam.open("/staff/concerns?show=open"), {"name": " "}, button="Keep it", status=409)
    assert page.problems == ["Give the list a name."]

    set_clock("2026-12-28 09:00")
    maya = visitor(sample, held.manager)
    assert {asked, new} <= set(on(maya, "silent")), "28 days without a word"
    home = maya.open("/staff")
    assert "without a word for too long" in home.text
    assert "for you to see to today" in visitor(sample, held.officer).open("/staff").text
    ivo = visitor(sample, held.investigator)
    assert "for you to investigate" in ivo.open("/staff").text
    assert "Investigate it" in ivo.open("/staff/concerns/papers").text


def test_whoever_stands_in_sees_the_work_and_may_act_where_the_rules_let_them(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    ina, tia = officers.investigator("Ina Stands-in"), officers.investigator("Tia Tied")
    both = hire(Role.CONCERNS_MANAGER, Role.INVESTIGATING_OFFICER, name="Max Both")
    declare_interest(Tie.FAMILY, About(number=cast.SIOBHAN), starts_on=None, ends_on=None, by=tia.actor)
    today = clock.today()
    visitor(sample, ina).open(at(held), status=403)

    ivo = visitor(sample, held.investigator)
    page = ivo.open("/staff/concerns/leave")
    typed = {"from_on": today.isoformat(), "until_on": today.isoformat(), "cover": str(ina.id)}
    page = ivo.send(page, typed, button="Arrange it", status=400)
    assert page.problems == ["Write down what they need to know"]
    page = ivo.send(page, {"words": "The bank answers soon."}, button="Arrange it")
    assert "Ina Stands-in for Ivo Investigator" in page.text
    page = ivo.send(page, typed | {"words": "Again."}, button="Arrange it", status=409)
    assert "stands in on some of these days already" in page.problems[0]

    stands_in = visitor(sample, ina)
    assert "The bank answers soon." in stands_in.open("/staff/concerns/leave").text
    assert held.reference in stands_in.open("/staff/concerns/papers").text
    act(stands_in, held, "plan", {"words": "Ask the bank again."}, "Keep the plan")
    assert "Ask the bank again." in ivo.open(at(held)).text

    page = ivo.send(ivo.open("/staff/concerns/leave"), {}, button="End it now: Ina Stands-in for Ivo Investigator")
    assert "Nobody stands in any more." in page.text
    visitor(sample, ina).open(at(held), status=403)

    days = {"from_on": today, "until_on": today, "note": "Words.", "by": held.manager.actor}
    covering.arrange(away_id=held.investigator.id, cover_id=tia.id, **days)
    assert held.reference in visitor(sample, held.manager).open("/staff/concerns/leave").text
    assert "conflict of interest" in visitor(sample, tia).open(at(held), status=403).text
    for refused, people in (
        (NotAllowed, {"away_id": held.lay.id, "cover_id": held.peer.id}),
        (Refused, {"away_id": ina.id, "cover_id": ina.id}),
        (NotAllowed, {"away_id": ina.id, "cover_id": held.officer.id}),
    ):
        with pytest.raises(refused):
            covering.arrange(**people, **days)
    with pytest.raises(NotAllowed, match="your own leave"):
        covering.arrange(away_id=held.investigator.id, cover_id=both.id, **{**days, "by": ina.actor})


def test_lists_cost_the_same_however_much_stands_on_them(
    sample: Flask, database: SQLAlchemy, statements: Counting
) -> None:
    """The pages that grow with concerns: my papers, hearings, leave, and the home of staff."""
    pages = ["/staff", *(f"/staff/concerns{one}" for one in ("/papers", "/leave", "/hearings", "?show=today"))]
    both = hire(Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER, Role.INVESTIGATING_OFFICER, name="Bo Both")
    client = visitor(sample, both)
    costs = []
    for many in (1, 3):
        for _ in range(many):
            held = looking.people()
            held.investigator = both
            looking.investigated(held)
        for page in pages:
            client.open(page)
        counted = []
        for page in pages:
            with statements() as seen:
                client.open(page)
            counted.append(len(seen))
        costs.append(counted)
    assert costs[0] == costs[1]
