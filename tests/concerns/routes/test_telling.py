"""Telling us of a concern without a browser: page by page, with mistakes, out of order, twice, and without a draft."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from concerns.intake.pages import JOURNEY
from concerns.models import Concern, Statement
from concerns.vocabulary import Channel, Naming, Queue
from foundation import locks
from foundation.database import db
from foundation.journey.drafts import Draft
from tests.concerns.teller import ANONYMOUS, NAMED, PREFIX, STORY, Teller
from tests.frame import cast


@pytest.fixture
def teller(app: Flask, database: SQLAlchemy) -> Teller:
    return Teller(app)


def concerns() -> list[Concern]:
    return list(db.session.scalars(select(Concern).order_by(Concern.id)))


def statement() -> list[dict]:
    held = db.session.scalars(select(Statement)).one()
    concern = db.session.scalars(select(Concern)).one()
    return locks.box_of(concern.lock_id).open_json(held.words_sealed)


def test_a_whole_concern_is_told_and_sent(teller: Teller) -> None:
    teller.tell(NAMED)
    reference, secret = teller.held()
    page = teller.visitor.open(f"{PREFIX}/check")
    assert STORY in page.text
    receipt = teller.send()
    assert receipt.heading == "We have your concern"
    assert reference in receipt.text
    assert secret in receipt.text
    [concern] = concerns()
    assert (concern.reference, concern.channel, concern.naming) == (reference, Channel.ONLINE, Naming.NAMED)
    assert locks.is_secret(concern.secret_hash, secret)
    assert concern.worries == ["delay", "candour"]
    told = {one["name"]: one["answer"] for page in statement() for one in page["answers"]}
    assert told["what"] == STORY
    assert told["true"] == "Yes"
    assert told["when"] == "last spring"


def test_the_receipt_promises_what_the_clocks_keep(teller: Teller, set_clock) -> None:
    set_clock("2026-11-20 16:00")
    teller.tell()
    text = teller.send().text
    assert "A person will reply by 5pm on Tuesday 24 November 2026." in text
    assert "By Friday 4 December 2026 we tell you" in text
    assert "more than 28 days" in text


@pytest.mark.parametrize("slug", [page.slug for page in JOURNEY.pages({}) if not page.own])
def test_every_page_says_what_is_missing_and_keeps_what_was_typed(teller: Teller, slug: str) -> None:
    teller.begin()
    page = JOURNEY.page(slug)
    if not page.applies({}):
        return
    opened = teller.visitor.open(f"{PREFIX}/{slug}")
    form = "Save and go on"
    needed = [one for one in page.questions if one.required]
    if not needed:
        return
    again = teller.visitor.send(opened, {"go": "on"}, button=form)
    assert again.title.startswith("Error: ")
    assert again.problems == [one.required for one in needed]


def test_words_that_are_too_long_come_back_whole(teller: Teller) -> None:
    teller.begin()
    opened = teller.visitor.open(f"{PREFIX}/what")
    words = "word " * 5000
    again = teller.visitor.send(opened, {"what": words, "go": "on"}, button="Save and go on")
    [box] = [field for field in again.all("textarea") if field.get("name") == "what"]
    assert (box.text or "").strip() == words.strip()
    assert again.problems == ["This is 4,999 characters too long. The most is 20,000"]
    kept = teller.visitor.open(f"{PREFIX}/what")
    assert words.strip() in " ".join((kept.all("textarea")[0].text or "").split())


def test_far_too_much_comes_back_whole_all_the_same(teller: Teller) -> None:
    teller.begin()
    opened = teller.visitor.open(f"{PREFIX}/what")
    words = "word " * 100_000
    again = teller.visitor.send(opened, {"what": words, "go": "on"}, button="Save and go on", status=400)
    assert again.problems == ["This is 479,999 characters too long. The most is 20,000"]
    assert len(again.all("textarea")[0].text or "") >= 499_999


def test_pages_may_come_in_any_order_and_twice(teller: Teller) -> None:
    teller.begin()
    order = ["risk", "what", "speaking", "what", "told", "about"]
    answers = {**ANONYMOUS, "speaking": {"speaking": "consent"}}
    for slug in order:
        assert teller.post(slug, {**answers[slug], "go": "on"}).status_code == 303
    text = teller.visitor.open(f"{PREFIX}/check").text
    assert STORY in text
    assert "Please look at this page" in text
    answer = teller.post("send", {"true": "yes"})
    assert answer.headers["Location"].endswith("/check")
    assert concerns() == []


def test_a_page_that_is_not_asked_leads_back_to_the_list(teller: Teller) -> None:
    teller.begin()
    assert teller.client.get(f"{PREFIX}/speaking").headers["Location"].endswith("/tasks")
    assert teller.client.get(f"{PREFIX}/no-such-page").status_code == 404
    assert teller.post("no-such-page", {}).status_code == 404


def test_without_saying_that_it_is_true_nothing_is_sent(teller: Teller) -> None:
    teller.tell()
    page = teller.visitor.send(teller.visitor.open(f"{PREFIX}/check"), {}, button="Send it now")
    assert page.problems == ["Say that it is true as far as you know"]
    assert concerns() == []


def test_sending_twice_gives_one_concern_and_one_receipt(teller: Teller) -> None:
    teller.tell()
    token = teller.token()
    with teller.client.session_transaction() as session:
        before = dict(session)
    assert teller.post("send", {"true": "yes"}, token=token).headers["Location"].endswith("/receipt")
    first = teller.held()
    with teller.client.session_transaction() as session:  # the second press carried the cookie of the first
        session.clear()
        session.update(before)
    assert teller.post("send", {"true": "yes"}, token=token).headers["Location"].endswith("/receipt")
    assert teller.held() == first
    assert len(concerns()) == 1


def test_after_sending_old_pages_lead_to_the_receipt(teller: Teller) -> None:
    teller.tell()
    teller.send()
    for slug in ("what", "check", "tasks", "files", "who"):
        assert teller.client.get(f"{PREFIX}/{slug}").headers["Location"].endswith("/receipt")
    token = teller.token(f"{PREFIX}/start")
    assert teller.post("going-on", {"ongoing": "no"}, token=token).headers["Location"].endswith("/receipt")
    answer = teller.post("what", {"what": "late words"}, token=token)
    assert answer.status_code == 409
    assert "late words" in answer.text
    assert len(concerns()) == 1


def test_an_anonymous_concern_keeps_neither_time_nor_name(teller: Teller, set_clock) -> None:
    set_clock("2026-11-20 16:47:31")
    teller.tell()
    teller.send()
    [concern] = concerns()
    assert concern.naming is Naming.ANONYMOUS
    assert concern.received_at is None
    draft = db.session.scalars(select(Draft)).one()
    held = repr([getattr(draft, column.name) for column in Draft.__table__.columns])
    assert "16" not in re.sub(r"[0-9a-f]{64}|CN-[0-9A-Z-]+", "", held)
    names = {one["name"] for page in statement() for one in page["answers"]}
    assert not names & {"name", "email", "phone", "post"}


def test_the_name_given_before_choosing_to_be_anonymous_is_left_out(teller: Teller) -> None:
    teller.tell(NAMED)
    assert teller.post("name-or-not", {"naming": "anonymous", "go": "on"}).status_code == 303
    teller.send()
    assert "Perpetua" not in repr(statement())


def test_somebody_described_as_never_registered_goes_to_their_own_list(teller: Teller) -> None:
    teller.tell()
    teller.post("who/described/one", {"name": "Al Claims", "on_register": "says_so"})
    assert "It goes to the people who look after the register" in teller.send().text
    assert concerns()[0].queue is Queue.NEVER_REGISTERED


def test_the_case_manager_is_found_on_the_register(sample: Flask, database: SQLAlchemy) -> None:
    teller = Teller(sample)
    teller.begin()
    answer = teller.post("who", {"who_words": cast.SIOBHAN, "go": "search"})
    assert answer.headers["Location"] == f"{PREFIX}/who/found"
    page = teller.visitor.open(f"{PREFIX}/who/found")
    assert cast.SIOBHAN in page.text
    for _ in range(2):
        assert teller.post("who/choose", {"number": cast.SIOBHAN}).status_code == 303
    shown = teller.visitor.open(f"{PREFIX}/who")
    assert shown.text.count(cast.SIOBHAN) == 1
    teller.post("who/choose", {"number": "CM999999X"})
    answer = teller.post("who", {"who_words": "", "go": "on"})
    assert answer.headers["Location"].endswith("/tasks")
    item = re.search(r'name="item" value="(\w+)"', teller.client.get(f"{PREFIX}/who").text)[1]
    teller.post("who/take-out", {"item": item})
    assert cast.SIOBHAN not in teller.client.get(f"{PREFIX}/who").text


def test_nobody_found_says_what_that_means(sample: Flask, database: SQLAlchemy) -> None:
    teller = Teller(sample)
    teller.begin()
    teller.post("who", {"who_words": "Zzyzx Qwrt", "go": "search"})
    page = teller.visitor.open(f"{PREFIX}/who/found")
    assert "does not mean that someone is dishonest" in page.text
    described = teller.visitor.open(f"{PREFIX}/who/described/new")
    assert any(field.get("value") == "Zzyzx Qwrt" for field in described.all("input"))


def test_several_people_and_witnesses_are_listed_changed_and_taken_out(teller: Teller) -> None:
    teller.tell()
    for number in (1, 2, 2):
        teller.post(f"who/described/p{number}", {"name": f"Person {number}", "on_register": "never"})
        teller.post(f"witnesses/w{number}", {"name": f"Witness {number}", "saw": "all of it"})
    people = teller.visitor.open(f"{PREFIX}/who").text
    assert [people.count(name) for name in ("Person 1", "Person 2")] == [3, 3]
    teller.visitor.open(f"{PREFIX}/witnesses/w1")
    teller.post("witnesses/w1/take-out", {})
    listed = teller.visitor.open(f"{PREFIX}/witnesses").text
    assert "Witness 1" not in listed
    assert "Witness 2" in listed
    teller.post("witnesses", {"witnesses_more": "no", "go": "on"})
    teller.send()
    answers = [one["answer"] for page in statement() if page["page"] == "witnesses" for one in page["answers"]]
    assert answers == ["Their name, or who they are: Witness 2\nWhat did they see or hear?: all of it"]


def test_each_saved_page_costs_one_redirect_and_few_statements(teller: Teller, statements) -> None:
    teller.tell(NAMED)
    token = teller.token()
    with statements() as seen:
        assert teller.post("what", {"what": STORY, "go": "on"}, token=token).status_code == 303
    assert len([one for one in seen if one.lstrip().upper().startswith(("SELECT", "UPDATE", "INSERT"))]) <= 3, seen
    with statements() as seen:
        assert teller.client.get(f"{PREFIX}/kind").status_code == 200
    assert len(seen) <= 2, seen


def test_no_page_of_the_form_is_kept_by_a_browser_or_listed(teller: Teller) -> None:
    teller.tell()
    for path in ("", "/start", "/tasks", "/what", "/who", "/files", "/check", "/save", "/return", "/right-place/1"):
        answer = teller.client.get(f"{PREFIX}{path}")
        assert answer.status_code == 200, path
        assert answer.headers["Cache-Control"] == "no-store", path
        assert 'href="/concerns/leave"' in answer.text, path
        assert path == "" or 'content="noindex"' in answer.text, path


def test_leaving_quickly_forgets_everything_and_goes_elsewhere(teller: Teller) -> None:
    teller.tell()
    held = teller.held()
    answer = teller.client.get("/concerns/leave")
    assert answer.status_code == 303
    assert "weather" in answer.headers["Location"]
    with teller.client.session_transaction() as session:
        assert not {"draft", "receipt", "mailbox"} & set(session)
    assert teller.client.get(f"{PREFIX}/what").headers["Location"].endswith("/return")
    again = teller.post("return", {"reference": held[0], "secret": held[1]})
    assert again.headers["Location"].endswith("/tasks")
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 1
