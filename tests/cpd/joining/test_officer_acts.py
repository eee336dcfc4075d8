"""Every act on an application from its page: what it does, what it refuses in plain words, and what it keeps typed."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.interests import About, declare_interest
from accounts.roles import holders_of
from cpd.joining import queries
from cpd.joining.findings import AppealGround
from cpd.joining.operations import appealing
from cpd.joining.operations.verifying import check_list
from cpd.joining.policy import REGISTRATION_FEE
from cpd.joining.routes.staff import asking, checking, judging, referees
from cpd.joining.views import letters
from cpd.joining.vocabulary import Stage
from foundation import clock, policy
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.cpd.joining.arrange import DETAILS, REFEREES, Case, Office, case, declared
from tests.page import Page, Visitor

PATH = "/staff/applications"
ACTS = {act.name: act for act in (*checking.ACTS, *asking.ACTS, *referees.ACTS, *judging.ACTS)}
#: What each act is about, where it is about a part of the application.
PARTS = {"check": "work-0", "told-in-error": "D02"}


def at(app: Flask, person: Person) -> Visitor:
    return Visitor(sit_down(app, person))


def address(held: Case, name: str, which: str = "") -> str:
    act = ACTS[name]
    part = which or PARTS.get(name, "1")
    return f"{PATH}/{held.reference}/{name}" + (f"/{part}" if act.has_part else "")


def secret(page: Page) -> str:
    """What proves that a form was sent from a page of ours."""
    return next(field.get("value") or "" for field in page.all("input", name="csrf_token"))


def press(
    visitor: Visitor, held: Case, name: str, typed: Mapping[str, Any], *, which: str = "", status: int = 200
) -> Page:
    """Open the form of an act, fill it in and press its button."""
    page = visitor.open(address(held, name, which))
    return visitor.send(page, typed, button=ACTS[name].button, status=status)


# ------------------------------------------------------------------------------------------------------------- roles


@pytest.mark.one_database
@pytest.mark.parametrize("name", ACTS)
def test_each_act_opens_for_its_roles_and_no_other(app: Flask, database: SQLAlchemy, name: str) -> None:
    office = Office()
    held = declared(office).to(Stage.ASSESSMENT).give_assessor()
    people = {Role.REGISTRATION_OFFICER: office.officer, Role.ASSESSOR: office.assessor}
    able = {role for permission in ACTS[name].permissions for role in holders_of(permission)}
    for role in Role:
        client = sit_down(app, people.get(role) or hire(role))
        opened = client.get(address(held, name)).status_code
        pressed = client.post(address(held, name), data={"version": "0"}).status_code
        if role in able:
            assert opened in (200, 403), "members of panels see only what they are listed for"
            assert pressed in (303, 400, 403, 409)
        else:
            assert (opened, pressed) == (403, 403)


# -------------------------------------------------------------------------------------------------- a life by its pages


def test_from_sent_to_decided_by_its_pages(app: Flask, database: SQLAlchemy) -> None:
    office = Office()
    held = declared(office)
    there = f"{PATH}/{held.reference}"
    officer = at(app, office.officer)
    page = officer.send(officer.open(there), {}, button="Take it on")
    assert "You look after this application now." in page.text
    assert "Olu Officer looks after it." in page.text
    page = press(officer, held, "ask", {"items": "Your plan\n\nYour certificate", "topics": ["work"]})
    assert "Your certificate" in page.text
    page = press(officer, held, "more-time", {"until": "1 March 2030"})
    assert "They have until 1 March 2030." in page.text
    page = press(officer, held, "call-off", {})
    assert "No longer needed" in page.text
    page = officer.send(page, {}, button="Say that it is complete")
    assert held.stage is Stage.VERIFICATION
    held.referees_answer()
    for one in check_list(held.application):
        typed = {"outcome": "confirmed", "seen": "Seen on their page."}
        if one.item.value == "identity":
            typed |= {"document": "passport", "last_four": "12ab", "live": "live"}
        page = press(officer, held, "check", typed, which=f"{one.item.value}-{one.place}")
    assert "Passport, last four signs 12AB, seen live" in page.text
    page = officer.send(page, {}, button="Say that everything is checked")
    assert held.stage is Stage.DECLARATIONS
    second = at(app, office.second_officer)
    page = press(second, held, "review", {"finding": "refer", "reasons": "Two people should look."})
    assert "Two people of the panel should look" in page.text
    for member in office.panel:
        press(officer, held, "seat", {"member": str(member.id)})
    for member in office.panel:
        press(at(app, member), held, "vote", {"finding": "clear", "reasons": "It was minor and long ago."})
    assert held.stage is Stage.ASSESSMENT
    assert office.assessor.id
    press(officer, held, "assessor", {"assessor": str(office.assessor.id)})
    press(at(app, office.assessor), held, "assess", {"finding": "meets", "reasons": "They show it."})
    assert held.stage is Stage.DECISION
    page = press(at(app, office.registrar), held, "decide", {"outcome": "grant", "reasons": "Welcome."})
    assert held.stage is Stage.REGISTERED
    assert "Nothing: they are on the register." in page.text


def test_an_appeal_by_its_pages(app: Flask, database: SQLAlchemy) -> None:
    office = Office()
    held = case(office).to(Stage.REFUSED)
    appealing.appeal(
        held.reference, grounds=[AppealGround.UNREASONABLE], words="zzplease look", by=held.applicant.actor
    )
    officer = at(app, office.officer)
    for member in office.appeal_panel:
        page = press(officer, held, "appeal-seat", {"member": str(member.id)})
    page = press(officer, held, "appeal-unseat", {}, which=str(office.appeal_panel[0].id))
    assert "2 of 3 seats are taken." in page.text
    press(officer, held, "appeal-seat", {"member": str(office.appeal_panel[0].id)})
    for member in office.appeal_panel:
        page = press(at(app, member), held, "appeal-vote", {"outcome": "overturn", "reasons": "They show it."})
    assert held.stage is Stage.REGISTERED
    assert "Together: The applicant can join" in at(app, office.registrar).open(f"{PATH}/{held.reference}").text


# ------------------------------------------------------------------------------------------------------------ refusals


@pytest.mark.one_database
def test_what_is_missing_is_said_at_its_field_and_what_was_typed_stays(app: Flask, database: SQLAlchemy) -> None:
    held = case().to(Stage.VERIFICATION)
    officer = at(app, held.office.officer)
    page = press(officer, held, "check", {"seen": "zzhalf a sentence"}, which="identity-0", status=400)
    assert page.problems == ["Choose what came of it"]
    assert "zzhalf a sentence" in page.html
    page = press(officer, held, "check", {"outcome": "confirmed", "seen": "x"}, which="identity-0", status=409)
    assert "last four signs" in page.problems[0]
    page = press(officer, held, "check", {"outcome": "confirmed", "seen": "x", "seen_on": "soon"}, status=400)
    assert page.problems == ["Type the day like 3 March 2027"]
    assert press(officer, held, "ask", {}, status=400).problems
    assert press(officer, held, "note", {}, status=400).problems
    assert press(officer, held, "close", {"reason": "not_completed"}, status=409).problems
    page = press(officer, held, "checked", {}, status=409)
    assert page.problems[0].startswith("Not looked at yet")


def test_a_stale_page_overwrites_nothing(app: Flask, database: SQLAlchemy) -> None:
    held = case()
    first, second = at(app, held.office.officer), at(app, held.office.second_officer)
    old = second.open(address(held, "complete"))
    press(first, held, "ask", {"items": "Your plan"})
    page = second.send(old, {}, button="It is complete", status=409)
    assert "Somebody else changed this application meanwhile." in page.text
    assert held.stage is Stage.COMPLETENESS
    assert held.application.paused_on is not None


def test_two_officers_at_once_make_one_true_state(app: Flask, database: SQLAlchemy) -> None:
    held = case()
    version = str(held.version)
    where = address(held, "complete")
    visitors = [at(app, one) for one in (held.office.officer, held.office.second_officer)]
    tokens = [secret(one.open(where)) for one in visitors]
    database.session.rollback()
    answered: list[int] = []

    def go(number: int) -> None:
        typed = {"version": version, "csrf_token": tokens[number]}
        sent = visitors[number].client.post(where, data=typed)
        answered.append(sent.status_code)

    threads = [threading.Thread(target=go, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answered) == [303, 409]
    assert held.stage is Stage.VERIFICATION
    assert [one.kind.value for one in queries.steps(held.application.id)].count("complete") == 1


def test_whoever_is_tied_cannot_be_chosen(app: Flask, database: SQLAlchemy) -> None:
    held = case().to(Stage.ASSESSMENT)
    officer = at(app, held.office.officer)
    page = officer.open(address(held, "assessor"))
    assert "No clear person is left" in page.text
    tied, clear = hire(Role.ASSESSOR, name="Tied Assessor"), hire(Role.ASSESSOR, name="Clear Assessor")
    declare_interest(Tie.FAMILY, About(person=DETAILS.name), starts_on=None, ends_on=None, by=tied.actor)
    page = officer.open(address(held, "assessor"))
    assert "1 person is clear to take this." in page.text
    assert "Tied Assessor: A tie to somebody in it" in page.text
    for chosen in (tied.id, 999_999, held.office.officer.id):
        forged = {"assessor": str(chosen), "version": str(held.version), "csrf_token": secret(page)}
        sent = officer.client.post(address(held, "assessor"), data=forged)
        assert sent.status_code == 409
        assert "Choose somebody who is clear." in sent.text
    press(officer, held, "assessor", {"assessor": str(clear.id)})
    assert held.application.assessor_id == clear.id


def test_told_in_error_hides_the_answer_at_once(app: Flask, database: SQLAlchemy) -> None:
    held = declared()
    officer = at(app, held.office.officer)
    page = officer.open(f"{PATH}/{held.reference}")
    assert "zzconviction" in page.text
    page = officer.send(officer.open(page.links["Told in error: D02"]), {}, button="Take it back for them")
    assert "zzconviction" not in page.html


def test_putting_right_keeps_what_stood_there(app: Flask, database: SQLAlchemy) -> None:
    held = case()
    officer = at(app, held.office.officer)
    page = press(officer, held, "correct", {"surname": "Oakenshore", "why": "The passport spells it so."})
    assert "Oakenshore" in page.text
    assert "The passport spells it so." in page.text
    kept = queries.details(held.application.id)
    assert len(kept) == 2


def test_a_referee_is_rung_and_written_down(app: Flask, database: SQLAlchemy) -> None:
    held = case(referees=tuple(replace(one, email=f"x{n}@gmail.com") for n, one in enumerate(REFEREES)))
    officer = at(app, held.office.officer)
    page = officer.open(f"{PATH}/{held.reference}")
    assert "ring their organisation" in page.text
    press(officer, held, "call", {"words": "The number on their website; Ada answered."}, which="1")
    said = {
        "tie": "manager",
        "may_confirm": "yes",
        "how": "Five years in one team.",
        "strengths": "zzlistens",
        "safe": "Yes, and I have.",
    }
    page = press(officer, held, "write-down", said, which="1")
    assert "zzlistens" in officer.open(page.links["Read what they wrote: Ada Manager"]).text
    press(officer, held, "resend", {}, which="2")
    page = press(officer, held, "call-off-referee", {}, which="2")
    assert "No longer needed" in page.text


# --------------------------------------------------------------------------------------------------------------- fees


@pytest.mark.one_database
def test_no_fee_is_set_and_the_page_says_so(app: Flask, database: SQLAlchemy) -> None:
    page = at(app, hire(Role.FINANCE)).open("/staff/money")
    assert "No fee is set, so no money is asked for" in page.text


def test_finance_writes_down_money_until_the_applicant_is_on_the_register(app: Flask, database: SQLAlchemy) -> None:
    policy.decide(REGISTRATION_FEE, value=9_000, effective_from=clock.today(), reason="A test", by=SHELL)
    held = case().to(Stage.OFFER)
    assert held.stage is Stage.OFFER
    finance = at(app, held.office.finance)
    page = finance.open("/staff/money")
    [reference] = [word for row in page.words("th", scope="row") for word in row.split()]
    there = f"/staff/money/{reference}"

    def act(name: str, typed: Mapping[str, Any], button: str, status: int = 200) -> Page:
        return finance.send(finance.open(f"{there}/{name}"), typed, button=button, status=status)

    assert act("payment", {"amount": "ten"}, "Record it", 400).problems
    act("employer", {"name": "A firm", "email": "pays@firm.example", "address": "1 Street"}, "Send them the invoice")
    act("failed", {}, "Put it on record")
    act("waive", {"amount": "10", "why": "Hardship."}, "Waive it")
    paid = {"amount": "£50.00", "way": "bank_transfer", "bank_reference": "B1"}
    page = act("payment", paid, "Record it")
    assert "£30 to come of £90" in page.text
    assert act("payment", paid, "Record it", 409).problems == ["This payment is on record already."]
    assert act("cancel", {}, "Cancel it", 409).problems
    page = act("payment", {"amount": "30", "way": "cheque", "bank_reference": "B2"}, "Record it")
    assert "Settled" in page.text
    assert held.stage is Stage.REGISTERED
    page = act("refund", {"amount": "5", "why": "Paid twice."}, "Record the refund")
    assert "£5 went back: Paid twice." in page.text
    assert held.stage is Stage.REGISTERED
    for who in (held.office.officer, held.office.registrar):
        at(app, who).open(there, status=403)


# ------------------------------------------------------------------------------------------------------------ letters


@pytest.mark.one_database
def test_every_letter_can_be_looked_at_with_sample_words(app: Flask, database: SQLAlchemy) -> None:
    visitor = at(app, hire(Role.REGISTRATION_OFFICER))
    listed = visitor.open(f"{PATH}/letters")
    assert len(letters.names()) > 15
    for name in letters.names():
        page = visitor.open(f"{PATH}/letters/{name}")
        assert name in page.text
        assert "Sam Sample" in page.text or "IN-2027" in page.text, name
    versions = {one.version for one in letters.listed()}
    assert len(versions) == len(letters.names())
    assert "confirm complete" in listed.text


def test_letters_about_an_application_are_listed_with_what_happened(app: Flask, database: SQLAlchemy) -> None:
    office = Office()
    first, other = case(office), case(office)
    page = at(app, office.officer).open(f"{PATH}/{first.reference}")
    assert f"We have your application: {first.reference}" in page.text
    assert "Waits to be sent" in page.text
    assert f"We have your application: {other.reference}" not in page.text
