"""The pages of deciding: examiners, panels and publishers find their papers and acts, and nothing else of a concern."""

from __future__ import annotations

import io
import re
from datetime import timedelta

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns.operations import writing
from concerns.panels import queries as panels
from concerns.vocabulary import Finding, Stage
from foundation import clock
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id, writes
from tests.concerns.test_panels import at_panel, decided
from tests.conftest import StillClock
from tests.page import Page, Visitor

SECRET = "Only officers read this note."


def at(held: Looking) -> str:
    return f"/staff/concerns/{held.reference}"


def visitor(app: Flask, who: Person) -> Visitor:
    return Visitor(sit_down(app, who))


def act(who: Visitor, held: Looking, slug: str, typed: dict[str, object], button: str, *, status: int = 200) -> Page:
    page = who.open(f"{at(held)}/look/{slug}")
    return who.send(page, typed, button=button, status=status)


def test_examiners_read_their_papers_and_write_before_they_read_each_other(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.examined()
    writing.write_note(held.reference, SECRET, once="a" * 32, by=held.officer.actor)
    lena, petra = visitor(sample, held.lay), visitor(sample, held.peer)
    page = lena.open(lena.open("/staff/concerns/papers").links[held.reference])
    for words in ("Standard 3.1", "The bank shows it.", "I never did.", "Each examiner writes"):
        assert words in page.text
    for words in (SECRET, "Ask the bank.", "Risk:"):
        assert words not in page.text
    early = {"Offer to end it by agreement", "Close it: no case to answer", "The offer was left unanswered"}
    assert early.isdisjoint(page.links), "what cannot be done yet is not offered"
    assert "What do you find?" in page.links
    page = act(lena, held, "view", {"finding": "refer", "words": "I see a case."}, "Keep what I find")
    assert "What do you find?" not in page.links, "once in each round"
    assert "I see a case." in page.text
    assert "I see a case." not in petra.open(at(held)).text
    act(petra, held, "view", {"finding": "refer"}, "Keep what I find", status=400)
    act(petra, held, "view", {"finding": "refer", "words": "So do I."}, "Keep what I find")
    assert officers.now(held.reference).stage is Stage.PANEL
    visitor(sample, officers.examiner("Somebody Else")).open(at(held), status=403)


def test_a_warning_is_offered_through_the_pages(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, Finding.WARNING, terms="Do not do it again.")
    lena = visitor(sample, held.lay)
    assert "Offer the registrant what both decided." in lena.open(at(held)).text
    offer = {"subject": str(held.subject_id), "terms": "Warned.", "facts": "She took it.", "months": "13"}
    page = act(lena, held, "offer", offer | {"health": "no"}, "Put it to the other examiner", status=409)
    [said] = page.words("p", id="months-error")
    assert "one, three or five years" in said, "said at the field that is wrong"
    page = lena.send(page, {"months": "12"}, button="Put it to the other examiner")
    assert "The other examiner reads it." in page.text
    petra = visitor(sample, held.peer)
    asked = petra.open(f"{at(held)}/look/read-offer").text
    assert asked.index("Warned.") < asked.index("She took it.") < asked.index("Do you agree"), "read, then asked"
    act(petra, held, "read-offer", {"agrees": "yes"}, "Answer")
    page = lena.open(at(held))
    assert "The registrant has the offer." in page.text


def test_a_hearing_goes_from_its_day_to_the_signed_decision(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = at_panel(set_clock)
    maya = visitor(sample, held.manager)
    assert "Set a day for the hearing." in maya.open(at(held)).text
    day = {"subject": str(held.subject_id), "kind": "final", "on": "5 January 2027", "private": "no"}
    page = act(maya, held, "list-hearing", day, "Set the day")
    assert "nobody is listed yet as chair (lay)" in page.text
    [hearing] = panels.hearings(concern_id(held))
    cora = hire(Role.PANEL_CHAIR, name="Cora Chair")
    early = "Draft the decision of the panel"
    away = maya.open(f"{at(held)}/look/chair")
    assert "0 in hand" in away.text
    maya.send(away, {"person": str(cora.id)}, button="List them")
    members = [hire(Role.PANEL_MEMBER, name=name) for name in ("Lou Lay", "Reg Register")]
    act(maya, held, "lay-member", {"person": str(members[0].id)}, "List them")
    looking.sits_as_registrant(members[1])
    act(maya, held, "registrant-member", {"person": str(members[1].id)}, "List them")
    page = act(maya, held, "notice", {}, "Send the notice")
    assert "the panel meets" in page.text
    assert early not in visitor(sample, cora).open(at(held)).links, "before its day there is nothing to decide"
    set_clock("2027-01-05 16:00")
    chair = visitor(sample, cora)
    page = chair.open(at(held))
    assert "the chair drafts the decision" in page.text
    assert early in page.links
    assert "The bank shows it." not in page.text, "a panel does not read what the investigation thought"
    page = chair.open(page.links["Draft it"])
    typed = determination(page)
    bad = chair.send(page, {**typed, "reason_advice": ""}, button="Put it to the vote", status=409)
    assert "Missing: advice" in bad.problems[0]
    chair.send(bad, typed, button="Put it to the vote")
    for who in (cora, *members):
        act(visitor(sample, who), held, "vote", {"agrees": "yes"}, "Vote")
    page = act(visitor(sample, cora), held, "sign", {}, "Sign it")
    assert "Suspension, 6 months" in page.text
    places = [page.text.index(f"About {one}.") for one in ("facts", "impairment", "none", "warning", "suspension")]
    assert places == sorted(places), "reasons stand in the order in which a panel decides"
    assert panels.hearing(concern_id(held), hearing.id).decided_on == clock.today()
    assert officers.now(held.reference).stage is Stage.OUTCOME


def determination(page: Page) -> dict[str, object]:
    reasons = ("facts", "standards", "impairment", "none", "advice", "warning", "conditions", "suspension")
    proved = dict.fromkeys(re.findall(r'name="(proved_\d+)"', page.html), "yes")
    return {
        **proved,
        **{f"reason_{one}": f"About {one}." for one in reasons},
        "standards": "3.1",
        "impaired": "yes",
        "sanction": "suspension",
        "months": "6",
        "public": "She took money of Service user A.",
        "health": "no",
    }


def test_one_prepares_the_words_and_another_releases_them(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    editor, registrar = visitor(sample, hire(Role.PUBLICATION_EDITOR)), visitor(sample, hire(Role.REGISTRAR))
    page = editor.open(at(held))
    assert "Prepare the words" in page.text
    assert "I never did." not in page.text
    which = {"words_of": f"{panels.orders(concern_id(held))[-1].id}-decision"}
    act(registrar, held, "tell", {}, "Send the letters")
    words = {"wording": "She took money of Anna.", "facts": "The bank shows it.", "decision": "It was grave."}
    act(editor, held, "text", which | words, "Keep the words")
    read = {"words_of": f"{which['words_of']}-1"}
    page = act(registrar, held, "release", read, "Release it", status=409)
    assert "proof copies first" in page.problems[0]
    act(editor, held, "proofs", which, "Send them")
    page = act(registrar, held, "release", read, "Release it", status=409)
    assert "has answered the proof copy" in page.problems[0]
    act(editor, held, "text", which | words | {"wording": "She took money of Service user A."}, "Keep the words")
    set_clock(f"{clock.today() + timedelta(days=10)} 09:00")
    registrar = visitor(sample, hire(Role.REGISTRAR))
    page = act(registrar, held, "release", read, "Release it", status=400)
    read = {"words_of": f"{which['words_of']}-2"}
    page = act(registrar, held, "release", read, "Release it")
    assert "May be appealed until" in page.text
    assert "The time to appeal runs." in page.text
    assert "comes down" in page.text


def test_an_interim_order_is_asked_for_by_a_manager(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    held = at_panel(set_clock)
    page = act(
        visitor(sample, held.manager), held, "interim", {"apply": "yes", "words": "At risk."}, "Decide", status=409
    )
    assert "Only what is red" in page.problems[0]


def test_the_papers_close_some_days_after_the_concern(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, Finding.NO_CASE)
    act(visitor(sample, held.lay), held, "no-case", {"words": "We found no case to answer, because."}, "Close it")
    assert officers.now(held.reference).stage is Stage.CLOSED
    closed = clock.today()
    set_clock(f"{closed + timedelta(days=28)} 09:00")
    visitor(sample, held.peer).open(at(held))
    set_clock(f"{closed + timedelta(days=29)} 09:00")
    visitor(sample, held.peer).open(at(held), status=403)


def test_evidence_is_added_redacted_checked_and_given(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.alleged()
    ivo, sam = visitor(sample, held.investigator), visitor(sample, held.officer)
    letter = {"title": "A letter", "source": "The bank, by post"}
    page = act(ivo, held, "exhibit", letter, "Add it", status=409)
    assert "Choose the file first." in page.problems[0]
    page = ivo.send(page, {"files": (io.BytesIO(b"Dear all"), "letter.txt")}, button="Add it")
    assert "Exhibit 1: A letter" in page.text
    address = page.links["Open the original of letter.txt"]
    assert sam.client.get(address).data == b"Dear all"
    assert sit_down(sample, officers.examiner("Somebody Else")).get(address).status_code == 403
    copy = {"recipient": "Q.", "words": "An address.", "files": (io.BytesIO(b"Dear"), "copy.txt")}
    page = act(ivo, held, "redact", copy, "Keep the copy")
    assert "A copy for Q.: not checked yet" in page.text
    page = act(sam, held, "check-copy", {}, "I checked it")
    assert "not checked yet" not in page.text
    typed = {"exhibit": "1", "recipient": "Q.", "words": "They asked."}
    page = act(ivo, held, "disclose", typed, "Put it on record")
    assert "Q., " in page.text
