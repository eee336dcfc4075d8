"""A circular from its first word to its last letter: who may, to whom, and to nobody twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update
from sqlalchemy.exc import DatabaseError

from accounts.models import Role
from cpd.circulars import views
from cpd.circulars.models import Circular, CircularStep
from cpd.circulars.operations import releasing, sending, writing
from cpd.circulars.vocabulary import Fate, Group, Happened, Standing
from cpd.vocabulary import Nation
from foundation import clock, outbox
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from register.operations import change_contact, record_death, record_leaving
from register.post import batching, readers
from register.post import nightly as post
from register.vocabulary import PracticeArea
from tests.accounts.staff import SHELL, hire
from tests.conftest import StillClock
from tests.cpd.circulars.arrange import (
    WORDS,
    counts,
    drafted,
    letters,
    offered,
    released,
    second,
    version,
    writer,
)
from tests.frame.mailbox import Mailbox
from tests.register.arrange import admit, entry_id


@pytest.fixture
def three(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> list[str]:
    """Three people on the register; their numbers."""
    set_clock("2026-11-24 10:00")
    return [
        admit(email="one@people.example", known_as="One", outcode="LS1"),
        admit(email="two@people.example", known_as="Two", outcode="G1", areas=["housing"]),
        admit((clock.today() - timedelta(days=300), clock.today() + timedelta(days=64)), email="three@people.example"),
    ]


def standing(circular_id: int) -> Standing:
    db.session.rollback()
    return db.session.get_one(Circular, circular_id).standing


def test_it_goes_to_everybody_in_the_group_each_with_their_own_words(three: list[str]) -> None:
    circular_id = released(writer(), second())
    assert counts(circular_id) == {Fate.WAITING: 3}
    assert letters() == []
    assert sending.run() == 3
    sent = letters()
    assert [to for to, _, _ in sent] == ["one@people.example", "two@people.example", "three@people.example"]
    assert sent[0][1] == "News for One O’Sample"
    assert f"Dear One O’Sample\n\nYour number is {three[0]}." in sent[0][2]
    assert standing(circular_id) is Standing.SENT
    assert counts(circular_id) == {Fate.WRITTEN: 3}
    assert sending.run() == 0
    assert len(letters()) == 3


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"people": Group.NATION, "nation": Nation.SCOTLAND}, ["two@people.example"]),
        ({"people": Group.AREA, "area": PracticeArea.HOUSING}, ["two@people.example"]),
        ({"people": Group.RENEWAL_DUE}, ["three@people.example"]),
    ],
)
def test_each_group_has_its_people(three: list[str], changes: dict[str, Any], expected: list[str]) -> None:
    released(writer(), second(), **changes)
    sending.run()
    assert [to for to, _, _ in letters()] == expected


def test_whoever_lapsed_is_a_group_of_their_own(three: list[str], set_clock: StillClock) -> None:
    set_clock("2027-01-28 10:00")
    released(writer(), second(), people=Group.LAPSED)
    sending.run()
    assert [to for to, _, _ in letters()] == ["three@people.example"]


def test_whoever_left_meanwhile_or_died_gets_none(three: list[str]) -> None:
    circular_id = released(writer(), second())
    record_leaving(three[0], at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)
    record_death(three[1], at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)
    assert sending.run() == 1
    assert counts(circular_id) == {Fate.WRITTEN: 1, Fate.LEFT_GROUP: 2}


def test_whom_no_email_reaches_gets_it_on_paper_and_is_counted_before(three: list[str]) -> None:
    readers.keep(entry_id(three[0]), "1 Long Row\nLeeds", on_paper=True, by=SHELL)
    first, other = writer(), second()
    circular_id = offered(first)
    assert counts(circular_id) == {Fate.WAITING: 2, Fate.PAPER: 1}
    page = views.page(circular_id, look=0, by=other.actor)
    assert (page.by_email, page.on_paper) == (2, 1)
    releasing.release(circular_id, version=version(circular_id), by=other.actor)
    assert sending.run() == 3
    assert counts(circular_id) == {Fate.WRITTEN: 2, Fate.ON_PAPER: 1}
    [(_, subject, body)] = readers.letters_of(entry_id(three[0]))
    assert subject == "News for One O’Sample"
    assert f"Your number is {three[0]}." in body
    late = released(first, other, subject="Another one")
    assert sending._write_some(late) == 3
    releasing.stop(late, by=first.actor)
    assert counts(late) == {Fate.CALLED_BACK: 3}
    assert len(readers.letters_of(entry_id(three[0]))) == 1


def test_a_stop_calls_back_what_failed_and_went_on_paper(three: list[str], mailbox: Mailbox) -> None:
    mailbox.refused |= {"one@people.example", "two@people.example", "three@people.example"}
    readers.keep(entry_id(three[1]), "1 Long Row\nLeeds", on_paper=False, by=SHELL)
    first, other = writer(), second()
    circular_id = released(first, other)
    assert sending._write_some(circular_id) == 3
    outbox.deliver()
    post.run()
    assert [len(readers.letters_of(entry_id(one))) for one in three] == [1, 1, 1]
    # The second one's is posted before the stop; the others' are called back, and no night finds them again.
    made = batching.make(up_to=10**9, by=first.actor)
    batching.note_posted(made, on=clock.today(), version=1, by=first.actor)
    releasing.stop(circular_id, by=first.actor)
    assert counts(circular_id) == {Fate.CALLED_BACK: 2, Fate.WRITTEN: 1}
    post.run()
    assert [len(readers.letters_of(entry_id(one))) for one in three] == [0, 1, 0]


def test_one_address_gets_one_letter(three: list[str]) -> None:
    change_contact(three[1], email="ONE@people.example", reason="a test", by=SHELL)
    circular_id = released(writer(), second())
    sending.run()
    assert [to for to, _, _ in letters()] == ["one@people.example", "three@people.example"]
    assert counts(circular_id)[Fate.SAME_ADDRESS] == 1


def test_whoever_we_cannot_fill_it_in_for_is_counted_before(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 10:00")
    admit(email="one@people.example")
    nobody = admit(email="two@people.example")
    officer = writer()
    circular_id = drafted(officer, body="Insured until [insured until].")
    assert counts(circular_id) == {Fate.WAITING: 2}
    assert nobody


def test_nobody_releases_what_they_had_a_hand_in(three: list[str]) -> None:
    first, other, third = writer(), second(), second()
    circular_id = offered(first)
    with pytest.raises(NotAllowed, match="hand in this letter"):
        releasing.release(circular_id, version=version(circular_id), by=first.actor)
    releasing.send_back(circular_id, version=version(circular_id), by=other.actor)
    writing.change(circular_id, WORDS, version=version(circular_id), by=other.actor)
    writing.put_list_together(circular_id, version=version(circular_id), by=other.actor)
    writing.offer(circular_id, version=version(circular_id), by=other.actor)
    for hand in (first, other):
        with pytest.raises(NotAllowed, match="hand in this letter"):
            releasing.release(circular_id, version=version(circular_id), by=hand.actor)
    releasing.release(circular_id, version=version(circular_id), by=third.actor)
    assert standing(circular_id) is Standing.SENDING


def test_the_database_itself_refuses_one_person_for_both(three: list[str]) -> None:
    first = writer()
    circular_id = offered(first)
    values = {"released_by_id": first.id, "released_at": clock.now()}
    around = update(Circular).where(Circular.id == circular_id).values(**values)
    with transaction("a test goes around the rules"), pytest.raises(DatabaseError), db.session.begin_nested():
        db.session.execute(around)


@pytest.mark.parametrize("role", [one for one in Role if one not in (Role.REGISTRAR, Role.REGISTRATION_OFFICER)])
def test_nobody_else_writes_to_registrants(app: Flask, database: SQLAlchemy, role: Role) -> None:
    until = clock.now() + timedelta(days=9) if role is Role.AUDITOR else None
    with pytest.raises(NotAllowed):
        writing.write(WORDS, by=hire(role, until=until).actor)


def test_a_stale_page_releases_nothing(three: list[str]) -> None:
    first, other = writer(), second()
    circular_id = offered(first)
    seen = version(circular_id)
    releasing.send_back(circular_id, version=seen, by=first.actor)
    changed = replace(WORDS, body="Something else entirely.")
    writing.change(circular_id, changed, version=version(circular_id), by=first.actor)
    writing.put_list_together(circular_id, version=version(circular_id), by=first.actor)
    writing.offer(circular_id, version=version(circular_id), by=first.actor)
    with pytest.raises(Refused, match="meanwhile"):
        releasing.release(circular_id, version=seen, by=other.actor)


def test_a_changed_letter_needs_its_list_anew(three: list[str]) -> None:
    officer = writer()
    circular_id = drafted(officer)
    writing.change(circular_id, WORDS, version=version(circular_id), by=officer.actor)
    assert counts(circular_id) == {}
    with pytest.raises(Refused, match="First see who gets it"):
        writing.offer(circular_id, version=version(circular_id), by=officer.actor)


def test_a_letter_to_nobody_is_not_offered(three: list[str]) -> None:
    officer = writer()
    circular_id = drafted(officer, people=Group.LAPSED)
    with pytest.raises(Refused, match="Nobody on the list"):
        writing.offer(circular_id, version=version(circular_id), by=officer.actor)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"body": "Dear [first name]"}, r"We do not know \[first name\]"),
        ({"subject": " "}, "Write what it is about"),
        ({"people": Group.NATION}, "Choose the nation"),
        ({"people": Group.AREA}, "Choose the area"),
        ({"subject": "x" * 121}, "too long"),
    ],
)
def test_what_cannot_be_sent_is_refused_when_it_is_written(
    app: Flask, database: SQLAlchemy, changes: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        writing.write(replace(WORDS, **changes), by=writer().actor)


def test_it_can_be_stopped_before_and_in_the_middle(three: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "BATCH", 1)
    first, other = writer(), second()
    circular_id = released(first, other)
    assert sending._write_some(circular_id) == 1
    releasing.stop(circular_id, by=first.actor)
    assert sending.run() == 0
    assert counts(circular_id) == {Fate.CALLED_BACK: 1, Fate.WAITING: 2}
    assert letters() == []
    assert standing(circular_id) is Standing.STOPPED
    with pytest.raises(Refused):
        releasing.stop(circular_id, by=first.actor)
    before = released(first, other, subject="Another one")
    releasing.stop(before, by=first.actor)
    assert sending.run() == 0


def test_a_stop_calls_back_what_was_not_sent_and_nothing_else(three: list[str], mailbox: Mailbox) -> None:
    first, other = writer(), second()
    circular_id, earlier = released(first, other), released(first, other, subject="Another one")
    sending.run()
    assert standing(circular_id) is Standing.SENT
    assert standing(earlier) is Standing.SENT
    late = released(first, other, subject="The third")
    assert sending._write_some(late) == 3
    assert outbox.deliver(at_most=7).sent == 7
    releasing.stop(late, by=other.actor)
    assert counts(late) == {Fate.WRITTEN: 1, Fate.CALLED_BACK: 2}
    outbox.deliver()
    assert len(mailbox.letters) == 7


def test_a_machine_that_dies_in_the_middle_goes_on_where_it_was(
    three: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 1)
    circular_id = released(writer(), second())
    real: Callable[..., Fate] = sending._write
    seen = []

    def dies(*given: Any) -> Fate:
        seen.append(given)
        if len(seen) == 2:
            raise RuntimeError("the machine died")
        return real(*given)

    monkeypatch.setattr(sending, "_write", dies)
    with pytest.raises(RuntimeError):
        sending.run()
    monkeypatch.setattr(sending, "_write", real)
    assert sending.run() == 2
    assert len({to for to, _, _ in letters()}) == len(letters()) == 3
    assert counts(circular_id) == {Fate.WRITTEN: 3}


def test_two_machines_at_once_write_each_letter_once(
    three: list[str], app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "BATCH", 1)
    circular_id = released(writer(), second())
    db.session.rollback()
    faults: list[BaseException] = []

    def machine() -> None:
        try:
            with app.app_context():
                sending.run()
        except BaseException as error:  # told to the test below
            faults.append(error)

    threads = [threading.Thread(target=machine) for _ in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert faults == []
    assert len(letters()) == 3
    ends = select(CircularStep.kind).where(CircularStep.circular_id == circular_id, CircularStep.kind == Happened.SENT)
    assert len(db.session.scalars(ends).all()) == 1


def test_the_trail_tells_who_did_what(three: list[str]) -> None:
    first, other = writer(), second()
    circular_id = released(first, other)
    sending.run()
    kept = select(AuditRecord.action, AuditRecord.actor_id).where(
        AuditRecord.subject_kind == "circular", AuditRecord.subject_id == str(circular_id)
    )
    assert [(row[0], row[1]) for row in db.session.execute(kept.order_by(AuditRecord.id))] == [
        ("circular.written", first.id),
        ("circular.listed", first.id),
        ("circular.offered", first.id),
        ("circular.released", other.id),
        ("circular.sent", None),
    ]


def test_the_hourly_job_writes_them(three: list[str], runner: FlaskCliRunner) -> None:
    released(writer(), second())
    db.session.rollback()
    done = runner.invoke(args=["jobs", "hourly"])
    assert done.exit_code == 0, done.output
    assert "3 letters of circulars were written." in done.output
    assert "0 letters of circulars" in runner.invoke(args=["jobs", "hourly"]).output
