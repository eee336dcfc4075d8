"""An offer by consent: two examiners before the registrant, and nothing about health before the public."""

from __future__ import annotations

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import update

from accounts.models import Role
from concerns.examiners import deciding, lapsing, offering
from concerns.models import Concern, Offer
from concerns.nightly import work
from concerns.operations import closing
from concerns.operations.papers import Door
from concerns.panels import queries as panels
from concerns.publishing import accuracy, health, releasing, taking_down
from concerns.views import looking_view, my_papers, own_concern, publishing_list, reporter_decided
from concerns.vocabulary import Finding, Job, Stage
from foundation import clock, locks
from foundation.database import db, transaction
from foundation.errors import Missing, NotAllowed, Refused
from tests.accounts.staff import Person, hire
from tests.concerns import looking, officers
from tests.concerns.looking import Looking
from tests.concerns.test_decision_pages import act, at, visitor
from tests.concerns.test_examiners import concern_id, writes
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.outbox import letters
from tests.page import Visitor

TERMS, HIDDEN, FACTS = "She has agreed to see a colleague.", "Her doctor writes to us.", "She took GBP 200."


def agreed(finding: Finding = Finding.AGREED) -> Looking:
    """Both examiners decided that it can end by agreement."""
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, finding, TERMS)
    return held


def offers(held: Looking, who: Person, *, about_health: bool = False, private: str = "") -> None:
    offering.offer(
        held.reference,
        held.subject_id,
        terms=TERMS,
        facts=FACTS,
        months=12,
        about_health=about_health,
        private=private,
        version=held.version,
        by=who.actor,
    )


def reads(held: Looking, who: Person, *, agrees: bool, words: str = "") -> None:
    offering.read_offer(held.reference, agrees=agrees, words=words, version=held.version, by=who.actor)


def waits_for(who: Person) -> str:
    return my_papers.mine(who.id, publishes=False)[0].waits


def test_nothing_is_offered_before_the_other_examiner_agreed_and_two_noes_go_to_a_panel(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = agreed()
    assert held.siobhan is not None
    offers(held, held.lay)
    before = len(letters())
    assert (waits_for(held.lay), waits_for(held.peer)) == ("", "Read the offer, and agree or not")
    assert own_concern.own_concern(held.reference, held.siobhan.id).offer is None
    with pytest.raises(Missing):
        offering.accept(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    with pytest.raises(Refused, match="waits for the other"):
        offers(held, held.peer)
    with pytest.raises(NotAllowed, match="You wrote it"):
        reads(held, held.lay, agrees=True)
    with pytest.raises(Refused, match="why you do not agree"):
        reads(held, held.peer, agrees=False)
    lena, petra = visitor(sample, held.lay), visitor(sample, held.peer)
    assert ["Read it and answer" in one.open(at(held)).text for one in (lena, petra)] == [False, True]
    act(petra, held, "read-offer", {"agrees": "no", "words": "Name the colleague."}, "Answer")
    assert "Name the colleague." in lena.open(at(held)).text
    assert len(letters()) == before, "nobody has heard of it"
    assert own_concern.own_concern(held.reference, held.siobhan.id).offer is None
    anew = lena.open(f"{at(held)}/look/offer")
    assert anew.words("textarea", id="terms") == [TERMS]
    assert anew.text.index("Name the colleague.") < anew.text.index("Whom?")
    typed = {"subject": str(held.subject_id), "terms": TERMS, "facts": FACTS, "months": "12"}
    page = act(lena, held, "offer", typed, "Put it to the other examiner", status=400)
    assert page.problems == ["Say whether it is about health alone"]
    lena.send(page, {"health": "no"}, button="Put it to the other examiner")
    reads(held, held.peer, agrees=False, words="Not these facts.")
    assert officers.now(held.reference).stage is Stage.PANEL
    assert offering.made(concern_id(held)) == []


def newcomer(held: Looking) -> Person:
    """Another lay examiner takes over the lay seat."""
    who = hire(Role.CASE_EXAMINER)
    looking.listed(held, Job.EXAMINER_LAY, who)
    return who


def test_one_seat_never_takes_both_parts_and_no_offer_outlives_a_closing(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    writes(held, held.lay, Finding.AGREED, TERMS)
    second = newcomer(held)
    assert waits_for(second) == "Write what you find"
    assert deciding.shown_to(concern_id(held), second.id) == []
    assert writes(held, second, Finding.AGREED, TERMS) is None, "two views from one seat decide nothing"
    assert deciding.shown_to(concern_id(held), held.peer.id) == []
    assert (waits_for(second), waits_for(held.peer)) == ("", "Write what you find")
    assert writes(held, held.peer, Finding.AGREED, TERMS) is Finding.AGREED
    offers(held, second)
    third = newcomer(held)
    assert (waits_for(third), waits_for(held.peer)) == ("", "Read the offer, and agree or not")
    set_clock("2026-11-25 09:00")
    told = {one.account_id for one in work.items() if one.what is work.What.OFFER}
    assert told == {held.peer.id}
    with pytest.raises(NotAllowed, match="the seat you sit in"):
        reads(held, third, agrees=True)
    reads(held, held.peer, agrees=True)
    other = hire(Role.CONCERNS_MANAGER)
    closing.discontinue(held.reference, words="It ends.", note="Moved.", version=held.version, by=held.manager.actor)
    closing.answer_ending(held.reference, agrees=True, words="Yes.", version=held.version, by=other.actor)
    [row] = offering.made(concern_id(held))
    row_id = row.id
    assert row.called_off_on == clock.today()
    set_clock("2026-11-26 09:00")
    closing.look_anew(held.reference, note="Something new.", version=held.version, by=held.manager.actor)
    with transaction("a test brings an old offer back, before examiners who decided nothing yet"):
        db.session.execute(update(Concern).values(stage=Stage.EXAMINATION, closed_on=None))
        db.session.execute(update(Offer).values(called_off_on=None))
    assert held.siobhan is not None
    with pytest.raises(Missing):
        offering.decline(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    set_clock("2027-02-24 09:00")
    assert lapsing.unanswered(clock.today()) == [row_id]
    assert not lapsing.lapse(row_id)
    assert not offering.unanswered_now(concern_id(held))
    assert officers.now(held.reference).stage is Stage.EXAMINATION


def taken(held: Looking) -> int:
    """The registrant accepts, and it is public; gives the order's id."""
    assert held.siobhan is not None
    reads(held, held.peer, agrees=True)
    offering.accept(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    order_id = panels.orders(concern_id(held))[-1].id
    looking.published(held, order_id, TERMS)
    return order_id


def read_publicly(sample: Flask) -> str:
    """Everything that a visitor finds of it: the entry, the list, its page."""
    visitor = Visitor(sample.test_client())
    listed = visitor.open(f"/decisions?q={cast.SIOBHAN}")
    address = next(one for one in listed.links.values() if one.startswith(f"/decisions/{cast.SIOBHAN}/"))
    pages = (listed, visitor.open(address), visitor.open(f"/register/{cast.SIOBHAN}"))
    assert sample.test_client().get(f"{address}.pdf").status_code == 200
    return " ".join(page.text for page in pages)


def shown_to(held: Looking, who: Person) -> str:
    found = looking_view.sections(held.reference, Door.DECISION, who.actor)
    return " ".join(line.words for one in found for line in one.lines)


def test_terms_about_health_reach_the_registrant_and_who_follows_them_and_nobody_else(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = agreed()
    offers(held, held.lay, about_health=True, private=HIDDEN)
    taken(held)
    looking.letters_go(set_clock)
    public = read_publicly(sample)
    assert "The reasons are private." in public
    assert TERMS not in public
    assert accuracy.check() == []
    assert held.siobhan is not None
    [mine] = own_concern.own_concern(held.reference, held.siobhan.id).decisions
    assert (mine.wording, mine.private) == (TERMS, HIDDEN)
    concern = officers.now(held.reference)
    [told] = reporter_decided.outcome(concern, locks.box_of(concern.lock_id)).decisions
    assert told.wording == ""
    editor, follows = hire(Role.PUBLICATION_EDITOR), hire(Role.COMPLIANCE_OFFICER)
    looking.listed(held, Job.COMPLIANCE, follows)
    assert TERMS in shown_to(held, follows)
    assert HIDDEN in shown_to(held, follows)
    assert TERMS not in shown_to(held, editor)
    assert HIDDEN not in shown_to(held, editor)


def test_an_order_that_turns_out_to_be_about_health_is_made_private_by_two(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = agreed()
    offers(held, held.lay, private=HIDDEN)
    order_id = taken(held)
    public = read_publicly(sample)
    assert TERMS in public
    assert HIDDEN not in public, "a private term is a document of its own"
    first, second = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    taking_down.hide_words(held.reference, order_id, reason="Health.", version=held.version, by=second.actor)
    assert TERMS not in read_publicly(sample)
    health.say(held.reference, order_id, reason="Her treatment.", version=held.version, by=first.actor)
    with pytest.raises(Refused, match="said so already"):
        health.say(held.reference, order_id, reason="Again.", version=held.version, by=second.actor)
    told = {one.account_id for one in work.items() if one.what is work.What.HEALTH}
    assert second.id in told
    assert first.id not in told
    with pytest.raises(NotAllowed):
        health.answer(held.reference, order_id, agrees=True, version=held.version, by=first.actor)
    assert any("about health" in one.words for one in publishing_list.publishing("").steps)
    with pytest.raises(Refused, match="not about health"):
        health.answer(held.reference, order_id, agrees=False, version=held.version, by=second.actor)
    before = len(letters())
    registrar = visitor(sample, second)
    asked = registrar.open(f"{at(held)}/look/health-answer")
    assert asked.text.index("Her treatment.") < asked.text.index("Do you agree?"), "they read why before they answer"
    assert "Say that a decision is about health" not in registrar.open(at(held)).links, "somebody said so"
    act(registrar, held, "health-answer", {"agrees": "yes"}, "Answer")
    assert len(letters()) == before + 2, "both sides"
    public = read_publicly(sample)
    assert "The reasons are private." in public
    assert TERMS not in public
    assert accuracy.check() == []
    [row] = panels.orders(concern_id(held))
    assert row.shown_until == row.ends_at, "shown until it ends, and no longer"
    with pytest.raises(Refused):
        releasing.release(held.reference, order_id, version=held.version, by=hire(Role.REGISTRAR).actor)
    with pytest.raises(Refused):
        health.say(held.reference, order_id, reason="Again.", version=held.version, by=first.actor)
