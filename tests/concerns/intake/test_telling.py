"""What the answers mean, and the copy to keep."""

from __future__ import annotations

from datetime import date

import pikepdf
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from concerns.intake import copies, receipts, telling
from concerns.intake.pages import DESK, JOURNEY
from concerns.telling import AffectedTold, Reach, SubjectTold
from concerns.vocabulary import (
    WORRIES,
    Capacity,
    Channel,
    Naming,
    Nation,
    OnRegister,
    Relation,
    Speaking,
    Way,
    Who,
)
from foundation import locks
from foundation.errors import Missing
from foundation.frame import describe_institute
from foundation.journey.pages import Content
from tests.concerns import arrange
from tests.frame.house import SETTINGS

FAMILY = {
    "about": "somebody",
    "people": [
        {"id": "a", "name": "Jo Nobody", "number": "CM004271S", "on_register": "found"},
        {"id": "b", "name": "Al Claims", "work": "Leeds", "more": "red van", "on_register": "says_so"},
    ],
    "relation": "family",
    "affected": "somebody",
    "affected_name": "Quentin",
    "is_child": "no",
    "speaking": "best_interests",
    "why_best": "He cannot follow it.",
    "authority_deputy": "left behind by a changed mind",
    "capacity": "cannot",
    "nation": "scotland",
    "they_know": "no",
    "why_not_told": "It would frighten him.",
    "what": "Nothing came.",
    "worries": ["delay"],
    "when": "spring",
    "ongoing": "unsure",
    "risk": "yes",
    "told": ["nobody"],
    "naming": "confidential",
    "name": "Perpetua",
    "ways": ["email", "post"],
    "email": "p@reporters.example",
    "post": "1 Sample Street",
    "phone": "left behind",
    "safe": ["quiet"],
    "safe_times": "after 6pm",
    "needs": ["large_print", "language", "helper"],
    "needs_language": "Welsh",
    "helper": "My sister",
}


def read(**changes: object):
    return telling.read(Content({**FAMILY, **changes}, []))


def test_a_family_member_tells_us_in_confidence() -> None:
    told = read()
    assert (told.channel, told.naming, told.relation) == (Channel.ONLINE, Naming.CONFIDENTIAL, Relation.FAMILY)
    assert told.subjects == (
        SubjectTold("Jo Nobody", OnRegister.FOUND, "CM004271S"),
        SubjectTold("Al Claims", OnRegister.SAYS_SO, about="Leeds\nred van"),
    )
    assert told.affected == AffectedTold(
        Who.SOMEBODY,
        "Quentin",
        is_child=False,
        speaking=Speaking.BEST_INTERESTS,
        capacity=Capacity.CANNOT,
        nation=Nation.SCOTLAND,
        knows=False,
        reason="He cannot follow it.\nIt would frighten him.",
    )
    assert told.reach == Reach(
        email="p@reporters.example",
        post="1 Sample Street",
        ways=(Way.EMAIL, Way.LETTER),
        safe_times="after 6pm",
        quiet=True,
        needs="Large print\nAnother language: Welsh\nSomeone who helps me",
        helper="My sister",
    )
    assert (told.danger, told.ongoing, told.received_on, told.account_id) == (True, None, None, None)


def test_somebody_anonymous_leaves_no_name_and_no_way_to_reach_them() -> None:
    told = read(naming="anonymous")
    assert told.name == ""
    assert (told.reach.email, told.reach.post, told.reach.ways) == ("", "", ())
    assert "Perpetua" not in repr(told.statement)


def test_somebody_speaks_for_themselves() -> None:
    told = read(affected="me")
    assert told.affected == AffectedTold(Who.ME, speaking=Speaking.OWN)


def test_a_child_is_not_asked_to_be_able_to_decide() -> None:
    told = read(is_child="yes", speaking="parent")
    assert told.affected is not None
    assert told.affected.capacity is None
    assert told.affected.is_child is True


def test_what_staff_typed_up_has_its_day_and_channel() -> None:
    told = read(**{DESK: "staff", "channel": "letter", "received": "3 March 2026"})
    assert (told.channel, told.received_on) == (Channel.LETTER, date(2026, 3, 3))
    assert read(channel="letter", received="3 March 2026").channel is Channel.ONLINE


def test_somebody_about_themself_is_named_and_found() -> None:
    told = telling.read(Content({"about": "me", "own_number": "cm 004271 s", "name": "Siân"}, []), account_id=7)
    assert told.relation is Relation.ONESELF
    assert told.naming is Naming.NAMED
    assert told.subjects == (SubjectTold("Siân", OnRegister.FOUND, "CM004271S"),)
    assert told.account_id == 7


def test_every_kind_of_worry_can_be_chosen() -> None:
    page = JOURNEY.page("kind")
    assert [option.value for option in page.questions[0].options] == [worry.code for worry in WORRIES]


WORDS = "#let x = 1 *bold* $math$ @ref <tag> \\ 王 👩‍👧 ⲁ ﷽ \u200d é"


@pytest.mark.parametrize("words", [WORDS, "", "x" * 20_000, "line\n" * 500])
def test_the_copy_to_keep_holds_any_words(app: Flask, database: SQLAlchemy, words: str) -> None:
    statement = [
        {
            "section": "What happened",
            "page": "what",
            "title": "What happened?",
            "answers": [{"name": "what", "question": "What happened?", "answer": words}],
        }
    ]
    secret = locks.new_secret()
    concern = arrange.raised(arrange.telling(statement=statement), secret=secret)
    receipt = receipts.read(concern.reference, secret)
    made = copies.pdf(receipt, institute=describe_institute(SETTINGS))
    assert made.startswith(b"%PDF")
    assert secret.encode() not in made


def test_the_copy_is_a_tagged_pdf_with_its_title(app: Flask, database: SQLAlchemy, tmp_path) -> None:
    secret = locks.new_secret()
    statement = [
        {"section": "A", "page": "a", "title": "A?", "answers": [{"name": "a", "question": "A?", "answer": "B"}]}
    ]
    concern = arrange.raised(arrange.telling(statement=statement), secret=secret)
    path = tmp_path / "copy.pdf"
    path.write_bytes(copies.pdf(receipts.read(concern.reference, secret), institute=describe_institute(SETTINGS)))
    with pikepdf.open(path) as opened:
        assert opened.Root.MarkInfo.Marked
        with opened.open_metadata() as about:
            assert about["dc:title"] == f"What you told us: {concern.reference}"


def test_a_receipt_is_shown_to_who_holds_the_secret_only(app: Flask, database: SQLAlchemy) -> None:
    concern = arrange.raised(secret=locks.new_secret())
    for secret in ("", locks.new_secret()):
        with pytest.raises(Missing):
            receipts.read(concern.reference, secret)
    with pytest.raises(Missing):
        receipts.read("CN-2026-222222", locks.new_secret())
