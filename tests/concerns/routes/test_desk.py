"""The same journey for others: typed up by staff, and told by a registrant about themself; and the six questions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Realm, Role
from concerns.intake.right_place import DOORS, QUESTIONS, doors, is_ours
from concerns.models import Concern, Reporter, Statement
from concerns.vocabulary import Channel, Relation
from foundation import clock, locks
from foundation.database import db, transaction
from foundation.words import say_day
from register import queries as register
from register.models import Holder
from tests.accounts.staff import Person, cookie_for, hire, sit_down
from tests.concerns.teller import ANONYMOUS, PREFIX, STORY, Teller
from tests.frame import cast
from tests.page import Visitor

DESK = "/staff/concerns/new"


def token(client: FlaskClient, address: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', client.get(address).text)
    assert found is not None
    return found[1]


def post(client: FlaskClient, path: str, values: dict, *, at: str = DESK):
    return client.post(f"{at}{path}", data={"csrf_token": token(client, DESK), **values})


@pytest.fixture
def officer(app: Flask, database: SQLAlchemy) -> FlaskClient:
    return sit_down(app, hire(Role.CONCERNS_OFFICER))


def type_up(client: FlaskClient, answers: dict, day: str) -> None:
    assert post(client, "", {}).headers["Location"] == f"{DESK}/came"
    assert post(client, "/came", {"channel": "phone", "received": day, "go": "on"}).status_code == 303
    for slug, given in answers.items():
        assert "look=" not in post(client, f"/{slug}", {**given, "go": "on"}).headers["Location"], slug
    post(client, "/who/described/one", {"name": "Jo Nobody", "on_register": "not_sure"})
    post(client, "/who", {"who_words": "", "go": "on"})
    post(client, "/files", {"go": "on"})


def test_an_officer_types_up_a_call(officer: FlaskClient) -> None:
    day = clock.today() - timedelta(days=4)
    type_up(officer, ANONYMOUS, say_day(day))
    visitor = Visitor(officer)
    assert STORY in visitor.open(f"{DESK}/check").text
    answer = post(officer, "/send", {"true": "yes"})
    assert answer.headers["Location"] == f"{DESK}/receipt"
    receipt = visitor.open(f"{DESK}/receipt")
    assert "Pass on the secret now" in receipt.text
    secret = re.search(r'<code id="secret">([^<]+)<', receipt.html)[1]
    concern = db.session.scalars(select(Concern)).one()
    assert (concern.channel, concern.received_on) == (Channel.PHONE, day)
    assert concern.taken_by_id is not None
    assert locks.is_secret(concern.secret_hash, secret)
    assert officer.get(f"{DESK}/receipt/copy.pdf").data.startswith(b"%PDF")
    post(officer, "/handed-over", {})
    assert officer.get(f"{DESK}/receipt").headers["Location"] == DESK


def test_a_day_that_is_yet_to_come_is_refused(officer: FlaskClient) -> None:
    post(officer, "", {})
    answer = post(officer, "/came", {"channel": "phone", "received": "3 March 2099", "go": "on"})
    assert answer.headers["Location"].endswith("/came?look=again")
    assert "That day is yet to come" in officer.get(answer.headers["Location"]).text


def test_an_officer_finds_again_what_they_began_and_nobody_else_does(app: Flask, officer: FlaskClient) -> None:
    post(officer, "", {})
    post(officer, "/what", {"what": STORY, "go": "save"})
    listed = Visitor(officer).open(DESK)
    reference = re.search(r'name="reference" value="([^"]+)"', listed.html)[1]
    other = sit_down(app, hire(Role.CONCERNS_OFFICER))
    assert reference not in other.get(DESK).text
    assert post(other, "/open", {"reference": reference}).status_code == 404
    assert post(officer, "/open", {"reference": reference}).headers["Location"] == f"{DESK}/tasks"
    assert STORY in officer.get(f"{DESK}/what").text
    post(officer, "/throw-away", {})
    assert reference not in officer.get(DESK).text


@pytest.mark.parametrize("role", [Role.ASSESSOR, Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_desk_is_for_those_who_take_concerns_in(app: Flask, database: SQLAlchemy, role: Role) -> None:
    client = sit_down(app, hire(role))
    for path in ("", "/tasks", "/what", "/check", "/receipt"):
        assert client.get(f"{DESK}{path}").status_code == 403


def test_a_public_draft_is_not_opened_at_the_desk(app: Flask, officer: FlaskClient) -> None:
    teller = Teller(app)
    teller.begin()
    reference, _ = teller.held()
    assert post(officer, "/open", {"reference": reference}).status_code == 404


# ------------------------------------------------------------------------------------------------------ about oneself


def hold(number: str) -> Person:
    """Somebody whose account holds an entry."""
    person = hire(realm=Realm.PUBLIC, name="Siobhan of the tests")
    entry_id = register.entry_ids([number])[number]
    with transaction("a test gives somebody an entry"):
        db.session.add(Holder(entry_id=entry_id, account_id=person.id, since_at=clock.now(), proof="code"))
    return person


def about_me(teller: Teller) -> None:
    answers = {
        "affected-by-you": {"affected": "nobody"},
        "what": {"what": STORY},
        "kind": {"worries": ["crime"]},
        "when": {"when": "yesterday"},
        "where": {"where": ""},
        "going-on": {"ongoing": "no"},
        "risk": {"risk": "no"},
        "told": {"told": ["nobody"]},
        "witnesses": {"witnesses_more": "no"},
        "your-name": {"name": "Siobhan"},
        "reach": {"ways": ["mailbox"]},
        "easier": {},
        "files": {},
    }
    for slug, given in answers.items():
        answer = teller.post(slug, {**given, "go": "on"}, token=teller.token(f"{PREFIX}/return"))
        assert "look=" not in answer.headers["Location"], slug


def test_a_registrant_tells_us_about_themself_without_an_account(sample: Flask, database: SQLAlchemy) -> None:
    teller = Teller(sample)
    assert teller.post("start", {"about": "me"}).headers["Location"].endswith("/your-number")
    assert "look=again" in teller.post("your-number", {"own_number": "CM000000Z", "go": "on"}).headers["Location"]
    assert teller.post("your-number", {"own_number": cast.SIOBHAN, "go": "on"}).status_code == 303
    about_me(teller)
    teller.send()
    concern = db.session.scalars(select(Concern)).one()
    assert concern.relation is Relation.ONESELF
    assert db.session.scalars(select(Reporter)).one().account_id is None


def test_a_signed_in_registrant_need_not_type_what_their_account_knows(sample: Flask, database: SQLAlchemy) -> None:
    person = hold(cast.SIOBHAN)
    teller = Teller(sample)
    name, value = cookie_for(sample, person, realm=Realm.PUBLIC)
    teller.client.set_cookie(name, value, path="/")
    assert teller.post("start", {"about": "me"}).status_code == 303
    page = teller.visitor.open(f"{PREFIX}/your-number")
    assert any(field.get("value") == cast.SIOBHAN for field in page.all("input"))
    teller.post("your-number", {"own_number": cast.SIOBHAN, "go": "on"})
    about_me(teller)
    teller.send()
    assert db.session.scalars(select(Reporter)).one().account_id == person.id


def test_an_anonymous_report_is_not_tied_to_the_account_that_is_signed_in(sample: Flask, database: SQLAlchemy) -> None:
    person = hold(cast.SIOBHAN)
    teller = Teller(sample)
    name, value = cookie_for(sample, person, realm=Realm.PUBLIC)
    teller.client.set_cookie(name, value, path="/")
    teller.tell()
    teller.send()
    assert db.session.scalars(select(Reporter)).one().account_id is None


# ------------------------------------------------------------------------------------------------- the right place?


def ask(teller: Teller, answers: dict[str, str]) -> None:
    for number, (name, value) in enumerate(answers.items(), start=1):
        answer = teller.post(f"right-place/{number}", {name: value}, token=teller.token(f"{PREFIX}/return"))
        assert answer.status_code == 303, answer.text


OURS = {
    "rp_danger": "no",
    "rp_about": "case_manager",
    "rp_matter": "practice",
    "rp_register": "yes",
    "rp_decided": "no",
    "what": STORY,
}


def test_six_questions_lead_to_the_form_with_what_was_typed(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    ask(teller, OURS)
    assert teller.visitor.open(f"{PREFIX}/right-place/result").heading == "You are in the right place"
    assert STORY in teller.visitor.open(f"{PREFIX}/what").html


def test_another_door_hands_back_what_was_typed(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    ask(teller, OURS | {"rp_about": "organisation", "rp_danger": "yes"})
    page = teller.visitor.open(f"{PREFIX}/right-place/result")
    assert page.heading == "Someone else can help you better"
    assert STORY in page.text
    assert "999" in page.text
    assert "CQC" in page.text
    assert page.links["Go on to the form"] == f"{PREFIX}/tasks"


def test_a_question_that_was_skipped_is_asked(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    ask(teller, {"rp_danger": "no"})
    assert teller.client.get(f"{PREFIX}/right-place/result").headers["Location"].endswith("/right-place/2")
    assert teller.post("right-place/2", {}).headers["Location"].endswith("/right-place/2?look=again")
    assert teller.client.get(f"{PREFIX}/right-place/7").status_code == 404


def test_every_door_is_reached_and_doubt_is_ours() -> None:
    reached = set()
    [section] = QUESTIONS.sections
    for page in section.pages:
        for question in page.questions:
            for option in question.options:
                reached |= {door.code for door in doors({question.name: option.value})}
    assert reached == set(DOORS)
    assert is_ours({})
    assert is_ours({"rp_about": "other", "rp_matter": "other"})
    assert not is_ours({"rp_about": "case_manager", "rp_matter": "bill"})


def test_the_frozen_words_are_one_statement(app: Flask, database: SQLAlchemy) -> None:
    teller = Teller(app)
    teller.tell()
    teller.send()
    assert len(db.session.scalars(select(Statement)).all()) == 1
