"""Retention: every category to the day before and the day of, two people, holds, what goes, what stays, and again."""

from __future__ import annotations

import ast
import io
import json
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import PartTaken, Realm, Role
from concerns.examiners import deciding
from concerns.forms.mailbox import TYPED_SECRET
from concerns.models import Concern, Erasure, LegalHold, Message, Order, PatternLine, Step, Tombstone
from concerns.operations import closing, triaging, writing
from concerns.panels import orders
from concerns.panels import queries as panels
from concerns.retention import again, belongings, handling, nightly, records
from concerns.retention.periods import Decided, Ended, time_of
from concerns.risk import queries as risk
from concerns.vocabulary import CloseReason, Finding, Stage, StepKind
from concerns.vocabulary.retention import Disposal, RetentionRule
from foundation import audit, clock, evidence, locks
from foundation.database import Base, db, transaction
from foundation.errors import Missing, NotAllowed, Refused
from foundation.evidence import StoredFile
from foundation.outbox import Letter
from register import queries as register
from register.post import readers
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns.arrange import raised, telling
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import writes
from tests.concerns.test_panels import decided, released
from tests.concerns.test_risk import SIOBHAN
from tests.conftest import StillClock
from tests.frame import cast
from tests.page import Visitor

CLOSED = date(2027, 3, 3)
R = RetentionRule


# ------------------------------------------------------------------------------------------------------- the pure part


@pytest.mark.parametrize(
    ("stage", "kinds", "rule", "due_on"),
    [
        (Stage.RECEIVED, (), R.TRIAGE, date(2030, 3, 3)),
        (Stage.TRIAGE, (), R.TRIAGE, date(2030, 3, 3)),
        (Stage.LOCAL_RESOLUTION, (), R.TRIAGE, date(2030, 3, 3)),
        (Stage.THRESHOLD, (), R.THRESHOLD, date(2032, 3, 3)),
        (Stage.INVESTIGATION, (), R.NO_CASE, date(2033, 3, 3)),
        (Stage.EXAMINATION, (), R.NO_CASE, date(2033, 3, 3)),
        (Stage.OUTCOME, ("none",), R.NO_CASE, date(2033, 3, 3)),
        (Stage.INVESTIGATION, ("interim_suspension",), R.INTERIM, date(2033, 3, 3)),
        (Stage.OUTCOME, ("advice",), R.SANCTION, date(2040, 1, 5)),
        (Stage.MONITORING, ("conditions",), R.SANCTION, date(2037, 2, 1)),
        (Stage.OUTCOME, ("interim_suspension", "suspension"), R.SANCTION, date(2037, 2, 1)),
        (Stage.OUTCOME, ("removal",), R.REMOVAL, date(2047, 2, 1)),
        (Stage.OUTCOME, ("conditions", "removal"), R.REMOVAL, date(2047, 2, 1)),
    ],
)
def test_each_line_of_the_table_of_retention(
    stage: Stage, kinds: tuple[str, ...], rule: RetentionRule, due_on: date
) -> None:
    made = tuple(Decided(kind, date(2027, 1, 5), date(2027, 2, 1), date(2027, 2, 1)) for kind in kinds)
    found = time_of(Ended(CLOSED, stage, made), CLOSED)
    assert found is not None
    assert (found.rule, found.due_on) == (rule, due_on)


def test_an_order_without_an_end_keeps_its_concern() -> None:
    running = Decided("conditions", CLOSED, CLOSED, None)
    shown = Decided("removal", CLOSED, CLOSED, None, without_end=True)
    for one in (running, shown):
        assert time_of(Ended(CLOSED, Stage.OUTCOME, (one,)), CLOSED) is None


def test_every_owner_of_files_in_the_room_is_known() -> None:
    """Whoever keeps files of something new says so in `belongings.FILE_OWNERS`, or they outlive their concern."""
    kinds = set()
    for path in Path(belongings.__file__).parents[1].rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Tuple)
                and len(node.elts) == 2
                and isinstance(node.elts[0], ast.Constant)
                and re.fullmatch(r"str\(.*\)", ast.unparse(node.elts[1]))
            ):
                kinds.add(node.elts[0].value)
    assert kinds <= set(belongings.FILE_OWNERS) | {"concern", "data_request"}
    of_any = {table.name for kind in records.KINDS for table in belongings.tables(kind.table)}
    assert set(belongings.FILE_OWNERS.values()) <= of_any


def test_what_stays_of_a_minimised_concern_leans_on_nothing_that_goes() -> None:
    there = {table.name: table for table in belongings.tables()}
    assert set(there) >= belongings.STAYS
    for name in belongings.STAYS:
        for key in there[name].foreign_keys:
            if not key.parent.nullable and key.column.table.name in there:
                assert key.column.table.name in belongings.STAYS, f"{name} needs {key.column.table.name}"


# ---------------------------------------------------------------------------------------------------- one world of them

LEAD = "Dora Lead"


def lead() -> Person:
    return hire(Role.DATA_PROTECTION_LEAD, name=LEAD)


def closed(who: Person, stage: Stage, *kinds: str, red: bool = False, secret: str | None = None) -> str:
    """A concern that was closed at a stage today, with orders of these kinds that ended today; by its shortest way."""
    reference = raised(telling(subjects=SIOBHAN), secret=secret).reference
    concern = officers.now(reference)
    [entry_id] = register.entry_ids([cast.SIOBHAN]).values()
    now, today = clock.now(), clock.today()
    box, subject_id, concern_id = locks.box_of(concern.lock_id), concern.subjects[0].id, concern.id
    with transaction("a test closes a concern"):
        held = db.session.get_one(Concern, concern_id)
        held.stage, held.closed_on = Stage.CLOSED, today
        held.risk = "red" if red else None
        for at, kind in ((stage, StepKind.REPLIED), (Stage.CLOSED, StepKind.CLOSED)):
            db.session.add(Step(concern_id=held.id, kind=kind, stage=at, on=today, at=now, by_account_id=who.id))
        for kind in kinds:
            db.session.add(
                Order(
                    concern_id=held.id,
                    subject_id=subject_id,
                    entry_id=entry_id,
                    kind=kind,
                    about_health=False,
                    months=None,
                    wording_sealed=box.seal("Words of an order."),
                    decided_on=today,
                    told_on=today,
                    starts_at=now,
                    ends_at=None if kind == "removal" else now + timedelta(seconds=1),
                )
            )
    return reference


def listed() -> dict[str, RetentionRule]:
    db.session.rollback()
    rows = db.session.execute(select(Concern.reference, Erasure.rule).join(Erasure, Erasure.concern_id == Concern.id))
    return {row[0]: row[1] for row in rows}


def done(reference: str, *, by: Person, second: Person) -> Tombstone:
    """Proposed by one and agreed to by another."""
    version = officers.version(reference)
    handling.propose(reference, reasons="Nothing needs it.", version=version, by=by.actor)
    return handling.agree(reference, version=officers.version(reference), by=second.actor)


def test_each_category_goes_on_its_day_and_not_before(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock(f"{CLOSED} 12:00")
    officer = officers.officer()
    made = {
        R.TRIAGE: (closed(officer, Stage.TRIAGE, red=True), date(2030, 3, 3)),
        R.THRESHOLD: (closed(officer, Stage.THRESHOLD), date(2032, 3, 3)),
        R.NO_CASE: (closed(officer, Stage.EXAMINATION), date(2033, 3, 3)),
        R.INTERIM: (closed(officer, Stage.INVESTIGATION, "interim_suspension"), date(2033, 3, 3)),
        R.SANCTION: (closed(officer, Stage.OUTCOME, "interim_suspension", "conditions"), date(2037, 3, 3)),
        R.REMOVAL: (closed(officer, Stage.OUTCOME, "removal"), date(2047, 3, 3)),
    }
    for due_on in sorted({one for _, one in made.values()}):
        mine = {reference: rule for rule, (reference, on) in made.items() if on == due_on}
        set_clock(f"{due_on - timedelta(days=1)} 23:59")
        assert nightly.list_over() == 0
        assert listed() == {}
        set_clock(f"{due_on} 00:01")
        dora, registrar = lead(), hire(Role.REGISTRAR, name="Rita Registrar")
        assert (nightly.list_over(), nightly.list_over()) == (len(mine), 0)
        assert listed() == mine
        for reference, rule in mine.items():
            stone = done(reference, by=dora, second=registrar)
            assert (stone.rule, stone.how, stone.due_on, stone.done_on) == (rule, rule.how, due_on, due_on)
            assert (stone.proposed_by, stone.agreed_by) == (LEAD, "Rita Registrar")
            if rule.how is Disposal.DELETE:
                with pytest.raises(Missing, match=f"deleted under our rules on {due_on.day} March"):
                    officers.now(reference)
            else:
                assert officers.now(reference).stage is Stage.CLOSED
        assert listed() == {}
    assert set(db.session.scalars(select(Concern.reference))) == {made[R.SANCTION][0], made[R.REMOVAL][0]}
    assert nightly.list_over() == 0, "what was minimised is not listed again"
    assert audit.verify().broken is None


def test_a_serious_pattern_keeps_one_line_for_six_years(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock(f"{CLOSED} 12:00")
    officer = officers.officer()
    red, green = closed(officer, Stage.TRIAGE, red=True), closed(officer, Stage.TRIAGE)
    set_clock("2030-03-03 12:00")
    nightly.list_over()
    for reference in (red, green):
        done(reference, by=lead(), second=hire(Role.REGISTRAR))
    [entry_id] = register.entry_ids([cast.SIOBHAN]).values()
    later = officers.in_triage(officer, telling(subjects=SIOBHAN))
    page = sit_down(sample, officer).get(f"/staff/concerns/{later}").text
    assert "a serious concern about the same person was closed at triage, 3 March 2027" in page
    [line] = risk.deleted_patterns([entry_id])
    assert (line.closed_on, line.worries, line.until) == (CLOSED, ["delay"], date(2033, 3, 3))
    for day, left in (("2033-03-02", 1), ("2033-03-03", 0)):
        set_clock(f"{day} 03:00")
        assert len(risk.deleted_patterns([entry_id])) == left
        db.session.rollback()
        nightly.forget_patterns()
        assert db.session.scalar(select(func.count()).select_from(PatternLine)) == left
        db.session.rollback()


def test_two_people_decide_and_a_hold_overrides_all(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(f"{CLOSED} 12:00")
    officer = officers.officer()
    reference, open_one = closed(officer, Stage.TRIAGE), officers.in_triage(officer)
    set_clock("2030-03-03 12:00")
    dora, second = lead(), lead()
    nightly.list_over()
    assert db.session.scalar(select(func.count()).where(Letter.template == "staff_records_over")) == 2
    db.session.rollback()

    def version() -> int:
        return officers.version(reference)

    for stranger in (officer, hire(Role.REGISTRAR), hire(Role.ADMINISTRATOR)):
        with pytest.raises(NotAllowed):
            handling.propose(reference, reasons="x", version=version(), by=stranger.actor)
    with pytest.raises(Refused, match="not over"):
        handling.propose(open_one, reasons="x", version=officers.version(open_one), by=dora.actor)
    with pytest.raises(Refused, match="propose it first"):
        handling.agree(reference, version=version(), by=second.actor)
    handling.propose(reference, reasons="No claim.", version=version(), by=dora.actor)
    with pytest.raises(NotAllowed, match="a second person agrees"):
        handling.agree(reference, version=version(), by=dora.actor)
    handling.decline(reference, reasons="A claim may come.", version=version(), by=second.actor)
    assert handling.look(reference, by=dora.actor).declined == "A claim may come."
    handling.propose(reference, reasons="No claim.", version=version(), by=dora.actor)
    handling.place(reference, why="A court asks.", version=version(), by=second.actor)
    assert listed() == {}
    with pytest.raises(Refused, match="legal hold"):
        handling.agree(reference, version=version(), by=hire(Role.REGISTRAR).actor)
    assert nightly.list_over() == 0
    for day, due in (("2030-09-02", 0), ("2030-09-03", 1)):
        set_clock(f"{day} 12:00")
        assert (nightly.remind_of_holds(), nightly.remind_of_holds()) == (due, due)
    assert db.session.scalar(select(func.count()).where(Letter.template == "staff_hold_review")) == 1
    db.session.rollback()
    handling.review(reference, version=version(), by=dora.actor)
    hold = db.session.scalars(select(LegalHold)).one()
    assert (hold.owner_id, hold.review_on) == (dora.id, date(2031, 3, 3))
    db.session.rollback()
    handling.lift(reference, version=version(), by=dora.actor)
    assert nightly.list_over() == 1
    done(reference, by=second, second=dora)


def test_a_concern_opened_again_is_listed_no_more(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(f"{CLOSED} 12:00")
    officer = officers.officer()
    reference = closed(officer, Stage.TRIAGE)
    set_clock("2030-03-03 12:00")
    nightly.list_over()
    dora = lead()
    handling.propose(reference, reasons="x", version=officers.version(reference), by=dora.actor)
    closing.look_anew(reference, note="New.", version=officers.version(reference), by=officers.manager().actor)
    with pytest.raises(Refused, match="not over"):
        handling.agree(reference, version=officers.version(reference), by=lead().actor)
    nightly.drop_reopened()
    assert listed() == {}


# ------------------------------------------------------------------------------------------------ what goes and stays


def everywhere(words: str) -> list[str]:
    """The tables in which something can be read."""
    found = []
    for table in Base.metadata.sorted_tables:
        rows = db.session.connection().execute(select(table))
        if any(words in repr(tuple(row)) for row in rows):
            found.append(table.name)
    db.session.rollback()
    return found


def with_everything(set_clock: StillClock) -> tuple[Looking, str]:
    """A concern with a file, letters, an answer, a report and a closing without a case; and its secret."""
    set_clock("2026-11-24 09:00")
    held, secret = looking.people(), locks.new_secret()
    held = looking.examined(held)
    concern = officers.now(held.reference)
    with transaction("a test chooses a secret"):
        db.session.get_one(Concern, concern.id).secret_hash = locks.secret_hash(secret)
    writing.write_message(held.reference, "We wrote this.", once="a" * 32, by=held.officer.actor)
    written = db.session.scalar(select(func.max(Message.id)))
    db.session.rollback()
    evidence.keep(io.BytesIO(b"Our letter."), name="letter.txt", owner=("message", str(written)), by=None)
    db.session.rollback()
    return held, secret


def test_deleting_leaves_a_tombstone_and_nothing_else(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    held, secret = with_everything(set_clock)
    [siobhan_id] = register.entry_ids([cast.SIOBHAN]).values()
    readers.keep(siobhan_id, "1 Long Row", on_paper=True, by=SHELL)
    for who in (held.lay, held.peer):
        writes(held, who, Finding.NO_CASE)
    deciding.close_without_case(held.reference, words="There is no case.", version=held.version, by=held.lay.actor)
    concern = officers.now(held.reference)
    lock_id, concern_id = concern.lock_id, concern.id
    assert everywhere(held.reference)
    assert readers.letters_of(siobhan_id)
    assert held.siobhan is not None
    siobhan = sit_down(sample, held.siobhan, realm=Realm.PUBLIC)
    assert siobhan.get(f"/account/concerns/{held.reference}").status_code == 200
    set_clock("2032-11-24 12:00")
    assert nightly.list_over() == 1
    rows = belongings.rows_of(concern_id)
    assert sum(map(len, rows.values())) > 40
    db.session.rollback()
    dora = lead()
    done(held.reference, by=dora, second=hire(Role.REGISTRAR))
    db.session.rollback()

    # That something kept Siobhan from leaving, from when until when, is the register's own and has its own time.
    assert everywhere(held.reference) == ["audit_record", "concern_tombstone", "hold"]
    assert not readers.letters_of(siobhan_id)
    again_rows = belongings.rows_of(concern_id)
    assert {table.name: ids for table, ids in again_rows.items() if ids} == {"concern": [concern_id]}
    with pytest.raises(Missing):
        locks.box_of(lock_id)
    kept = db.session.scalars(select(StoredFile)).all()
    assert kept
    assert all(one.wrapped_key is None and one.sealed_name is None for one in kept)
    assert not db.session.scalars(select(PartTaken).where(PartTaken.matter_id == str(concern_id))).all()
    db.session.rollback()
    assert audit.verify().broken is None
    db.session.rollback()

    siobhan = sit_down(sample, held.siobhan, realm=Realm.PUBLIC)
    page = siobhan.get(f"/account/concerns/{held.reference}")
    assert page.status_code == 404
    assert "was deleted under our rules on 24 November 2032" in page.text
    visitor = Visitor(sample.test_client())
    opened = visitor.open("/concerns/mailbox")
    told = visitor.send(opened, {"reference": held.reference, TYPED_SECRET: secret})
    assert told.heading == "This record was deleted"
    assert "24 November 2032" in told.text

    listing = runner.invoke(args=["concerns", "erasures"])
    [stone] = [json.loads(line) for line in listing.output.splitlines()]
    assert {"reference", "rule", "how", "proposed_by", "agreed_by"} <= set(stone)
    path = tmp_path / "erased.txt"
    path.write_text(listing.output, encoding="utf-8")
    assert "0 of 1 records were erased again" in runner.invoke(args=["concerns", "erase-again", str(path)]).output


def test_minimising_keeps_the_decision_and_its_dates(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    set_clock("2027-01-04 09:00")
    order_id = released(held)
    set_clock("2027-08-02 09:00")
    orders.finish(held.reference, words="Done.", version=held.version, by=hire(Role.REGISTRAR).actor)
    set_clock("2037-08-02 12:00")
    assert nightly.list_over() == 1
    assert held.siobhan is not None
    stone = done(held.reference, by=lead(), second=hire(Role.REGISTRAR))
    assert (stone.how, stone.rule) == (Disposal.MINIMISE, R.SANCTION)
    concern = officers.now(held.reference)
    row = panels.order(concern.id, order_id)
    assert (row.kind, row.months, row.told_on) == ("suspension", 6, date(2027, 1, 4))
    assert locks.box_of(concern.lock_id).open(row.wording_sealed) == "Deleted under our rules."
    kept = {table.name for table, ids in belongings.rows_of(concern.id).items() if ids}
    assert kept <= belongings.STAYS
    db.session.rollback()
    manager = sit_down(sample, officers.manager())
    assert manager.get(f"/staff/concerns/{held.reference}").status_code == 200
    siobhan = sit_down(sample, held.siobhan, realm=Realm.PUBLIC)
    assert siobhan.get(f"/account/concerns/{held.reference}").status_code == 200


def test_what_a_backup_brings_back_is_erased_again(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(f"{CLOSED} 12:00")
    officer = officers.officer()
    reference, other = closed(officer, Stage.TRIAGE), closed(officer, Stage.TRIAGE)
    held = officers.now(reference)
    line = {
        "reference": reference,
        "secret_hash": held.secret_hash,
        "rule": "triage",
        "how": "delete",
        "proposed_by": "Dora",
        "agreed_by": "Rita",
        "received_on": held.received_on.isoformat(),
        "closed_on": "2027-03-03",
        "due_on": "2030-03-03",
        "done_on": "2030-03-04",
        "proposed_at": "2030-03-04T10:00:00+00:00",
        "agreed_at": "2030-03-04T11:00:00+00:00",
    }
    db.session.rollback()
    with pytest.raises(Refused, match="another day"):
        again.erase_again([{**line, "received_on": "2020-01-01"}], by=SHELL)
    with pytest.raises(Refused, match="cannot be read"):
        again.erase_again([{"reference": reference}], by=SHELL)
    assert [again.erase_again([line], by=SHELL) for _ in range(2)] == [1, 0]
    assert set(db.session.scalars(select(Concern.reference))) == {other}
    db.session.rollback()
    assert [one["reference"] for one in again.stones()] == [reference]


# ------------------------------------------------------------------------------------------------------------ the pages


@pytest.mark.one_database
def test_the_pages_of_two_people(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock(f"{CLOSED} 12:00")
    officer = officers.officer()
    first, kept = closed(officer, Stage.TRIAGE), closed(officer, Stage.THRESHOLD)
    set_clock("2030-03-03 12:00")
    nightly.list_over()
    dora = Visitor(sit_down(sample, lead()))
    page = dora.open("/staff/retention")
    assert {first, "Legal holds", "What is gone"} <= set(page.links)
    assert kept not in page.links
    page = dora.open(f"/staff/retention/{first}")
    page = dora.send(page, {"propose-words": " "}, button="Propose it", status=409)
    assert page.problems
    dora.send(page, {"propose-words": "Nothing needs it."}, button="Propose it")
    assert "Nobody erases a record alone" in dora.open(f"/staff/retention/{first}").text
    rita = Visitor(sit_down(sample, hire(Role.REGISTRAR)))
    page = rita.open(f"/staff/retention/{first}")
    assert "Nothing needs it." in page.text
    assert "deleted" in rita.send(page, {}, button="I agree: do it now").text
    assert first in rita.open("/staff/retention/gone").text
    rita.open("/staff/retention/holds", status=403)
    page = dora.open("/staff/retention/holds")
    page = dora.send(page, {"reference": "x", "why": "y"}, button="Keep it", status=409)
    page = dora.send(page, {"reference": kept.lower(), "why": "A court asks."}, button="Keep it")
    assert kept in page.text
    assert "no longer kept" in dora.send(page, {"deed": "lift"}, button=f"Lift it: {kept}").text
    Visitor(sit_down(sample, officer)).open("/staff/retention", status=403)


def test_a_triage_closing_of_today_is_kept(sample: Flask, database: SQLAlchemy) -> None:
    officer = officers.officer()
    reference = officers.in_triage(officer)
    triaging.close(
        reference,
        reason=CloseReason.FEES,
        words="It is about a bill.",
        version=officers.version(reference),
        by=officer.actor,
    )
    assert nightly.list_over() == 0
