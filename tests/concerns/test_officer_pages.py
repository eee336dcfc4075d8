"""The pages of concerns for staff: who may open what, what they show, and that the next thing to do stands first."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.exc import OperationalError

from accounts.models import Role
from concerns.operations import following_up, mailbox, writing
from concerns.telling import AffectedTold, Reach, SubjectTold
from concerns.vocabulary import Capacity, Naming, Nation, OnRegister, Speaking, StatementKind, Way, Who
from tests.accounts.staff import hire, sit_down
from tests.concerns import officers
from tests.concerns.arrange import NAME, WORDS, anonymous, raised, telling
from tests.conftest import StillClock
from tests.frame import cast
from tests.page import Page, Visitor

Counting = Callable[[], AbstractContextManager[list[str]]]
LISTS = ("today", "mine", "others", "nobody", "open", "late", "silent", "interim", "never", "new", "closed", "nonsense")
OFFICERS, MANAGERS, REVIEWERS = "concerns_officer", "concerns_manager", "appeal_panel"


def references(page: Page) -> list[str]:
    """The references on a list, from top to bottom."""
    return [word for row in page.words("th", scope="row") for word in row.split() if word.startswith("CN-")]


# --------------------------------------------------------------------------------------------------------- who opens


def pages_of(reference: str, subject_id: int) -> dict[str, set[str]]:
    """Every page of this room that can be opened, and the roles that open it."""
    path = f"/staff/concerns/{reference}"
    both, officer = {OFFICERS, MANAGERS}, {OFFICERS}
    return {
        "/staff/concerns": both,
        "/staff/concerns?show=closed": both,
        "/staff/concerns/left-waiting": {MANAGERS},
        "/staff/concerns/reviews": {REVIEWERS},
        path: both,
        f"{path}/hand-over": both,
        **{f"{path}/{act}": officer for act in ("contact", "delay", "close", "queue", "secret", "withdrawal")},
        f"{path}/people/{subject_id}/link": officer,
        f"{path}/people/{subject_id}/told": officer,
    }


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_its_pages_and_no_other(sample: Flask, database: SQLAlchemy, role: Role) -> None:
    told = telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),))
    reference = raised(told).reference
    following_up.take_back(reference, "Please stop.")
    pages = pages_of(reference, officers.now(reference).subjects[0].id)
    visitor = Visitor(sit_down(sample, hire(role)))
    for address, roles in pages.items():
        page = visitor.open(address, status=200 if role.value in roles else 403)
        if role.value not in roles:
            assert NAME not in page.text
            assert "Siobh" not in page.text


def test_no_browser_keeps_what_officers_read(app: Flask, database: SQLAlchemy) -> None:
    sam = officers.officer()
    reference = officers.taken(sam)
    client = sit_down(app, sam)
    for address in ("", f"/{reference}", f"/{reference}/close", f"/{reference}/contact"):
        answer = client.get(f"/staff/concerns{address}")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")


def test_a_fault_costs_an_officer_no_words(app: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch) -> None:
    sam = officers.officer()
    reference = officers.taken(sam)
    visitor = Visitor(sit_down(app, sam))
    page = visitor.open(f"/staff/concerns/{reference}")

    def locked(*_given: object, **_more: object) -> None:
        raise OperationalError("INSERT", {}, Exception("database is locked"))

    monkeypatch.setattr("concerns.operations.writing.write_message", locked)
    words = "Thank you for telling us. I read all of it today and write to you on Friday."
    page = visitor.send(page, {"words": words}, button="Send to the reporter", status=503)
    assert words in page.text


@pytest.mark.parametrize("show", LISTS)
def test_an_empty_list_says_what_will_stand_there(app: Flask, database: SQLAlchemy, show: str) -> None:
    page = Visitor(sit_down(app, officers.officer())).open(f"/staff/concerns?show={show}")
    assert "None here" in page.words("h2")
    assert "appear" in page.text


def test_nobody_opens_what_is_not_there(app: Flask, database: SQLAlchemy) -> None:
    visitor = Visitor(sit_down(app, officers.officer()))
    for address in ("CN-2026-222222", "nonsense", "CN-2026-222222/close", "CN-2026-222222/files/none/view"):
        visitor.open(f"/staff/concerns/{address}", status=404)


# -------------------------------------------------------------------------------------------------------------- lists


def test_red_stands_first_then_what_is_due_next(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    later = raised().reference
    set_clock("2026-11-20 09:00")
    sooner = raised().reference
    set_clock("2026-11-26 09:00")
    worry, danger = raised(telling(worries=("violence",))).reference, raised(anonymous(danger=True)).reference
    who = officers.officer()
    visitor = Visitor(sit_down(app, who))
    page = visitor.open("/staff/concerns?show=open")
    assert references(page) == [worry, danger, sooner, later]
    assert "due 24 November 2026: late by 2 working days" in page.text
    assert "in 2 working days, 30 November 2026" in page.text
    assert page.text.count("Red ") >= 2
    assert references(visitor.open("/staff/concerns?show=late")) == [sooner]


def test_each_list_holds_its_own(sample: Flask, database: SQLAlchemy) -> None:
    sam, ada = officers.officer("Sam"), officers.officer("Ada")
    mine, hers, free = officers.replied(sam), officers.taken(ada), raised().reference
    never = raised(telling(subjects=(SubjectTold("Al Claims", OnRegister.SAYS_SO),))).reference
    visitor = Visitor(sit_down(sample, sam))
    held = {show: set(references(visitor.open(f"/staff/concerns?show={show}"))) for show in LISTS[:-1]}
    everything = {mine, hers, free, never}
    assert held == {
        "today": {mine},
        "mine": {mine},
        "others": set(),
        "nobody": {free},
        "open": everything,
        "late": set(),
        "silent": set(),
        "interim": set(),
        "never": {never},
        "new": everything,
        "closed": set(),
    }
    assert set(references(visitor.open("/staff/concerns"))) == {mine}, "an officer begins with their own"
    manager = Visitor(sit_down(sample, officers.manager()))
    assert set(references(manager.open("/staff/concerns"))) == everything


def test_a_long_list_has_pages_and_costs_as_many_statements_as_a_short_one(
    sample: Flask, database: SQLAlchemy, statements: Counting
) -> None:
    client = sit_down(sample, officers.officer())
    told = telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),))
    costs = []
    for many in (2, 51):
        for _ in range(many):
            raised(told)
        client.get("/staff/concerns?show=open")
        with statements() as seen:
            page = client.get("/staff/concerns?show=open").text
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert costs[0] < 40
    assert 'rel="next"' in page
    second = Visitor(client).open("/staff/concerns?show=open&page=3")
    assert len(references(second)) == 3


def test_one_concern_costs_the_same_however_much_was_said(
    app: Flask, database: SQLAlchemy, statements: Counting
) -> None:
    who = officers.officer()
    reference = officers.replied(who)
    client = sit_down(app, who)
    costs = []
    for many in (1, 12):
        for number in range(many):
            writing.write_note(reference, "A note.", once=f"{many:016x}{number:016x}", by=who.actor)
            mailbox.write_to_us(reference, "A word.", once=f"{many:016x}{number:016x}")
        client.get(f"/staff/concerns/{reference}")
        with statements() as seen:
            client.get(f"/staff/concerns/{reference}")
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_what_waits_is_on_the_first_page(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    sam, mo, rita = officers.officer(), officers.manager(), officers.reviewer()
    officers.taken(sam)
    raised()
    set_clock("2026-11-27 09:00")
    home = Visitor(sit_down(app, sam)).open("/staff")
    assert "2 concerns without a reply yet" in home.text
    assert "1 concern in your hands" in home.text
    home = Visitor(sit_down(app, mo)).open("/staff")
    assert "2 concerns whose reporter was left waiting" in home.text
    assert "1 concern without somebody for the work" in home.text
    assert home.links["Left waiting" if "Left waiting" in home.links else "2 concerns"].endswith("/left-waiting")
    assert "concern" not in Visitor(sit_down(app, rita)).open("/staff").words("ul")[0]


def test_the_manager_sees_who_was_left_waiting_and_by_whom(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    mo, sam = officers.manager(), officers.officer("Sam Officer")
    reference = officers.taken(sam)
    visitor = Visitor(sit_down(app, mo))
    assert "Nobody" in visitor.open("/staff/concerns/left-waiting").words("h2")
    set_clock("2026-11-30 09:00")
    page = Visitor(sit_down(app, mo)).open("/staff/concerns/left-waiting")
    assert references(page) == [reference]
    for words in ("Sam Officer", "First reply", "late by 2 working days", "Hand it over"):
        assert words in page.text


# -------------------------------------------------------------------------------------------------------- one concern


def test_an_officer_takes_a_concern_and_replies_on_one_page(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer("Sam Officer")
    reference = raised().reference
    visitor = Visitor(sit_down(app, who))
    assert reference in visitor.open("/staff/concerns?show=nobody").text
    page = visitor.open(f"/staff/concerns/{reference}")
    assert WORDS in page.text
    page = visitor.send(page, {}, button="Take it")
    assert "You have this concern now" in page.text
    page = visitor.send(page, {"words": "I have read it all."}, button="Send to the reporter")
    assert "I have read it all." in page.text
    page = visitor.open(page.links["Rate the risk"])
    rating = {"likelihood": "2", "impact": "3", "flags": ["dishonesty"], "words": "He says he has a degree."}
    page = visitor.send(page, rating, button="Keep this rating")
    assert "Risk: Red" in page.text
    page = visitor.send(page, {}, button="Begin triage")
    assert "Decide whether it is ours" in page.text


def test_a_press_that_comes_too_late_says_so_on_the_page(app: Flask, database: SQLAlchemy) -> None:
    reference = raised().reference
    slow, quick = Visitor(sit_down(app, officers.officer())), Visitor(sit_down(app, officers.officer()))
    stale, fresh = slow.open(f"/staff/concerns/{reference}"), quick.open(f"/staff/concerns/{reference}")
    quick.send(fresh, {}, button="Take it")
    page = slow.send(stale, {}, button="Take it", status=409)
    assert "Somebody else changed this concern meanwhile" in page.problems[0]


def test_how_to_reach_a_reporter_safely_stands_out(app: Flask, database: SQLAlchemy) -> None:
    careful = Reach(
        phone="01632 960 777",
        ways=(Way.PHONE,),
        safe_times="after 6pm",
        no_voicemail=True,
        no_post=True,
        quiet=True,
        needs="BSL",
        helper="their sister",
    )
    affected = AffectedTold(
        Who.SOMEBODY,
        "Quentin Oakenshaw",
        is_child=False,
        speaking=Speaking.ATTORNEY,
        capacity=Capacity.CANNOT,
        nation=Nation.SCOTLAND,
        knows=False,
        reason="Papers of 2024",
    )
    reference = raised(telling(reach=careful, affected=affected)).reference
    who = officers.officer()
    visitor = Visitor(sit_down(app, who))
    page = visitor.open(f"/staff/concerns/{reference}")
    cautions = page.words("ul", class_="officer-safe__care")[0]
    for words in ("Leave no voicemail", "Send no post", "after 6pm", "say nothing of a concern"):
        assert words in cautions
    assert page.facts["The law there"] == "Adults with Incapacity (Scotland) Act 2000 (Scotland)"
    assert page.facts["They know of this"] == "No"
    assert "Leave no voicemail" in visitor.open(f"/staff/concerns/{reference}/contact").text


@pytest.mark.parametrize("naming", Naming)
def test_the_page_says_what_may_be_done_with_the_name(app: Flask, database: SQLAlchemy, naming: Naming) -> None:
    told = anonymous() if naming is Naming.ANONYMOUS else telling(naming=naming)
    page = Visitor(sit_down(app, officers.officer())).open(f"/staff/concerns/{raised(told).reference}")
    assert (NAME in page.text) is (naming is not Naming.ANONYMOUS)
    assert ("Give the reporter a new secret" in page.links) is (naming is not Naming.ANONYMOUS)


def test_what_was_added_stands_after_what_was_told_first(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who)
    page = {"page": "add", "title": "More", "answers": [{"question": "What else?", "answer": "The bill came.\n<b>"}]}
    following_up.tell_more(reference, StatementKind.ADDED, page)
    shown = Visitor(sit_down(app, who)).open(f"/staff/concerns/{reference}")
    told = [heading for heading in shown.words("h2") if heading.startswith("What they")]
    assert told == ["What they told us", "What they added"]
    assert "The bill came. <b>" in shown.text


def test_a_new_secret_is_shown_once_after_a_check(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who)
    visitor = Visitor(sit_down(app, who))
    page = visitor.open(f"/staff/concerns/{reference}/secret")
    bad = visitor.send(page, {"words": "Called back."}, button="Make a new secret", status=400)
    page = visitor.send(bad, {"how": "called_back", "words": "Called back."}, button="Make a new secret")
    [secret] = page.words("p", class_="officer-secret")
    assert len(secret) == 24
    assert secret not in visitor.open(f"/staff/concerns/{reference}").html
