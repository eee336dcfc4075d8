"""One's own postal address: seen and changed in the account, sealed, and where waiting letters then go."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from accounts.models import Realm
from foundation import outbox
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from foundation.errors import NotAllowed, Refused
from foundation.frame import describe_institute
from register import publication, queries
from register.operations import claiming
from register.post import batching, listing, own, printing, readers, writing
from register.post.models import PostReader
from register.statements import typesetting
from tests.accounts.staff import SHELL, hire, sit_down
from tests.cpd.home.arrange import at_home
from tests.cpd.joining.arrange import somebody
from tests.cpd.renewal.arrange import member
from tests.frame.mailbox import Mailbox
from tests.frame.outbox import letters
from tests.page import Visitor
from tests.register.arrange import admit

pytestmark = pytest.mark.usefixtures("database")
OLD, NEW = "1 Long Row\nLeeds\nLS1 1AA", "Zzhill Farm\nOtley\nLS21 1AA"


def _write(entry_id: int, serial: int) -> None:
    with transaction("a test writes on paper"):
        writing.on_paper(
            "leave_asked",
            entry_id=entry_id,
            once=f"leave {entry_id} {serial} asked",
            name="Somebody",
            starts_on=date(2027, 1, 1),
            ends_on=date(2027, 2, 1),
            due=date(2027, 1, 1),
        )


def test_who_moved_says_so_and_what_waits_goes_there(app: Flask, set_clock: Any) -> None:
    set_clock("2027-03-01 09:00")
    one = member(date(2027, 1, 15), date(2028, 1, 14), name="Moved")
    entry_id = one.entry.entry_id
    readers.keep(entry_id, OLD, on_paper=True, by=SHELL)
    _write(entry_id, 1)
    made = batching.make(up_to=10**9, by=one.office.officer.actor)
    _write(entry_id, 2)
    set_clock("2027-03-01 10:00")
    staff = Visitor(sit_down(app, one.office.officer))
    stale = staff.open(f"/staff/post/batches/{made}")
    assert "New address since" not in stale.text

    home = at_home(app, one.account)
    page = home.open(home.open("/account").links["Your postal address"])
    assert "You get your letters on paper" in page.text
    assert (page.all("textarea", name="address")[0].text or "").strip() == OLD
    page = home.send(page, {"address": "\n".join("x" * 9)}, button="Keep this address", status=409)
    assert page.problems == ["Use at most 7 lines, so that it fits in the window of the envelope."]
    page = home.send(page, {"address": "  "}, button="Keep this address", status=400)
    assert page.problems == ["Type your postal address"]
    page = home.send(page, {"address": NEW}, button="Keep this address")
    assert "Your new address is kept. Letters that are not in the post yet go there." in page.text
    # They still get paper; what waits goes to the new address, and whoever printed the old one is told before posting.
    assert readers.reached(entry_id).on_paper
    assert readers.addresses([entry_id]) == {entry_id: tuple(NEW.split("\n"))}
    staff.send(stale, {"posted_on": "1 March 2027"}, button="Note that they were posted", status=409)
    assert "New address since" in staff.open(f"/staff/post/batches/{made}").text
    later = batching.make(up_to=10**9, by=one.office.officer.actor)
    assert [line.moved_at for line in listing.of_batch(later)] == [None, None], "and the word to the old address"
    # Their email is told, without the address; it stands sealed, in no trail and not on the entry.
    told = letters("post_changed")
    assert [each.recipient for each in told] == [one.account.email]
    assert "Zzhill" not in told[0].body
    assert "Zzhill" not in str(db.session.scalar(select(PostReader.address_sealed)))
    kept = db.session.scalars(select(AuditRecord).where(AuditRecord.action == "post.address_kept")).all()
    assert [each.actor_id for each in kept][-1] == one.account.id
    assert not [each for each in db.session.scalars(select(AuditRecord)) if "Zzhill" in str(each.detail)]
    assert "Zzhill" not in str(publication.public_entry(one.number))
    # The same again changes nothing and writes to nobody.
    page = home.send(page, {"address": NEW}, button="Keep this address")
    assert "Nothing has changed" in page.text
    assert len(letters("post_changed")) == 1


def test_whom_no_email_reaches_is_told_at_the_old_address_whoever_changed_it(
    app: Flask, set_clock: Any, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_clock("2027-03-01 09:00")
    one = member(date(2027, 1, 15), date(2028, 1, 14), name="Moved")
    entry_id, office = one.entry.entry_id, one.office.officer.actor
    readers.keep(entry_id, OLD, on_paper=False, by=office)
    assert not letters("post_changed"), "the first address is no change"
    mailbox.refused.add(one.account.email)
    with transaction("a letter that is refused"):
        outbox.write("entry_changed", to=one.account.email, number=one.number, name="x", what=["town"])
    outbox.deliver()
    home = at_home(app, one.account)
    page = home.open("/account/post")
    assert "with a letter to the old address if our emails do not reach you" in page.text
    for place in (NEW, f"{NEW}\nWales"):  # once a day: the first of them goes to where they were
        page = home.send(page, {"address": place}, button="Keep this address")
    [(_, subject, body)] = readers.letters_of(entry_id)
    assert subject == "Your postal address has changed"
    assert "changed in your account" in body
    assert "at your old address" in body
    set_clock("2027-03-02 09:00")
    readers.keep(entry_id, "9 Crook Road\nHull", on_paper=True, by=office)
    assert "changed by our office" in letters("post_changed")[-1].body
    made = batching.make(up_to=10**9, by=office)
    assert len(readers.letters_of(entry_id)) == 2
    found: list[Any] = []
    monkeypatch.setattr(typesetting, "set_type", lambda _layout, said: found.append(said) or b"")
    printing.pdf(batching.get(made), institute=describe_institute(app.config["SETTINGS"]))
    assert [each["to"][1:] for each in found[0]["letters"]] == [OLD.split("\n"), [*NEW.split("\n"), "Wales"]]


def test_only_ones_own_and_not_over_a_newer_one(app: Flask, set_clock: Any) -> None:
    set_clock("2027-03-01 09:00")
    one = member(date(2027, 1, 15), date(2028, 1, 14), name="Own")
    other = somebody()
    with pytest.raises(NotAllowed):
        own.change_address(NEW, version=0, by=other.actor)
    with pytest.raises(NotAllowed):
        own.change_address(NEW, version=0, by=SHELL)
    assert "Link your entry to this account" in at_home(app, other).open("/account/post").text
    own.change_address(NEW, version=0, by=one.account.actor)
    with pytest.raises(Refused, match="changed this meanwhile"):
        own.change_address(OLD, version=0, by=one.account.actor)
    assert db.session.scalar(select(func.count(PostReader.id))) == 1
    assert [each.recipient for each in letters("post_changed")] == [one.account.email]
    assert "We write to you by email" in at_home(app, one.account).open("/account/post").text


def test_without_an_address_on_file_their_account_is_told(set_clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock("2027-03-01 09:00")
    number, person = admit((date(2027, 1, 15), date(2028, 1, 14))), hire(realm=Realm.PUBLIC)
    with transaction("a test links an entry"):
        claiming.hold(number, person.id, proof="a test")
    monkeypatch.setattr(queries, "email_of", lambda _entry_id: None)
    assert own.change_address(NEW, version=0, by=person.actor)
    assert [each.recipient for each in letters("post_changed")] == [person.email]
