"""The audit trail on its page: searched, bounded, and never more than somebody may read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts import trail
from accounts.models import Role
from accounts.trail import LINES_A_PAGE, Question
from foundation import audit, clock
from foundation.audit import SYSTEM, AuditRecord, Line
from foundation.database import db, transaction
from tests.accounts.staff import Person, hire, sit_down
from tests.page import Visitor


def write(*lines: tuple[str, str, object], by: Person | None = None) -> None:
    with transaction("a test writes lines"):
        made = [Line(action, kind, str(record), {}) for action, kind, record in lines]
        audit.record_many(made, by=by.actor if by else SYSTEM)


@pytest.fixture
def auditor(app: Flask, database: SQLAlchemy) -> Visitor:
    return Visitor(sit_down(app, hire(Role.AUDITOR, name="Una Audit")))


@pytest.fixture
def boss(app: Flask, database: SQLAlchemy) -> Visitor:
    return Visitor(sit_down(app, hire(Role.ADMINISTRATOR, name="Bo Hill")))


def test_an_auditor_reads_everything(auditor: Visitor) -> None:
    write(("concern.open", "concern", 41), ("register.changed", "entry", 7))
    page = auditor.open("/staff/audit")
    assert "concern 41" in page.text
    assert "entry 7" in page.text


def test_an_administrator_reads_only_what_is_about_accounts(boss: Visitor) -> None:
    write(("concern.open", "concern", 41), ("register.changed", "entry", 7), ("role.give", "account", 3))
    page = boss.open("/staff/audit")
    assert "account 3" in page.text
    assert "concern" not in page.text
    assert "entry 7" not in page.text
    for asked in ("?kind=concern", "?kind=concern&record=41", "?person=1"):
        assert "concern.open" not in boss.open(f"/staff/audit{asked}").html


def test_lines_are_found_by_person_by_record_and_by_day(auditor: Visitor, set_clock: Callable[[str], object]) -> None:
    set_clock("2027-03-01 10:00")
    anna = hire(name="Anna Bell")
    write(("register.changed", "entry", 7), by=anna)
    write(("role.give", "account", anna.id))
    write(("register.changed", "entry", 8))
    set_clock("2027-03-03 10:00")
    write(("register.renewed", "entry", 7))

    def found(question: Question) -> list[tuple[str, str]]:
        return [(line.kind, line.record) for line in trail.search(question, everything=True).lines]

    assert found(Question(person=anna.id)) == [("account", str(anna.id)), ("entry", "7")]
    assert found(Question(kind="entry", record="7")) == [("entry", "7"), ("entry", "7")]
    day = clock.today()
    assert found(Question(kind="entry", first=day, last=day)) == [("entry", "7")]
    assert found(Question(kind="entry", last=day.replace(day=2))) == [("entry", "8"), ("entry", "7")]
    db.session.rollback()


def test_a_long_trail_comes_in_pages_each_line_once(auditor: Visitor) -> None:
    write(*(("register.changed", "entry", number) for number in range(LINES_A_PAGE * 2 + 5)))
    seen: list[int] = []
    before: int | None = None
    while True:
        page = trail.search(Question(kind="entry", before=before), everything=True)
        assert len(page.lines) <= LINES_A_PAGE
        seen += [line.id for line in page.lines]
        before = page.next_before
        if before is None:
            break
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) == LINES_A_PAGE * 2 + 5
    db.session.rollback()
    shown = auditor.open("/staff/audit?kind=entry")
    older = auditor.open(shown.links["Older lines"])
    assert not set(shown.words("th", scope="row")) & set(older.words("th", scope="row"))


def test_every_reading_stands_in_the_trail(auditor: Visitor, boss: Visitor) -> None:
    auditor.open("/staff/audit?kind=entry&record=7")
    boss.open("/staff/audit")
    lines = db.session.execute(
        select(AuditRecord.actor_label, AuditRecord.action, AuditRecord.subject_id).order_by(AuditRecord.id)
    ).all()
    assert [tuple(line) for line in lines] == [
        ("Una Audit", "auditor.read", "/staff/audit"),
        ("Una Audit", "trail.read", "audit"),
        ("Bo Hill", "trail.read", "audit"),
    ]
    assert audit.verify().broken is None


def test_all_that_an_auditor_opens_is_logged(auditor: Visitor) -> None:
    for address in ("/staff", "/staff/people", "/staff/policy"):
        auditor.open(address)
    assert auditor.open("/staff/mail", status=403).status == 403
    read = db.session.scalars(select(AuditRecord.subject_id).where(AuditRecord.action == "auditor.read")).all()
    assert read == ["/staff", "/staff/people", "/staff/policy"]


def test_the_page_offers_nothing_to_change(auditor: Visitor) -> None:
    page = auditor.open("/staff/audit")
    forms = page.root.find(".//main")
    assert forms is not None
    assert [form.get("action") for form in forms.iter("form")] == ["/staff/audit", "/staff/stay"]


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ("person=anna", "Choose a person from the list of people, or type their number"),
        ("first=soon", "Type the day like 3 March 2027"),
        ("first=2027-03-03&last=2027-03-01", "Choose a last day that comes after the first"),
    ],
)
def test_what_cannot_be_read_is_named(auditor: Visitor, asked: str, problem: str) -> None:
    assert auditor.open(f"/staff/audit?{asked}", status=400).problems == [problem]


@pytest.mark.parametrize("asked", ["before=x", "before=-1", "kind=%00", "record=%27%3B--", "person=999999999"])
def test_strange_questions_find_nothing_and_break_nothing(auditor: Visitor, asked: str) -> None:
    assert auditor.open(f"/staff/audit?{asked}").heading == "Audit trail"


def test_a_page_of_the_trail_is_one_statement(database: SQLAlchemy, statements: Callable[..., object]) -> None:
    write(*(("register.changed", "entry", number) for number in range(80)))
    with statements() as seen:  # type: ignore[attr-defined]  # the fixture is a context manager
        trail.search(Question(kind="entry"), everything=True)
    assert len(seen) == 1
    assert db.session.scalar(select(func.count()).select_from(AuditRecord)) == 80
