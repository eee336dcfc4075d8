"""Drafts: sealed for their holder, merged under the lock, reminded of, emptied when sent, swept when left."""

from __future__ import annotations

import threading

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from foundation import locks
from foundation.database import db, transaction
from foundation.errors import Missing, Refused
from foundation.journey import drafts
from foundation.journey.drafts import Draft, Hand
from foundation.journey.pages import Content
from foundation.locks import Lock
from foundation.outbox import Letter
from foundation.references import concern_reference

MARK = "Marmaduke Quillfeather"


def public() -> Hand:
    return drafts.start("club", reference=concern_reference(2026), content=Content({"name": MARK}, ["name"]))


def owned(owner: str = "account:12") -> Hand:
    return drafts.start("club", reference=concern_reference(2026), owner=owner, content=Content({"name": MARK}))


def say(name: str, value: str):
    return lambda content: content.answers.update({name: value})


def everything() -> str:
    rows = db.session.execute(text("SELECT * FROM draft")).all()
    return repr([tuple(row) for row in rows])


def test_a_draft_opens_with_its_secret_however_it_is_typed(database: SQLAlchemy) -> None:
    hand = public()
    assert drafts.open_draft(hand).content.answers == {"name": MARK}
    typed = hand.secret.lower().replace("-", " ")
    assert drafts.open_draft(Hand(hand.reference, secret=typed)).content.answers == {"name": MARK}


@pytest.mark.parametrize("wrong", ["", "7K3M-9XWD-7K3M-9XWD-7K3M", "x" * 5000])
def test_a_wrong_secret_opens_nothing(database: SQLAlchemy, wrong: str) -> None:
    hand = public()
    for held in (Hand(hand.reference, secret=wrong), Hand("CN-2026-222222", secret=hand.secret)):
        with pytest.raises(Missing):
            drafts.open_draft(held)
        with pytest.raises(Missing):
            drafts.change(held, say("name", "mine now"))


def test_a_draft_of_one_kind_does_not_open_as_the_other(database: SQLAlchemy) -> None:
    hand, own = public(), owned()
    for held in (
        Hand(hand.reference, owner="account:12"),
        Hand(own.reference, owner="account:13"),
        Hand(own.reference, secret=locks.new_secret()),
        Hand(own.reference),
    ):
        with pytest.raises(Missing):
            drafts.open_draft(held)
    assert drafts.open_draft(own).content.answers == {"name": MARK}


def test_nothing_that_is_kept_can_be_read_without_the_secret(database: SQLAlchemy) -> None:
    hand = public()
    drafts.remind_at(hand, "quill@example.org")
    held = everything()
    assert MARK not in held
    assert hand.secret not in held
    assert "quill" not in held
    row = db.session.scalars(select(Draft)).one()
    with pytest.raises(Missing):
        locks.box_of(row.lock_id).open(row.sealed)


def test_only_days_are_kept(database: SQLAlchemy) -> None:
    kinds = {column.name: str(column.type) for column in Draft.__table__.columns}
    assert {name for name in kinds if name.endswith("_on")} == {"begun_on", "touched_on", "delete_on"}
    assert not [name for name, kind in kinds.items() if "TIME" in kind.upper() or name.endswith("_at")]


def test_two_tabs_on_two_pages_lose_nothing(app: Flask, database: SQLAlchemy) -> None:
    hand = public()
    ready = threading.Barrier(6)

    def tab(number: int) -> None:
        with app.app_context():
            ready.wait()
            for turn in range(4):
                drafts.change(hand, say(f"page{number}-{turn}", "typed"))

    tabs = [threading.Thread(target=tab, args=(number,)) for number in range(6)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    db.session.rollback()
    answers = drafts.open_draft(hand).content.answers
    assert {f"page{number}-{turn}" for number in range(6) for turn in range(4)} <= set(answers)


def test_an_edit_that_fails_changes_nothing(database: SQLAlchemy) -> None:
    hand = public()

    def stumble(content: Content) -> None:
        content.answers["name"] = "half"
        raise ValueError("stumbled")

    with pytest.raises(ValueError, match="stumbled"):
        drafts.change(hand, stumble)
    assert drafts.open_draft(hand).content.answers == {"name": MARK}


def send(hand: Hand) -> None:
    with transaction("a test sends"):
        draft = drafts.open_to_send(hand)
        drafts.finish(draft.id, sent_as=hand.reference)


@pytest.mark.parametrize("begin", [public, owned])
def test_a_sent_draft_is_empty_and_remembers_what_it_became(database: SQLAlchemy, begin) -> None:
    hand = begin()
    drafts.remind_at(hand, "quill@example.org")
    send(hand)
    opened = drafts.open_draft(hand)
    assert opened.sent_as == hand.reference
    assert opened.content == Content()
    assert db.session.scalar(select(func.count()).select_from(Lock)) == 0
    for late in (lambda: drafts.change(hand, say("name", "late")), lambda: drafts.remind_at(hand, "a@b.example")):
        with pytest.raises(Refused):
            late()
    with pytest.raises(Refused), transaction("a late file"):
        drafts.check_open(hand)


def test_sending_needs_an_operation(database: SQLAlchemy) -> None:
    hand = public()
    with pytest.raises(RuntimeError):
        drafts.open_to_send(hand)
    with pytest.raises(RuntimeError):
        drafts.finish(1, sent_as="CN-2026-222222")


def test_throwing_away_takes_the_files_along(database: SQLAlchemy) -> None:
    hand = owned()
    shredded: list = []
    files = drafts.open_draft(hand).files
    drafts.throw_away(hand, shred=shredded.append)
    assert shredded == [files]
    assert db.session.scalar(select(func.count()).select_from(Draft)) == 0
    assert db.session.scalar(select(func.count()).select_from(Lock)) == 0


def test_a_draft_nobody_touches_is_reminded_of_twice_and_then_swept(database: SQLAlchemy, set_clock) -> None:
    set_clock("2026-11-22 12:00")
    hand = public()
    drafts.remind_at(hand, "quill@example.org")
    quiet = public()
    shredded: list = []
    letters = []
    for _ in range(180):
        letters.append(drafts.remind())
        assert drafts.sweep(shred=shredded.append) == 0
        set_clock.move(days=1)
    assert [day for day, written in enumerate(letters) if written] == [150, 170]
    assert drafts.remind() == 0
    assert drafts.sweep(shred=shredded.append) == 2
    assert len(shredded) == 2
    for held in (hand, quiet):
        with pytest.raises(Missing):
            drafts.open_draft(held)
    assert drafts.sweep(shred=shredded.append) == 0
    letters_kept = db.session.scalars(select(Letter)).all()
    # Nothing on the letter leads to the draft, and so from an address to what is sent without a name.
    assert {letter.once for letter in letters_kept} == {None}
    assert {letter.template for letter in letters_kept} == {"quiet_draft"}
    assert "21 May 2027" in letters_kept[0].body
    assert not any(word in letter.subject + letter.body for letter in letters_kept for word in ("concern", "IRCM"))


def test_saving_starts_the_time_anew(database: SQLAlchemy, set_clock) -> None:
    set_clock("2026-11-22 12:00")
    hand = public()
    drafts.remind_at(hand, "quill@example.org")
    set_clock.move(days=160)
    assert drafts.remind() == 1
    drafts.change(hand, say("name", "still here"))
    opened = drafts.open_draft(hand)
    assert str(opened.delete_on) == "2027-10-28"
    set_clock.move(days=160)
    assert drafts.remind() == 1


def test_a_job_that_stood_still_writes_one_reminder_and_not_two(database: SQLAlchemy, set_clock) -> None:
    set_clock("2026-11-22 12:00")
    drafts.remind_at(public(), "quill@example.org")
    set_clock.move(days=171)
    assert drafts.remind() == 1
    assert drafts.remind() == 0


def test_no_reminder_after_it_was_taken_back(database: SQLAlchemy, set_clock) -> None:
    set_clock("2026-11-22 12:00")
    hand = public()
    drafts.remind_at(hand, "quill@example.org")
    drafts.remind_at(hand, "")
    assert drafts.open_draft(hand).reminds is False
    set_clock.move(days=155)
    assert drafts.remind() == 0


def test_an_account_sees_its_own_unfinished_drafts(database: SQLAlchemy) -> None:
    first, second = owned(), owned()
    owned("account:99")
    public()
    assert {one.reference for one in drafts.unfinished("account:12", "club")} == {first.reference, second.reference}
    send(first)
    assert [one.reference for one in drafts.unfinished("account:12", "club")] == [second.reference]
    assert drafts.unfinished("account:12", "another") == []
