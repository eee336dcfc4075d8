"""Letters to read again: one's own, and none that opens something or is kept from prying eyes."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from cpd import registrants
from cpd.home import letters
from foundation import clock
from foundation.database import db, transaction
from foundation.outbox import CAME_BACK, Letter, Standing
from foundation.settings import ROOT
from register.operations import change_contact
from tests.accounts.staff import SHELL
from tests.conftest import StillClock
from tests.cpd.home.arrange import at_home, registrant, write
from tests.cpd.joining.arrange import somebody
from tests.frame import cast

MAIL = ROOT / "templates" / "mail"
#: The code in it is that of a question, such as D02.
NAMES_A_DECLARATION = {"application_answer_deleted"}
#: Words by which a template opens something to whoever holds the letter.
OPENS = re.compile(r"\b(token|secret|code|password|link)\b(?![^{}]*%\})")


def test_letters_are_read_again_by_whom_they_went_to(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 10:00")
    mine, other = somebody("Perpetua Oakenshaw"), somebody("Somebody Else")
    letter = write("application_complete", mine.email, name="Perpetua", reference="AP-2026-BCDFGH")
    at_mine, at_other = at_home(app, mine), at_home(app, other)
    page = at_mine.open("/account")
    assert page.links["Nothing is missing: AP-2026-BCDFGH"] == f"/account/letters/{letter}"
    page = at_mine.open(f"/account/letters/{letter}")
    assert page.heading == "Nothing is missing: AP-2026-BCDFGH"
    assert "It has not been sent yet." in page.text
    assert "AP-2026-BCDFGH" not in at_other.open("/account/letters").text
    at_other.open(f"/account/letters/{letter}", status=404)
    with transaction("a test lets it come back"):
        held = db.session.get_one(Letter, letter)
        held.standing, held.problem, held.returned_at = Standing.GIVEN_UP, CAME_BACK["full"], clock.now()
    assert "It came back to us on 10am, 24 November 2026." in at_mine.open(f"/account/letters/{letter}").text


def test_letters_that_open_something_are_kept_back(app: Flask, database: SQLAlchemy) -> None:
    mine = somebody()
    back = [
        write("account_reset_link", mine.email, token="zztoken", minutes=30, door="/account", name="P"),
        write("quiet_draft", mine.email, delete_on=date(2027, 3, 3)),
        write(
            "referee_invited", mine.email, name="P", applicant="Q", token="zztoken", due=date(2027, 3, 3), reminder=True
        ),
    ]
    page = at_home(app, mine).open("/account/letters")
    assert "None yet." in page.text
    for letter in back:
        at_home(app, mine).open(f"/account/letters/{letter}", status=404)


def test_bad_news_waits_here_as_long_as_the_letter_does(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-27 16:00")  # a Friday, late
    mine = somebody()
    letter = write("application_withdrawn", mine.email, name="P", reference="AP-2026-BCDFGH")
    with transaction("a test lets it wait"):
        db.session.get_one(Letter, letter).due_at = clock.now() + timedelta(days=2)
    visitor = at_home(app, mine)
    assert "None yet." in visitor.open("/account/letters").text
    visitor.open(f"/account/letters/{letter}", status=404)
    set_clock("2026-11-30 10:00")
    assert "AP-2026-BCDFGH" in at_home(app, mine).open("/account/letters").text


@pytest.mark.one_database
def test_no_letter_that_is_shown_carries_what_opens_something() -> None:
    shown = [one for one in sorted(MAIL.iterdir()) if one.is_dir() and not one.name.startswith(letters.KEPT_BACK)]
    assert len(shown) > 15
    found = {
        one.name: [code for code in re.findall(r"\{\{[^}]*\}\}", (one / "body.txt").read_text()) if OPENS.search(code)]
        for one in shown
    }
    assert {name: codes for name, codes in found.items() if codes and name not in NAMES_A_DECLARATION} == {}


def test_the_address_on_file_counts_unless_others_share_it(sample: Flask, database: SQLAlchemy) -> None:
    person = registrant()
    change_contact(cast.SIOBHAN, email="Siobhan@Practice.example", reason="a test", by=SHELL)
    mine = registrants.of_account(person.id)
    assert letters.addresses(person.email, mine) == {person.email, "Siobhan@Practice.example"}
    change_contact(cast.MANY[0][0], email="siobhan@practice.example", reason="a test", by=SHELL)
    assert letters.addresses(person.email, registrants.of_account(person.id)) == {person.email}
    assert letters.addresses(person.email, None) == {person.email}
    # What was sent there while they shared it stays with nobody.
    change_contact(cast.MANY[0][0], email="own@practice.example", reason="a test", by=SHELL)
    assert letters.addresses(person.email, registrants.of_account(person.id)) == {person.email}


def test_a_shared_address_to_sign_in_with_shows_nobody_the_letters_of_another(
    sample: Flask, database: SQLAlchemy
) -> None:
    person = registrant()
    change_contact(cast.SIOBHAN, email=person.email.upper(), reason="a test", by=SHELL)
    letter = write("application_complete", person.email, name="Perpetua", reference="AP-2026-BCDFGH")
    visitor = at_home(sample, person)
    assert "AP-2026-BCDFGH" in visitor.open("/account/letters").text
    change_contact(cast.MANY[0][0], email=person.email.title(), reason="a test", by=SHELL)
    assert letters.addresses(person.email, registrants.of_account(person.id)) == frozenset()
    assert "AP-2026-BCDFGH" not in visitor.open("/account/letters").text
    assert "AP-2026-BCDFGH" not in visitor.open("/account").text
    visitor.open(f"/account/letters/{letter}", status=404)
    # Nor somebody without an entry.
    assert letters.addresses(person.email, None) == frozenset()


def test_the_address_on_file_is_shared_when_somebody_else_signs_in_with_it(sample: Flask, database: SQLAlchemy) -> None:
    person, other = registrant(), somebody("Somebody Else")
    change_contact(cast.SIOBHAN, email=other.email, reason="a test", by=SHELL)
    assert letters.addresses(person.email, registrants.of_account(person.id)) == {person.email}
    assert letters.addresses(other.email, None) == frozenset()


def test_the_list_has_pages_and_a_fixed_number_of_statements(
    app: Flask, database: SQLAlchemy, statements: object
) -> None:
    mine = somebody()
    visitor = at_home(app, mine)

    def asked(address: str) -> int:
        visitor.open(address)
        with statements() as seen:  # type: ignore[operator]  # the fixture's own type is long
            visitor.open(address)
        return len(seen)

    write("application_complete", mine.email, name="P", reference="AP-1")
    few, home = asked("/account/letters"), asked("/account")
    for number in range(2, 44):
        write("application_complete", mine.email, name="P", reference=f"AP-{number}")
    assert asked("/account/letters") == few
    assert asked("/account") == home
    page = visitor.open("/account/letters?page=3")
    assert [words for words in page.links if "Nothing is missing" in words] == [
        f"Nothing is missing: AP-{number}" for number in (3, 2, 1)
    ]
    assert "See all 43 letters" in visitor.open("/account").links
