"""The staff pages as staff use them: people, roles, policy, letters, emergencies, interests."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts import authority, sealed
from accounts.models import Role
from accounts.operations.roles import end_role
from accounts.sealed import Sealed
from foundation import clock, outbox
from foundation.database import db, transaction
from foundation.outbox import Letter, Standing
from foundation.policy import PolicyValue
from tests.accounts.staff import Person, hire, sit_down
from tests.page import Visitor

Enter = Callable[..., tuple[Visitor, Person]]


@pytest.fixture
def enter(app: Flask, database: SQLAlchemy) -> Enter:
    """Hire somebody with these roles and sit them down."""

    def hired(*roles: Role, name: str = "") -> tuple[Visitor, Person]:
        person = hire(*roles, name=name)
        return Visitor(sit_down(app, person)), person

    return hired


# -------------------------------------------------------------------------------------------------------------- home


def test_home_says_what_i_may_do_and_what_is_missing(enter: Enter) -> None:
    visitor, _ = enter(Role.FINANCE, name="Fay Moss")
    page = visitor.open("/staff")
    assert "You are Fay Moss" in page.text
    assert "make invoices and follow payments" in page.text
    assert "This is not set up for the public" in page.text
    assert "A letter that comes back counts as one that arrived." in page.text
    assert "Nobody is the data-protection lead" in page.text
    assert "/staff/people" not in page.links.values()


def test_home_says_when_there_is_no_mail_server(make_app: Callable[..., Flask], database: SQLAlchemy) -> None:
    app = make_app(mail_server="")
    page = Visitor(sit_down(app, hire(Role.ADMINISTRATOR))).open("/staff")
    assert "There is no mail server. Letters are written and kept, and not sent." in page.text


def test_home_says_a_year_before_that_the_list_of_bank_holidays_ends(
    enter: Enter, set_clock: Callable[[str], object]
) -> None:
    last = clock.holidays_known_to()
    for day, said in ((last - timedelta(days=400), False), (last - timedelta(days=300), True)):
        set_clock(f"{day.isoformat()} 10:00")
        visitor, _ = enter(Role.FINANCE)
        assert ("Bank holidays are known to" in visitor.open("/staff").text) is said


def test_home_lists_what_waits(enter: Enter) -> None:
    boss, _ = enter(Role.ADMINISTRATOR)
    anna = hire(name="Anna Bell")
    page = boss.open(f"/staff/people/{anna.id}")
    page = boss.send(page, {"role": "registrar", "reason": "She is appointed"}, button="Give or propose this role")
    assert "It holds once a second person has agreed" in page.text
    other, _ = enter(Role.REGISTRAR)
    assert "1 role waiting for a second person" in other.open("/staff").text


def test_somebody_without_a_role_is_told_so(enter: Enter) -> None:
    visitor, _ = enter()
    assert "You hold no role now" in visitor.open("/staff").text


# ------------------------------------------------------------------------------------------------------------ people


def test_people_are_found_sorted_and_filtered(enter: Enter) -> None:
    visitor, _ = enter(Role.ADMINISTRATOR, name="Zed Young")
    hire(Role.FINANCE, name="Anna Bell")
    hire(Role.FINANCE, name="Ben O'Cole")
    page = visitor.open("/staff/people")
    assert page.words("th", scope="row") == ["Anna Bell", "Ben O'Cole", "Zed Young"]
    page = visitor.open("/staff/people?order=newest")
    assert page.words("th", scope="row")[0] != "Zed Young"
    assert visitor.open("/staff/people?q=o%27cole").words("th", scope="row") == ["Ben O'Cole"]
    assert visitor.open("/staff/people?role=administrator").words("th", scope="row") == ["Zed Young"]
    assert "Nobody matches" in visitor.open("/staff/people?q=100%25").text
    assert "Nobody matches" in visitor.open("/staff/people?ended=yes").text
    for strange in ("page=999", "page=x", "order=;drop", "role=king", "q=%00%F0%9F%98%80"):
        assert visitor.open(f"/staff/people?{strange}").heading == "People"


def test_the_list_asks_the_same_however_many_people_there_are(
    app: Flask, database: SQLAlchemy, statements: Callable[..., object]
) -> None:
    boss = hire(Role.ADMINISTRATOR)
    client = sit_down(app, boss)
    counts = []
    for _ in range(2):
        with statements() as seen:  # type: ignore[attr-defined]  # the fixture is a context manager
            assert client.get("/staff/people").status_code == 200
        counts.append(len(seen))
        for _more in range(12):
            hire(Role.FINANCE, Role.ASSESSOR)
    assert counts[0] == counts[1]
    assert counts[0] <= 8


def test_knowing_who_it_is_and_what_they_may_do_is_one_statement(
    app: Flask, database: SQLAlchemy, statements: Callable[..., object]
) -> None:
    client = sit_down(app, hire(Role.ADMINISTRATOR, Role.ASSESSOR, Role.CASE_EXAMINER))
    client.get("/staff/people/roles")
    with statements() as seen:  # type: ignore[attr-defined]  # the fixture is a context manager
        assert client.get("/staff/people/roles").status_code == 200
    assert [one for one in seen if "role_grant" in one] == seen[:1]
    assert len(seen) <= 2


def test_a_powerful_role_takes_two_people_on_the_pages(enter: Enter) -> None:
    boss, _ = enter(Role.ADMINISTRATOR, name="Bo Hill")
    anna = hire(name="Anna Bell")
    page = boss.open(f"/staff/people/{anna.id}")
    page = boss.send(page, {"role": "health_officer", "reason": "Trained"}, button="Give or propose this role")
    assert "Somebody else has to agree: neither Bo Hill nor Anna Bell" in page.text
    assert not [button for button in page.words("button") if button.startswith("Agree")]
    second, _ = enter(Role.REGISTRAR, name="Reg Lane")
    page = second.open(f"/staff/people/{anna.id}")
    page = second.send(page, {}, button="Agree to Health officer")
    assert "Anna Bell now holds the role health officer" in page.text
    assert "Proposed by Bo Hill, agreed by Reg Lane: Trained" in page.text
    assert authority.roles_held(anna.id) == {Role.HEALTH_OFFICER}


def test_a_proposal_with_faults_comes_back_as_it_was_typed(enter: Enter) -> None:
    boss, _ = enter(Role.ADMINISTRATOR)
    anna = hire()
    page = boss.open(f"/staff/people/{anna.id}")
    typed = {"role": "", "starts": "yesterday", "ends": "2020-01-01", "reason": ""}
    page = boss.send(page, typed, button="Give or propose this role", status=400)
    assert page.problems == [
        "Choose a role",
        "Type the day like 3 March 2027",
        "Choose a last day that comes after the first",
        "Say why they need this role",
    ]
    assert [field.get("value") for field in page.all("input", id="ends")] == ["2020-01-01"]
    page = boss.send(
        page,
        {"role": "auditor", "starts": "", "ends": "", "reason": "PSA"},
        button="Give or propose this role",
        status=409,
    )
    assert page.problems == ["The role auditor needs a last day."]


def test_ending_a_role_and_access_asks_why_first(enter: Enter) -> None:
    boss, _ = enter(Role.ADMINISTRATOR)
    anna = hire(Role.FINANCE, Role.ASSESSOR, name="Anna Bell")
    page = boss.open(f"/staff/people/{anna.id}")
    page = boss.open(page.links["End this role: Finance"])
    page = boss.send(page, {"reason": ""}, button="End this role now", status=400)
    page = boss.send(page, {"reason": "Moved on"}, button="End this role now")
    assert "The role finance has ended" in page.text
    assert authority.roles_held(anna.id) == {Role.ASSESSOR}
    page = boss.open(page.links["End the access of Anna Bell"])
    page = boss.send(page, {"reason": "Left"}, button="End their access now")
    assert "The access of Anna Bell has ended." in page.text
    assert page.facts["Access"].startswith("Ended today")
    assert boss.open("/staff/people?ended=yes").words("th", scope="row") == ["Anna Bell"]


def test_an_invitation_reaches_the_person(enter: Enter) -> None:
    boss, _ = enter(Role.ADMINISTRATOR)
    page = boss.open("/staff/people/invite")
    page = boss.send(page, {"name": "", "email": "nowhere"}, button="Send the invitation", status=400)
    assert page.problems[0] == "Type their name"
    filled = {"name": "Ida North", "email": "Ida.North@ircm.example", "role": "assessor", "reason": "New"}
    page = boss.send(page, filled, button="Send the invitation")
    assert page.heading == "Ida North"
    assert "set_up" in "".join(db.session.scalars(select(Letter.template)))
    again = boss.send(boss.open("/staff/people/invite"), filled, button="Send the invitation", status=409)
    assert "already" in again.problems[0]


def test_a_role_taken_away_while_somebody_works_is_gone_from_the_next_page_on(enter: Enter) -> None:
    visitor, person = enter(Role.ADMINISTRATOR, Role.FINANCE)
    other = hire(Role.ADMINISTRATOR)
    anna = hire()
    page = visitor.open(f"/staff/people/{anna.id}")
    grant = next(one for one in authority.open_grants_of(person.id) if one.role is Role.ADMINISTRATOR)
    end_role(grant.id, reason="Enough", by=other.actor)
    refused = visitor.send(page, {"role": "assessor", "reason": "x"}, button="Give or propose this role", status=403)
    assert "Only these roles may invite people, propose roles and end access: system administrator." in refused.text
    assert authority.roles_held(anna.id) == frozenset()
    assert visitor.open("/staff").status == 200


def test_a_form_without_its_token_changes_nothing(app: Flask, database: SQLAlchemy) -> None:
    client = sit_down(app, hire(Role.ADMINISTRATOR))
    anna = hire()
    answer = client.post(f"/staff/people/{anna.id}/roles", data={"role": "assessor", "reason": "x"})
    assert answer.status_code == 400
    assert authority.roles_held(anna.id) == frozenset()


def test_people_who_are_not_there(enter: Enter) -> None:
    boss, person = enter(Role.ADMINISTRATOR)
    assert boss.open("/staff/people/999", status=404).heading
    assert boss.open(f"/staff/people/{person.id}/roles/999/end", status=404).heading


# ------------------------------------------------------------------------------------------------------------ policy


def test_a_policy_is_changed_from_a_day_on_with_who_and_why(enter: Enter, set_clock: Callable[[str], object]) -> None:
    set_clock("2027-03-01 10:00")
    boss, person = enter(Role.ADMINISTRATOR)
    page = boss.open("/staff/policy/mail.tries")
    assert page.facts["Today"] == "8 tries"
    filled = {"value": "5", "from": "3 March 2027", "reason": "The new provider is quick"}
    page = boss.send(page, filled, button="Change this policy")
    assert page.facts["Today"] == "8 tries"
    assert "in 2 working days, 3 March 2027" in page.text
    assert f"5 tries {person.name}, 1 March 2027 The new provider is quick" in page.text
    set_clock("2027-03-03 10:00")
    held = db.session.scalars(select(PolicyValue)).one()
    assert (held.recorded_by, held.reason) == (person.name, "The new provider is quick")


@pytest.mark.parametrize(
    ("typed", "problem", "status"),
    [
        ({"value": "", "from": "2027-03-03", "reason": "x"}, "Type the new value", 400),
        ({"value": "five", "from": "2027-03-03", "reason": "x"}, "Type a whole number, such as 12", 400),
        ({"value": "5", "from": "", "reason": "x"}, "Say from which day it holds", 400),
        ({"value": "5", "from": "2027-03-03", "reason": ""}, "Say why it changes", 400),
        (
            {"value": "5", "from": "2027-02-28", "reason": "x"},
            "A policy can change from today or a later day, not for the past.",
            409,
        ),
    ],
)
def test_a_change_with_a_fault_is_refused_in_words(
    enter: Enter, set_clock: Callable[[str], object], typed: dict[str, str], problem: str, status: int
) -> None:
    set_clock("2027-03-01 10:00")
    boss, _ = enter(Role.ADMINISTRATOR)
    page = boss.send(boss.open("/staff/policy/mail.tries"), typed, button="Change this policy", status=status)
    assert page.problems == [problem]
    assert db.session.scalars(select(PolicyValue)).all() == []


def test_everybody_reads_policies_and_only_administrators_change_them(enter: Enter) -> None:
    visitor, _ = enter(Role.REGISTRAR)
    page = visitor.open("/staff/policy")
    assert len(page.words("th", scope="row")) > 20
    page = visitor.open("/staff/policy/accounts.glass.lasts")
    assert "Change this policy" not in page.words("button")
    assert visitor.open("/staff/policy/nothing", status=404).heading


# ------------------------------------------------------------------------------------------------------------ letters


def write_letters(count: int, standing: Standing = Standing.WAITING) -> None:
    with transaction("a test writes letters"):
        for number in range(count):
            letter = outbox.write("staff_access_ended", to=f"secret{number}@example.org", name="Somebody Secret")
            assert letter is not None
            if standing is Standing.GIVEN_UP:
                letter.standing, letter.problem, letter.tries = standing, "the address was refused", 8


def test_a_letter_that_was_given_up_is_tried_again(enter: Enter) -> None:
    boss, _ = enter(Role.ADMINISTRATOR)
    write_letters(1, Standing.GIVEN_UP)
    page = boss.open("/staff/mail?standing=given_up")
    assert "the address was refused" in page.text
    [letter] = db.session.scalars(select(Letter)).all()
    page = boss.send(page, {}, button=f"Try again with letter {letter.id}")
    db.session.expire_all()
    assert (letter.standing, letter.tries) == (Standing.WAITING, 0)
    assert "No letter has failed" in page.text


def test_staff_see_what_lies_unread_among_the_returned_letters(
    make_app: Callable[..., Flask], database: SQLAlchemy, tmp_path: Path
) -> None:
    app = make_app(mail_returned_folder=str(tmp_path))
    for part in ("new", "cur"):
        (tmp_path / part).mkdir()
    boss = Visitor(sit_down(app, hire(Role.ADMINISTRATOR)))
    assert "counts as one that arrived" not in boss.open("/staff").text
    assert "folder of returned letters" not in boss.open("/staff/mail").text
    (tmp_path / "cur" / "1.a.host:2,F").write_bytes(b"Who are you?")
    assert "1 message waits in the folder of returned letters" in boss.open("/staff/mail").text


def test_letters_show_neither_their_words_nor_whole_addresses(enter: Enter) -> None:
    boss, _ = enter(Role.ADMINISTRATOR)
    write_letters(3)
    page = boss.open("/staff/mail")
    assert "example.org" in page.text
    assert "secret1" not in page.html
    assert "Somebody Secret" not in page.html


def test_many_letters_come_in_pages(enter: Enter) -> None:
    boss, _ = enter(Role.REGISTRATION_OFFICER)
    write_letters(51)
    page = boss.open("/staff/mail")
    assert len(page.words("th", scope="row")) == 50
    assert len(boss.open(page.links["Next page"]).words("th", scope="row")) == 1


# -------------------------------------------------------------------------------------------------------- emergencies


def test_an_emergency_from_opening_to_finding(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"concern": Sealed("concern", "the concern", {"CN-2027-AAAAAA": "41"}.get)}
    monkeypatch.setattr(sealed, "_declared", kinds)
    lead, _ = enter(Role.DATA_PROTECTION_LEAD, name="Dee Post")
    boss, _ = enter(Role.ADMINISTRATOR, name="Bo Hill")
    page = boss.open("/staff/glass")
    page = boss.send(page, {"kind": "concern", "reference": "", "reason": ""}, button="Open it for 4 hours", status=400)
    assert page.problems == ["Type its reference", "Say why it cannot wait"]
    filled = {"kind": "concern", "reference": "CN-2027-AAAAAA", "reason": "The disk is failing right now"}
    page = boss.send(page, filled, button="Open it for 4 hours")
    assert "The data-protection lead has been told" in page.text
    page = lead.open("/staff/glass/alerts")
    assert "Bo Hill opened it" in page.text
    assert "Their reason: The disk is failing right now" in page.text
    button = "Keep my finding on concern 41"
    page = lead.send(page, {"finding": ""}, button=button, status=400)
    assert page.problems == ["Say what you found"]
    page = lead.send(page, {"finding": "It was needed."}, button=button)
    assert "Dee Post looked at this" in page.text
    page = boss.send(boss.open("/staff/glass"), {}, button="Close it now")
    assert "You closed it" in page.text


def test_when_nothing_is_sealed_the_page_says_so(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealed, "_declared", {})
    boss, _ = enter(Role.ADMINISTRATOR)
    assert "There are no closed records in this system yet" in boss.open("/staff/glass").text


# ---------------------------------------------------------------------------------------------------------- interests


def test_an_interest_is_declared_ended_and_taken_back(enter: Enter, set_clock: Callable[[str], object]) -> None:
    set_clock("2027-03-01 10:00")
    visitor, person = enter(Role.CASE_EXAMINER)
    page = visitor.open("/staff/interests")
    page = visitor.send(page, {"number": "CM004271X"}, button="Tell us", status=400)
    assert page.problems[0] == "Choose what ties you to them"
    filled = {"kind": "employer", "organisation": "Acorn Ltd", "number": "", "starts": "1 May 2019"}
    page = visitor.send(page, filled, button="Tell us")
    assert "from 1 May 2019" in page.text
    page = visitor.send(page, {}, button="It is over since today: Acorn Ltd")
    assert "until 1 March 2027" in page.text
    [held] = authority.interests_of(person.id)
    assert held.ends_on == clock.today()
    page = visitor.send(page, {}, button="That was a mistake: take it back: Acorn Ltd")
    assert "Nothing yet" in page.text
