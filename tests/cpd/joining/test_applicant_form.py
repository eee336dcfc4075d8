"""The form of applying: every page, half-filled pages, gaps, branches, faults, and what reaches the application."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask

from cpd.joining import policy, queries
from cpd.joining.findings import HealthStanding
from cpd.joining.intake import telling
from cpd.joining.matters import details_of
from cpd.joining.models import Application
from cpd.joining.operations import handing_in
from cpd.joining.vocabulary import Stage
from foundation import clock, locks
from foundation.database import db
from foundation.errors import Refused
from foundation.evidence import belonging
from foundation.policy import decide
from tests.accounts.staff import SHELL, Person
from tests.cpd.joining.applicant import ANSWERS, CONVICTED, FORM, HOME, ILL, REFEREES, Applicant
from tests.cpd.joining.arrange import case, somebody
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database")
PHOTO = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def of(person: Person) -> Application:
    """The only application of somebody."""
    db.session.rollback()
    [found] = queries.all_of(person.id)
    return found


def told(someone: Applicant) -> str:
    """The frozen form, as text."""
    application = of(someone.person)
    held = queries.statement_of(application.id)
    assert held is not None
    return str(locks.box_of(application.lock_id).open_json(held.sealed))


def test_a_whole_application_goes_through_every_page(app: Flask) -> None:
    someone = Applicant(app).fill_in()
    page = someone.send()
    assert page.heading == "Your application"
    assert "We have your application." in page.text
    assert "Ada Manager" in page.text
    application = of(someone.person)
    assert application.stage is Stage.COMPLETENESS
    details = details_of(application)
    assert (details.name, details.known_as) == ("Perpetua Oakenshaw", "Pippa")
    assert details.previous_names == ("Elderbush",)
    assert not details.shows_previous_names
    assert details.born_on == date(1980, 2, 29)
    assert (details.hours_12_months, details.hours_24_months, details.months_in_all) == (900, 1800, 30)
    assert details.outcode == "LS1"
    assert details.languages == ("Welsh",)
    assert details.work[0].began_on == date(2019, 1, 1)
    assert details.work[0].ended_on is None
    assert details.elsewhere[0].body == "NMC"
    assert details.insured.ends_on == date(2027, 12, 31)
    assert details.continuity.colleague_agrees
    assert not details.record_check.eligible
    assert [one.number for one in queries.referees(application.id)] == [1, 2]
    assert not application.declared
    said = told(someone)
    assert "I keep myself insured for my work" in said
    assert telling.TRUE in said
    assert "D02" not in said
    assert "How old are you?" not in said


def test_a_half_filled_page_is_kept_and_waits(app: Flask) -> None:
    someone = Applicant(app)
    someone.begin()
    page = someone.visitor.send(someone.open("/form/reach"), {"phone": "01632 960 111", "go": "save"})
    assert "You can close this now and come back." in page.text
    again = Applicant(app, someone.person)
    assert again.open("/form/reach").all("input", name="phone")[0].get("value") == "01632 960 111"
    page = again.visitor.send(again.open("/form/reach"), {}, button="Save and go on", status=400)
    assert page.problems == ["Type your postal address"]


def test_the_parts_can_be_filled_in_in_any_order(app: Flask) -> None:
    someone = Applicant(app)
    someone.begin()
    assert someone.say("agreement", {"D01_1": "yes"}).heading == "Your application so far"
    assert someone.say("route", {"route": "certificate"}).heading == "Where do you work most?"
    assert "Started" in someone.open("/form/tasks").text


@pytest.mark.one_database
def test_what_is_missing_is_marked_and_not_sent(app: Flask) -> None:
    someone = Applicant(app).prefill("born", "d03")
    page = someone.open("/form/check")
    assert "Not ready yet" in page.text
    assert someone.post("/form/send", {"true": "yes"}).status_code == 400
    assert queries.latest_of(someone.person.id) is None


def test_nothing_is_sent_before_it_is_said_to_be_true(app: Flask) -> None:
    someone = Applicant(app).prefill()
    page = someone.visitor.send(someone.open("/form/check"), {}, button="Send it now", status=400)
    assert page.problems == ["Say that it is true as far as you know"]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("slug", "values", "problem"),
    [
        ("name", {"forenames": "", "surname": ""}, "Type your name. If you have only one, type it in either box"),
        ("born", {"born": "31 February 1980"}, "Type the day like 3 March 2027"),
        ("born", {"born": "1 January 2099"}, "Look at the year again"),
        ("hours", {"hours_12": "many"}, "Type a whole number, such as 900"),
        (
            "hours",
            {"hours_12": "900", "hours_24": "10"},
            "This is less than in the last 12 months alone. Look at both again",
        ),
        ("last-practised", {"last_practised": "long ago"}, "Type a month and a year, such as March 2019"),
        ("areas", {"areas": []}, "Choose at least one area"),
        ("agreement", {"D01_1": "no"}, "You can only join if you agree."),
        ("d03", {"D03_1": "yes", "D03_1_words": ""}, "Tell us a little more"),
        ("jobs", {"jobs_more": "no"}, "Add at least one job, also if it was long ago"),
        ("referees", {"referees_more": "no"}, "We need 2 referees. Choose yes to add one"),
    ],
)
def test_each_fault_has_its_sentence(app: Flask, slug: str, values: dict[str, Any], problem: str) -> None:
    someone = Applicant(app)
    someone.begin()
    page = someone.visitor.send(someone.open(f"/form/{slug}"), values, button="Save and go on", status=400)
    assert problem in page.problems


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"tie": "family"}, "is too close to you"),
        ({"tie": "business_partner"}, "is too close to you"),
        ({"tie": "works_for_applicant"}, "is too close to you"),
        ({"known_since": "October 2026"}, "has to have known you for 12 months"),
        ({"known_since": "ages ago"}, "Type a month and a year"),
        ({"email": "nowhere"}, "Type an email address"),
    ],
)
def test_a_referee_who_cannot_vouch_is_told_at_once(app: Flask, change: dict[str, str], problem: str) -> None:
    someone = Applicant(app)
    someone.begin()
    page = someone.visitor.send(
        someone.open("/form/referees/new"), {**REFEREES[0], **change}, button="Save this", status=400
    )
    assert problem in page.problems[0]


@pytest.mark.one_database
def test_gaps_of_more_than_six_months_are_explained(app: Flask) -> None:
    jobs = [
        {"employer": "A", "role": "B", "began": "January 2015", "ended": "March 2024", "as_case_manager": "yes"},
        {"employer": "C", "role": "D", "began": "January 2025", "ended": "", "as_case_manager": "yes"},
    ]
    someone = Applicant(app).prefill(jobs=jobs)
    page = someone.open("/form/gaps")
    assert "from 1 April 2024 to 31 December 2024" in page.text
    page = someone.visitor.send(page, {"gaps_more": "no"}, button="Save and go on", status=400)
    assert page.problems == ["Tell us about 1 April 2024 to 31 December 2024 too"]
    why = {"began": "April 2024", "ended": "December 2024", "why": "I looked after my mother."}
    someone.say("gaps", [why])
    someone.send()
    [gap] = details_of(of(someone.person)).gaps
    assert (gap.began_on, gap.ended_on) == (date(2024, 4, 1), date(2024, 12, 31))


@pytest.mark.one_database
def test_a_short_break_is_not_asked_about(app: Flask) -> None:
    someone = Applicant(app).prefill()
    assert someone.open("/form/gaps").heading == "Your application so far"


def test_a_yes_never_blocks(app: Flask) -> None:
    someone = Applicant(app).prefill(d04={"D04_1": "yes", "D04_1_words": CONVICTED})
    assert "People" not in someone.send().problems
    application = of(someone.person)
    assert application.declared
    assert CONVICTED not in told(someone)
    assert CONVICTED in someone.open("/copy").text


def test_the_law_decides_which_question_about_records_is_asked(app: Flask) -> None:
    someone = Applicant(app).prefill("d02", role={"role_personal_care": "yes"})
    page = someone.open("/form/d02-exempt")
    assert "spent or not, that is not protected" in page.text
    assert "gov.uk" in " ".join(page.links.values())
    assert someone.open("/form/d02").heading == "Your application so far"
    assert someone.open("/form/record-check").heading == "Do you have a criminal record check for your work?"


def test_an_answer_to_the_narrow_question_is_none_to_the_wider_one(app: Flask) -> None:
    someone = Applicant(app).prefill()
    assert "Not ready yet" not in someone.open("/form/check").text
    someone.say("role", {"role_personal_care": "yes"})
    page = someone.open("/form/check")
    assert "Not ready yet" in page.text
    assert "spent or not" in page.text


def test_health_is_in_no_page_that_others_may_see(app: Flask) -> None:
    someone = Applicant(app).prefill(health={"D07_1": "yes", "D07_1_words": ILL})
    assert ILL not in someone.open("/form/check").html
    someone.send()
    application = of(someone.person)
    standing = queries.health_standing(application.id)
    assert standing is not None
    assert standing.standing is HealthStanding.WAITING
    for path in ("", "/copy", "/told-in-error", "/referees"):
        assert ILL not in someone.open(path).html
    assert ILL not in someone.client.get(f"{HOME}/copy.txt").text
    assert ILL not in told(someone)
    assert "under control" not in told(someone)


def test_monitoring_is_shown_to_nobody_again(app: Flask) -> None:
    someone = Applicant(app).prefill()
    page = someone.open("/form/check")
    assert "40 to 49" not in page.html
    someone.send()
    assert "40 to 49" not in someone.open("/copy").html
    assert "40 to 49" not in someone.client.get(f"{HOME}/copy.txt").text
    assert "40_49" not in told(someone)


# ---------------------------------------------------------------------------------------------------- late, and twice


def test_pressing_twice_sends_once(app: Flask) -> None:
    someone = Applicant(app).prefill()
    token = someone.token()
    first = someone.post("/form/send", {"true": "yes"}, token=token)
    second = someone.post("/form/send", {"true": "yes"}, token=token)
    assert [one.status_code for one in (first, second)] == [303, 303]
    assert first.headers["Location"] == second.headers["Location"] == HOME
    of(someone.person)


def test_a_page_left_open_changes_nothing_after_sending(app: Flask) -> None:
    someone = Applicant(app).prefill()
    left_open = someone.open("/form/reach")
    someone.send()
    before = told(someone)
    page = someone.visitor.send(
        left_open, {"phone": "", "post": "A new address that I typed"}, button="Save and go on", status=409
    )
    assert page.heading == "This page came too late"
    assert "A new address that I typed" in page.text
    assert told(someone) == before


def test_a_page_left_open_after_throwing_away_says_so(app: Flask) -> None:
    someone = Applicant(app).prefill()
    left_open = someone.open("/form/reach")
    someone.visitor.send(someone.open("/throw-away"), {}, button="Throw it away")
    page = someone.visitor.send(left_open, {"post": "Typed for nothing"}, button="Save and go on", status=409)
    assert "There is no application to add to." in page.text
    assert "Typed for nothing" in page.text


def test_beginning_twice_is_one_draft(app: Flask) -> None:
    someone = Applicant(app)
    token = someone.token()
    assert someone.post("/begin", {}, token=token).status_code == 303
    assert someone.post("/begin", {}, token=token).status_code == 303
    assert someone.content.answers == {}


def test_one_person_has_one_application_at_a_time(app: Flask) -> None:
    held = case()
    someone = Applicant(app, held.applicant)
    with pytest.raises(Refused, match="open already"):
        handing_in.start(email=someone.person.email, by=someone.person.actor)
    assert "Begin" not in someone.open().words("button")
    someone.visitor.send(someone.open("/withdraw"), {}, button="Take it back")
    assert held.stage is Stage.WITHDRAWN
    page = someone.visitor.send(someone.open(), {}, button="Begin a new application")
    assert page.heading == "Your application so far"


def test_a_draft_is_nobody_elses(app: Flask) -> None:
    someone = Applicant(app).prefill()
    other = Applicant(app, somebody("Somebody Else"))
    assert other.open("/form/reach").heading == "Your application"
    assert other.post("/form/reach", {"phone": "01632 960 999", "go": "on"}).status_code == 409
    assert someone.content.answers["phone"] == "01632 960 111"


def test_new_terms_are_agreed_to_again(app: Flask) -> None:
    someone = Applicant(app).prefill()
    decide(policy.TERMS, value="2", effective_from=clock.today(), reason="A test", by=SHELL)
    page = someone.open("/form/check")
    assert "The terms have changed since you read them" in page.text
    assert "Send it now" not in page.words("button")


def test_a_route_that_is_closed_is_not_taken(app: Flask) -> None:
    decide(policy.EXPERIENCE_CLOSES, value="2020-01-01", effective_from=clock.today(), reason="A test", by=SHELL)
    someone = Applicant(app)
    someone.begin()
    page = someone.visitor.send(
        someone.open("/form/route"), {"route": "experience"}, button="Save and go on", status=400
    )
    assert "closed now" in page.problems[0]


def test_who_is_not_on_the_register_cannot_come_back(app: Flask) -> None:
    someone = Applicant(app).prefill(route={"route": "return"}, coming_back={"number": "CM004271S"})
    page = someone.send(status=409)
    assert page.problems == ["Take your old entry into your account first. Then you can ask to come back."]


# ---------------------------------------------------------------------------------------------------------------- files


def test_files_come_along_and_identity_papers_are_apart(app: Flask) -> None:
    someone = Applicant(app).prefill(identity={"identity": "certified"})
    for slug, name in (("identity-files", "paper.pdf"), ("insurance-files", "cover.pdf")):
        page = someone.open(f"/form/{slug}")
        page = someone.visitor.send(page, {"files": (io.BytesIO(PHOTO), name), "go": "send"}, button="Send these files")
        assert name in page.text
    assert "paper.pdf" in someone.open("/form/check").text
    someone.send()
    application = of(someone.person)
    [paper] = belonging.files_of(("application_identity", str(application.id)))
    [cover] = belonging.files_of(("application", str(application.id)))
    assert (paper.name, cover.name) == ("paper.pdf", "cover.pdf")
    assert "cover.pdf" in told(someone)


def test_a_file_can_be_taken_out_again(app: Flask) -> None:
    someone = Applicant(app).prefill()
    page = someone.open("/form/evidence-files")
    page = someone.visitor.send(
        page, {"files": (io.BytesIO(PHOTO), "letter.pdf"), "go": "send"}, button="Send these files"
    )
    page = someone.visitor.send(page, {}, button="Take out letter.pdf")
    assert "letter.pdf" not in page.text
    assert someone.content.answers["files_evidence"] == []


# ----------------------------------------------------------------------------------------------------------- the doors


def test_only_who_is_signed_in_comes_in(app: Flask, visitor: Visitor) -> None:
    assert visitor.open(f"{FORM}/tasks").address.startswith("/account/sign-in")
    assert visitor.open("/apply").heading == "Apply to join the register"


def test_what_is_private_is_kept_by_no_browser(app: Flask) -> None:
    someone = Applicant(app).prefill()
    for path in ("", "/form/tasks", "/form/check", "/form/reach"):
        assert someone.client.get(f"{HOME}{path}").headers["Cache-Control"] == "no-store"


@pytest.mark.one_database
def test_what_it_costs_is_said_honestly(app: Flask, visitor: Visitor) -> None:
    assert "No price is set yet." in visitor.open("/apply").text
    decide(policy.REGISTRATION_FEE, value=9050, effective_from=clock.today(), reason="A test", by=SHELL)
    page = visitor.open("/apply")
    assert "Your first year on the register: £90.50" in page.text
    assert "No price is set yet." not in page.text


def test_each_page_asks_a_fixed_number_of_questions(app: Flask, statements: Any) -> None:
    small, large = Applicant(app), Applicant(app, somebody("Somebody Else"))
    small.prefill()
    large.prefill(jobs=[ANSWERS["jobs"][0]] * 20, qualifications=[ANSWERS["qualifications"][0]] * 20)
    for path in ("", "/form/tasks", "/form/check", "/form/reach"):
        counts = []
        for one in (small, large):
            one.client.get(f"{HOME}{path}")
            with statements() as seen:
                one.client.get(f"{HOME}{path}")
            counts.append(len(seen))
        assert counts[0] == counts[1], path
        assert counts[0] <= 16, (path, counts)
