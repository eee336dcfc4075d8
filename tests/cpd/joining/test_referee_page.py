"""The page of a referee: once, in time, and the same plain page for every link that opens nothing."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from cpd.joining import queries
from cpd.joining.operations import reading, references, withdrawing
from cpd.joining.vocabulary import RefereeTie
from foundation.database import db
from foundation.waiting import Standing
from tests.cpd.joining.arrange import Case, case, tokens
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database")
SAID = {
    "vouch": "yes",
    "tie": "manager",
    "known_since": "January 2020",
    "knows": "zzreference praises them",
    "safe": "yes",
    "honest": "yes",
    "again": "unsure",
    "worries": "",
    "may_confirm": "yes",
}
NOT_OPEN = "This link does not open anything now"


def link(held: Case, number: int = 0) -> str:
    """The address in a referee's letter."""
    assert held.reference
    return f"/reference/{tokens()[number]}"


def standing(held: Case, number: int = 0) -> Standing:
    """Where it stands with a referee."""
    db.session.rollback()
    return queries.referees(held.application.id)[number].waited.standing(held.application.received_on)


def test_a_referee_answers_once(visitor: Visitor) -> None:
    held = case()
    address = link(held)
    page = visitor.open(address)
    assert page.heading == "A reference for Perpetua Oakenshaw"
    assert "Hello Ada Manager." in page.text
    thanks = visitor.send(page, SAID, button="Send it")
    assert thanks.heading == "Thank you. We have your answer"
    assert standing(held) is Standing.RECEIVED
    referee = queries.referees(held.application.id)[0]
    _, given = reading.open_reference(referee.id, by=held.office.officer.actor)
    assert given is not None
    assert (given.tie, given.may_confirm) == (RefereeTie.MANAGER, True)
    assert given.answers[0] == {"question": "What do you know of their work?", "answer": "zzreference praises them"}
    assert visitor.send(page, SAID, button="Send it", status=404).heading == NOT_OPEN
    assert visitor.open(address, status=404).heading == NOT_OPEN


def test_a_referee_who_cannot_help_says_why_and_nothing_else(visitor: Visitor) -> None:
    held = case()
    page = visitor.open(link(held))
    page = visitor.send(page, {"vouch": "no"}, button="Send it", status=400)
    assert page.problems == ["Tell us in a few words why you cannot help"]
    visitor.send(page, {"vouch": "no", "why": "I hardly know them."}, button="Send it")
    assert standing(held) is Standing.DECLINED
    assert visitor.open(link(held), status=404).heading == NOT_OPEN


def test_what_is_missing_is_told_and_what_was_typed_stays(visitor: Visitor) -> None:
    held = case()
    page = visitor.send(visitor.open(link(held)), {"vouch": "yes", "knows": "A lot."}, button="Send it", status=400)
    assert "Choose how you know them" in page.problems
    assert "A lot." in page.html
    assert standing(held) is Standing.WAITING
    page = visitor.send(page, SAID | {"known_since": "for ever"}, button="Send it", status=400)
    assert page.problems == ["Type a month and a year, such as March 2019"]


@pytest.mark.parametrize("why", ["wrong", "old", "expired", "withdrawn"])
def test_every_link_that_opens_nothing_leads_to_the_same_page(visitor: Visitor, set_clock: Any, why: str) -> None:
    set_clock("2026-11-23 10:00")
    held = case()
    address = link(held)
    if why == "wrong":
        address = "/reference/ABCD-EFGH-JKMN-PQRS-TVWX"
    if why == "old":
        references.resend(queries.referees(held.application.id)[0].id, by=held.office.officer.actor)
    if why == "expired":
        set_clock.move(days=29)
    if why == "withdrawn":
        withdrawing.withdraw(held.reference, by=held.applicant.actor)
    page = visitor.open(address, status=404)
    assert page.heading == NOT_OPEN
    assert "Perpetua" not in page.html
    same = visitor.open("/reference/nothing", status=404)
    assert same.text == page.text


def test_many_wrong_links_are_slowed_and_the_right_one_still_opens(make_app: Any) -> None:
    slowed: Flask = make_app(rate_limits=True)
    with slowed.app_context():
        held = case()
        address = link(held)
    visitor = Visitor(slowed.test_client())
    for _ in range(20):
        assert slowed.test_client().get("/reference/wrong").status_code == 404
    assert "Wait a minute" in visitor.open("/reference/wrong", status=429).text
    assert visitor.open(address).heading == "A reference for Perpetua Oakenshaw"


def test_it_is_kept_by_nobody_and_told_to_nobody(client: Any) -> None:
    headers = client.get(link(case())).headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
