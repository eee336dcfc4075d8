"""Words by one, proof copies for seven days, release by another, down at once: each promise with its edge."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from hypothesis import given
from hypothesis import strategies as st

from accounts import due
from accounts.models import Role
from concerns import parties
from concerns.panels import orders
from concerns.panels import queries as panels
from concerns.publishing import accuracy, names, proofs, releasing, taking_down, texts
from concerns.publishing import queries as publishing
from concerns.publishing.names import Somebody
from concerns.publishing.texts import Words
from concerns.views import publishing_list
from concerns.vocabulary import ProofTo, TextAbout
from foundation import clock
from foundation.errors import Missing, NotAllowed, Refused
from register import decisions
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns import test_own_concern as own_concern
from tests.concerns import test_reporter_outcome as reporter_outcome
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_panels import decided, interim
from tests.concerns.test_publication import change
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.outbox import letters
from tests.page import Visitor

DECISION = TextAbout.DECISION
WHOLE = Words("She took money.", "She took GBP 200 from Service user A.", "It was grave.")


def ready(set_clock: StillClock) -> tuple[Looking, int, Person, Person]:
    """A suspension that both sides were told of, with its editor and a registrar; on 1 February 2027."""
    held = decided(set_clock)
    set_clock("2027-02-01 10:00")
    order_id = panels.orders(concern_id(held))[-1].id
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    releasing.tell(held.reference, order_id, version=held.version, by=registrar.actor)
    return held, order_id, editor, registrar


def write(held: Looking, order_id: int, editor: Person, words: Words = WHOLE) -> tuple[names.Found, ...]:
    return texts.prepare(held.reference, order_id, words=words, version=held.version, by=editor.actor)


def release(held: Looking, order_id: int, registrar: Person, **more: object) -> None:
    releasing.release(held.reference, order_id, version=held.version, by=registrar.actor, **more)


@given(st.text(max_size=200), st.text(max_size=30))
def test_any_text_and_any_name_has_an_answer(words: str, name: str) -> None:
    names.find(words, [Somebody("reporter", "the reporter", name)])


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Service user A was afraid.", []),
        ("Anna was afraid.", ["reporter"]),
        ("ANNA Müller’s son", ["reporter"]),
        ("He paid Muller.", ["reporter"]),
        ("by the grace of it, will she", []),
        ("Siobhán O’Neill took it.", []),
        ("Ask a@b.co, LS1 4DY, 0113 496 0000 of CN-2026-7K3M9X", ["email", "postcode", "phone", "concern"]),
    ],
)
def test_what_leads_to_a_person_is_found(words: str, codes: list[str]) -> None:
    people = [Somebody("reporter", "the reporter", "Anna Müller"), Somebody("affected", "them", "Grace Will O’Neill")]
    found = names.find(words, people, allowed=["Siobhán O’Neill"])
    assert [one.code for one in found] == codes


def test_nothing_is_released_before_seven_days_or_every_answer(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id, editor, registrar = ready(set_clock)
    with pytest.raises(Refused, match="Prepare the words"):
        proofs.send(held.reference, order_id, about=DECISION, version=held.version, by=editor.actor)
    with pytest.raises(Refused, match="the whole of this decision"):
        write(held, order_id, editor, Words("Only in short."))
    assert write(held, order_id, editor) == ()
    with pytest.raises(Refused, match="Send the proof copies first"):
        release(held, order_id, registrar)
    proofs.send(held.reference, order_id, about=DECISION, version=held.version, by=editor.actor)
    with pytest.raises(Refused, match="went out already"):
        proofs.send(held.reference, order_id, about=DECISION, version=held.version, by=editor.actor)
    mine, theirs, *more = publishing.proofs_of(concern_id(held))
    assert (mine.goes_to, theirs.goes_to, mine.due_on) == (ProofTo.REGISTRANT, ProofTo.REPORTER, date(2027, 2, 8))
    assert held.siobhan is not None
    by = {"account_id": held.siobhan.id, "by": held.siobhan.actor}
    words = {one.words for one in due.lines(held.siobhan.id)}
    assert {"Check the facts that will be public", "Last day to appeal a decision"} <= words
    with pytest.raises(Refused, match="which fact is wrong"):
        proofs.answer_mine(held.reference, mine.id, right=False, words=" ", **by)
    with pytest.raises(Missing):
        proofs.answer_mine(held.reference, theirs.id, right=True, words="", **by)
    proofs.answer_mine(held.reference, mine.id, right=False, words="It was GBP 20.", **by)
    with pytest.raises(Refused):
        proofs.answer_mine(held.reference, mine.id, right=True, words="", **by)
    proofs.answer_from_mailbox(held.reference, theirs.id, right=True, words="")
    for one in more:
        proofs.note_answer(held.reference, one.id, right=True, words="", version=held.version, by=editor.actor)
    release(held, order_id, registrar, text=1)
    assert panels.order(concern_id(held), order_id).restriction_id is not None
    assert accuracy.check() == []


def test_after_seven_days_silence_is_an_answer_and_a_change_comes_back(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id, editor, registrar = ready(set_clock)
    write(held, order_id, editor)
    proofs.send(held.reference, order_id, about=DECISION, version=held.version, by=editor.actor)
    set_clock("2027-02-08 23:59")
    with pytest.raises(Refused, match="has answered"):
        release(held, order_id, registrar)
    set_clock("2027-02-09 00:00")
    write(held, order_id, editor, Words("In short.", "Other facts.", "Why."))
    with pytest.raises(Refused, match="changed since you read them"):
        release(held, order_id, registrar, text=1)
    with pytest.raises(NotAllowed):
        release(held, order_id, editor, text=2)
    with pytest.raises(Refused, match="Send the proof copies first"):
        release(held, order_id, registrar, text=2)
    looking.unwaited(held, order_id, registrar)
    set_clock.move(minutes=5)
    write(held, order_id, editor, Words("In short.", "Facts that nobody checked.", "Why."))
    with pytest.raises(Refused, match="Send the proof copies first"):
        release(held, order_id, registrar, text=3)
    write(held, order_id, editor, Words("In short.", WHOLE.facts, "Why."))
    release(held, order_id, registrar, text=4)  # the facts are those that went out for seven days
    set_clock("2027-03-02 00:00")
    [one] = [one for one in decisions.listed(1).decisions if one.text == "In short."]
    which = one.address.rsplit("/", 1)[1]
    found = decisions.one(one.number, which)
    assert found is not None
    assert (found.facts, found.decision) == (WHOLE.facts, "Why.")


def test_a_name_stops_the_release_unless_the_second_person_says_why(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id, editor, registrar = ready(set_clock)
    reporter = named(held)
    found = write(held, order_id, editor, Words(f"She took money of {reporter}.", "Facts.", "Why."))
    assert [one.code for one in found] == ["reporter"]
    looking.unwaited(held, order_id, registrar)
    with pytest.raises(NotAllowed, match="Somebody else releases it"):
        release(held, order_id, registrar)
    registrar = hire(Role.REGISTRAR)
    with pytest.raises(Refused, match="A name of the reporter stands in it"):
        release(held, order_id, registrar)
    release(held, order_id, registrar, why="It is a street.")
    [kept] = publishing.releases_of(concern_id(held))
    assert kept.found == ["reporter"]


def named(held: Looking) -> str:
    return parties.of_one(officers.now(held.reference)).reporter.split()[0]


def test_both_sides_are_told_first_and_the_days_count_from_a_kind_morning(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    set_clock("2027-02-05 17:30")  # a Friday
    order_id = panels.orders(concern_id(held))[-1].id
    registrar = hire(Role.REGISTRAR)
    releasing.tell(held.reference, order_id, version=held.version, by=registrar.actor)
    order = panels.order(concern_id(held), order_id)
    assert order.appeal_until == date(2027, 2, 8) + timedelta(days=28)
    letter = letters("registrant_concern")[-1]
    assert letter.due_at.astimezone(clock.LONDON).date() == date(2027, 2, 8)
    with pytest.raises(Refused, match="told already"):
        releasing.tell(held.reference, order_id, version=held.version, by=registrar.actor)
    with pytest.raises(Refused, match="not released"):
        orders.finish(held.reference, words="Done.", version=held.version, by=registrar.actor)
    steps = [one.words for one in publishing_list.publishing("/staff/concerns").steps]
    assert steps == ["Prepare the words that the public will read."]


def test_one_press_takes_it_down_tells_the_others_and_proves_it(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, client: FlaskClient
) -> None:
    held, order_id = interim(set_clock)
    first, second = hire(Role.REGISTRAR), hire(Role.REGISTRAR)
    [address] = [one.address for one in decisions.listed(1).decisions if one.interim and one.number == cast.SIOBHAN]
    assert client.get(address).status_code == 200
    given = {"version": held.version, "by": first.actor}
    with pytest.raises(Refused, match="why it has to go"):
        taking_down.take_down(held.reference, order_id, reason=" ", **given)
    assert client.get(address).status_code == 200
    assert taking_down.take_down(held.reference, order_id, reason="It is the wrong person.", **given)
    assert client.get(address).status_code == client.get(f"{address}.pdf").status_code == 404
    told = letters("staff_taken_down")
    assert [one.recipient for one in told] == [second.email]
    assert "wrong person" not in told[0].body
    [gone] = publishing_list.publishing("/staff/concerns").gone
    assert (gone.address, gone.urgent, gone.gone) == (address, True, True)
    assert accuracy.check() == []


def test_the_nightly_check_fails_when_the_register_differs(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id = interim(set_clock)
    assert accuracy.check() == []
    row = panels.order(concern_id(held), order_id)
    whole = {name: getattr(row, name) for name in ("kind", "ends_at", "shown_until", "restriction_id")}
    later = clock.now() + timedelta(days=900)
    for wrong, problem in (
        ({"kind": "suspension"}, "another kind"),
        ({"ends_at": later}, "other days"),
        ({"shown_until": later}, "other days"),
        ({"restriction_id": None}, "nobody released"),
    ):
        change(held, **wrong)
        [found] = accuracy.check()
        assert problem in found.problem
        assert held.reference in found.problem
        change(held, **whole)
    assert accuracy.check() == []


@pytest.mark.one_database
def test_both_sides_check_the_facts_on_their_own_pages(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id, editor, registrar = ready(set_clock)
    write(held, order_id, editor)
    proofs.send(held.reference, order_id, about=DECISION, version=held.version, by=editor.actor)
    siobhan = own_concern.visitor(sample, held.siobhan)
    page = siobhan.open(siobhan.open(own_concern.at(held)).links["Check the facts"])
    assert "GBP 200 from Service user A" in page.text
    assert "It was grave." not in page.text, "facts only"
    page = siobhan.send(page, {"right": "no"}, button="Send my answer", status=400)
    assert page.problems == ["Write which fact is wrong, and how it was"]
    siobhan.send(page, {"right": "no", "words": "It was GBP 20."}, button="Send my answer")
    reporter = Visitor(sample.test_client())
    reporter_outcome.mailbox(held, reporter)
    page = reporter.open(reporter.open("/concerns/mailbox").links["Check the facts"])
    assert "It was grave." not in page.text
    page = reporter.send(page, {"right": "yes"}, button="Send my answer")
    assert "Thank you. We have what you said of the facts." in page.text
    assert "It was GBP 20." not in page.text
    back = Visitor(sit_down(sample, editor)).open(f"/staff/concerns/{held.reference}")
    assert "It was GBP 20." in back.text
    desk = Visitor(sit_down(sample, registrar)).open("/staff/concerns/publishing")
    assert held.reference in desk.text
    assert "Nothing came down yet." in desk.text
