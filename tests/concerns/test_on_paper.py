"""Letters about a concern on paper: printed by those who may know of it, and days that count from the post."""

from __future__ import annotations

import io
import json
from datetime import date

import pikepdf
import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.interests import About, declare_interest
from concerns.investigation import queries as investigation
from concerns.investigation import responding
from concerns.nightly import registrants
from concerns.panels import hearings
from concerns.panels import queries as panels
from concerns.publishing import releasing
from concerns.retention import handling
from concerns.vocabulary import HearingKind
from cpd.renewal.operations import holding
from foundation import clock, outbox
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from foundation.errors import Missing, NotAllowed, Refused
from foundation.outbox import Letter
from foundation.returned.noting import Outcome, receive
from register import queries as register
from register.post import batching, listing, readers, writing
from register.post import nightly as post
from register.post.desks import CONCERNS, PRIVATE
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_panels import at_panel, decide, reached
from tests.conftest import StillClock
from tests.foundation.returned.bounces import bounce
from tests.frame import cast
from tests.frame.mailbox import Mailbox
from tests.frame.outbox import letters
from tests.page import Visitor

MOST = 10**9


def siobhan() -> int:
    return register.entry_ids([cast.SIOBHAN])[cast.SIOBHAN]


def lives_at(*, on_paper: bool) -> None:
    readers.keep(siobhan(), "1 Long Row\nLeeds", on_paper=on_paper, by=SHELL)


def posts(who: Person, on: str, set_clock: StillClock) -> None:
    """Everything that waits at the private desk is printed and posted."""
    set_clock(f"{on} 10:00")
    made = batching.make(up_to=MOST, desk=CONCERNS, by=who.actor)
    batching.note_posted(made, on=clock.today(), version=1, by=who.actor)


def asked(held: Looking) -> tuple[date | None, date | None]:
    db.session.rollback()
    row = investigation.responses(concern_id(held))[held.subject_id]
    return row.asked_on, row.due_on


def asking() -> Letter:
    """The last email to her about a concern."""
    return letters("registrant_concern")[-1]


def test_a_letter_that_was_refused_is_printed_by_those_who_may_know_and_its_days_count_from_the_post(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, mailbox: Mailbox
) -> None:
    set_clock("2027-03-01 10:00")
    held = looking.alleged()
    lives_at(on_paper=False)
    mailbox.refused.add(str(register.email_of(siobhan())))
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    assert asked(held) == (date(2027, 3, 1), date(2027, 3, 29))
    outbox.deliver()
    post.run()
    assert "answer what is alleged" in readers.letters_of(siobhan())[-1][2]

    # The office has nothing to print, and no way to what the officers of concerns print.
    office = hire(Role.REGISTRATION_OFFICER)
    visitor = Visitor(sit_down(sample, office))
    assert "No letter waits to be printed" in visitor.open("/staff/post").text
    visitor.open("/staff/private-post", status=403)
    with pytest.raises(Refused, match="No letter waits"):
        batching.make(up_to=MOST, by=office.actor)
    with pytest.raises(NotAllowed):
        batching.make(up_to=MOST, desk=CONCERNS, by=office.actor)

    theirs = Visitor(sit_down(sample, held.officer))
    page = theirs.open("/staff/private-post")
    assert cast.SIOBHAN in page.text
    theirs.open("/staff/post", status=403)
    count = listing.to_post(CONCERNS)
    page = theirs.send(page, {}, button=f"Print this batch of {count}")
    assert "These letters are private" in page.text
    with pikepdf.open(io.BytesIO(theirs.client.get(page.links["Open the letters to print"]).data)) as pdf:
        assert len(pdf.pages) == count
    [made] = listing.batches(posted=False, desk=CONCERNS)
    assert not listing.batches(posted=False)
    for address in (f"/staff/post/batches/{made.id}", f"/staff/post/batches/{made.id}/letters.pdf"):
        visitor.open(address, status=404)
    for act in (batching.note_opened, batching.undo):
        with pytest.raises(NotAllowed):
            act(made.id, by=office.actor, **({"version": 1} if act is batching.undo else {}))

    # Posted on a Wednesday, there on the Monday after, and 28 days from then.
    set_clock("2027-03-10 10:00")
    theirs = Visitor(sit_down(sample, held.officer))
    page = theirs.open(f"/staff/private-post/batches/{made.id}")
    page = theirs.send(page, {"posted_on": "10 March 2027"}, button="Note that they were posted")
    assert "not posted again" in page.text
    assert asked(held) == (date(2027, 3, 15), date(2027, 4, 12))
    late = select(AuditRecord.detail).where(AuditRecord.action == "concern.posted_late")
    assert [json.loads(one)["days"] for one in db.session.scalars(late)] == ["answer"]
    # A reminder goes by post as long as it can be there by the day, and not after that.
    before = len(readers.letters_of(siobhan()))
    for day, more in ((5, 1), (8, 1), (10, 1)):
        set_clock(f"2027-04-{day:02} 02:00")
        registrants.remind_of_answers()
        assert len(readers.letters_of(siobhan())) == before + more


def test_a_letter_that_came_back_goes_the_same_way(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, mailbox: Mailbox
) -> None:
    set_clock("2027-03-01 10:00")
    held = looking.alleged()
    lives_at(on_paper=False)
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    outbox.deliver()
    set_clock("2027-03-03 10:00")
    [letter] = [one for one in mailbox.letters if one["Message-ID"].startswith(f"<letter-{asking().id}-")]
    assert receive(bounce(letter)) is Outcome.CAME_BACK
    post.run()
    assert not listing.waiting(known=True).total, "not at the desk of the office"
    # The paper names days of its own: in the post by Monday, there on Thursday, and 28 days from then.
    said = readers.letters_of(siobhan())[-1][2]
    assert "29 March" not in said
    assert "end of 8 April 2027" in said
    assert "count your days from 11 March 2027" in said
    posts(held.officer, "2027-03-05", set_clock)
    assert asked(held) == (date(2027, 3, 11), date(2027, 4, 8)), "posted in time: they are as the letter says"


def test_notice_and_the_time_to_appeal_count_from_the_post(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = at_panel(set_clock)
    lives_at(on_paper=True)
    emails, by = len(letters("registrant_concern")), held.manager.actor
    kind, start = HearingKind.FINAL, date(2026, 12, 29)
    hearing_id = hearings.list_hearing(
        held.reference, held.subject_id, kind, on=date(2026, 12, 23), version=held.version, by=by
    )
    # In the post by Friday, there on Monday.
    with pytest.raises(Refused, match=r"by post .* 30 November 2026\. Choose 29 December 2026"):
        hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)
    hearings.adjourn(held.reference, hearing_id, to=start, reasons="Notice.", version=held.version, by=by)
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)
    assert len(letters("registrant_concern")) == emails, "nothing went by email"
    subject, said = readers.letters_of(siobhan())[-1][1:]
    assert held.reference in subject
    assert "We count your days from 30 November 2026" in said
    assert "If you cannot use an account, call us" in said

    # Posted too late for that day: she was not told in time, and somebody sets a later day.
    posts(held.officer, "2026-11-30", set_clock)
    assert panels.hearing(concern_id(held), hearing_id).notice_on is None
    hearings.adjourn(held.reference, hearing_id, to=date(2027, 1, 8), reasons="Post.", version=held.version, by=by)
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)
    posts(held.officer, "2026-12-01", set_clock)
    assert panels.hearing(concern_id(held), hearing_id).notice_on == date(2026, 12, 7), "in time: it stays"

    held.panel = looking.panel(held, hearing_id)
    set_clock("2027-01-08 16:00")
    decide(held, hearing_id, reached(held))
    order_id = panels.orders(concern_id(held))[-1].id
    releasing.tell(held.reference, order_id, version=held.version, by=hire(Role.REGISTRAR).actor)
    assert panels.order(concern_id(held), order_id).appeal_until == date(2027, 2, 15)
    db.session.rollback()
    with pytest.raises(Refused, match="goes on paper"):
        looking.published(held, order_id)
    posts(held.officer, "2027-01-18", set_clock)
    releasing.release(held.reference, order_id, version=officers.version(held.reference), by=hire(Role.REGISTRAR).actor)
    row = panels.order(concern_id(held), order_id)
    assert row.appeal_until == date(2027, 2, 18)
    assert row.starts_at == clock.start_of_day(date(2027, 2, 19))


def test_whoever_is_tied_to_her_finds_no_letter_of_hers_and_another_officer_prints_it(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-01 10:00")
    held = looking.alleged()
    lives_at(on_paper=True)
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    tied = officers.officer("Tied Officer")
    declare_interest(Tie.FAMILY, About(number=cast.SIOBHAN), starts_on=None, ends_on=None, by=tied.actor)
    theirs = Visitor(sit_down(sample, tied))
    page = theirs.open("/staff/private-post")
    assert "No letter waits to be printed" in page.text
    assert cast.SIOBHAN not in page.text
    assert not listing.to_post(CONCERNS, tied.actor) + listing.late(CONCERNS, tied.actor)
    with pytest.raises(Refused, match="No letter waits"):
        batching.make(up_to=MOST, desk=CONCERNS, by=tied.actor)
    theirs.open(f"/staff/post/{cast.SIOBHAN}", status=403)
    with pytest.raises(NotAllowed, match="conflict of interest"):
        readers.keep(siobhan(), "9 Crook Road\nHull", on_paper=True, by=tied.actor)

    # In a batch of another officer it is not there for them either: nothing to open, to post or to put back.
    assert listing.to_post(CONCERNS, held.officer.actor) == 1
    made = batching.make(up_to=MOST, desk=CONCERNS, by=held.officer.actor)
    for address in ("", "/letters.pdf"):
        theirs.open(f"/staff/private-post/batches/{made}{address}", status=404)
    assert f"Batch {made}" not in theirs.open("/staff/private-post").text
    with pytest.raises(Missing):
        batching.note_posted(made, on=clock.today(), version=1, by=tied.actor)
    for act in (batching.note_opened, batching.undo):
        with pytest.raises(Missing):
            act(made, by=tied.actor, **({"version": 1} if act is batching.undo else {}))
    batching.note_posted(made, on=clock.today(), version=1, by=held.officer.actor)
    assert [one.id for one in listing.batches(posted=True, desk=CONCERNS, by=held.officer.actor)] == [made]
    assert not listing.batches(posted=True, desk=CONCERNS, by=tied.actor)


def test_a_batch_stays_private_whatever_becomes_of_its_letters(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-01 10:00")
    held = looking.alleged()
    lives_at(on_paper=True)
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    made = batching.make(up_to=MOST, desk=CONCERNS, by=held.officer.actor)
    # Its concern is deleted while the letter lies printed: somebody takes it out, and it says nothing any more.
    with transaction("a test deletes what names the concern"):
        assert writing.forget_about([siobhan()], PRIVATE, held.reference) == 1
    db.session.rollback()
    assert not readers.letters_of(siobhan())
    assert not listing.batches(posted=False)
    [line] = listing.batches(posted=False, desk=CONCERNS, by=held.officer.actor)
    assert (line.id, line.letters, line.taken_out, line.version) == (made, 0, 1, 2)
    page = Visitor(sit_down(sample, held.officer)).open(f"/staff/private-post/batches/{made}").text
    assert "Take these out" in page
    assert cast.SIOBHAN in page
    batching.note_posted(made, on=clock.today(), version=2, by=held.officer.actor)
    assert not listing.taken_out_of(made), "then nothing of it stays"
    assert not listing.batches(posted=True)
    assert [one.id for one in listing.batches(posted=True, desk=CONCERNS)] == [made]


@pytest.mark.parametrize("of_the_concern", [True, False])
def test_a_legal_hold_keeps_letters_on_paper(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, of_the_concern: bool
) -> None:
    set_clock("2027-03-01 10:00")
    held = looking.alleged()
    lives_at(on_paper=True)
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    posts(held.officer, "2027-03-01", set_clock)
    lead = hire(Role.DATA_PROTECTION_LEAD if of_the_concern else Role.REGISTRAR)
    if of_the_concern:
        handling.place(held.reference, why="A court asks.", by=lead.actor)
    else:
        holding.place(cast.SIOBHAN, why="A court asks.", by=lead.actor)
    set_clock("2059-04-02 02:00")
    post.run()
    assert len(readers.letters_of(siobhan())) == 1
    assert readers.reached(siobhan()).lines
    if of_the_concern:
        handling.lift(held.reference, version=officers.version(held.reference), by=lead.actor)
    else:
        holding.lift(cast.SIOBHAN, version=1, by=lead.actor)
    post.run()
    assert not readers.letters_of(siobhan())
    assert readers.reached(siobhan()) == readers.NOWHERE
