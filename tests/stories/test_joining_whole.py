"""Joining in a real browser, each person in turn: from evidence and a “yes” to the fee, and to the public register."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from bench.uploads import photo
from cpd.joining.policy import REGISTRATION_FEE
from cpd.joining.vocabulary import Stage
from cpd.money import queries as bills
from foundation import clock, policy
from foundation.evidence import belonging
from tests.cpd.joining.applicant import FORM, HOME, Applicant
from tests.cpd.joining.arrange import CONVICTION, Case, Office, tokens
from tests.frame.browser import PHONE, Reader
from tests.stories.test_joining import fill as fill_in
from tests.stories.test_joining import say, signed_in, the_application
from tests.stories.test_joining_staff import PATH, Desks, check_it_all, fill, panel_votes

pytestmark = [pytest.mark.story, pytest.mark.one_database]
ASKED = "The last two pages of your certificate"
REFERENCE = {
    "vouch": "yes",
    "tie": "manager",
    "known_since": "January 2020",
    "knows": "They plan well and keep their word.",
    "safe": "yes",
    "honest": "yes",
    "again": "yes",
    "may_confirm": "yes",
}


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A photo that somebody sends."""
    path = tmp_path / "certificate.jpg"
    path.write_bytes(photo(40_000, shape=(400, 300)).content)
    return path


def apply(reader: Reader, app: Flask, office: Office, picture: Path) -> Case:
    """Everything easy stands in the draft; the “yes”, the evidence and the sending are done in the browser."""
    applicant = Applicant(app).prefill("d03", "agreement")
    signed_in(reader, app, applicant.person)
    say(reader, "d03", {"D03_1": "yes", "D03_1_words": CONVICTION})
    say(reader, "agreement", {"D01_1": "yes"})
    reader.open(f"{FORM}/evidence-files")
    reader.page.locator("#files").set_input_files([picture])
    reader.press("Save and go on")
    reader.open(f"{FORM}/check")
    assert reader.button("Send it now").count(), reader.text
    assert picture.name in reader.text
    reader.page.locator("#true").check()
    reader.press("Send it now")
    assert "We have your application." in reader.text
    return Case(applicant.person, office, the_application(applicant.person).reference)


def answer_list(reader: Reader, picture: Path) -> None:
    """See what we ask for, send a file and the answer."""
    reader.open(HOME)
    reader.follow("See the list and answer")
    assert ASKED in reader.text
    reader.look_at_every_size()
    reader.size(PHONE)
    reader.page.locator("#files").set_input_files([picture])
    fill_in(reader, {"answer-1": "Here they are."}, "Send my answers")
    assert "We have what you sent, and our clock runs again." in reader.text


def pay(desks: Desks, held: Case) -> None:
    """Finance finds the invoice and records what came."""
    invoice = bills.standing_of("application", held.reference)
    assert invoice is not None
    reference, finance = invoice.reference, desks.of(held.office.finance)
    finance.open("/staff/money")
    finance.follow(reference)
    finance.follow("Record a payment")
    fill(finance, {"amount": "80", "way": "bank_transfer", "bank_reference": "FP 0001"}, "Record it")
    assert "The payment is on record" in finance.text


def ask_for_more(desks: Desks, somebody: Reader, held: Case, picture: Path) -> None:
    """The officer takes it on and asks for one thing more; the applicant sends it."""
    there, officer = f"{PATH}/{held.reference}", desks.of(held.office.officer)
    officer.open(there)
    assert CONVICTION in officer.text
    assert picture.name in officer.text
    officer.press("Take it on")
    officer.press("Say that it is complete")
    officer.open(f"{there}/ask")
    officer.page.locator("#topics-insurance").check()
    fill(officer, {"items": ASKED}, "Send the list")
    assert held.application.paused_on is not None
    answer_list(somebody, picture)
    assert held.application.paused_on is None
    [sent] = belonging.files_of(("information", "1"))
    assert sent.name == picture.name
    officer.open(there)
    assert "Here they are." in officer.text


def referees_answer(public: Reader) -> None:
    """Both referees, each by the link of their letter."""
    for token in tokens():
        public.open(f"/reference/{token}")
        fill_in(public, REFERENCE, "Send it")
        assert public.heading == "Thank you. We have your answer"


def judge(desks: Desks, held: Case) -> None:
    """Checked, reviewed by an officer and then a panel, assessed, granted: each by somebody else."""
    there, office, officer = f"{PATH}/{held.reference}", held.office, desks.of(held.office.officer)
    check_it_all(officer, held)
    officer.open(there)
    officer.press("Say that everything is checked")
    second = desks.of(office.second_officer)
    second.open(f"{there}/review")
    fill(second, {"finding": "refer", "reasons": "Two people should look."}, "Put it on record")
    panel_votes(desks, held)
    assert office.assessor.id
    officer.open(there)
    officer.follow("Give it to an assessor")
    fill(officer, {"assessor": str(office.assessor.id)}, "Give it to them")
    assessor = desks.of(office.assessor)
    assessor.open(there)
    assert CONVICTION not in assessor.text
    assessor.follow("Say what you find")
    fill(assessor, {"finding": "meets", "reasons": "They show it by examples."}, "Put it on record")
    registrar = desks.of(office.registrar)
    registrar.open(there)
    registrar.follow("Decide")
    fill(registrar, {"outcome": "grant", "reasons": "Welcome to the register."}, "Decide, and tell the applicant")


def test_each_person_in_turn_until_the_fee_is_paid(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy, picture: Path
) -> None:
    office, desks = Office(), Desks(sample, readers)
    by = office.registrar.actor
    policy.decide(REGISTRATION_FEE, value=8000, effective_from=clock.today(), reason="A story", by=by)
    somebody, public = readers(block_script=True, screen=PHONE), readers()
    held = apply(somebody, sample, office, picture)
    ask_for_more(desks, somebody, held, picture)
    referees_answer(public)
    judge(desks, held)
    assert held.stage is Stage.OFFER
    somebody.open(HOME)
    assert "We offer you a place" in somebody.text
    assert "£80" in somebody.text
    somebody.look()
    public.open("/register?q=oakenshaw")
    assert "Pippa Oakenshaw" not in public.text
    pay(desks, held)
    number = held.application.number
    assert number is not None
    somebody.open(HOME)
    somebody.follow(number)
    assert "Pippa Oakenshaw" in somebody.heading
    public.open("/register?q=oakenshaw")
    public.follow("Pippa Oakenshaw", exact=False)
    assert "Pippa Oakenshaw" in public.heading
    assert number in public.text
