"""What is not posted any more: the matter is done, it would come too late, or nobody is to read it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask

from accounts.models import Role
from cpd.leaving.operations import deaths, departures
from cpd.leaving.telling import News
from cpd.renewal.applying import CoverTold
from cpd.renewal.operations import insuring
from foundation import clock, outbox
from foundation.database import db
from foundation.errors import Missing, Refused
from register.operations import record_death
from register.post import batching, listing, readers
from register.post import nightly as post
from register.post.models import PostBatch
from tests.accounts.staff import SHELL, hire, sit_down
from tests.cpd.renewal.arrange import Member, member
from tests.cpd.renewal.test_on_paper import END, INSURED, START, night, three, waits
from tests.frame.mailbox import Mailbox
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database", "mailbox")
ALL = 10**9


def about(one: Member) -> list[str]:
    """Of which kinds the letters are that wait for somebody."""
    return [kind for number, kind, _ in waits() if number == one.number]


def of_batch(batch_id: int) -> list[tuple[str, str]]:
    db.session.rollback()
    return [(line.number, line.about) for line in listing.of_batch(batch_id)]


def version(batch_id: int) -> int:
    db.session.rollback()
    return batching.get(batch_id).version


def test_what_failed_is_not_posted_once_it_is_done_or_too_late(app: Flask, set_clock: Any, mailbox: Mailbox) -> None:
    paper, bounced, plain = three(mailbox, set_clock)
    officer = paper.office.officer.actor
    # One renews before the night that would have put the failed reminder on paper; the other's lies printed.
    made = batching.make(up_to=ALL, by=officer)
    seen = version(made)
    assert of_batch(made) == [(paper.number, "renewal reminder")]
    bounced.renew()
    paper.renew()
    post.run()
    assert (about(bounced), about(paper)) == (["renewal renewed"], ["renewal renewed"])
    assert of_batch(made) == []
    assert [line.number for line in listing.taken_out_of(made)] == [paper.number]
    assert [(one.letters, one.taken_out) for one in listing.batches(posted=False)] == [(0, 1)]
    visitor = Visitor(sit_down(app, paper.office.officer))
    assert "Take 1 out" in visitor.open("/staff/post").text
    page = visitor.open(f"/staff/post/batches/{made}").text
    assert "Take these out" in page
    assert paper.number in page
    with pytest.raises(Refused, match="meanwhile"):
        batching.note_posted(made, on=clock.today(), version=seen, by=officer)
    # What is done does not come back on the list, and no later batch has the number of one that was undone.
    batching.undo(made, version=version(made), by=officer)
    assert about(paper) == ["renewal renewed"]
    assert batching.make(up_to=ALL, by=officer) > made
    assert db.session.get_one(PostBatch, made).undone_at is not None
    with pytest.raises(Missing):
        batching.note_posted(made, on=clock.today(), version=1, by=officer)
    # A reminder that failed and can no longer be there by the last day is not written.
    mailbox.refused.add(plain.account.email)
    set_clock("2027-12-31 02:00")
    night()
    outbox.deliver()
    set_clock("2028-01-12 02:00")
    post.run()
    assert about(plain) == []


def test_a_letter_that_a_newer_one_overtook_is_not_put_back(set_clock: Any, mailbox: Mailbox) -> None:
    paper, _, _ = three(mailbox, set_clock)
    officer = paper.office.officer.actor
    made = batching.make(up_to=ALL, by=officer)
    set_clock("2027-11-15 02:00")
    night()
    assert of_batch(made) == [(paper.number, "renewal reminder")], "it may be in the post by now"
    batching.undo(made, version=version(made), by=officer)
    assert about(paper) == ["renewal reminder"]


def test_reminders_end_with_insurance_that_was_seen_and_with_leaving(set_clock: Any) -> None:
    set_clock("2027-06-30 10:00")
    seen, gone = (member(START, END, insured_to=date(2027, 6, 30), name=one) for one in ("Seen", "Gone"))
    officer = seen.office.officer.actor
    for one in (seen, gone):
        readers.keep(one.entry.entry_id, "1 Long Row\nLeeds", on_paper=True, by=officer)
    set_clock("2027-07-01 02:00")
    night()
    assert (about(seen), about(gone)) == (["insurance ended"], ["insurance ended"])
    told = insuring.tell(CoverTold("A mutual", "P-1", INSURED), by=seen.account.actor)
    insuring.confirm(told.id, version=told.version, by=officer)
    departures.ask_to_leave(leave_on=None, by=gone.account.actor)
    assert (about(seen), about(gone)) == (["insurance confirmed"], ["leaving done"])


def test_nobody_writes_to_the_dead(set_clock: Any) -> None:
    set_clock("2027-10-16 02:00")
    people = [member(START, END, insured_to=INSURED, name=one) for one in ("Ann", "Bea", "Cy", "Di")]
    first, second, third, fourth = people
    officer, registrar = first.office.officer.actor, hire(Role.REGISTRAR).actor
    for one in people:
        readers.keep(one.entry.entry_id, "1 Long Row\nLeeds", on_paper=True, by=SHELL)
    night()
    made = batching.make(up_to=ALL, by=officer)
    assert len(of_batch(made)) == 4
    # By the two people of the office, and as a sheet says it: both are out of the batch that lies printed.
    report = deaths.report_death(first.entry.entry_id, News("a colleague", "", "the notice"), died_on=None, by=officer)
    deaths.confirm_death(report.id, version=report.version, by=registrar)
    record_death(second.number, at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)
    assert [number for number, _ in of_batch(made)] == sorted([third.number, fourth.number])
    assert {line.number for line in listing.taken_out_of(made)} == {first.number, second.number}
    assert listing.to_post() == 2
    batching.undo(made, version=version(made), by=officer)
    assert {number for number, _, _ in waits()} == {third.number, fourth.number}
    # The same for what waits, what is put in a batch, and what is noted as posted.
    record_death(third.number, at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)
    assert {number for number, _, _ in waits()} == {fourth.number}
    again = batching.make(up_to=ALL, by=officer)
    assert [number for number, _ in of_batch(again)] == [fourth.number]
    record_death(fourth.number, at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)
    batching.note_posted(again, on=clock.today(), version=version(again), by=officer)
    assert (of_batch(again), len(listing.taken_out_of(again))) == ([], 1)
    post.run()
    assert readers.letters_of(third.entry.entry_id) == []
