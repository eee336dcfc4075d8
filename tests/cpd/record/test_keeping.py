"""Writing down, changing, deleting, putting back: by the registrant alone, with every state kept."""

from __future__ import annotations

import io
import secrets
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, text

from cpd import folders
from cpd.record import policy, queries
from cpd.record.models import ActivityKept, ActivityVersion
from cpd.record.operations import keeping, nightly, planning
from cpd.record.vocabulary import Change, Company, GoalState
from cpd.record.words import GoalWords, Told, Words
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import ActivityKind
from foundation import evidence
from foundation.audit import SYSTEM, AuditRecord
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from tests.cpd.record.arrange import COURSE, LEARNED, WORDS, Member, member

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def somebody(set_clock: Any) -> Member:
    """A registrant in the spring of 2027."""
    set_clock("2027-03-03 10:00")
    return member()


def changes(activity_id: int) -> list[Change]:
    """What its history says, oldest first."""
    db.session.rollback()
    return [one.change for one in reversed(queries.versions(activity_id))]


def trail() -> list[str]:
    """What the audit trail says of records."""
    lines = db.session.scalars(select(AuditRecord.action).order_by(AuditRecord.id)).all()
    return [one for one in lines if one.startswith("cpd.")]


def test_the_engine_counts_it_without_its_words(somebody: Member) -> None:
    somebody.keep()
    [counted] = queries.activities([somebody.entry_id])[somebody.entry_id]
    assert (counted.on, counted.minutes, counted.kind) == (date(2027, 3, 3), 120, ActivityKind.COURSE)
    assert (counted.with_others, counted.live, counted.planned, counted.reflected) == (True, True, False, True)
    assert counted.standards == ("2.1",)


@pytest.mark.parametrize(
    ("company", "with_others", "live"),
    [(None, False, False), (Company.ALONE, False, False), (Company.LIVE, True, True), (Company.WRITING, True, False)],
)
def test_company_is_counted(somebody: Member, company: Company | None, with_others: bool, live: bool) -> None:
    somebody.keep(company=company)
    [counted] = queries.activities([somebody.entry_id])[somebody.entry_id]
    assert (counted.with_others, counted.live) == (with_others, live)


def test_it_is_reflected_on_when_all_three_are_answered(somebody: Member) -> None:
    for left_out in ("changed", "benefit"):
        held = somebody.keep(words=replace(WORDS, **{left_out: "  "}))
        assert not somebody.row(held).reflected
    assert somebody.row(somebody.keep()).reflected


def test_no_word_stands_open_anywhere(somebody: Member) -> None:
    held = somebody.keep()
    keeping.change(somebody.entry_id, held, replace(COURSE, minutes=60), version=1, by=somebody.person.actor)
    for table in ("cpd_activity", "cpd_activity_version", "audit_record"):
        rows = db.session.execute(text(f"SELECT * FROM {table}")).all()
        assert rows
        assert not [row for row in rows if LEARNED in repr(tuple(row))]
    assert keeping.told_of(somebody.row(held), folders.box_of(somebody.entry_id)).words.learned == LEARNED


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"done_on": None}, "Give the day you did it."),
        ({"done_on": date(2027, 3, 4)}, "This day is still to come"),
        ({"done_on": date(2023, 3, 2)}, "We keep CPD since 3 March 2023"),
        ({"kind": None}, "Choose what it was."),
        ({"minutes": None}, "Say how long it took."),
        ({"minutes": 6001}, "up to 100 hours"),
        ({"words": Words(learned=" ")}, "Write what you learned"),
        ({"words": Words(title="x" * 201, learned="x")}, "200 characters"),
        ({"words": Words(learned="x" * 10_001)}, "10,000 characters"),
        ({"standards": tuple(f"1.{one}" for one in range(31))}, "up to 30"),
    ],
)
def test_what_is_missing_or_too_much_is_refused_with_the_sentence(
    somebody: Member, changed: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        somebody.keep(**changed)
    assert queries.kept_in(somebody.entry_id) == []


def test_a_draft_may_lack_anything_and_does_not_count(somebody: Member) -> None:
    held = somebody.keep(Told(), draft=True)
    assert queries.activities([somebody.entry_id]) == {}
    assert [one.id for one in queries.drafts(somebody.entry_id)] == [held]
    assert changes(held) == []
    keeping.change(somebody.entry_id, held, COURSE, version=1, by=somebody.person.actor)
    assert len(queries.activities([somebody.entry_id])[somebody.entry_id]) == 1
    assert changes(held) == [Change.KEPT]
    with pytest.raises(Refused):
        keeping.change(somebody.entry_id, held, Told(), version=2, draft=True, by=somebody.person.actor)


def test_the_same_page_sent_twice_is_one_activity(somebody: Member) -> None:
    once = secrets.token_hex(16)
    by = somebody.person.actor
    first = keeping.write(somebody.entry_id, COURSE, once=once, draft=False, by=by)
    assert keeping.write(somebody.entry_id, COURSE, once=once, draft=False, by=by) == first
    assert len(queries.kept_in(somebody.entry_id)) == 1
    assert trail() == ["cpd.activity_kept"]


def test_a_stale_page_overwrites_nothing(somebody: Member) -> None:
    held = somebody.keep()
    by = somebody.person.actor
    keeping.change(somebody.entry_id, held, replace(COURSE, minutes=60), version=1, by=by)
    with pytest.raises(Refused, match="another tab"):
        keeping.change(somebody.entry_id, held, replace(COURSE, minutes=90), version=1, by=by)
    with pytest.raises(Refused, match="another tab"):
        keeping.delete(somebody.entry_id, held, version=1, by=by)
    assert somebody.row(held).minutes == 60


def test_deleted_it_does_not_count_and_can_be_put_back(somebody: Member) -> None:
    held = somebody.keep()
    by = somebody.person.actor
    keeping.delete(somebody.entry_id, held, version=1, by=by)
    assert queries.activities([somebody.entry_id]) == {}
    assert [one.id for one in queries.deleted(somebody.entry_id)] == [held]
    with pytest.raises(Refused, match="Put it back first"):
        keeping.change(somebody.entry_id, held, COURSE, version=2, by=by)
    keeping.delete(somebody.entry_id, held, version=2, by=by)
    keeping.restore(somebody.entry_id, held, by=by)
    keeping.restore(somebody.entry_id, held, by=by)
    assert len(queries.activities([somebody.entry_id])[somebody.entry_id]) == 1
    assert changes(held) == [Change.KEPT, Change.DELETED, Change.RESTORED]


def test_a_deleted_draft_is_gone(somebody: Member) -> None:
    held = somebody.keep(Told(), draft=True)
    owner = ("activity", str(held))
    evidence.keep(io.BytesIO(b"%PDF-1.4\n"), name="a.pdf", owner=owner, by=somebody.person.actor)
    keeping.delete(somebody.entry_id, held, version=1, by=somebody.person.actor)
    with pytest.raises(Missing):
        somebody.row(held)
    assert evidence.files_of(owner) == [], "nothing would ever find its files again"


def test_every_state_stays_and_no_version_can_be_changed(somebody: Member) -> None:
    held = somebody.keep()
    by = somebody.person.actor
    keeping.change(somebody.entry_id, held, replace(COURSE, minutes=60), version=1, by=by)
    box = folders.box_of(somebody.entry_id)
    told = [Told.from_json(box.open_json(one.sealed)) for one in queries.versions(held)]
    assert [one.minutes for one in told] == [60, 120]
    assert told[1] == COURSE
    db.session.rollback()
    with pytest.raises(Exception, match="append-only"):
        db.session.execute(text("UPDATE cpd_activity_version SET number = 9"))


def test_nobody_else_writes_in_a_record_or_reads_from_it(somebody: Member) -> None:
    held = somebody.keep()
    other = member("Bo Other")
    for by in (other.person.actor, SYSTEM):
        with pytest.raises(NotAllowed):
            keeping.write(somebody.entry_id, COURSE, once="a" * 32, draft=False, by=by)
        with pytest.raises(NotAllowed):
            keeping.change(somebody.entry_id, held, COURSE, version=1, by=by)
        with pytest.raises(NotAllowed):
            keeping.delete(somebody.entry_id, held, version=1, by=by)
        with pytest.raises(NotAllowed):
            keeping.restore(somebody.entry_id, held, by=by)
    with pytest.raises(Missing):
        keeping.change(other.entry_id, held, COURSE, version=1, by=other.person.actor)


def test_it_counts_on_the_very_edge_of_a_year(somebody: Member, set_clock: Any) -> None:
    set_clock("2028-01-02 10:00")
    for day in (date(2026, 12, 31), date(2027, 1, 1), date(2027, 12, 31), date(2028, 1, 1)):
        somebody.keep(done_on=day)
    inside = queries.kept_in(somebody.entry_id, Span(date(2027, 1, 1), date(2027, 12, 31)))
    assert [one.done_on for one in inside] == [date(2027, 12, 31), date(2027, 1, 1)]


# ------------------------------------------------------------------------------------------------------------- the plan


def goal(somebody: Member, words: str = "Talk about money") -> int:
    """Put a goal into somebody's plan."""
    told = planning.GoalTold(GoalWords(words, "A course"), ("7.1",), date(2027, 6, 1))
    return planning.set_goal(somebody.entry_id, told, once=secrets.token_hex(16), by=somebody.person.actor)


def test_what_is_tied_to_a_goal_counts_as_planned(somebody: Member) -> None:
    mine, theirs = goal(somebody), goal(member("Bo Other"))
    held = somebody.keep(plan_item_id=mine)
    assert queries.activities([somebody.entry_id])[somebody.entry_id][0].planned
    keeping.change(somebody.entry_id, held, replace(COURSE, plan_item_id=theirs), version=1, by=somebody.person.actor)
    assert somebody.row(held).plan_item_id is None, "somebody else's goal is no goal of mine"


def test_a_goal_is_reached_and_opened_again(somebody: Member) -> None:
    held, by = goal(somebody), somebody.person.actor
    planning.close_goal(somebody.entry_id, held, GoalState.DONE, outcome="I dare to ask", by=by)
    with pytest.raises(Refused):
        planning.close_goal(somebody.entry_id, held, GoalState.DROPPED, outcome="", by=by)
    [row] = queries.goals(somebody.entry_id)
    assert (row.state, row.closed_on) == (GoalState.DONE, date(2027, 3, 3))
    words = planning.words_of(row, folders.box_of(somebody.entry_id))
    assert (words.goal, words.outcome) == ("Talk about money", "I dare to ask")
    planning.reopen_goal(somebody.entry_id, held, by=by)
    assert queries.goal_of(somebody.entry_id, held).state is GoalState.OPEN


def test_a_goal_says_something_and_belongs_to_one_person(somebody: Member) -> None:
    held = goal(somebody)
    told = planning.GoalTold(GoalWords(" "))
    with pytest.raises(Refused, match="Say what you want"):
        planning.change_goal(somebody.entry_id, held, told, version=1, by=somebody.person.actor)
    other = member("Bo Other")
    for entry_id, kind in ((somebody.entry_id, NotAllowed), (other.entry_id, Missing)):
        with pytest.raises(kind):
            planning.close_goal(entry_id, held, GoalState.DONE, outcome="", by=other.person.actor)


# ------------------------------------------------------------------------------------------------------------ at night


def test_what_is_too_old_goes_with_its_versions_and_files_and_nothing_else(somebody: Member, set_clock: Any) -> None:
    old, newer = somebody.keep(done_on=date(2023, 3, 4)), somebody.keep(done_on=date(2023, 4, 1))
    for one in (old, newer):
        evidence.keep(io.BytesIO(b"%PDF-1.4\n"), name="a.pdf", owner=("activity", str(one)), by=somebody.person.actor)
    shredded: list[tuple[str, str]] = []
    set_clock("2027-03-05 02:00")
    assert nightly.run(shred=shredded.append).activities == 1
    assert nightly.run(shred=shredded.append).activities == 0
    assert shredded == [("activity", str(old))]
    db.session.rollback()
    assert db.session.scalars(select(ActivityKept.id)).all() == [newer]
    assert db.session.scalars(select(ActivityVersion.activity_id)).all() == [newer]
    assert somebody.keep(done_on=date(2027, 3, 1)) not in (old, newer), "a number never comes again"


def test_drafts_and_deleted_ones_go_after_a_year(somebody: Member, set_clock: Any) -> None:
    draft, dropped, kept = somebody.keep(Told(), draft=True), somebody.keep(), somebody.keep(minutes=30)
    keeping.delete(somebody.entry_id, dropped, version=1, by=somebody.person.actor)
    set_clock("2028-03-03 02:00")
    assert nightly.run(shred=lambda _owner: None).activities == 0
    set_clock("2028-03-04 02:00")
    assert nightly.run(shred=lambda _owner: None).activities == 2
    db.session.rollback()
    assert db.session.scalars(select(ActivityKept.id)).all() == [kept]
    assert draft != dropped


def test_a_record_reaches_back_as_far_as_the_themes_are_looked_for(somebody: Member) -> None:
    assert policy.KEEP.value() >= 36 + 12
    assert not policy.KEEP.allowed(35)
