"""Complaints about our own service: sent by anybody, answered in twenty working days, looked at again by another."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from concerns.own_service import handling, queries
from concerns.own_service.vocabulary import ServiceOutcome, ServiceStanding
from foundation import clock, locks
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from foundation.outbox import Letter
from tests.accounts.staff import hire, sit_down
from tests.concerns.looking import Role
from tests.concerns.test_mailbox import PNG
from tests.conftest import StillClock
from tests.page import Visitor

MARKER = "Nobody answered for ten weeks."


def test_a_complaint_is_answered_by_one_and_looked_at_again_by_another(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    anybody = Visitor(sample.test_client())
    page = anybody.open(anybody.open("/privacy").links["Complain about our service"])
    assert anybody.send(page, {}, button="Send it", status=400).problems == ["Tell us what happened"]
    typed = {"words": MARKER, "name": "Perpetua", "email": "perpetua@reporters.example"}
    sent = anybody.send(page, typed, button="Send it")
    [held] = queries.waiting()
    assert held.reference in sent.text
    assert (held.due_on, held.due_on == clock.add_working_days(clock.today(), 20)) == (held.due_on, True)
    assert MARKER not in "".join(db.session.scalars(select(Letter.body)))
    secret = next(word for word in re.findall(r"[0-9A-Z-]{20,}", sent.html) if locks.is_secret(held.secret_hash, word))

    registrar, lead, officer = hire(Role.REGISTRAR), hire(Role.DATA_PROTECTION_LEAD), hire(Role.CONCERNS_OFFICER)
    assert sit_down(sample, officer).get(f"/staff/complaints/{held.reference}").status_code == 403
    staff = Visitor(sit_down(sample, registrar))
    page = staff.open("/staff/complaints")
    assert page.html.count('class="rooms__here"') == 1, "the room that stays in sight when the others are folded"
    page = staff.open(page.links[held.reference])
    assert MARKER in page.text
    page = staff.send(page, {"words": "We were slow."}, button="Send the answer", status=400)
    assert "We were slow." in page.html
    staff.send(page, {"outcome": "partly"}, button="Send the answer")

    wrong = {"reference": held.reference, "secret_code": "AAAA-2222-3333-4444-5555"}
    page = anybody.send(anybody.open("/complaints/open"), wrong, button="Open it", status=400)
    page = anybody.send(page, {"secret_code": secret}, button="Open it")
    assert "We were slow." in page.text
    page = anybody.send(page, {"words": "Ten weeks!"}, button="Ask for a second look")
    assert "Another person looks at it again" in page.text
    assert "You gave the first answer" in staff.open(f"/staff/complaints/{held.reference}").text
    row = queries.get(held.reference)
    with pytest.raises(NotAllowed):
        handling.answer(row.reference, ServiceOutcome.UPHELD, "x", version=row.version, by=registrar.actor)
    db.session.rollback()
    other = Visitor(sit_down(sample, lead))
    page = other.open(f"/staff/complaints/{held.reference}")
    other.send(page, {"outcome": "upheld", "words": "You were right. We are sorry."}, button="Send the answer")
    assert "You were right. We are sorry." in anybody.open("/complaints/open").text
    assert queries.waiting() == []
    with pytest.raises(Refused, match="third time"):
        handling.ask_again(held.reference, "Again.")
    db.session.rollback()
    said = " ".join(str(one.detail) for one in db.session.scalars(select(AuditRecord)))
    assert MARKER not in said
    stranger = Visitor(sample.test_client())
    assert MARKER not in stranger.open("/complaints/open").text


@pytest.mark.one_database
def test_files_come_with_a_complaint_and_go_to_nobody_else(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    anybody, registrar = Visitor(sample.test_client()), hire(Role.REGISTRAR)
    files = [(io.BytesIO(PNG), "letter.png"), (io.BytesIO(b"MZ\x90\x00" * 50), "run.exe")]
    page = anybody.send(anybody.open("/complaints"), {"words": MARKER, "files": files}, button="Send it")
    assert "1 file came with it" in page.text
    assert "run.exe" in page.text
    [held] = queries.waiting()
    secret = next(word for word in re.findall(r"[0-9A-Z-]{20,}", page.html) if locks.is_secret(held.secret_hash, word))
    db.session.rollback()
    typed = {"reference": held.reference, "secret_code": secret}
    page = anybody.send(anybody.open("/complaints/open"), typed, button="Open it")
    link = page.links["letter.png"]
    assert anybody.client.get(link).data == PNG
    page = anybody.send(page, {"files": (io.BytesIO(PNG), "again.png")}, button="Send them", status=400)
    assert "Not every file came through" in page.text
    anybody.send(page, {"files": (io.BytesIO(b"A note."), "note.txt")}, button="Send them")

    staff = Visitor(sit_down(sample, registrar))
    page = staff.open(f"/staff/complaints/{held.reference}")
    assert staff.client.get(page.links["letter.png"]).data == PNG
    assert "note.txt" in page.links
    other = handling.take_in(
        handling.Complaint("Another."), reference=handling.new_reference(), secret=locks.new_secret()
    ).reference
    db.session.rollback()
    assert staff.client.get(page.links["letter.png"].replace(held.reference, other)).status_code == 404
    assert sample.test_client().get(link).status_code == 404

    handling.answer(held.reference, ServiceOutcome.UPHELD, "Yes.", version=held.version, by=registrar.actor)
    set_clock("2026-12-23 09:00")
    assert "Send more files" not in anybody.open("/complaints/open").text
    with pytest.raises(Refused, match="no more files"):
        handling.check_takes_files(queries.get(held.reference))


@pytest.mark.parametrize(("days", "sentence"), [(None, "not answered yet"), (28, ""), (29, "is over")])
def test_a_second_look_is_asked_for_in_its_time(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, days: int | None, sentence: str
) -> None:
    set_clock("2026-11-24 09:00")
    said = handling.Complaint(MARKER)
    row = handling.take_in(said, reference=handling.new_reference(), secret=locks.new_secret())
    again = handling.take_in(said, reference=row.reference, secret=locks.new_secret())
    assert again.id == row.id, "the same page sent twice is one"
    by = hire(Role.REGISTRAR).actor
    if days is not None:
        handling.answer(row.reference, ServiceOutcome.NOT_UPHELD, "No.", version=row.version, by=by)
    set_clock(f"{clock.today() + timedelta(days=days or 0)} 20:00")
    if sentence:
        with pytest.raises(Refused, match=sentence):
            handling.ask_again(row.reference, "Look again.")
        db.session.rollback()
    else:
        assert handling.ask_again(row.reference, "Look.") == handling.ask_again(row.reference, "Look.")
        assert queries.get(row.reference).standing is ServiceStanding.SECOND
