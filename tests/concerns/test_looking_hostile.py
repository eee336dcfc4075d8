"""Looking into a concern when something goes wrong: stale pages, presses twice, lost seats, bad files, closed doors."""

from __future__ import annotations

import io

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns import queries as concern_queries
from concerns.forms.acts import FORMS, offered
from concerns.investigation import queries, responding, working
from concerns.investigation.responding import Stance
from concerns.operations import seating
from concerns.panels import queries as panels
from concerns.vocabulary import Finding, HearingKind, Job, Stage
from foundation.words import say_day
from tests.accounts.staff import hire
from tests.concerns import looking
from tests.concerns.looking import Looking
from tests.concerns.test_decision_pages import at, visitor
from tests.concerns.test_examiners import writes
from tests.concerns.test_panels import concern_id, interim, listed
from tests.conftest import StillClock
from tests.page import Page

MINE = "Words that somebody spent an hour on."


def filled(page: Page, slug: str) -> dict[str, object] | None:
    """Something in every field of the form of an act; nothing when there is nothing to choose yet."""
    found: dict[str, object] = {}
    for one in FORMS[slug].fields:
        if one.kind == "text":
            found[one.name] = MINE
        elif one.kind == "line":
            found[one.name] = "3.1"
        elif one.kind == "day":
            found[one.name] = say_day(looking.happened())
        elif one.kind in ("choices", "ticks"):
            chosen = [field.get("value") for field in page.all("input", name=one.name)]
            if not chosen and one.needed:
                return None
            if not chosen:
                continue
            found[one.name] = chosen[0]
        elif one.kind == "file":
            found["files"] = (io.BytesIO(b"Dear all"), "letter.txt")
    return found


def test_two_tabs_the_older_page_is_refused_on_every_act_and_keeps_the_words(
    sample: Flask, database: SQLAlchemy
) -> None:
    held = looking.answered()
    tried = set()
    for who in (held.officer, held.manager, held.investigator):
        open_to = visitor(sample, who)
        links = open_to.open(at(held)).links
        for slug, form in offered(Stage.INVESTIGATION, paused=False):
            if form.heading not in links or not form.fields:
                continue
            page = open_to.open(links[form.heading])
            typed = filled(page, slug)
            if typed is None:
                continue
            page = open_to.send(page, {**typed, "version": "1"}, button=form.button, status=409)
            if "Somebody else changed this concern meanwhile" not in page.text:
                # Refused for what it asks, before anything was compared: nothing was done either.
                assert page.problems, slug
            assert MINE in page.html or MINE not in typed.values(), slug
            tried.add(slug)
    assert {"plan", "allege", "ask-for", "statement", "exhibit", "report", "investigator", "wait"} <= tried
    assert len(queries.allegations(concern_id(held))) == 1
    assert not queries.exhibits(concern_id(held))


def test_a_press_twice_is_one_and_a_harmful_or_empty_file_is_none(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.alleged()
    ivo = visitor(sample, held.investigator)
    page = ivo.open(f"{at(held)}/look/exhibit")
    letter = {"title": "A letter", "source": "The bank, by post"}
    bad = {**letter, "files": (io.BytesIO(b"MZ" + bytes(4000)), "letter.exe")}
    again = ivo.send(page, bad, button="Add it", status=400)
    assert "letter.exe" in again.problems[0]
    assert "A letter" in again.html, "what was typed stays"
    good = {**letter, "files": (io.BytesIO(b"Dear all"), "letter.txt")}
    ivo.send(again, good, button="Add it")
    twice = ivo.send(again, {**letter, "files": (io.BytesIO(b"Dear all"), "letter.txt")}, button="Add it", status=409)
    assert "Somebody else changed this concern meanwhile" in twice.problems[0]
    assert len(queries.exhibits(concern_id(held))) == 1


def test_whoever_loses_their_seat_while_typing_gets_their_words_back_and_nothing_of_the_concern(
    sample: Flask, database: SQLAlchemy
) -> None:
    held = looking.alleged()
    ivo = visitor(sample, held.investigator)
    page = ivo.open(f"{at(held)}/look/plan")
    [seat] = concern_queries.seats(concern_id(held))
    seating.unlist(held.reference, seat.id, version=held.version, by=held.manager.actor)
    ivo.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    page = ivo.send(page, {"words": MINE}, button="Keep the plan", status=403)
    assert page.words("h1") == ["You cannot do this any more"]
    assert MINE in page.text
    assert "only while you are listed" in page.text
    assert "Siobhan" not in page.text


def test_the_form_of_an_act_opens_only_for_who_may_do_it(sample: Flask, database: SQLAlchemy) -> None:
    both = hire(Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER, name="Bo Both")
    people = looking.people()
    people.officer = both
    held = looking.at_threshold(people)
    page = visitor(sample, both).open(at(held))
    assert "The threshold test" not in page.links, "whoever triaged it does not see what they may not do"
    page = visitor(sample, both).open(f"{at(held)}/look/threshold", status=403)
    assert "You triaged this concern, so you cannot apply the threshold test to it." in page.text
    page = visitor(sample, both).open(f"{at(held)}/look/plan", status=403)
    assert "Only these roles may" in page.text
    other = hire(Role.CONCERNS_OFFICER, Role.INVESTIGATING_OFFICER)
    page = visitor(sample, other).open(f"{at(held)}/look/plan", status=403)
    assert "You are not listed for this in this concern." in page.text
    for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.FINANCE):
        who = visitor(sample, hire(role))
        for address in (at(held), f"{at(held)}/look/threshold", "/staff/concerns", "/staff/concerns/hearings"):
            assert who.client.get(address).status_code == 403, f"{role} {address}"


def test_a_panel_reads_of_its_own_hearing_only_and_an_interim_panel_no_finding(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, _ = interim(set_clock)
    first = held.panel[Job.CHAIR]
    _to_a_final_hearing(held, set_clock)
    last = held.panel[Job.CHAIR]
    early, late = visitor(sample, first).open(at(held)), visitor(sample, last).open(at(held))
    assert "Interim suspension" in early.text
    assert "Hearing, " not in early.text
    assert held.panel[Job.MEMBER_LAY].name not in early.text
    assert "The bank shows it." not in early.text
    assert "I never did." in early.text, "what the registrant says is for them too"
    assert "I never did." in late.text
    assert first.name not in late.text
    assert "Interim suspension" not in late.text, "nobody is prejudiced by what an interim panel did"
    assert "It is true" not in late.text
    [interim_hearing, _final] = panels.hearings(concern_id(held))
    chair = visitor(sample, last)
    choices = chair.open(f"{at(held)}/look/vote").all("input", name="hearing")
    assert interim_hearing.id not in {int(one.get("value") or 0) for one in choices}
    assert "It is not true" in visitor(sample, held.officer).open(at(held)).text


def _to_a_final_hearing(held: Looking, set_clock: StillClock) -> None:
    by = held.investigator.actor
    responding.ask(held.reference, held.subject_id, version=held.version, by=by)
    asked = queries.about(concern_id(held), held.subject_id)
    assert held.siobhan is not None
    responding.respond(
        held.reference,
        account_id=held.siobhan.id,
        stances=dict.fromkeys(asked, Stance.DENIED),
        words="I never did.",
        by=held.siobhan.actor,
    )
    working.write_report(held.reference, words="The bank shows it.", version=held.version, by=by)
    working.send_to_examiners(held.reference, version=held.version, by=by)
    looking.listed(held, Job.EXAMINER_LAY, held.lay)
    looking.listed(held, Job.EXAMINER_REGISTRANT, held.peer)
    for who in (held.lay, held.peer):
        writes(held, who, Finding.REFER)
    listed(held, set_clock, HearingKind.FINAL)
