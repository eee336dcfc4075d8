"""An email that a server took and sent back later has the consequences of one that was refused at once, no others."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask

from accounts.models import Role
from cpd.renewal import uninsured, worklists
from cpd.renewal.worklists import Tab
from foundation import outbox
from foundation.database import db, operation
from foundation.outbox import Letter, Standing
from foundation.returned.noting import Outcome, receive
from register.operations import change_contact
from register.post import nightly as post
from register.post import readers, writing
from tests.accounts.staff import SHELL, hire, sit_down
from tests.cpd.renewal.arrange import Member, member
from tests.cpd.renewal.test_on_paper import END, INSURED, START, night, waits
from tests.foundation.returned.bounces import bounce
from tests.frame.mailbox import Mailbox
from tests.frame.outbox import letters
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database", "mailbox")


def comes_back(one: Member, mailbox: Mailbox, **changes: str) -> Outcome:
    """The last letter to somebody comes back."""
    db.session.rollback()
    letter = next(held for held in reversed(mailbox.letters) if held["To"] == one.account.email)
    return receive(bounce(letter, **changes))


def not_reached() -> set[str]:
    return {line.number for line in worklists.listed(Tab.NOT_REACHED).lines}


def test_a_reminder_that_comes_back_goes_on_paper(app: Flask, set_clock: Any, mailbox: Mailbox) -> None:
    set_clock("2027-10-16 02:00")  # day -90
    bounced, full, moved, done = (
        member(START, END, insured_to=INSURED, name=one) for one in ("Bo", "Flo", "Mo", "Don")
    )
    night()
    outbox.deliver()
    set_clock("2027-10-18 10:00")
    # Whose matter is done by then is not written to again; the others are, each once.
    done.renew()
    written = len(mailbox.letters)
    outbox.deliver()
    mailbox.letters[:] = mailbox.letters[:written]
    for one in (bounced, moved, done):
        assert comes_back(one, mailbox) is Outcome.CAME_BACK
    assert comes_back(full, mailbox, status="5.2.2", diagnosis="552 5.2.2 Mailbox full") is Outcome.CAME_BACK
    # One gave another address before the night, and had the same news there.
    change_contact(moved.number, email="mo@new.example", reason="a test", by=SHELL)

    @operation
    def write_again() -> None:
        key = letters("renewal_reminder", to=moved.account.email)[0].once
        assert key is not None
        said = {"number": moved.number, "name": "Mo", "what": ["town"]}
        again = {"entry_id": moved.entry.entry_id, "once": f"{key.rpartition(' ')[0]} 60"}
        writing.write("entry_changed", to="mo@new.example", **again, **said)

    write_again()
    outbox.deliver()
    post.run()
    post.run()
    assert [number for number, about, _ in waits() if about == "renewal reminder"] == sorted(
        [bounced.number, full.number]
    )
    # The next letter goes on paper at once where the address is bad, and is tried by email where it is not.
    assert readers.goes_on_paper(bounced.entry.entry_id, bounced.account.email)
    assert not readers.goes_on_paper(full.entry.entry_id, full.account.email)
    set_clock("2027-12-31 02:00")  # day -14
    night()
    assert {bounced.number, full.number} <= not_reached()
    assert done.number not in not_reached()
    # The office reads why, and nobody's address.
    officer = hire(Role.REGISTRATION_OFFICER)
    page = Visitor(sit_down(app, officer)).open("/staff/mail?standing=given_up")
    assert "it came back: the address takes no letters (10am, 18 October 2027)" in page.text
    assert "it came back: the mailbox is full" in page.text
    assert bounced.account.email not in page.html
    assert "that did not arrive" in Visitor(sit_down(app, officer)).open("/staff").text


def test_the_time_to_show_insurance_does_not_run_from_a_letter_that_came_back(set_clock: Any, mailbox: Mailbox) -> None:
    set_clock("2027-06-30 10:00")
    one = member(START, END, insured_to=date(2027, 6, 30))
    entry_id = one.entry.entry_id
    set_clock("2027-07-01 02:00")
    night()
    set_clock("2027-07-01 10:00")
    outbox.deliver()
    assert uninsured.told_on(entry_id, date(2027, 6, 30)) == date(2027, 7, 1)
    assert not_reached() == set()
    set_clock("2027-07-03 10:00")
    assert comes_back(one, mailbox) is Outcome.CAME_BACK
    db.session.rollback()
    assert (uninsured.told_on(entry_id, date(2027, 6, 30)), not_reached()) == (None, {one.number})
    set_clock("2027-07-16 10:00")
    assert worklists.count(Tab.UNINSURED) == 0
    post.run()
    assert [about for _, about, _ in waits()] == ["insurance ended"]


def test_no_code_goes_on_paper_because_it_came_back(set_clock: Any, mailbox: Mailbox) -> None:
    set_clock("2027-06-01 10:00")
    one = member(START, END)

    @operation
    def write() -> None:
        to, entry_id = one.account.email, one.entry.entry_id
        writing.write("entry_claim_code", entry_id=entry_id, to=to, number=one.number, digits="123456", minutes=10)

    write()
    outbox.deliver()
    assert comes_back(one, mailbox) is Outcome.CAME_BACK
    post.run()
    assert waits() == []
    held = letters("entry_claim_code")[0]
    assert (held.standing, isinstance(held, Letter)) == (Standing.GIVEN_UP, True)
