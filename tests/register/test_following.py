"""Telling those who rely on an entry: from the form to the letter to the stop, once each, and nothing unpublished."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, update

from accounts.addresses import read_address
from accounts.models import Realm
from foundation import clock
from foundation.database import db, operation
from foundation.errors import Missing, NotAllowed, Refused
from foundation.locks import Lock
from foundation.outbox import Letter, Standing, write
from register import operations
from register.following import asking, links, telling
from register.following.changes import GONE, what_changed
from register.following.models import Follower
from register.operations import claiming, record_death, record_leaving
from register.vocabulary import OrderKind
from tests.accounts.staff import SHELL, Person, hire, sit_down
from tests.conftest import StillClock
from tests.frame.outbox import letters
from tests.page import Visitor
from tests.register.arrange import admit, entry_id, impose, london

START, END = date(2027, 1, 15), date(2028, 1, 14)
ANNA = "anna@reads.example"


def facts(label: str = "Registered", **orders: tuple[str, str, str, str]) -> dict[str, Any]:
    held = {address: list(order) for address, order in orders.items()}
    return {"shown": True, "status": label.lower(), "label": label, "statement": "", "orders": held}


ORDER = ("Conditions", "2027-05-01", "2028-04-30", "a")


@pytest.mark.parametrize(
    ("before", "now", "said"),
    [
        (facts(), facts(), []),
        (facts(), facts("Lapsed"), ["It said: Registered. It says now: Lapsed."]),
        (facts(), GONE, ["The register does not show this entry any more."]),
        (GONE, facts(), ["The register shows this entry again. It says: Registered."]),
        (facts(), facts(one=ORDER), ["New: Conditions, from 1 May 2027 until 30 April 2028."]),
        (facts(one=ORDER), facts(), ["Not shown any more: Conditions."]),
        (facts(one=ORDER), facts(one=(*ORDER[:2], "", "a")), ["Conditions: it now lasts without an end."]),
        (
            facts(one=ORDER),
            facts(one=("Conditions – completed", *ORDER[1:])),
            ["“Conditions” is now “Conditions – completed”."],
        ),
        (facts(one=ORDER), facts(one=(*ORDER[:3], "b")), ["Conditions: its words or its first day changed."]),
        (facts(), facts() | {"statement": "x"}, ["The statement on the entry changed."]),
    ],
)
def test_what_changed_is_said_in_words(before: Any, now: Any, said: list[str]) -> None:
    assert what_changed(before, now) == said


def secret_in(template: str, to: str = ANNA) -> str:
    """The secret of the link in the newest letter of a kind."""
    found = re.search(r"/follow/([0-9A-Z-]+)", letters(template, to)[-1].body)
    assert found is not None
    return found[1]


def following(number: str, email: str = ANNA) -> str:
    """Somebody follows an entry; the secret of their link."""
    asking.ask(number, read_address(email))
    secret = secret_in("follow_confirm", email)
    asking.say_yes(secret)
    return secret


def count(kind: Any = Follower) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(kind.id))) or 0


def test_from_the_form_to_the_letter_to_the_stop(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-11-01 10:00")
    number = admit((START, END))
    visitor = Visitor(app.test_client())
    page = visitor.open(f"/register/{number}")
    page = visitor.open(page.links["Follow this entry"])
    page = visitor.send(page, {"email": "anna"}, status=400)
    page = visitor.send(page, {"email": ANNA})
    assert page.heading == "Look in your email"
    told = page.html
    # Nothing happens without a yes, and looking at the link is no yes.
    address = f"/follow/{secret_in('follow_confirm')}"
    page = visitor.open(address)
    visitor.open(address)
    impose(number, OrderKind.WARNING, london("2027-11-02 09:00"), london("2028-11-01 09:00"))
    assert telling.run().told == 0
    page = visitor.send(page, {}, button="Yes, write to me")
    assert "You follow this entry" in page.text
    # Who follows already is told the same on the page as anybody else.
    page = visitor.send(visitor.open(f"/register/{number}/follow"), {"email": "ANNA@reads.example"})
    assert re.sub(r"nonce=\S+|value=\S+", "", page.html) == re.sub(r"nonce=\S+|value=\S+", "", told)
    assert len(letters("follow_already")) == 1
    # An order of tomorrow is no news today; on its day it is, once.
    assert telling.run().told == 0
    set_clock("2027-11-02 09:30")
    assert (telling.run().told, telling.run().told) == (1, 0)
    [letter] = letters("follow_changed", ANNA)
    assert "It said: Registered. It says now: Registered – warning." in letter.body
    assert "New: Warning, from 2 November 2027 until 1 November 2028." in letter.body
    set_clock("2028-01-15 00:30")
    assert telling.run().told == 1
    assert "It says now: Lapsed" in letters("follow_changed", ANNA)[-1].body
    page = visitor.open(address)
    page = visitor.send(page, {}, button="Stop these letters")
    assert page.heading == "We do not write to you any more"
    visitor.open(address, status=404)
    operations.restore(number, starts_on=date(2028, 1, 20), ends_on=date(2029, 1, 19), reason="a test", by=SHELL)
    set_clock("2028-01-21 10:00")
    assert telling.run().told == 0
    # The address goes, with the key that sealed it.
    following(number, "bea@reads.example")
    locks = count(Lock)
    set_clock("2028-02-20 10:00")
    telling.nightly()
    assert (count(), count(Lock)) == (1, locks - 1)
    # So do the letters, which said in plain words who followed whom, by which link; nobody else's.
    assert {one.recipient for one in letters()} == {"bea@reads.example"}


def registrant(number: str) -> Person:
    person = hire(realm=Realm.PUBLIC, name="Siân O’Sample")
    claiming.hold(number, person.id, proof="a test")
    return person


def test_whom_a_registrant_named_is_told_after_fifteen_working_days(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-11-01 10:00")
    number, late, left = (admit((START, END), email=f"{one}@people.example") for one in ("a", "b", "c"))
    person, second, third = registrant(number), registrant(late), registrant(left)
    visitor = Visitor(sit_down(app, person, realm=Realm.PUBLIC))
    page = visitor.open("/account/who-to-tell")
    page = visitor.send(page, {"organisation": "", "email": "work@calder.example"}, status=400)
    assert page.problems == ["Type their name."]
    page = visitor.send(page, {"organisation": "Calder Ltd", "email": "work@calder.example"})
    assert "We write to tell them so" in page.text
    [letter] = letters("follow_named")
    assert "15 working days after" in letter.body
    asking.name("Firm", read_address("late@firm.example"), by=second.actor)
    asking.name("Trust", read_address("left@trust.example"), by=third.actor)
    button = "Put them on my list"
    page = visitor.send(page, {"organisation": "Brook", "email": "b@brook.example"}, button=button)
    page = visitor.send(page, {}, button="Take off Brook")
    assert "Brook" not in page.text
    record_leaving(left, at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)
    assert telling.run().told == 1
    assert (
        "Left on" in letters("follow_no_more", "left@trust.example")[0].body
        or "left" in letters("follow_no_more", "left@trust.example")[0].body.lower()
    )
    # Lapsed on Friday 14 January: the fifteenth working day is 4 February, and only then is it over.
    for moment in ("2028-01-15 02:00", "2028-02-04 23:30"):
        set_clock(moment)
        assert telling.run().told == 0
    operations.renew(late, starts_on=date(2028, 1, 15), ends_on=date(2029, 1, 14), reason="a test", by=SHELL)
    set_clock("2028-02-05 02:00")
    assert (telling.run().told, telling.run().told) == (1, 0)
    [letter] = letters("follow_no_more", "work@calder.example")
    assert "zz" not in letter.body.lower()
    assert letters("follow_no_more", "late@firm.example") == []
    # They come back, and that is told too; then nothing any more.
    set_clock("2028-03-01 10:00")
    operations.restore(number, starts_on=date(2028, 3, 1), ends_on=date(2029, 2, 28), reason="a test", by=SHELL)
    assert (telling.run().told, telling.run().told) == (1, 0)


def ask(number: str, email: str) -> int:
    """Somebody types an address into the form; how many letters it has had in all."""
    asking.ask(number, read_address(email))
    return len(letters(to=email))


def test_a_stop_holds_and_strangers_fill_no_mailbox(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-11-01 10:00")
    number, second, third = (admit((START, END), known_as=f"Person{place}") for place in range(3))
    # No, from a letter that nobody answered: it holds as long as any stop, longer than an unanswered wish is kept.
    assert ask(number, ANNA) == 1
    asking.stop(secret_in("follow_confirm"))
    assert (ask(number, ANNA), ask(number, "Anna@Reads.example")) == (1, 0)
    # Two letters a day, about whatever entry, unless somebody says yes.
    assert [ask(second, ANNA), ask(third, ANNA)] == [2, 2]
    asking.say_yes(secret_in("follow_confirm"))
    assert ask(third, ANNA) == 3
    set_clock("2027-11-30 10:00")
    telling.nightly()
    kept = len(letters(to=ANNA))
    assert ask(number, ANNA) == kept
    set_clock("2027-12-02 10:00")
    telling.nightly()
    assert ask(number, ANNA) == len(letters(to=ANNA)) == kept
    assert number in letters("follow_confirm", ANNA)[-1].body
    # Whom a registrant named: its own stop holds against a second naming; taking it off does not.
    person = registrant(number)
    firm, trust = read_address("work@firm.example"), read_address("work@trust.example")
    for one in (firm, trust):
        asking.name("They", one, by=person.actor)
    asking.stop(secret_in("follow_named", firm.text))
    with pytest.raises(Refused, match=r"^We cannot write to that address about you\.$"):
        asking.name("They", read_address("WORK@firm.example"), by=person.actor)
    theirs = db.session.scalars(select(Follower.id).where(Follower.why == "named", Follower.ended_at.is_(None))).one()
    asking.take_off(theirs, by=person.actor)
    # Taken off and named again, however often: no other letter in thirty days, and the link in the first one holds.
    link = secret_in("follow_named", trust.text)
    for again in range(6):
        asking.name(f"They {again}", trust, by=person.actor)
        db.session.rollback()
        asking.take_off(theirs, by=person.actor)
    with pytest.raises(Missing):
        asking.stop(link)
    asking.name("They too", trust, by=person.actor)
    assert (len(letters(to=firm.text)), len(letters(to=trust.text))) == (1, 1)
    [row] = links.named_by(entry_id(number))
    assert (row.id, links.opened([row])[row.id].organisation) == (theirs, "They too")
    asking.take_off(theirs, by=person.actor)
    set_clock("2028-01-01 10:00")
    asking.name("They", trust, by=person.actor)
    assert len(letters("follow_named", trust.text)) == 2, "thirty days after the first letter"
    asking.stop(secret_in("follow_named", trust.text))
    with pytest.raises(Refused, match="cannot write to that address"):
        asking.name("They", trust, by=person.actor)


def test_nothing_is_kept_longer_than_it_is_needed(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-11-01 10:00")
    number = admit((START, END))
    impose(number, OrderKind.WARNING, london("2027-11-01 09:00"), london("2028-11-01 09:00"))
    asking.name("Firm", read_address("work@firm.example"), by=registrant(number).actor)
    [row] = db.session.scalars(select(Follower))
    assert row.facts == {"over": False}
    # A letter of that key is there already: they are not taken for told, and are told when it is gone.
    record_leaving(number, at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)

    @operation
    def in_the_way() -> None:
        write("follow_full", to="x@x.example", once=f"{row.letter_key}told 1", name="N", number=number, most=1)

    @operation
    def done_with(standing: Standing) -> None:
        sent = clock.now() if standing is Standing.SENT else None
        everything = update(Letter).where(Letter.template.startswith("follow"))
        db.session.execute(everything.values(standing=standing, sent_at=sent, problem="x"))

    in_the_way()
    assert (telling.run().told, telling.run().told) == (0, 0)
    done_with(Standing.SENT)
    set_clock("2027-11-14 10:00")
    telling.nightly()
    assert len(letters("follow_named")) == 1
    # Sent a fortnight ago, or given up: gone, though the row stands; what waits and what is being sent stays.
    set_clock("2027-11-16 10:00")
    telling.nightly()
    assert [letters("follow_named"), letters("follow_full")] == [[], []]
    assert telling.run().told == 1
    set_clock("2027-12-16 10:00")
    for standing, left in ((Standing.SENDING, 1), (Standing.GIVEN_UP, 0)):
        done_with(standing)
        telling.nightly()
        assert len(letters("follow_no_more")) == left
    # They were told; then the entry goes. Nobody is told of that, the row ends, and its day comes.
    record_death(number, at=clock.now() - timedelta(minutes=1), reason="a test", by=SHELL)
    assert telling.run().told == 0
    [row] = db.session.scalars(select(Follower))
    assert (row.ended_at, row.ended_by, row.facts) == (clock.now(), "entry", {})
    set_clock("2028-01-16 10:00")
    telling.nightly()
    assert count() == 0


def test_two_machines_at_once_tell_once(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2027-11-01 10:00")
    number = admit((START, END))
    for place in range(3):
        following(number, f"reader{place}@reads.example")
    set_clock("2028-01-15 00:30")
    told = []

    def work() -> None:
        with app.app_context():
            told.append(telling.run().told)
            db.session.remove()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sum(told) == 3
    assert len(letters("follow_changed")) == 3


def test_what_somebody_hostile_finds(
    app: Flask,
    database: SQLAlchemy,
    set_clock: StillClock,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    set_clock("2027-11-01 10:00")
    numbers = [admit((START, END), known_as=f"Person{place}") for place in range(11)]
    secrets = [following(number) for number in numbers[:10]]
    # The eleventh: a letter says so, and nothing begins. However often somebody asks, it is one letter a day.
    for _ in range(3):
        asking.ask(numbers[10], read_address(ANNA))
    assert (len(letters("follow_full")), count()) == (1, 10)
    for _ in range(3):
        asking.ask(numbers[0], read_address("mallory@bad.example"))
    assert len(letters("follow_confirm", "mallory@bad.example")) == 1
    # Links: made up, of somebody else's kind, replayed after a stop.
    for made_up in ("", "no-such-token", "K7P2-9XWD-K7P2-9XWD-K7P2"):
        with pytest.raises(Missing):
            asking.stop(made_up)
    asking.say_yes(secrets[0])
    asking.stop(secrets[0])
    for replayed in (asking.stop, asking.say_yes):
        with pytest.raises(Missing, match="does not work any more"):
            replayed(secrets[0])
    client = app.test_client()
    assert client.post(f"/follow/{secrets[1]}/stop").status_code in (400, 403)
    assert client.get(f"/follow/{secrets[1]}/stop").status_code == 405
    assert client.get("/register/CM123456A/follow").status_code == 404
    # Two wishes to be the tenth: the second yes is refused.
    asking.ask(numbers[10], read_address(ANNA))
    tenth = secret_in("follow_confirm")
    asking.say_yes(tenth)
    # Whoever holds no entry names nobody; nobody takes off what is another's; no sixth.
    one, other = registrant(numbers[0]), registrant(numbers[1])
    with pytest.raises(NotAllowed):
        asking.name("Firm", read_address("a@firm.example"), by=hire(realm=Realm.PUBLIC).actor)
    for place in range(5):
        asking.name("Firm", read_address(f"a{place}@firm.example"), by=one.actor)
    with pytest.raises(Refused, match="already"):
        asking.name("Firm", read_address("A0@firm.example"), by=one.actor)
    with pytest.raises(Refused, match="You can name 5"):
        asking.name("Firm", read_address("sixth@firm.example"), by=one.actor)
    theirs = db.session.scalars(select(Follower.id).where(Follower.why == "named")).first()
    assert theirs is not None
    with pytest.raises(Missing):
        asking.take_off(theirs, by=other.actor)
    # An address stands nowhere in the clear, and a death says nothing but that the entry is not shown.
    for row in db.session.execute(select(Follower.__table__)):
        assert "reads.example" not in str(tuple(row))
    record_death(numbers[2], at=clock.now() - timedelta(minutes=1), reason="zzreason", by=SHELL)
    with statements() as seen:
        assert telling.run().told == 1
    assert len(seen) < 40
    letter = letters("follow_changed")[-1]
    assert "does not show this entry any more" in letter.body
    assert "die" not in letter.body
    assert "Person2" in letter.body
    # Without a yes, the address goes after a week.
    before = count()
    set_clock("2027-11-09 10:00")
    telling.nightly()
    assert count() == before - 1
