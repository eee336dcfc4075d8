"""Where it is, who has it, what is next, by when and why late: for the reporter, and for the registrant once told."""

from __future__ import annotations

from datetime import date

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import update

from accounts.models import Realm
from concerns import queries
from concerns.models import Reporter, Subject
from concerns.operations import writing
from concerns.operations.steps import move
from concerns.telling import SubjectTold
from concerns.views import reporter_view
from concerns.vocabulary import ClockName, OnRegister, Relation, StepKind
from foundation import clock
from foundation.database import db, transaction
from register.models import Holder
from register.queries import entry
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns.arrange import EMAIL, NAME, WORDS, telling
from tests.concerns.mailboxes import Held, answer, held, officer, opened, read, taken
from tests.conftest import StillClock
from tests.frame import cast
from tests.page import Visitor

ABOUT_SIOBHAN = (SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),)


def registrant() -> Person:
    """The registrant of an entry, with an account that looks after it."""
    person = hire(realm=Realm.PUBLIC, name="A Registrant")
    found = entry(cast.SIOBHAN)
    assert found is not None
    with transaction("a test links an entry"):
        db.session.add(Holder(entry_id=found.id, account_id=person.id, since_at=clock.now(), proof="a test"))
    return person


def told(mine: Held, by: Person) -> None:
    """The registrant was told of it."""
    with transaction("a test tells a registrant"):
        db.session.execute(
            update(Subject)
            .where(Subject.concern_id == mine.id)
            .values(told_on=clock.today(), told_at=clock.now(), told_by_id=by.id)
        )


def test_a_new_concern_says_who_reads_it_and_by_when(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    page = opened(visitor, held())
    assert "We have your concern. A person will read all of it and reply to you." in page.text
    assert "Nobody by name yet." in page.text
    assert "replies to you here, by 5pm, 26 November 2026" in page.text
    assert "whether it is ours to look into, and why, by 5pm, 8 December 2026" in page.text
    assert "even when nothing is new, by 5pm, 22 December 2026" in page.text
    assert [item.get("aria-current") for item in page.all("li", class_="stages__point")] == ["step", None, None]
    assert page.words("li", class_="promises__one--late") == []
    assert "24 November 2026 We received your concern" in page.text


def test_the_officer_is_named_and_the_reply_is_no_longer_awaited(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    mine, sam = held(), officer()
    set_clock("2026-11-25 10:00")
    answer(mine, "Good morning.", sam)
    page = opened(visitor, mine)
    assert "Sam, concerns officer" in page.text
    assert "replies to you here" not in page.text
    assert "even when nothing is new, by 5pm, 23 December 2026" in page.text
    assert "A person replied for the first time" in page.text


def test_a_late_promise_says_so_and_that_nobody_has_said_why(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    mine = held()
    set_clock("2026-11-26 23:00")
    assert reporter_view.NOT_SAID_WHY not in opened(visitor, mine).text
    set_clock("2026-11-27 00:30")
    page = visitor.open("/concerns/mailbox")
    assert reporter_view.NOT_SAID_WHY in page.text
    assert len(page.words("li", class_="promises__one--late")) == 1


def test_why_it_is_late_stands_in_the_officers_words_with_the_new_day(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    mine, sam = held(), officer()
    taken(mine, sam)
    writing.explain_delay(
        mine.reference,
        clock_name=ClockName.TRIAGE,
        words="The court has the papers.",
        expected_on=date(2027, 1, 5),
        version=read(mine).version,
        by=sam.actor,
    )
    set_clock("2026-12-20 10:00")
    page = opened(visitor, mine)
    assert "by 5pm, 5 January 2027" in page.text
    assert "We said 8 December 2026 before." in page.text
    assert "The court has the papers." in page.text
    assert page.words("li", class_="promises__one--late") == []
    set_clock("2027-01-06 10:00")
    assert reporter_view.LATE_AGAIN in opened(visitor, mine).text


def test_no_stage_is_only_under_review(database: SQLAlchemy, visitor: Visitor) -> None:
    mine, sam = held(), officer()
    with transaction("a test begins triage"):
        move(queries.get(mine.reference), "begin_triage", StepKind.TRIAGE_BEGAN, by=sam.actor)
    page = opened(visitor, mine)
    assert "We are finding out whether it is ours to look into." in page.text
    assert [item.get("aria-current") for item in page.all("li", class_="stages__point")] == [None, "step", None]
    assert "under review" not in page.text.lower()


def test_a_registrant_sees_a_concern_only_once_they_were_told(sample: Flask, database: SQLAlchemy) -> None:
    person = registrant()
    mine = held(telling(subjects=ABOUT_SIOBHAN))
    visitor = Visitor(sit_down(sample, person, realm=Realm.PUBLIC))
    assert mine.reference not in visitor.open("/account/concerns").html
    sam = officer()
    answer(mine, "A marker for the reporter alone.", sam)
    told(mine, sam)
    page = visitor.open("/account/concerns")
    assert mine.reference in page.text
    assert "Sam, concerns officer" in page.text
    assert [item.get("aria-current") for item in page.all("li", class_="stages__point")] == ["step", None, None]
    for words in (WORDS, NAME, EMAIL, "Quentin", "A marker for the reporter alone", "Penrose"):
        assert words not in page.html
    assert visitor.client.post(f"/account/concerns/{mine.reference}").status_code in (400, 404)


def test_a_registrant_who_told_of_themself_opens_that_mailbox_without_a_secret(
    sample: Flask, database: SQLAlchemy
) -> None:
    person, stranger = registrant(), hire(realm=Realm.PUBLIC)
    mine = held(telling(relation=Relation.ONESELF, account_id=person.id, subjects=ABOUT_SIOBHAN))
    visitor = Visitor(sit_down(sample, person, realm=Realm.PUBLIC))
    page = visitor.open("/account/concerns")
    page = visitor.send(page, {}, button=f"Open its mailbox: {mine.reference}")
    assert page.heading == "Your mailbox"
    home = visitor.open("/account")
    visitor.send(home, {}, button="Sign out")
    assert visitor.open("/concerns/mailbox").heading == "Open your mailbox"
    other = Visitor(sit_down(sample, stranger, realm=Realm.PUBLIC))
    assert mine.reference not in other.open("/account/concerns").html
    token = other.open("/account/security").form(button="Sign out").find(".//input[@name='csrf_token']")
    assert token is not None
    response = other.client.post(f"/account/concerns/{mine.reference}", data={"csrf_token": token.get("value")})
    assert response.status_code == 404
    assert db.session.query(Reporter).count() == 1


def test_a_mailbox_is_read_in_a_fixed_number_of_statements(
    database: SQLAlchemy, visitor: Visitor, statements: object
) -> None:
    mine, sam = held(), officer()
    answer(mine, "One.", sam, once="1")
    opened(visitor, mine)

    def asked() -> int:
        with statements() as seen:  # type: ignore[operator]  # the fixture's own type is long
            visitor.client.get("/concerns/mailbox")
        return len(seen)

    few = asked()
    for number in range(2, 8):
        answer(mine, f"Number {number}.", sam, once=str(number))
    assert asked() == few
