"""Letters on paper from the reminder to the post box: who gets one, one document a batch, and never twice."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pikepdf
import pytest
from flask import Flask
from sqlalchemy import select

from accounts.models import Role
from cpd.renewal import worklists
from cpd.renewal.operations import nightly
from cpd.renewal.worklists import Tab
from foundation import outbox
from foundation.audit import AuditRecord
from foundation.database import db, operation
from foundation.errors import NotAllowed, Refused
from register.operations import change_contact
from register.post import batching, listing, readers, writing
from register.post import nightly as post
from tests.accounts.staff import SHELL, hire, sit_down
from tests.cpd.renewal.arrange import Member, member
from tests.frame.mailbox import Mailbox
from tests.frame.outbox import letters
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database", "mailbox")
START, END = date(2027, 1, 15), date(2028, 1, 14)
INSURED = date(2029, 1, 14)


def night() -> None:
    post.run()
    nightly.run(shred=lambda _owner: None)


def waits() -> list[tuple[str, str, date]]:
    """Number, template and day of what is not in the post yet."""
    db.session.rollback()
    both = [*listing.waiting(known=True).lines, *listing.waiting(known=False).lines]
    return sorted((one.number, one.about, one.due_on) for one in both)


def words_of(one: Member) -> list[str]:
    return [body for _, _, body in readers.letters_of(one.entry.entry_id)]


def three(mailbox: Mailbox, set_clock: Any) -> tuple[Member, Member, Member]:
    """One who asked for paper, one whose address refuses, and a third; 90 days before the end."""
    set_clock("2027-10-16 02:00")  # day -90
    paper, bounced, plain = (member(START, END, insured_to=INSURED, name=one) for one in ("Paula", "Bo", "Plain"))
    readers.keep(paper.entry.entry_id, "1 Long Row\nLeeds\nLS1 1AA", on_paper=True, by=SHELL)
    mailbox.refused.add(bounced.account.email)
    night()
    outbox.deliver()
    return paper, bounced, plain


def test_whom_no_email_reaches_is_reminded_on_paper(set_clock: Any, mailbox: Mailbox) -> None:
    paper, bounced, plain = three(mailbox, set_clock)
    assert waits() == [(paper.number, "renewal reminder", date(2027, 10, 20))]
    night()
    night()
    assert [number for number, _, _ in waits()] == sorted([paper.number, bounced.number])
    assert len(letters("renewal_reminder")) == 2  # to the plain one, and the one that was refused
    assert "Your registration ends on 14 January 2028" in words_of(bounced)[0]
    assert "/account/renewal" in words_of(bounced)[0]
    # Day -60: the newer letter takes the place of the one that nobody printed; no email is tried in vain.
    set_clock("2027-11-15 02:00")
    night()
    assert [number for number, _, _ in waits()] == sorted([paper.number, bounced.number])
    assert len(letters("renewal_reminder")) == 3
    # Day -14: it is to be in the post the same day; whom we telephone stands on the list until it is.
    set_clock("2027-12-31 02:00")
    night()
    assert {day for _, _, day in waits()} == {date(2027, 12, 31)}
    assert {line.number for line in worklists.listed(Tab.NOT_REACHED).lines} == {paper.number, bounced.number}
    # Who renews is reminded no more.
    paper.renew()
    assert {(number, about) for number, about, _ in waits()} == {
        (paper.number, "renewal renewed"),
        (bounced.number, "renewal reminder"),
    }
    assert plain.account.email in {one.recipient for one in letters("renewal_reminder")}


def test_a_batch_from_the_list_to_the_post_box(app: Flask, set_clock: Any, mailbox: Mailbox) -> None:
    paper, bounced, _ = three(mailbox, set_clock)
    office = paper.office
    set_clock("2027-12-31 02:00")
    night()
    # Nobody knows where one of them lives: only the other one is printed, until somebody types it.
    made = batching.make(up_to=10**9, by=office.officer.actor)
    assert [one.number for one in listing.of_batch(made)] == [paper.number]
    visitor = Visitor(sit_down(app, office.officer))
    page = visitor.open("/staff/post")
    assert "We have no postal address" in page.text
    page = visitor.open(f"/staff/post/{bounced.number}")
    page = visitor.send(page, {"address": "\n".join("x" * 9)}, button="Keep it", status=409)
    assert page.problems == ["Use at most 7 lines, so that it fits in the window of the envelope."]
    page = visitor.send(page, {"address": "Zzhill Farm,\nOtley"}, button="Keep it")
    page = visitor.send(page, {}, button="Print this batch of 1")
    answer = visitor.client.get(page.links["Open the letters to print"])
    with pikepdf.open(io.BytesIO(answer.data)) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert len(pdf.pages) == 1
    assert answer.headers["Cache-Control"] == "private, no-store"
    page = visitor.send(page, {"posted_on": "1 January 2028"}, button="Note that they were posted", status=409)
    page = visitor.send(page, {"posted_on": "30 December 2027"}, button="Note that they were posted", status=409)
    assert "printed after that day" in page.problems[0]
    page = visitor.send(page, {"posted_on": "31 December 2027"}, button="Note that they were posted")
    assert "These letters are not posted again" in page.text
    assert [line.number for line in worklists.listed(Tab.NOT_REACHED).lines] == [paper.number]
    # No list shows an address; the page of one person does, and each look at it is in the trail.
    assert "1 Long Row" not in visitor.open("/staff/post").text
    assert "1 Long Row" in visitor.open(f"/staff/post/{paper.number}").text
    # What stays printed and not posted is red the next day, for officers and for the registrar.
    set_clock("2028-01-01 09:00")
    night()
    visitor = Visitor(sit_down(app, office.officer))
    assert "1 letter should be in the post by now" in visitor.open("/staff/post").text
    assert "1 letter on paper" in Visitor(sit_down(app, office.registrar)).open("/staff").text
    with pytest.raises(Refused, match="posted already"):
        batching.note_posted(made + 1, on=date(2028, 1, 1), version=2, by=office.officer.actor)
    with pytest.raises(Refused, match="changed this batch meanwhile"):
        batching.note_posted(made, on=date(2028, 1, 1), version=7, by=office.officer.actor)
    batching.undo(made, version=1, by=office.officer.actor)
    assert [number for number, _, _ in waits()] == [paper.number]
    noted = set(db.session.scalars(select(AuditRecord.action).where(AuditRecord.action.like("post.%"))))
    wanted = ("address_kept", "address_opened", "batch_made", "batch_opened", "batch_posted", "batch_undone")
    assert noted == {f"post.{one}" for one in wanted}


def test_the_time_to_show_insurance_runs_from_the_day_the_letter_is_there(set_clock: Any) -> None:
    set_clock("2027-06-30 10:00")
    one = member(START, END, insured_to=date(2027, 6, 30))
    officer = one.office.officer.actor
    readers.keep(one.entry.entry_id, "1 Long Row\nLeeds", on_paper=True, by=officer)
    set_clock("2027-07-01 02:00")
    night()
    assert [about for _, about, _ in waits()] == ["insurance ended"]
    set_clock("2027-07-05 10:00")
    made = batching.make(up_to=10**9, by=officer)
    batching.note_posted(made, on=date(2027, 7, 5), version=1, by=officer)
    # Posted on the 5th, there on the 8th, and 14 days from then.
    set_clock("2027-07-22 10:00")
    assert worklists.count(Tab.UNINSURED) == 0
    set_clock("2027-07-23 10:00")
    assert worklists.count(Tab.UNINSURED) == 1
    # Years later both the letter and the address are gone.
    set_clock("2030-07-23 10:00")
    post.run()
    assert (readers.letters_of(one.entry.entry_id), readers.reached(one.entry.entry_id)) == ([], readers.NOWHERE)


def test_no_secret_goes_on_paper_and_nobody_else_prints(set_clock: Any, mailbox: Mailbox) -> None:
    set_clock("2027-06-01 10:00")
    one, other = member(START, END), member(START, END, name="Otto")
    entry_id = one.entry.entry_id
    readers.keep(entry_id, "1 Long Row", on_paper=True, by=SHELL)

    @operation
    def write(template: str, **words: Any) -> None:
        writing.write(template, entry_id=entry_id, to=one.account.email, **words)

    with pytest.raises(RuntimeError, match="may not go on paper"):
        write("entry_claim_code", number=one.number, digits="123456", minutes=10)
    # What failed goes on paper to the entry it was written to, and nothing else does: no code, no letter of another
    # room to an address that somebody here has on file too.
    readers.keep(entry_id, "1 Long Row", on_paper=False, by=SHELL)
    change_contact(other.number, email=one.account.email, reason="a test", by=SHELL)
    mailbox.refused.add(one.account.email)
    away = {"name": "Somebody", "starts_on": START, "ends_on": END, "due": END}

    @operation
    def fail() -> None:
        to = one.account.email
        outbox.write("leave_agreed", to=to, **away)
        writing.write("entry_claim_code", entry_id=entry_id, to=to, number=one.number, digits="123456", minutes=10)
        writing.write("leave_asked", entry_id=entry_id, to=to, **away)

    fail()
    outbox.deliver()
    post.run()
    post.run()
    assert [(number, about) for number, about, _ in waits()] == [(one.number, "leave asked")]
    with pytest.raises(NotAllowed):
        batching.make(up_to=10**9, by=hire(Role.FINANCE).actor)
    for act in (
        lambda by: readers.keep(entry_id, "", on_paper=False, by=by),
        lambda by: readers.open_address(entry_id, by=by),
    ):
        with pytest.raises(NotAllowed):
            act(hire(Role.FINANCE).actor)
    # The same in two places at once: the second one finds nothing.
    batching.make(up_to=10**9, by=one.office.officer.actor)
    with pytest.raises(Refused, match="Somebody else may have made a batch"):
        batching.make(up_to=10**9, by=one.office.registrar.actor)
