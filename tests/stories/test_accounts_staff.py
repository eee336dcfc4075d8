"""The staff pages in a real browser: every page with work on it, every error state, by keyboard, and two people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from accounts import sealed
from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.breaking_glass import break_glass
from accounts.operations.interests import About, declare_interest
from accounts.operations.roles import propose_role
from accounts.sealed import Sealed
from foundation import clock, outbox, policy
from foundation.database import db, transaction
from foundation.outbox import TRIES, Standing
from tests.accounts.staff import Person, cookie_for, hire
from tests.frame.browser import Reader
from tests.frame.cast import SIOBHAN

pytestmark = [pytest.mark.story, pytest.mark.one_database]

PAGES = {
    Role.ADMINISTRATOR: [
        "/staff",
        "/staff/people",
        "/staff/people?q=bell&order=newest",
        "/staff/people?q=nobody",
        "/staff/people/roles",
        "/staff/people/invite",
        "/staff/people/{anna}",
        "/staff/people/{anna}/end-access",
        "/staff/policy",
        "/staff/policy/mail.tries",
        "/staff/audit",
        "/staff/audit?kind=nothing",
        "/staff/mail",
        "/staff/mail?standing=given_up",
        "/staff/glass",
        "/staff/interests",
    ],
    Role.DATA_PROTECTION_LEAD: ["/staff/glass/alerts"],
    Role.REGISTRATION_OFFICER: [
        "/staff/register",
        "/staff/register?q=penhallow",
        f"/staff/register/{SIOBHAN}",
        f"/staff/register/{SIOBHAN}/particulars",
        f"/staff/register/{SIOBHAN}/other-register",
    ],
}
WITH_PROBLEMS = [
    (Role.FINANCE, "/staff/people", 403),
    (Role.ADMINISTRATOR, "/staff/people/999", 404),
    (Role.AUDITOR, "/staff/audit?person=anna&first=soon", 400),
]


class Office:
    """People at the institute with work on their desks, and browsers for them."""

    def __init__(self, app: Flask, readers: Callable[..., Reader]) -> None:
        self._app = app
        self._readers = readers
        self.boss = hire(Role.ADMINISTRATOR, name="Bo Hill")
        self.lead = hire(Role.DATA_PROTECTION_LEAD, name="Dee Post")
        self.anna = hire(Role.ASSESSOR, name="Anna Bell")
        self.who = {
            Role.ADMINISTRATOR: self.boss,
            Role.DATA_PROTECTION_LEAD: self.lead,
            Role.REGISTRATION_OFFICER: hire(Role.REGISTRATION_OFFICER, name="Ola Reed"),
        }
        by = self.boss.actor
        propose_role(self.anna.id, role=Role.CONCERNS_MANAGER, reason="Covers for a year", by=by)
        policy.decide(TRIES, value=9, effective_from=clock.today(), reason="A slow provider", by=by)
        declare_interest(Tie.EMPLOYER, About("Acorn Ltd"), starts_on=None, ends_on=None, by=by)
        break_glass("concern", "CN-2027-AAAAAA", reason="The disk is failing right now", by=by)
        with transaction("letters that failed"):
            for standing in (Standing.WAITING, Standing.GIVEN_UP):
                letter = outbox.write("staff_access_ended", to="somebody@example.org", name="Somebody")
                assert letter is not None
                letter.standing, letter.problem, letter.tries = standing, "the address was refused", 3
        db.session.remove()

    def sit_down(self, person: Person, *, script: bool = True) -> Reader:
        """Somebody at a browser, signed in."""
        reader = self._readers(script=script)
        name, value = cookie_for(self._app, person)
        reader.page.context.add_cookies([{"name": name, "value": value, "url": f"{reader.base}/staff"}])
        db.session.remove()
        return reader


@pytest.fixture
def office(sample: Flask, readers: Callable[..., Reader], monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(
        sealed, "_declared", {"concern": Sealed("concern", "the concern", {"CN-2027-AAAAAA": "41"}.get)}
    )
    with sample.app_context():
        return Office(sample, readers)


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (role, addresses[start : start + 6])
        for role, addresses in PAGES.items()
        for start in range(0, len(addresses), 6)
    ],
)
def test_every_staff_page_is_sound_at_every_size_and_in_the_dark(
    office: Office, sample: Flask, role: Role, addresses: list[str]
) -> None:
    with sample.app_context():
        reader = office.sit_down(office.who[role])
    for address in addresses:
        reader.open(address.format(anna=office.anna.id))
        reader.look_at_every_size()


@pytest.mark.parametrize(("role", "address", "status"), WITH_PROBLEMS)
def test_a_staff_page_with_a_problem_is_as_sound(
    office: Office, sample: Flask, role: Role, address: str, status: int
) -> None:
    with sample.app_context():
        reader = office.sit_down(office.boss if role is Role.ADMINISTRATOR else hire(role))
    reader.open(address, status=status)
    reader.look_at_every_size()


def test_two_people_give_a_powerful_role_with_the_keyboard_and_without_script(office: Office, sample: Flask) -> None:
    with sample.app_context():
        boss = office.sit_down(office.boss, script=False)
        registrar = office.sit_down(hire(Role.REGISTRAR, name="Reg Lane"))
        new = hire(name="Nia Vale")
    boss.open(f"/staff/people/{new.id}")
    boss.expected.add(400)
    boss.press("Give or propose this role")
    boss.look(axe=False)
    assert "There is a problem" in boss.text
    boss.field("Role").select_option("registrar")
    boss.type("Why do they need it?", "She is appointed")
    boss.press("Give or propose this role")
    assert "It holds once a second person has agreed" in boss.text
    registrar.open("/staff")
    registrar.follow("2 roles")
    registrar.follow("Nia Vale")
    registrar.walk_by_keyboard()
    agree = registrar.page.get_by_role("button", name="Agree to Registrar")
    agree.focus()
    registrar.key("Enter")
    assert "Nia Vale now holds the role registrar" in registrar.text
    registrar.look()


def test_forms_with_problems_are_sound(office: Office, sample: Flask) -> None:
    with sample.app_context():
        boss = office.sit_down(office.boss)
        lead = office.sit_down(office.lead)
    for address, button in (
        ("/staff/people/invite", "Send the invitation"),
        ("/staff/policy/mail.tries", "Change this policy"),
        ("/staff/interests", "Tell us"),
        ("/staff/glass", "Open it for 4 hours"),
        (f"/staff/people/{office.anna.id}/end-access", "End their access now"),
    ):
        boss.expected.add(400)
        boss.open(address)
        boss.press(button)
        assert "There is a problem" in boss.text
        boss.look_at_every_size()
    lead.expected.add(400)
    lead.open("/staff/glass/alerts")
    lead.press("Keep my finding on concern 41")
    assert "There is a problem" in lead.text
    lead.look()
