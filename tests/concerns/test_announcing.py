"""What the clock tells staff: counts and no more, each once, and nothing that tells when an unnamed report came."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from concerns import standing, worklist
from concerns.clocks import Due
from concerns.models import Concern
from concerns.operations import announcing, following_up, mailbox, telling_registrants, triaging, writing
from concerns.telling import SubjectTold
from concerns.vocabulary import ClockName, CloseReason, OnRegister, StatementKind, Way
from concerns.worklist import Show
from foundation import clock
from foundation.database import db
from tests.concerns import officers, watching
from tests.concerns.arrange import EMAIL, NAME, WORDS, anonymous, raised, telling
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.outbox import letters


def test_officers_get_one_letter_an_hour_with_a_count_and_nothing_else(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 15:47:13")
    sam, ada = officers.officer("Sam"), officers.officer("Ada")
    officers.manager("Mo")
    references = [raised(anonymous(danger=True)).reference, raised().reference]
    set_clock("2026-11-24 16:05:00")
    assert announcing.announce() == 2
    assert announcing.announce() == 0
    written = letters("staff_new_concerns")
    assert {one.recipient for one in written} == {sam.email, ada.email}
    for one in written:
        said = f"{one.subject} {one.body}"
        assert "2 new concerns" in said
        for secret in (*references, WORDS, NAME, EMAIL, "Nobody,", "15:47", "3:47"):
            assert secret not in said
        assert one.written_at == datetime(2026, 11, 24, 16, 5, tzinfo=UTC)
    raised()
    set_clock("2026-11-24 16:25:00")
    assert announcing.announce() == 0, "twice in an hour would tell more finely when it came"
    set_clock("2026-11-24 17:05:00")
    assert announcing.announce() == 1
    assert len(letters("staff_new_concerns")) == 4


def test_the_hour_of_an_unnamed_report_is_told_only_when_somebody_may_be_in_danger(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 15:47:13")
    officers.officer("Sam")
    raised(anonymous())
    set_clock("2026-11-24 16:05:00")
    assert announcing.announce() == 0
    raised(anonymous(danger=True))
    assert announcing.announce() == 1
    set_clock("2026-11-25 00:05:00")
    assert announcing.announce() == 1


def test_without_an_officer_nobody_was_told_so_it_stays_new(database: SQLAlchemy) -> None:
    raised()
    assert announcing.announce() == 0
    officers.officer()
    assert announcing.announce() == 1


def test_telling_of_a_concern_makes_no_open_page_stale(database: SQLAlchemy) -> None:
    officers.officer()
    reference = raised().reference
    before = officers.version(reference)
    announcing.announce()
    assert officers.version(reference) == before
    assert officers.now(reference).announced


def test_managers_hear_the_day_after_somebody_was_left_waiting_and_not_again_for_the_same(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")  # a Tuesday: the reply is due on Thursday
    mo = officers.manager("Mo")
    reference = raised().reference
    set_clock("2026-11-26 23:30")
    assert announcing.tell_left_waiting() == 0
    set_clock("2026-11-27 02:00")
    for _ in range(2):
        assert announcing.tell_left_waiting() == 1
    [letter] = letters("staff_left_waiting")
    assert letter.recipient == mo.email
    assert "1 concern is late" in letter.body
    assert reference not in letter.body
    set_clock("2026-11-28 02:00")
    assert announcing.tell_left_waiting() == 1
    assert len(letters("staff_left_waiting")) == 1, "nobody is newly left waiting"


def test_a_night_that_was_missed_is_made_good(database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    officers.manager()
    raised()
    set_clock("2026-11-27 02:00")
    announcing.tell_left_waiting()
    set_clock("2026-11-27 09:00")
    raised()  # its reply is due on 1 December
    set_clock("2026-12-05 02:00")  # nothing ran on the 2nd, 3rd and 4th
    assert announcing.tell_left_waiting() == 2
    assert "One of them is new." in letters("staff_left_waiting")[-1].body


@pytest.mark.parametrize("kept", [True, False])
def test_28_days_without_a_word_are_noticed(database: SQLAlchemy, set_clock: StillClock, kept: bool) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    officers.manager()
    reference = officers.in_triage(who)
    set_clock("2026-12-04 09:00")
    writing.explain_delay(
        reference,
        clock_name=ClockName.TRIAGE,
        words="We wait for papers.",
        expected_on=date(2027, 3, 1),
        version=officers.version(reference),
        by=who.actor,
    )
    set_clock("2027-01-01 12:00")  # 28 days on: still in time
    assert ClockName.CONTACT not in [due.name for due in late(reference)]
    if kept:
        writing.record_contact(
            reference, way=Way.PHONE, made_on=clock.today(), words="Called.", once="c" * 32, by=who.actor
        )
    set_clock("2027-01-02 02:00")
    assert (ClockName.CONTACT in [due.name for due in late(reference)]) is not kept


def late(reference: str) -> list[Due]:
    concern = officers.now(reference)
    return standing.standings_of([concern.id])[concern.id].late(clock.today())


def test_what_is_held_back_is_looked_at_again_after_two_weeks(
    sample: object, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer("Sam")
    reference = officers.taken(who, telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),)))
    [subject] = officers.now(reference).subjects
    until = telling_registrants.hold_back(
        reference, subject.id, reason="Police ask us to wait.", version=officers.version(reference), by=who.actor
    )
    assert until == date(2026, 12, 8)
    set_clock("2026-12-07 02:00")
    assert announcing.remind_of_telling() == 0
    set_clock("2026-12-08 02:00")
    for _ in range(2):
        assert announcing.remind_of_telling() == 1
    [letter] = letters("staff_telling_review")
    assert letter.recipient == who.email
    assert "Police" not in letter.body
    assert "Siobh" not in letter.body


def test_the_jobs_do_all_of_it(database: SQLAlchemy, runner: FlaskCliRunner) -> None:
    officers.officer()
    reference = raised().reference
    first, second = (runner.invoke(args=["jobs", "hourly"]).output for _ in range(2))
    assert "1 new concerns were told of" in first
    assert "0 new concerns were told of" in second
    following_up.tell_more(reference, StatementKind.ADDED, {"page": "add", "title": "More", "answers": []})
    assert "0 concerns are late" in runner.invoke(args=["jobs", "nightly"]).output
    assert db.session.scalar(select(Concern.announced)) is True


def test_who_writes_after_a_closing_stands_on_the_list_of_whoever_had_it_and_is_not_left_waiting(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    officers.manager()
    reference = officers.in_triage(who)
    triaging.close(
        reference, reason=CloseReason.FEES, words="A bill.", version=officers.version(reference), by=who.actor
    )
    assert worklist.lists(who.id).on(Show.MINE) == []
    mailbox.write_to_us(reference, "And the two visits?", once="m" * 32)
    lists = worklist.lists(who.id)
    [mine] = standing.standings_of(lists.on(Show.MINE)).values()
    assert (mine.unread, mine.late(clock.today())) == (1, [])
    assert lists.on(Show.OPEN) == []
    set_clock("2026-12-23 09:00")
    assert announcing.tell_left_waiting() == 1
    writing.write_message(reference, "I looked: they are on it.", once="w" * 32, by=who.actor)
    assert announcing.tell_left_waiting() == 0


def test_what_came_on_the_day_of_a_closing_but_before_it_is_answered_by_it(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    reference = officers.in_triage(who)
    set_clock("2026-11-24 09:30")
    mailbox.write_to_us(reference, "And the two visits?", once="m" * 32)
    set_clock("2026-11-24 10:00")
    triaging.close(
        reference, reason=CloseReason.FEES, words="A bill.", version=officers.version(reference), by=who.actor
    )
    set_clock.move(days=40)
    assert worklist.lists(0).on(Show.LATE) == []
    assert watching.agree(who.id) == 1
