"""What a reporter may do later: each right, its limits, pressed twice, out of order, and on a closed concern."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import Role
from concerns import correspondence, queries
from concerns.models import Closure, Feedback, Request, SecretGiven, Statement
from concerns.operations import following_up
from concerns.operations.secrets import give_new_secret
from concerns.operations.steps import move
from concerns.telling import Reach
from concerns.vocabulary import CloseReason, Naming, RequestKind, SecretCheck, Stage, StatementKind, StepKind, Way
from foundation import clock, locks
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from foundation.evidence.models import StoredFile
from foundation.outbox import Letter
from tests.accounts.staff import hire
from tests.concerns.arrange import EMAIL, NAME, anonymous, telling
from tests.concerns.mailboxes import Held, held, officer, opened, read, somebody
from tests.concerns.test_mailbox import PNG
from tests.concerns.test_receiving import everything
from tests.conftest import StillClock
from tests.page import Page, Visitor

WHY = "My brother asked me to."


def closed(mine: Held, *, on: date | None = None) -> None:
    """The concern is closed, with reasons and four weeks for another look."""
    by = officer()
    concern = read(mine)
    day = on or clock.today()
    with transaction("a test closes a concern"):
        concern = queries.get(mine.reference)
        concern.closed_on = day
        move(concern, "close", StepKind.CLOSED, by=by.actor)
        db.session.add(
            Closure(
                concern_id=concern.id,
                reason=CloseReason.FEES,
                words_sealed=locks.box_of(concern.lock_id).seal("It is about a bill only."),
                closed_on=day,
                closed_at=clock.now(),
                closed_by_id=by.id,
                review_until=clock.add_months(day, 1),
            )
        )
    db.session.rollback()


def do(visitor: Visitor, slug: str, typed: dict[str, Any], *, times: int = 1) -> Page:
    """Fill in the page of a right, look at it once more, and send it."""
    page = visitor.send(visitor.open(f"/concerns/mailbox/{slug}"), typed, button="Go on")
    assert page.heading == "Is this right?"
    send = next(words for words in page.words("button") if words not in ("Change it", "Close the mailbox", "Search"))
    for _ in range(times):
        shown = visitor.send(page, {"sure": "yes"} if _has(page, "sure") else {}, button=send)
    return shown


def _has(page: Page, name: str) -> bool:
    return any(one.get("name") == name for one in page.root.iter("button"))


def kinds(mine: Held) -> list[StepKind]:
    """The timeline."""
    return [step.kind for step in queries.steps(mine.id)]


def test_adding_stands_beside_what_was_told_with_its_files(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    opened(visitor, mine)
    page = visitor.send(visitor.open("/concerns/mailbox/add"), {"words": WHY}, button="Go on")
    assert WHY in page.text
    for _ in range(2):
        shown = visitor.send(page, {"sure": "yes", "files": (io.BytesIO(PNG), "door.png")}, button="Add this")
    assert "We have what you added." in shown.text or "We have it" in shown.text
    given = correspondence.statements(mine.id)
    assert [one.kind for one in given] == [StatementKind.FIRST, StatementKind.ADDED]
    assert db.session.scalars(select(StoredFile.owner_id)).all() == [str(given[1].id)]
    assert kinds(mine) == [StepKind.RECEIVED, StepKind.ADDED]
    told = visitor.open("/concerns/mailbox/told")
    assert told.facts["What would you like to add?"] == WHY
    assert "door.png" in told.links


def test_what_was_typed_can_be_changed_before_it_is_sent(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    opened(visitor, mine)
    page = visitor.send(visitor.open("/concerns/mailbox/add"), {"words": WHY}, button="Go on")
    page = visitor.send(page, {"change": "yes"}, button="Change it")
    [field] = page.all("textarea", id="words")
    assert (field.text or "").strip() == WHY
    assert kinds(mine) == [StepKind.RECEIVED]


def test_putting_right_keeps_what_was_told_first(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    opened(visitor, mine)
    page = do(visitor, "put-right", {"wrong": "It was spring.", "right": "It was autumn."}, times=2)
    assert "You put something right" in page.text
    kept = visitor.open("/concerns/mailbox/told").facts
    assert kept["What is right?"] == "It was autumn."
    assert "What happened?" in kept
    assert [one.kind for one in correspondence.statements(mine.id)] == [StatementKind.FIRST, StatementKind.CORRECTED]


def test_taking_back_asks_once_and_says_that_it_waits(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    opened(visitor, mine)
    page = do(visitor, "take-back", {"words": WHY}, times=2)
    assert "You have asked to take it back." in page.text
    assert "We have not answered yet" in page.text
    assert db.session.scalars(select(Request.kind)).all() == [RequestKind.WITHDRAWAL]
    assert read(mine).stage is Stage.RECEIVED
    page = visitor.open("/concerns/mailbox/take-back", status=409)
    assert "You have asked to take it back. We will answer you here." in page.text
    with pytest.raises(Refused):
        following_up.take_back(mine.reference, "another reason")


def test_a_closed_concern_cannot_be_taken_back_but_may_be_looked_at_again_once(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    mine = held()
    opened(visitor, mine)
    page = visitor.send(visitor.open("/concerns/mailbox/take-back"), {"words": WHY}, button="Go on")
    closed(mine)
    page = visitor.send(page, {"sure": "yes"}, button="Ask to take it back", status=409)
    assert "This concern is closed" in page.text
    assert WHY in page.text
    page = visitor.open("/concerns/mailbox")
    assert "It is only about a bill" in page.text
    assert "It is about a bill only." in page.text
    page = do(visitor, "look-again", {"words": "You missed the letters."}, times=2)
    assert "You asked us to look at the closing again" in page.text
    assert db.session.scalar(select(func.count()).select_from(Request)) == 1
    assert "ask for that once" in visitor.open("/concerns/mailbox/look-again", status=409).text
    assert "Ask for another look" not in visitor.open("/concerns/mailbox").links


def test_another_look_can_be_asked_for_until_its_last_day(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    mine = held()
    opened(visitor, mine)
    assert "Your concern is still open" in visitor.open("/concerns/mailbox/look-again", status=409).text
    closed(mine)
    set_clock("2026-12-24 23:58")
    opened(visitor, mine)
    assert visitor.open("/concerns/mailbox/look-again").heading == "Ask for another look"
    set_clock("2026-12-25 00:01")
    assert "until 24 December 2026" in visitor.open("/concerns/mailbox/look-again", status=409).text


def test_a_closed_mailbox_still_takes_messages(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    closed(mine)
    page = visitor.send(opened(visitor, mine), {"words": "It happened again."}, button="Send the message")
    assert "We have your message." in page.text


def test_somebody_anonymous_may_give_their_name_and_the_hour_they_came_stays_unknown(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 15:47:13")
    mine = held(anonymous())
    page = opened(visitor, mine)
    assert "Tell us your name" in page.links
    typed = {"name": NAME, "naming": "confidential", "ways": ["email"], "email": EMAIL, "safe": ["quiet"]}
    page = do(visitor, "name", typed, times=2)
    assert "Thank you. We have your name." in page.text
    concern = read(mine)
    box = locks.box_of(concern.lock_id)
    assert (concern.naming, concern.received_at, concern.began_anonymous) == (Naming.CONFIDENTIAL, None, True)
    assert box.open(concern.reporter.name_sealed or "") == NAME
    reach = Reach.from_plain(box.open_json(concern.reporter.reach_sealed or ""))
    assert reach == Reach(email=EMAIL, ways=(Way.EMAIL,), quiet=True)
    assert "15, 47" not in everything(database)
    assert kinds(mine) == [StepKind.RECEIVED, StepKind.NAMED]
    db.session.rollback()
    page = do(visitor, "name", {"name": NAME, "naming": "named"})
    assert read(mine).naming is Naming.NAMED
    assert "already" in visitor.open("/concerns/mailbox/name", status=409).text


def test_only_a_wish_of_their_own_names_a_reporter(database: SQLAlchemy) -> None:
    mine = held(anonymous())
    with pytest.raises(Refused):
        following_up.give_name(mine.reference, name=" ", naming=Naming.NAMED, reach=Reach())
    with pytest.raises(Refused):
        following_up.give_name(mine.reference, name=NAME, naming=Naming.ANONYMOUS, reach=Reach())


def test_how_we_reach_them_can_be_changed_and_is_shown_to_be_changed(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    opened(visitor, mine)
    page = visitor.open("/concerns/mailbox/reach")
    assert page.all("input", id="email")[0].get("value") == EMAIL
    do(visitor, "reach", {"ways": ["phone"], "phone": "01632 960 111", "needs": "large print", "helper": "My sister"})
    concern = read(mine)
    reach = Reach.from_plain(locks.box_of(concern.lock_id).open_json(concern.reporter.reach_sealed or ""))
    assert reach == Reach(phone="01632 960 111", ways=(Way.PHONE,), needs="large print", helper="My sister")
    page = visitor.send(
        visitor.open("/concerns/mailbox/reach"), {"ways": ["email"], "email": "no address"}, button="Go on", status=400
    )
    assert page.problems == ["Type an email address like name@example.com"]


def test_of_somebody_anonymous_only_what_makes_it_easier_is_kept(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held(anonymous())
    opened(visitor, mine)
    page = visitor.open("/concerns/mailbox/reach")
    assert page.all("input", name="email") == []
    do(visitor, "reach", {"needs": "large print"})
    following_up.change_reach(mine.reference, Reach(email=EMAIL, needs="large print"))
    concern = read(mine)
    held_now = Reach.from_plain(locks.box_of(concern.lock_id).open_json(concern.reporter.reach_sealed or ""))
    assert held_now == Reach(needs="large print")


def test_feedback_is_given_once_for_each_stage(database: SQLAlchemy, visitor: Visitor) -> None:
    mine = held()
    opened(visitor, mine)
    do(visitor, "feedback", {"stage": "received", "score": "4", "words": "Quick."}, times=1)
    given = db.session.scalars(select(Feedback)).one()
    assert (given.stage, given.score) == (Stage.RECEIVED, 4)
    assert "every part so far" in visitor.open("/concerns/mailbox/feedback", status=409).text
    for stage, score in ((Stage.RECEIVED, 3), (Stage.TRIAGE, 3), (Stage.RECEIVED, 6)):
        with pytest.raises(Refused):
            following_up.give_feedback(mine.reference, stage, score=score, words="")


@pytest.mark.parametrize("slug", ["take-back", "add", "put-right", "name", "reach", "look-again", "feedback"])
def test_no_right_without_the_mailbox_and_none_with_another(database: SQLAlchemy, app: Flask, slug: str) -> None:
    mine = held()
    assert somebody(app).open(f"/concerns/mailbox/{slug}").heading == "Open your mailbox"
    stranger = somebody(app)
    other = held(anonymous())
    opened(stranger, other)
    stranger.client.post(f"/concerns/mailbox/{slug}", data={"reference": mine.reference, "words": "x", "sure": "yes"})
    assert kinds(mine) == [StepKind.RECEIVED]


def test_an_unknown_page_of_the_mailbox_is_missing(database: SQLAlchemy, visitor: Visitor) -> None:
    opened(visitor, held())
    assert visitor.open("/concerns/mailbox/escalate", status=404).heading


def test_steps_of_somebody_anonymous_keep_their_day_only(
    database: SQLAlchemy, visitor: Visitor, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 15:47:13")
    mine = held(anonymous())
    opened(visitor, mine)
    do(visitor, "add", {"words": WHY})
    do(visitor, "put-right", {"wrong": "Spring.", "right": "Autumn."})
    do(visitor, "take-back", {"words": WHY})
    do(visitor, "reach", {"needs": "large print"})
    do(visitor, "feedback", {"stage": "received", "score": "2", "words": WHY})
    told = everything(database)
    assert "15, 47" not in told
    assert "15:47" not in told
    assert WHY not in told
    assert {line.at.hour for line in db.session.scalars(select(AuditRecord))} == {0}
    assert db.session.scalars(select(Statement.given_at).distinct()).all() == [None]


def test_an_officer_gives_a_new_secret_after_a_check_and_never_to_somebody_anonymous(
    database: SQLAlchemy, app: Flask, visitor: Visitor
) -> None:
    mine, nameless, sam = held(telling()), held(anonymous()), officer()
    opened(visitor, mine)
    new = give_new_secret(mine.reference, how=SecretCheck.CALLED_BACK, words="Called at noon.", by=sam.actor)
    db.session.rollback()
    assert visitor.open("/concerns/mailbox").heading == "Open your mailbox"
    fresh = somebody(app)
    assert opened(fresh, Held(mine.reference, new, mine.id)).heading == "Your mailbox"
    assert db.session.scalars(select(SecretGiven.how)).all() == [SecretCheck.CALLED_BACK]
    assert "concern_secret" in db.session.scalars(select(Letter.template)).all()
    assert "Called at noon" not in everything(database)
    for reference, words, by in (
        (nameless.reference, "They knew.", sam),
        (mine.reference, " ", sam),
    ):
        with pytest.raises(Refused):
            give_new_secret(reference, how=SecretCheck.KNEW, words=words, by=by.actor)
    for by in (hire(Role.ADMINISTRATOR), hire(Role.REGISTRAR)):
        with pytest.raises(NotAllowed):
            give_new_secret(mine.reference, how=SecretCheck.KNEW, words="They knew.", by=by.actor)
