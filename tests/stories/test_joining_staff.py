"""Joining in a real browser, as staff: from what somebody sent, with a “yes” declaration, to the public register."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from cpd.joining.operations.verifying import check_list
from cpd.joining.vocabulary import CheckItem, Stage
from tests.accounts.staff import Person, cookie_for
from tests.cpd.joining.arrange import CONVICTION, Case, Office, declared
from tests.frame.browser import PHONE, Reader

pytestmark = [pytest.mark.story, pytest.mark.one_database]
PATH = "/staff/applications"


class Desks:
    """Each member of staff at a browser of their own."""

    def __init__(self, app: Flask, readers: Callable[..., Reader]) -> None:
        self._app, self._readers = app, readers
        self._held: dict[int, Reader] = {}

    def of(self, person: Person, *, screen: tuple[int, int] | None = None) -> Reader:
        """Where somebody sits."""
        if person.id not in self._held:
            reader = self._readers(screen=screen) if screen else self._readers()
            name, value = cookie_for(self._app, person)
            reader.page.context.add_cookies([{"name": name, "value": value, "url": f"{reader.base}/staff"}])
            self._held[person.id] = reader
        return self._held[person.id]


def fill(reader: Reader, values: dict[str, str], button: str) -> None:
    """Look hard at a form, fill it in by the names of its fields, and press its button."""
    reader.look()
    for name, value in values.items():
        radio = reader.page.locator(f'main [name="{name}"][value="{value}"][type=radio]')
        field = reader.page.locator(f'main [name="{name}"]').first
        if radio.count():
            radio.first.check()
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    reader.press(button)
    assert not reader.page.locator(".govuk-error-summary").count(), reader.text
    reader.look()


def check_it_all(reader: Reader, held: Case) -> None:
    """Go through the check list, one line after another."""
    for one in check_list(held.application):
        values = {"outcome": "confirmed", "seen": "Looked at on their own page, and it agrees."}
        if one.item is CheckItem.IDENTITY:
            values |= {"document": "passport", "last_four": "47KX", "live": "live"}
        reader.open(f"{PATH}/{held.reference}/check/{one.item.value}-{one.place}")
        fill(reader, values, "Put it on record")


def panel_votes(desks: Desks, held: Case) -> None:
    """Two people are listed, and each says on a small phone what they find."""
    there, office, officer = f"{PATH}/{held.reference}", held.office, desks.of(held.office.officer)
    for member in office.panel:
        officer.open(f"{there}/seat")
        fill(officer, {"member": str(member.id)}, "List them")
    for member in office.panel:
        reader = desks.of(member, screen=PHONE)
        reader.open("/staff")
        assert "whose declarations wait for you" in reader.text
        reader.open(there)
        reader.follow("Say what you find")
        fill(reader, {"finding": "clear", "reasons": "Minor, and long ago."}, "Say it: it cannot be changed")


def test_from_what_was_sent_to_the_public_register(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy
) -> None:
    office = Office()
    held = declared(office)
    there = f"{PATH}/{held.reference}"
    desks = Desks(sample, readers)
    officer = desks.of(office.officer)
    officer.open("/staff")
    assert "application that nobody looks after yet" in officer.text
    officer.open(PATH)
    officer.look_at_every_size()
    officer.follow(held.reference)
    officer.look_at_every_size()
    assert CONVICTION in officer.text
    officer.press("Take it on")
    officer.press("Say that it is complete")
    officer.look()
    held.referees_answer()
    check_it_all(officer, held)
    officer.open(there)
    officer.press("Say that everything is checked")
    second = desks.of(office.second_officer)
    second.open(f"{there}/review")
    fill(second, {"finding": "refer", "reasons": "Two people should look."}, "Put it on record")
    panel_votes(desks, held)
    assert held.stage is Stage.ASSESSMENT
    assert office.assessor.id
    officer.open(there)
    officer.follow("Give it to an assessor")
    fill(officer, {"assessor": str(office.assessor.id)}, "Give it to them")
    assessor = desks.of(office.assessor)
    assessor.open(there)
    assert CONVICTION not in assessor.text
    assessor.follow("Say what you find")
    fill(assessor, {"finding": "meets", "reasons": "They show it by examples."}, "Put it on record")
    registrar = desks.of(office.registrar)
    registrar.open(there)
    registrar.follow("Decide")
    fill(registrar, {"outcome": "grant", "reasons": "Welcome to the register."}, "Decide, and tell the applicant")
    assert "Nothing: they are on the register." in registrar.text
    number = held.application.number
    assert number is not None
    public = readers()
    public.open("/register?q=oakenshaw")
    assert "Pippa Oakenshaw" in public.text
    public.open(f"/register/{number}")
    assert "Pippa Oakenshaw" in public.heading


def test_the_other_staff_pages_are_sound_at_every_size(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy
) -> None:
    office = Office()
    held = declared(office).to(Stage.DECISION)
    desks = Desks(sample, readers)
    there = f"{PATH}/{held.reference}"
    pages = {
        office.officer: [
            f"{PATH}/letters",
            f"{PATH}/letters/application_offer",
            f"{there}/referees/1",
            f"{there}/note",
        ],
        office.registrar: [there, f"{there}/decide"],
        office.health_officer: [f"{PATH}/health", f"{there}/health"],
        office.finance: ["/staff/money"],
    }
    for person, addresses in pages.items():
        for address in addresses:
            reader = desks.of(person)
            reader.open(address)
            reader.look_at_every_size()


@pytest.mark.parametrize("act", ["ask", "correct", "close", "check/identity-0"])
def test_a_form_with_a_problem_is_as_sound(
    readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy, act: str
) -> None:
    held = declared()
    reader = Desks(sample, readers).of(held.office.officer)
    reader.expected.add(400)
    reader.open(f"{PATH}/{held.reference}/{act}")
    reader.leave(reader.page.locator("#act").click)
    assert reader.page.locator(".govuk-error-summary").count()
    reader.look_at_every_size()
