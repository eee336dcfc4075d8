"""After sending: the timeline, what is asked for, referees, the fee, decision, appeal, taking back, and the walls."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask

from cpd.joining import policy, queries
from cpd.joining.findings import AppealGround, AppealOutcome, Outcome, SeatKind
from cpd.joining.operations import appealing, health, information, references
from cpd.joining.operations.monitoring import detach
from cpd.joining.vocabulary import Stage
from foundation import clock, locks
from foundation.database import db
from foundation.evidence import belonging
from foundation.policy import decide
from tests.accounts.staff import SHELL
from tests.cpd.joining.applicant import HOME, REFEREES, Applicant
from tests.cpd.joining.arrange import CONVICTION, REFERRED, Case, case, declared, somebody, tokens

pytestmark = pytest.mark.usefixtures("database")
LETTER = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
THIRD = REFEREES[0] | {"name": "Cy Third", "email": "cy@third.example"}


def asked(held: Case, *items: str, topics: tuple[str, ...] = ("insurance",)) -> int:
    """Ask the applicant for something."""
    return information.ask(
        held.reference, topics=topics, items=items, version=held.version, by=held.office.officer.actor
    )


def at(app: Flask, held: Case) -> Applicant:
    """The applicant at their browser."""
    return Applicant(app, held.applicant)


def test_it_says_where_it_is_who_has_it_what_is_next_and_by_when(app: Flask, set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    held = case()
    page = at(app, held).open()
    assert page.facts["Where it is"] == "We look whether anything is missing."
    assert page.facts["Who has it"] == "A registration officer"
    assert page.facts["What is next"] == "We tell you whether anything is missing, by 30 November 2026."
    assert page.facts["Ada Manager"] == "We wrote to them and wait for their answer, until 21 December 2026"
    assert "late" not in page.text


def test_it_says_how_late_it_is_and_why(app: Flask, set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    held = case().complete()
    set_clock.move(days=30)
    page = at(app, held).open()
    assert "working days late." in page.facts["What is next"]
    assert "We need another referee from you." in page.facts["What is next"]


@pytest.mark.one_database
def test_every_stage_has_its_page(app: Flask) -> None:
    for stage in (
        Stage.VERIFICATION,
        Stage.ASSESSMENT,
        Stage.DECISION,
        Stage.REGISTERED,
        Stage.REFUSED,
    ):
        held = case(applicant=somebody(f"Somebody At {stage.value}")).to(stage)
        page = at(app, held).open()
        assert page.facts["Where it is"]
        assert len(page.all("li", aria_current="step")) == (0 if stage is Stage.REGISTERED else 1), stage
        assert REFERRED not in page.html


def test_what_is_asked_for_is_one_list_with_an_answer_to_each(app: Flask) -> None:
    held = case()
    asked(held, "Your certificate", "Its last day")
    someone = at(app, held)
    assert "We need something from you" in someone.open().text
    assert someone.open().facts["Who has it"] == "You"
    page = someone.open("/information")
    page = someone.visitor.send(page, {"answer-1": "Here it is."}, button="Send my answers", status=400)
    assert page.problems == ["Answer each thing. If you cannot send one, say why"]
    assert "Here it is." in page.html
    values = {"answer-2": "31 December 2027.", "files": (io.BytesIO(LETTER), "cover.pdf")}
    page = someone.visitor.send(page, values, button="Send my answers")
    assert "We have what you sent" in page.text
    assert queries.open_information(held.application.id) is None
    [request] = queries.information(held.application.id)
    [file] = belonging.files_of(("information", str(request.id)))
    assert file.name == "cover.pdf"
    box = locks.box_of(held.application.lock_id)
    assert box.open_json(request.answer_sealed or "") == ["Here it is.", "31 December 2027."]


def test_a_list_that_was_called_off_takes_no_answer(app: Flask) -> None:
    held = case()
    request_id = asked(held, "Your certificate")
    someone = at(app, held)
    left_open = someone.open("/information")
    information.call_off(request_id, by=held.office.officer.actor)
    typed = {"answer-1": "I typed this for nothing."}
    page = someone.visitor.send(left_open, typed, button="Send my answers", status=409)
    assert "I typed this for nothing." in page.text
    assert "We need nothing from you now." in page.text


def test_files_can_be_sent_before_the_answers(app: Flask) -> None:
    held = case()
    asked(held, "Your certificate")
    someone = at(app, held)
    values = {"files": (io.BytesIO(LETTER), "cover.pdf"), "go": "files"}
    page = someone.visitor.send(someone.open("/information"), values, button="Send my answers")
    assert "cover.pdf" in page.text
    assert queries.open_information(held.application.id) is not None


def test_another_referee_is_named_when_one_declines(app: Flask) -> None:
    held = case()
    someone = at(app, held)
    assert "You need nobody else now." in someone.open("/referees").text
    references.decline(tokens()[0], "I am too busy")
    page = someone.open()
    assert "Name another referee" in page.text
    assert "too busy" not in page.html
    page = someone.open("/referees")
    page = someone.visitor.send(page, {**THIRD, "tie": "family"}, button="Write to them", status=400)
    assert "is too close to you" in page.problems[0]
    page = someone.visitor.send(page, THIRD, button="Write to them")
    assert page.facts["Cy Third"].startswith("We wrote to them")
    page = someone.open("/referees")
    assert "You need nobody else now." in page.text
    assert someone.post("/referees", THIRD | {"email": "di@fourth.example"}).status_code == 409


def test_the_fee_is_shown_once_one_is_set(app: Flask) -> None:
    decide(policy.REGISTRATION_FEE, value=9000, effective_from=clock.today(), reason="A test", by=SHELL)
    held = case().to(Stage.OFFER)
    someone = at(app, held)
    page = someone.open()
    assert page.facts["Still to pay"] == "£90"
    assert page.facts["First year on the register"] == "£90"
    assert page.facts["Reference for the bank transfer"].startswith("IN-")
    employer = {"name": "Calder Ltd", "email": "bills@calder.example", "address": ""}
    page = someone.visitor.send(someone.open("/employer"), employer, button="Send them the invoice")
    assert "We sent the invoice to Calder Ltd." in page.text


def test_a_refusal_has_its_reasons_and_can_be_appealed(app: Flask, set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    held = case().to(Stage.REFUSED)
    someone = at(app, held)
    page = someone.open()
    assert "You cannot join now." in page.text
    assert "Because of what we read." in page.text
    assert "until 21 December 2026" in page.text
    page = someone.visitor.send(someone.open("/appeal"), {}, button="Appeal now", status=400)
    assert len(page.problems) == 2
    values = {"grounds": ["process"], "words": "You forgot a letter.", "files": (io.BytesIO(LETTER), "letter.pdf")}
    page = someone.visitor.send(page, values, button="Appeal now")
    assert "We have your appeal." in page.text
    assert held.stage is Stage.APPEAL
    lodged = queries.appeal(held.application.id, 1)
    assert lodged is not None
    assert [one.name for one in belonging.files_of(("appeal", str(lodged.id)))] == ["letter.pdf"]


def test_what_became_of_an_appeal_is_told_with_its_reasons(app: Flask) -> None:
    held = case().to(Stage.REFUSED)
    appealing.appeal(held.reference, grounds=[AppealGround.PROCESS], words="Again.", by=held.applicant.actor)
    held.sit(SeatKind.APPEAL)
    found = (AppealOutcome.UPHOLD, AppealOutcome.OVERTURN, AppealOutcome.UPHOLD)
    for number, (person, outcome) in enumerate(zip(held.office.appeal_panel, found, strict=True)):
        appealing.vote(held.reference, outcome=outcome, reasons=f"zzreason {number}", by=person.actor)
    page = at(app, held).open()
    assert "The refusal stands." in page.text
    assert "zzreason 0" in page.text
    assert "zzreason 2" in page.text
    assert "zzreason 1" not in page.text
    assert "Appeal A" not in page.html


def test_an_appeal_that_is_too_late_keeps_what_was_typed(app: Flask, set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    held = case().to(Stage.REFUSED)
    someone = at(app, held)
    token = someone.token()
    set_clock.move(days=29)
    again = at(app, held)
    answer = again.post("/appeal", {"grounds": ["process"], "words": "I was away for long."}, token=again.token())
    assert answer.status_code == 409
    assert "The time to appeal is over." in answer.text
    assert "I was away for long." in answer.text
    assert again.open("/appeal").heading == "Your application"
    assert token


def test_what_was_told_in_error_is_taken_back(app: Flask) -> None:
    held = declared(D02="yes")
    someone = at(app, held)
    page = someone.open("/told-in-error")
    assert CONVICTION in page.text
    page = someone.visitor.send(page, {}, button="I told you this in error: Cautions and convictions")
    assert "Nobody can see that answer any more." in page.text
    assert CONVICTION not in page.text
    assert CONVICTION not in someone.open("/copy").text
    assert not held.application.declared
    db.session.rollback()
    assert someone.post("/told-in-error", {"code": "D02"}).status_code == 409


def test_monitoring_answers_change_for_thirty_days(app: Flask, set_clock: Any) -> None:
    set_clock("2026-11-23 10:00")
    held = case()
    someone = at(app, held)
    page = someone.open("/monitoring")
    assert page.all("input", checked="") == []
    page = someone.visitor.send(page, {"monitoring_age": "under_30"}, button="Save these answers")
    assert "Your new answers are in the place of the old ones." in page.text
    set_clock.move(days=31)
    detach()
    again = at(app, held)
    page = again.visitor.send(again.open("/monitoring"), {}, button="Save these answers")
    assert "Nobody can find your answers any more" in page.text


def test_taking_it_back_needs_no_reason(app: Flask) -> None:
    held = case().to(Stage.ASSESSMENT)
    someone = at(app, held)
    page = someone.visitor.send(someone.open("/withdraw"), {}, button="Take it back")
    assert held.stage is Stage.WITHDRAWN
    assert page.facts["Where it is"].startswith("You took this application back.")
    assert someone.open("/withdraw").heading == "Your application"


def test_a_place_leads_to_the_entry(app: Flask) -> None:
    held = case().to(Stage.REGISTERED)
    page = at(app, held).open()
    number = held.application.number
    assert number is not None
    assert page.links[number] == f"/register/{number}"


def test_advice_and_conditions_are_told(app: Flask) -> None:
    held = case().to(Stage.DECISION)
    held.decide(
        Outcome.GRANT_WITH_CONDITIONS,
        conditions="Works with a supervisor.",
        conditions_until=date(2027, 6, 1),
        advice="Keep a diary.",
    )
    page = at(app, held).open()
    assert "The conditions, until 1 June 2027" in page.text
    assert "Works with a supervisor." in page.text
    assert "Keep a diary." in page.text


def test_nobody_sees_anothers_application(app: Flask) -> None:
    held = case()
    other = Applicant(app, somebody("Somebody Else"))
    for path in ("", "/copy", "/information", "/referees", "/told-in-error", "/monitoring", "/withdraw", "/appeal"):
        page = other.open(path)
        assert held.reference not in page.html
    assert other.post("/withdraw", {}).status_code == 303
    assert held.stage is Stage.COMPLETENESS


def test_the_page_asks_a_fixed_number_of_questions(app: Flask, statements: Any) -> None:
    few = case()
    many = case(applicant=somebody("Somebody Else"))
    for _ in range(6):
        request_id = asked(many, *["A thing"] * 5)
        information.call_off(request_id, by=many.office.officer.actor)
    counts = []
    for held in (few, many):
        someone = at(app, held)
        someone.client.get(HOME)
        with statements() as seen:
            someone.client.get(HOME)
        counts.append(len(seen))
    assert counts[0] == counts[1]
    assert counts[0] <= 22


def test_what_has_changed_is_answered_anew(app: Flask) -> None:
    held = case()
    someone = at(app, held)
    assert "Police and courts now" in someone.open("/changes").links
    values = {"D03_1": "yes", "D03_1_words": "zzcharged last week"}
    page = someone.visitor.send(someone.open("/changes/d03"), values, button="Send this answer")
    assert "We have your new answer." in page.text
    assert held.application.declared
    assert "zzcharged last week" in someone.open("/copy").text
    assert someone.client.get(f"{HOME}/changes/d01").status_code == 404


def test_who_falls_ill_tells_the_health_officer_alone(app: Flask) -> None:
    held = case()
    someone = at(app, held)
    values = {"D07_1": "yes", "D07_1_words": "zzillness since Monday"}
    someone.visitor.send(someone.open("/changes/d07"), values, button="Send this answer")
    assert health.open_health(held.reference, by=held.office.health_officer.actor).words == "zzillness since Monday"
    for path in ("", "/copy", "/changes/d07"):
        assert "zzillness" not in someone.open(path).html
