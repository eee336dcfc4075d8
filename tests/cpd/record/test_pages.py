"""The record at its owner's browser."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from accounts.models import Realm
from cpd.record import queries
from cpd.record.models import ActivityKept
from cpd.record.operations import keeping
from cpd.record.vocabulary import Company
from cpd.record.words import Words
from cpd.requirements.vocabulary import ActivityKind
from foundation import standards
from foundation.audit import AuditRecord
from foundation.database import db
from tests.accounts.staff import SHELL, hire, sit_down
from tests.cpd.record.arrange import COURSE, HOME, LEARNED, WORDS, Member, member
from tests.page import Page, Visitor

pytestmark = pytest.mark.usefixtures("database")
QUICK = {"done_on": "2027-03-02", "kind": "supervision", "time": "60", "learned": "Ask twice."}
PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


@pytest.fixture
def somebody(set_clock: Any) -> Member:
    """A registrant in the spring of 2027."""
    set_clock("2027-03-03 10:00")
    standards.ensure_base_edition(by=SHELL)
    return member()


def only(somebody: Member) -> ActivityKept:
    """The one activity of a person."""
    db.session.rollback()
    [row] = db.session.scalars(select(ActivityKept).where(ActivityKept.entry_id == somebody.entry_id))
    return row


# ------------------------------------------------------------------------------------------------------------ adding


def test_four_answers_are_enough(app: Flask, somebody: Member) -> None:
    page = somebody.at(app).add(**QUICK)
    assert page.heading == "Supervision"
    assert (page.facts["Day"], page.facts["Time"]) == ("2 March 2027", "1 hour")
    assert page.facts["Other people"] == "Not said yet"
    assert "This does not count yet To make it count, add what changed; how service users" in page.text
    home = somebody.at(app).open()
    assert "Finish your reflection, so that it counts" in home.text
    assert "One activity waits for your reflection, and then it counts." in home.text


@pytest.mark.one_database
def test_the_day_is_today_unless_said_otherwise(app: Flask, somebody: Member) -> None:
    page = somebody.at(app).open("/add")
    assert page.all("input", id="done_on")[0].get("value") == "2027-03-03"


def test_everything_can_be_said_at_once(app: Flask, somebody: Member) -> None:
    desk = somebody.at(app)
    once = desk.open("/add").all("input", name="once")[0].get("value")
    more = {"title": "Capacity", "changed": "I wait.", "benefit": "They choose.", "company": "live"}
    said = {**QUICK, **more, "time": "other", "other_time": "2:15", "standards": ["2.1", "99.9"], "once": once}
    answer = desk.post("/add", said)
    row = only(somebody)
    assert answer.headers["Location"].endswith(f"/activity/{row.id}")
    assert (row.minutes, row.company, row.standards, row.reflected) == (135, Company.LIVE, ["2.1"], True)
    page = desk.open(f"/activity/{row.id}")
    assert page.heading == "Capacity"
    assert "You can still add" not in page.text


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("values", "problem"),
    [
        ({"done_on": ""}, "Give the day you did it"),
        ({"done_on": "31 February"}, "Type the day like 3 March 2027"),
        (
            {"done_on": "2027-03-04"},
            "This day is still to come. Record it once you have done it, or put it in your plan",
        ),
        ({"kind": ""}, "Choose what it was"),
        ({"time": "other"}, "Type how long it took, such as 45 minutes or 2:30"),
        ({"time": "other", "other_time": "a while"}, "Type the time like 45 minutes, 2 hours or 2:30"),
        ({"learned": " "}, "Write what you learned. A few words are enough"),
    ],
)
def test_what_is_missing_is_said_once_and_what_was_typed_stays(
    app: Flask, somebody: Member, values: dict[str, str], problem: str
) -> None:
    page = somebody.at(app).add(status=400, **QUICK | {"title": "zzkept"} | values)
    assert page.problems == [problem]
    assert "zzkept" in page.html
    assert queries.kept_in(somebody.entry_id) == []


def test_a_draft_needs_nothing_and_is_finished_later(app: Flask, somebody: Member) -> None:
    desk = somebody.at(app)
    page = desk.open("/add")
    once = page.all("input", name="once")[0].get("value")
    answer = desk.post("/add", {"once": once, "learned": "Half a thought", "go": "draft"})
    assert answer.status_code == 303
    held = only(somebody).id
    home = desk.open()
    assert "Drafts Not finished yet, so they do not count." in home.text
    page = desk.open(f"/activity/{held}/edit")
    assert page.heading == "Finish a draft"
    desk.send(page, QUICK)
    assert only(somebody).kept_at is not None


def test_looking_for_a_standard_keeps_what_was_typed_and_saves_nothing(app: Flask, somebody: Member) -> None:
    desk = somebody.at(app)
    token = desk.open("/add").all("input", name="csrf_token")[0].get("value")
    typed = {**QUICK, "find": "consent", "standards": "3.2", "go": "find", "csrf_token": token, "title": "zzkept"}
    page = Page(desk.visitor.client.post(f"{HOME}/add", data=typed), f"{HOME}/add")
    assert page.status == 200
    assert "zzkept" in page.html
    ticked = [one.get("value") for one in page.all("input", name="standards") if one.get("checked") is not None]
    found = [one.get("value") for one in page.all("input", name="standards")]
    assert ticked == ["3.2"]
    assert len(found) > 1
    assert page.all("details", id="more")[0].get("open") is not None
    nothing = desk.post("/add", {**QUICK, "find": "zzzz", "go": "find"})
    assert "We found no other Standard for “zzzz”." in nothing.text
    assert queries.kept_in(somebody.entry_id) == []


def test_enter_looks_for_what_was_just_typed_and_keeps_otherwise(app: Flask, somebody: Member) -> None:
    desk = somebody.at(app)
    once = desk.open("/add").all("input", name="once")[0].get("value")
    said = {**QUICK, "once": once, "go": "enter", "find": "consent"}
    assert desk.post("/add", {**said, "found_for": ""}).status_code == 200
    assert queries.kept_in(somebody.entry_id) == []
    assert desk.post("/add", {**said, "found_for": "consent"}).status_code == 303
    assert "Kept. You have 0 hours of 30 hours so far." in desk.open(f"/activity/{only(somebody).id}").text


def test_a_name_is_pointed_to_before_it_is_kept_and_never_stands_in_the_way(app: Flask, somebody: Member) -> None:
    desk = somebody.at(app)
    page = desk.add(**QUICK | {"learned": "Mrs Jones decided.", "changed": "client JS too"})
    assert "Look once more before you keep it" in page.text
    assert "“Mrs Jones” looks like somebody’s name." in page.text
    assert "“JS” looks like somebody’s initials." in page.text
    assert queries.kept_in(somebody.entry_id) == []
    again = desk.send(page, {"learned": "Mrs Jones and Mr Brown decided."}, button="Keep it as it is")
    assert "Mr Brown" in again.text, "what is new is pointed to as well"
    desk.send(again, {}, button="Keep it as it is")
    assert only(somebody).kept_at is not None


def test_the_same_again_is_pointed_to_and_not_refused(app: Flask, somebody: Member) -> None:
    somebody.keep(words=replace(WORDS, title="Capacity  update"), minutes=60, done_on=date(2027, 3, 2))
    desk = somebody.at(app)
    page = desk.add(**QUICK | {"kind": "course", "title": "capacity update"})
    assert "You have this already: Capacity update, 1 hour, on 2 March 2027." in page.text
    desk.send(page, {}, button="Keep it as it is")
    assert len(queries.kept_in(somebody.entry_id)) == 2


def test_what_was_done_before_is_one_press_away(app: Flask, somebody: Member) -> None:
    held = somebody.keep()
    desk = somebody.at(app)
    page = desk.open("/add")
    assert f"{HOME}/add?like={held}" in page.links.values()
    page = desk.open(f"/add?like={held}")
    values = {one.get("name"): one.get("value") for one in page.all("input")}
    assert (values["title"], values["done_on"]) == ("Capacity update", "2027-03-03")
    assert LEARNED not in page.html, "what was learned is new each time"
    desk.open(f"/add?like={held}&goal=x")
    desk.open("/add?like=99999", status=404)


# ------------------------------------------------------------------------------------------------------------ the plan


def test_a_goal_is_set_changed_reached_and_opened_again(app: Flask, somebody: Member) -> None:
    desk = somebody.at(app)
    assert desk.send(desk.open("/plan/add"), {}, button="Put it into the plan", status=400).problems
    page = desk.send(desk.open("/plan/add"), {"goal_words": "Help Mrs Jones"}, button="Put it into the plan")
    assert "“Mrs Jones” looks like somebody’s name." in page.text
    page = desk.send(page, {"goal_words": "Talk about money"}, button="Put it into the plan")
    assert "Talk about money" in page.links
    [goal] = queries.goals(somebody.entry_id)
    held = somebody.keep(plan_item_id=goal.id)
    page = desk.open("/plan")
    assert "1 activity, 2 hours:" in page.text
    page = desk.send(desk.open(f"/plan/{goal.id}"), {"how": "A course"}, button="Keep the change")
    assert "A course" in page.text
    page = desk.send(
        desk.open(f"/plan/{goal.id}"), {"outcome": "Mrs Jones said yes", "go": "done"}, button="I reached it"
    )
    assert "“Mrs Jones” looks like somebody’s name." in page.text
    page = desk.send(page, {"outcome": "I dare to ask", "go": "done"}, button="Keep it as it is")
    assert "Well done. The goal is reached." in page.text
    late = desk.post(f"/plan/{goal.id}/close", {"outcome": "Typed in an old tab", "go": "drop"})
    assert late.status_code == 409
    assert "This goal is closed already." in late.text
    assert "Typed in an old tab" in late.text
    assert "Talk about money" in desk.open(f"/activity/{held}/edit").text, "it stays tied to what was done for it"
    assert "Talk about money" not in desk.open("/add").text
    desk.post(f"/plan/{goal.id}/close", {"go": "reopen"})
    assert "Working on it" in desk.open("/plan").text
    other = member("Bo Other").at(app)
    assert other.visitor.client.get(f"{HOME}/plan/{goal.id}").status_code == 404
    assert other.post(f"/plan/{goal.id}/close", {"go": "done"}).status_code == 404


# ------------------------------------------------------------------------------------------------ changing, deleting


def test_it_is_changed_and_the_change_is_to_be_seen(app: Flask, somebody: Member) -> None:
    held = somebody.keep()
    desk = somebody.at(app)
    page = desk.open(f"/activity/{held}/edit")
    page = desk.send(page, {"time": "60", "learned": "Something else"})
    assert page.facts["Time"] == "1 hour"
    assert "You changed it." in page.text
    assert f"It said then: Capacity update / {LEARNED}" in page.text


def test_a_page_that_was_left_open_loses_no_word_and_overwrites_nothing(app: Flask, somebody: Member) -> None:
    held = somebody.keep()
    desk = somebody.at(app)
    page = desk.open(f"/activity/{held}/edit")
    keeping.change(somebody.entry_id, held, replace(COURSE, minutes=30), version=1, by=somebody.person.actor)
    late = desk.send(page, {"learned": "zzlate words"}, status=409)
    assert "another tab" in late.text
    assert "zzlate words" in late.html
    assert somebody.row(held).minutes == 30
    desk.send(late, {})
    assert somebody.row(held).minutes == 120


def test_it_is_deleted_after_a_question_and_put_back(app: Flask, somebody: Member) -> None:
    held = somebody.keep()
    desk = somebody.at(app)
    home = desk.send(desk.open(f"/activity/{held}/delete"), {}, button="Delete it")
    assert "Deleted: Capacity update. You can put it back" in home.text
    assert "Capacity update" in desk.open("/deleted").text
    assert desk.open(f"/activity/{held}/edit").address.endswith(f"/activity/{held}")
    page = desk.send(desk.open(f"/activity/{held}"), {}, button="Put it back")
    assert "It is back in your record." in page.text


@pytest.mark.one_database
@pytest.mark.parametrize("address", ["", "/add", "/plan", "/plan/add", "/deleted", "/import"])
def test_every_page_of_an_empty_record_is_sound(app: Flask, somebody: Member, address: str) -> None:
    assert somebody.at(app).open(address).heading


# --------------------------------------------------------------------------------------------------------------- files


def test_evidence_is_kept_opened_again_and_deleted(app: Flask, somebody: Member) -> None:
    held = somebody.keep()
    desk = somebody.at(app)
    page = desk.open(f"/activity/{held}")
    page = desk.send(page, {"files": [(io.BytesIO(PDF), "certificate.pdf")]}, button="Send these files")
    assert "We have your file." in page.text
    address = page.links["certificate.pdf"]
    assert desk.visitor.client.get(address).data == PDF
    assert desk.visitor.client.get(f"{address}/view").status_code == 404
    db.session.rollback()
    assert "evidence.original_opened" in db.session.scalars(select(AuditRecord.action)).all()
    page = desk.send(desk.open(f"/activity/{held}"), {}, button="Delete the file certificate.pdf")
    assert "certificate.pdf" not in page.text
    assert desk.visitor.client.get(address).status_code == 404


def test_a_bad_file_is_refused_with_a_sentence(app: Flask, somebody: Member) -> None:
    held = somebody.keep()
    desk = somebody.at(app)
    page = desk.open(f"/activity/{held}")
    bad = desk.send(page, {"files": [(io.BytesIO(b"MZ" * 99), "a.exe")]}, button="Send these files", status=400)
    assert "a.exe" in bad.text
    none = desk.send(page, {}, button="Send these files", status=400)
    assert none.problems == ["Choose a file first"]


def test_a_fault_of_the_machine_costs_nobody_their_words(
    app: Flask, somebody: Member, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(*_given: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    desk = somebody.at(app)
    page = desk.open("/plan/add")
    with monkeypatch.context() as broken:
        broken.setattr("cpd.record.operations.planning.set_goal", locked)
        page = desk.send(page, {"goal_words": "Talk about money"}, button="Put it into the plan", status=503)
    assert page.heading == "We could not save this just now"
    assert "Talk about money" in page.text
    assert "Talk about money" in desk.send(page, {}, button="Send it again").links


# ---------------------------------------------------------------------------------------------------------------- walls


def test_nobody_reaches_into_another_record(app: Flask, somebody: Member) -> None:
    held = somebody.keep()
    desk = somebody.at(app)
    page = desk.open(f"/activity/{held}")
    page = desk.send(page, {"files": [(io.BytesIO(PDF), "certificate.pdf")]}, button="Send these files")
    token = page.links["certificate.pdf"].rpartition("/")[2]
    other = member("Bo Other").at(app)
    own = other.visitor.client
    for path in ("", "/edit", "/delete", f"/files/{token}", f"/files/{token}/view"):
        assert own.get(f"{HOME}/activity/{held}{path}").status_code == 404, path
    assert own.get(f"{HOME}/add?like={held}").status_code == 404
    for path in ("edit", "delete", "restore", "files", "files/take-out"):
        assert other.post(f"/activity/{held}/{path}", {**QUICK, "file": token}).status_code == 404, path
    assert LEARNED not in own.get(HOME).text
    assert LEARNED not in own.get(f"{HOME}/export.json").text


@pytest.mark.one_database
def test_somebody_without_an_entry_is_told_the_way(app: Flask, somebody: Member) -> None:
    visitor = Visitor(sit_down(app, hire(realm=Realm.PUBLIC), realm=Realm.PUBLIC))
    for path in ("", "/add", "/plan", "/import"):
        assert "Your CPD record begins when you are on the register." in visitor.open(HOME + path).text
    assert visitor.client.get(f"{HOME}/export.csv").mimetype == "text/html"


@pytest.mark.one_database
def test_no_browser_keeps_a_page(app: Flask, somebody: Member) -> None:
    for path in ("", "/add", "/export.csv", "/profile.pdf"):
        assert somebody.at(app).visitor.client.get(HOME + path).headers["Cache-Control"] == "no-store", path


# ------------------------------------------------------------------------------------------------ how much it costs


def test_a_large_record_asks_no_more_than_a_small_one(app: Flask, somebody: Member, statements: Any) -> None:
    told = [replace(COURSE, minutes=30 + one, words=Words(f"No {one}", "x", "y", "z")) for one in range(300)]
    pages = ("", "/add", "/plan", "/export.csv", "/export.json")
    counts = []
    for some in (told[:1], told[1:]):
        keeping.load(somebody.entry_id, some, once="a" * 16 + str(len(some)), by=somebody.person.actor)
        desk = somebody.at(app)
        counts.append([])
        for path in pages:
            with statements() as seen:
                assert desk.visitor.client.get(HOME + path).status_code == 200
            counts[-1].append(len(seen))
    assert counts[0] == counts[1], pages
    assert max(counts[1]) < 40


def test_a_long_list_comes_in_pages_and_by_period(app: Flask, set_clock: Any) -> None:
    set_clock("2027-03-03 10:00")
    spans = ((date(2026, 1, 1), date(2026, 12, 31)), (date(2027, 1, 1), date(2027, 12, 31)))
    somebody = member("Perpetua Oakenshaw", *spans)
    many = [replace(COURSE, words=Words(f"Now {one}", "x")) for one in range(51)]
    many.append(replace(COURSE, done_on=date(2026, 12, 31), words=Words("Then", "x"), kind=ActivityKind.READING))
    keeping.load(somebody.entry_id, many, once="b" * 16, by=somebody.person.actor)
    desk = somebody.at(app)
    home = desk.open()
    assert "What you did (51)" in home.text
    assert "Now 0" not in home.links
    assert "Then" not in home.links
    assert "Now 0" in desk.open("?from=2027-01-01&page=2").links
    assert "Then" in desk.open("?from=2026-01-01").links
    assert "This was missing" in desk.open("?from=2026-01-01").text
    for strange in ("?from=1999-01-01", "?page=999", "?page=-1", "?from=%00"):
        assert desk.open(strange).heading == "Your CPD"
