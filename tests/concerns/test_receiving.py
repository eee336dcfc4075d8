"""Taking a concern in: all of it or nothing, sealed, with its clocks; nothing that tells on somebody unnamed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from concerns import clocks, queries, rules
from concerns.models import Concern, Reporter, Request, Statement, Step, Subject
from concerns.operations.receiving import receive
from concerns.telling import Reach, SubjectTold
from concerns.vocabulary import ClockName, Naming, OnRegister, Queue, RequestKind, Stage, StepKind
from foundation import clock, locks
from foundation.audit import AuditRecord
from foundation.database import db, operation
from foundation.errors import Missing, Refused
from foundation.outbox import Letter
from tests.concerns.arrange import EMAIL, NAME, WORDS, anonymous, raised, telling
from tests.conftest import StillClock
from tests.frame import cast


def everything(database: SQLAlchemy) -> str:
    """All that stands in any column of any table, as text."""
    rows = []
    for table in database.metadata.sorted_tables:
        rows += [str(tuple(row)) for row in db.session.execute(select(table))]
    return "\n".join(rows)


def test_a_concern_is_on_record_with_all_that_was_told(sample: object, database: SQLAlchemy) -> None:
    told = telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),))
    reference = raised(told).reference
    concern = queries.get(reference)
    box = locks.box_of(concern.lock_id)
    assert concern.stage is Stage.RECEIVED
    assert concern.queue is Queue.CONCERNS
    assert [box.open(one.name_sealed) for one in concern.subjects] == ["Siobhan"]
    assert concern.subjects[0].entry_id is not None
    assert box.open(concern.reporter.name_sealed or "") == NAME
    assert Reach.from_plain(box.open_json(concern.reporter.reach_sealed or "")) == told.reach
    statement = db.session.scalars(select(Statement)).one()
    assert box.open_json(statement.words_sealed)[0]["answers"][0]["answer"] == WORDS
    assert [step.kind for step in queries.steps(concern.id)] == [StepKind.RECEIVED]
    assert db.session.scalars(select(Letter.recipient)).all() == [EMAIL]


def test_what_was_typed_is_readable_nowhere_in_the_database(database: SQLAlchemy) -> None:
    raised()
    held = everything(database)
    for words in (WORDS, NAME, "Quentin", "Jo Nobody", "960 777"):
        assert words not in held
    # An address stands in the letter to it, until the letter goes.
    assert held.count(EMAIL) == 1


def test_without_its_key_nothing_of_it_can_be_read(database: SQLAlchemy) -> None:
    concern = raised()
    wrong = locks.box_from_secret(locks.new_secret(), "other")
    with pytest.raises(Missing):
        wrong.open(db.session.scalars(select(Subject.name_sealed).where(Subject.concern_id == concern.id)).one())


@pytest.mark.parametrize(
    ("now", "reply", "triage"),
    [
        ("2026-11-24 09:00", date(2026, 11, 26), date(2026, 12, 8)),  # a Tuesday
        ("2026-11-27 18:00", date(2026, 12, 1), date(2026, 12, 11)),  # a Friday evening
        ("2026-12-24 12:00", date(2026, 12, 30), date(2027, 1, 12)),  # Christmas, and 28 December for Boxing Day
    ],
)
def test_clocks_count_working_days(
    database: SQLAlchemy, set_clock: StillClock, now: str, reply: date, triage: date
) -> None:
    set_clock(now)
    concern = raised()
    assert (concern.reply_due_on, concern.triage_due_on, concern.contact_days) == (reply, triage, 28)


def test_an_anonymous_report_keeps_no_time_no_name_and_no_way_to_reach_them(
    database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 15:47:13")
    concern = raised(anonymous(name=NAME, reach=Reach(email=EMAIL, needs="large print"), account_id=None))
    reporter = db.session.scalars(select(Reporter)).one()
    assert concern.received_at is None
    assert reporter.name_sealed is None
    held = Reach.from_plain(locks.box_of(concern.lock_id).open_json(reporter.reach_sealed or ""))
    assert held == Reach(needs="large print")
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0
    told = everything(database)
    assert "15:47" not in told
    assert "datetime.datetime(2026, 11, 24, 15" not in told
    line = db.session.scalars(select(AuditRecord)).one()
    assert line.at == datetime(2026, 11, 24, tzinfo=UTC)
    assert db.session.scalars(select(Step.at)).all() == [None]


def test_a_confidential_reporter_is_written_to(database: SQLAlchemy) -> None:
    concern = raised(telling(naming=Naming.CONFIDENTIAL))
    assert concern.received_at is not None
    assert db.session.scalars(select(Letter.template)).all() == ["concern_received"]


def test_quiet_letters_say_nothing_of_a_concern(database: SQLAlchemy) -> None:
    reach = telling().reach
    raised(telling(reach=Reach(**{**reach.as_plain(), "ways": reach.ways, "quiet": True})))
    letter = db.session.scalars(select(Letter)).one()
    said = f"{letter.subject} {letter.body}".lower()
    assert letter.template == "quiet_message"
    for word in ("concern", "case manager", "institute", "ircm", "cn-"):
        assert word not in said


def test_nobody_is_written_to_who_did_not_choose_it(database: SQLAlchemy) -> None:
    raised(telling(reach=Reach(email=EMAIL)))
    assert db.session.scalar(select(func.count()).select_from(Letter)) == 0


def test_somebody_never_registered_goes_to_their_own_list(database: SQLAlchemy) -> None:
    never = SubjectTold("Al Claims", OnRegister.SAYS_SO)
    assert raised(telling(subjects=(never,))).queue is Queue.NEVER_REGISTERED
    both = (never, SubjectTold("Jo Nobody", OnRegister.NOT_SURE))
    assert raised(telling(subjects=both)).queue is Queue.CONCERNS


def test_the_same_reference_is_never_taken_twice(database: SQLAlchemy) -> None:
    first = raised()
    with pytest.raises(Refused):
        receive(telling(), reference=first.reference, secret_hash="x" * 64, by=rules.REPORTER)
    assert db.session.scalar(select(func.count()).select_from(Concern)) == 1


def test_nothing_is_taken_in_without_anybody_it_is_about_or_from_tomorrow(database: SQLAlchemy) -> None:
    with pytest.raises(Refused):
        raised(telling(subjects=()))
    with pytest.raises(Refused):
        raised(on=clock.add_working_days(clock.today(), 1))
    assert db.session.scalar(select(func.count()).select_from(locks.Lock)) == 0


def test_who_writes_after_the_closing_or_asks_for_another_look_waits_for_us(database: SQLAlchemy) -> None:
    @operation
    def close_and_ask(concern: Concern, asks: bool) -> None:
        box = locks.box_of(concern.lock_id)
        concern.stage, concern.closed_on = Stage.CLOSED, clock.today()
        if asks:
            words = box.seal("Please look again")
            db.session.add(
                Request(
                    concern_id=concern.id,
                    kind=RequestKind.CLOSURE_REVIEW,
                    words_sealed=words,
                    asked_on=clock.today(),
                    asked_at=clock.now(),
                )
            )

    quiet, asked = raised(), raised()
    close_and_ask(quiet, False)
    close_and_ask(asked, True)
    facts = queries.facts([quiet, asked])
    assert clocks.running(facts[quiet.id]) == []
    (due,) = clocks.running(facts[asked.id])
    assert due == clocks.Due(ClockName.CONTACT, clock.today() + timedelta(days=28))
    assert clocks.left_waiting(facts[asked.id], clock.today() + timedelta(days=29))
