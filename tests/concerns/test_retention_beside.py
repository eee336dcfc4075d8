"""Complaints about our service and requests about data go when their three years are over, as concerns do."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select

from accounts.models import Role
from concerns.data_requests import asking
from concerns.data_requests import handling as data
from concerns.data_requests.models import DataMessage, DataRequest
from concerns.data_requests.vocabulary import DataKind, DataOutcome
from concerns.forms.mailbox import TYPED_SECRET
from concerns.models import Erasure, LegalHold
from concerns.own_service import handling as complaints
from concerns.own_service import queries as complaint_queries
from concerns.own_service.models import ServiceComplaint
from concerns.own_service.vocabulary import ServiceOutcome
from concerns.retention import again, handling, nightly, records
from concerns.vocabulary.retention import RetentionRule as R
from foundation import audit, evidence, locks
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from foundation.evidence import StoredFile
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.concerns import officers
from tests.concerns.test_retention import CLOSED, everywhere, lead
from tests.conftest import StillClock
from tests.page import Visitor

BESIDE = "Words that nobody reads any more."


def complained(secret: str, by: Person) -> str:
    """A complaint about our service with a file, answered today."""
    said = complaints.Complaint(BESIDE, email="perpetua@reporters.example")
    row = complaints.take_in(said, reference=complaints.new_reference(), secret=secret)
    reference, owner = row.reference, complaint_queries.owner(row.id)
    db.session.rollback()
    evidence.keep(io.BytesIO(b"A letter of ours."), name="letter.txt", owner=owner, by=None)
    complaints.answer(reference, ServiceOutcome.UPHELD, "Sorry.", version=version_of(reference), by=by.actor)
    return reference


def asked(secret: str, by: Person) -> str:
    """A request about data, answered with a file and closed today."""
    said = asking.Asked(DataKind.DELETE, BESIDE, "Perpetua", "perpetua@reporters.example")
    reference = asking.take_in(said, reference=asking.new_reference(), secret=secret, by=asking.ASKER).reference
    db.session.rollback()
    written = data.write_to_them(reference, "Here it is.", once="a" * 32, by=by.actor)
    evidence.keep(io.BytesIO(b"What we hold."), name="held.txt", owner=("data_message", str(written)), by=None)
    data.close(reference, DataOutcome.REFUSED, "We may not.", version=version_of(reference), by=by.actor)
    return reference


def version_of(reference: str) -> int:
    db.session.rollback()
    found = records.get(reference).version
    db.session.rollback()
    return found


@pytest.mark.parametrize(
    ("made", "ends"),
    [(complained, (R.SERVICE, "/complaints/open")), (asked, (R.DATA, "/concerns/mailbox"))],
)
def test_what_is_no_concern_goes_the_same_way(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, made: Callable[..., str], ends: tuple[R, str]
) -> None:
    rule, door = ends
    set_clock(f"{CLOSED} 12:00")
    dora, registrar, secret = lead(), hire(Role.REGISTRAR), locks.new_secret()
    reference = made(secret, dora)
    set_clock("2030-03-02 23:59")
    assert nightly.list_over() == 0
    with pytest.raises(Refused, match="not over"):
        handling.propose(reference, reasons="x", version=version_of(reference), by=dora.actor)
    handling.place(reference, why="A court asks.", version=version_of(reference), by=dora.actor)
    set_clock("2030-09-03 12:00")
    assert (nightly.list_over(), nightly.remind_of_holds()) == (0, 1)
    handling.lift(reference, version=version_of(reference), by=dora.actor)
    assert (nightly.list_over(), nightly.list_over()) == (1, 0)
    stale = version_of(reference)
    handling.propose(reference, reasons="Nothing needs it.", version=stale, by=dora.actor)
    with pytest.raises(Refused, match="Somebody else changed this record"):
        handling.agree(reference, version=stale, by=registrar.actor)
    for nobody in (dora, officers.officer()):
        with pytest.raises(NotAllowed):
            handling.agree(reference, version=version_of(reference), by=nobody.actor)
    handling.decline(reference, reasons="Wait.", version=version_of(reference), by=registrar.actor)
    page = Visitor(sit_down(sample, dora))
    shown = page.open(page.open("/staff/retention").links[reference])
    assert "Wait." in shown.text
    assert "1 file goes with it" in shown.text
    page.send(shown, {"propose-words": "Nothing needs it."}, button="Propose it")
    page = Visitor(sit_down(sample, registrar))
    said = page.send(page.open(f"/staff/retention/{reference}"), {}, button="I agree: do it now").text
    assert f"{reference} was deleted" in said
    assert rule.label in page.open("/staff/retention/gone").text

    assert everywhere(reference) == ["audit_record", "concern_tombstone"]
    for table in (ServiceComplaint, DataRequest, DataMessage, Erasure, LegalHold):
        assert db.session.scalar(select(func.count()).select_from(table)) == 0
    assert [one.wrapped_key for one in db.session.scalars(select(StoredFile))] == [None]
    with pytest.raises(Missing, match="deleted under our rules on 3 September 2030"):
        records.get(reference)
    db.session.rollback()
    assert audit.verify().broken is None
    db.session.rollback()
    visitor = Visitor(sample.test_client())
    told = visitor.send(visitor.open(door), {"reference": reference, TYPED_SECRET: secret})
    assert told.heading == "This record was deleted"
    [line] = again.stones()
    assert (line["reference"], line["rule"]) == (reference, rule.value)
    db.session.rollback()
    assert again.erase_again([line], by=SHELL) == 0
