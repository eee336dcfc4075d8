"""The pages of applications for staff: each role at each stage, what they show, and what must happen next."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.interests import About, declare_interest
from cpd.joining.findings import SeatKind
from cpd.joining.operations import checking, information, panels
from cpd.joining.vocabulary import Route, Stage
from cpd.vocabulary import Nation
from foundation import clock
from tests.accounts.staff import Person, hire, sit_down
from tests.conftest import StillClock
from tests.cpd.joining.arrange import (
    CONVICTION,
    HEALTHY,
    REFERRED,
    Answer,
    Case,
    Office,
    answers,
    case,
    declared,
    somebody,
)
from tests.page import Page, Visitor

Counting = Callable[[], AbstractContextManager[list[str]]]
PATH = "/staff/applications"
SEES_ALL = {Role.REGISTRATION_OFFICER, Role.REGISTRAR}
LISTS = {*SEES_ALL, Role.ASSESSOR, Role.PANEL_MEMBER, Role.PANEL_CHAIR, Role.APPEAL_PANEL}
STAGES = [
    Stage.COMPLETENESS,
    Stage.VERIFICATION,
    Stage.DECLARATIONS,
    Stage.DECLARATION_PANEL,
    Stage.ASSESSMENT,
    Stage.DECISION,
    Stage.REFUSED,
    Stage.REGISTERED,
]


def references(page: Page) -> list[str]:
    """The references on a list, from top to bottom."""
    return [word for row in page.words("th", scope="row") for word in row.split() if word.startswith("AP-")]


def at(app: Flask, person: Person) -> Visitor:
    return Visitor(sit_down(app, person))


def next_part(page: Page) -> str:
    """The words of the box about what must happen next."""
    [box] = page.words("section", id="next")
    return box


# --------------------------------------------------------------------------------------------------------- who opens


@pytest.mark.one_database
@pytest.mark.parametrize("stage", STAGES)
def test_each_role_at_each_stage(app: Flask, database: SQLAlchemy, stage: Stage) -> None:
    held = declared().to(stage)
    for role in Role:
        page = at(app, hire(role)).open(f"{PATH}/{held.reference}", status=200 if role in SEES_ALL else 403)
        if role in SEES_ALL:
            assert page.heading == f"Application {held.reference}"
            assert "Perpetua Oakenshaw" in page.text
            assert next_part(page).startswith("Next ")
        else:
            assert "Oakenshaw" not in page.text


def test_an_assessor_and_panel_members_open_only_what_was_given_to_them(app: Flask, database: SQLAlchemy) -> None:
    office = Office()
    mine, other = case(office).to(Stage.ASSESSMENT), case(office).to(Stage.ASSESSMENT)
    mine.give_assessor()
    assessor = at(app, office.assessor)
    assert "Say what you find" in assessor.open(f"{PATH}/{mine.reference}").links
    assessor.open(f"{PATH}/{other.reference}", status=403)
    assert references(assessor.open(PATH)) == [mine.reference]
    listed = declared(office).to(Stage.DECLARATION_PANEL).sit()
    member = at(app, office.panel[0])
    assert "Say what you find" in member.open(f"{PATH}/{listed.reference}").links
    member.open(f"{PATH}/{mine.reference}", status=403)
    panels.unseat(listed.reference, kind=SeatKind.DECLARATIONS, account_id=office.panel[0].id, by=office.officer.actor)
    member.open(f"{PATH}/{listed.reference}", status=403)


@pytest.mark.one_database
@pytest.mark.parametrize("role", Role)
def test_lists_and_letters_open_for_their_roles(app: Flask, database: SQLAlchemy, role: Role) -> None:
    visitor = at(app, hire(role))
    pages = {
        PATH: LISTS,
        f"{PATH}?show=late": LISTS,
        f"{PATH}/letters": SEES_ALL,
        f"{PATH}/letters/application_offer": SEES_ALL,
        f"{PATH}/health": {Role.HEALTH_OFFICER},
        "/staff/money": {Role.FINANCE},
    }
    for address, roles in pages.items():
        visitor.open(address, status=200 if role in roles else 403)


@pytest.mark.one_database
def test_nobody_opens_what_is_not_there(app: Flask, database: SQLAlchemy) -> None:
    held = case()
    visitor = at(app, held.office.officer)
    there = f"{PATH}/{held.reference}"
    for address in (
        f"{PATH}/AP-2026-222222",
        f"{PATH}/nonsense",
        f"{PATH}/nonsense/ask",
        f"{there}/nonsense",
        f"{there}/referees/1",
        f"{there}/call/9",
        f"{there}/check/insurance-7",
        f"{there}/files/none/view",
        f"{PATH}/letters/account_set_up",
    ):
        visitor.open(address, status=404)


def test_a_tie_keeps_an_officer_away_from_page_and_acts(app: Flask, database: SQLAlchemy) -> None:
    held = case()
    visitor = at(app, held.office.officer)
    visitor.open(f"{PATH}/{held.reference}")
    page = visitor.open(f"{PATH}/{held.reference}/ask")
    about = About(person="Ada Manager")
    declare_interest(Tie.FAMILY, about, starts_on=None, ends_on=None, by=held.office.officer.actor)
    assert "conflict of interest" in visitor.open(f"{PATH}/{held.reference}", status=403).text
    refused = visitor.send(page, {"items": "Something"}, button="Send the list", status=403)
    assert "conflict of interest" in refused.text
    assert held.application.paused_on is None


# ------------------------------------------------------------------------------------------------ what each may read


def test_each_reads_only_the_declarations_that_are_theirs(app: Flask, database: SQLAlchemy) -> None:
    office = Office()
    held = case(office, answers=answers(D02="yes"), health=Answer("D07", 1, "yes", HEALTHY)).to(Stage.ASSESSMENT)
    held.give_assessor()
    there = f"{PATH}/{held.reference}"
    assert CONVICTION in at(app, office.officer).open(there).text
    assert CONVICTION in at(app, office.registrar).open(there).text
    assert CONVICTION not in at(app, office.assessor).open(there).text
    for person in (office.officer, office.registrar, office.assessor):
        assert HEALTHY not in at(app, person).open(there).html
        at(app, person).open(f"{there}/health", status=403)
    at(app, office.health_officer).open(there, status=403)


def test_the_health_officer_reads_and_the_others_learn_only_what_was_found(app: Flask, database: SQLAlchemy) -> None:
    held = case(health=Answer("D07", 1, "yes", HEALTHY))
    visitor = at(app, held.office.health_officer)
    listed = visitor.open(f"{PATH}/health")
    assert held.reference in listed.text
    assert "Oakenshaw" not in listed.text
    page = visitor.open(f"{PATH}/{held.reference}/health")
    assert HEALTHY in page.text
    wrong = visitor.send(page, {}, button="Tell the others what you find", status=400)
    assert wrong.problems == ["Choose what you find"]
    found = {"finding": "support", "words": "zzlooked at a letter"}
    visitor.send(page, found, button="Tell the others what you find")
    again = visitor.send(page, found, button="Tell the others what you find", status=409)
    assert "Nothing waits for the health officer here." in again.text
    assert "health officer" not in at(app, held.office.officer).open(f"{PATH}/{held.reference}").text
    shown = at(app, held.office.registrar).open(f"{PATH}/{held.reference}")
    assert "The health officer found: Nothing stands in the way, with support in place." in shown.text
    assert "zzlooked" not in shown.html
    assert HEALTHY not in shown.html


def test_what_a_referee_wrote_has_a_page_of_its_own(app: Flask, database: SQLAlchemy) -> None:
    held = case().to(Stage.VERIFICATION).referees_answer()
    visitor = at(app, held.office.officer)
    page = visitor.open(f"{PATH}/{held.reference}")
    assert REFERRED not in page.html
    assert REFERRED in visitor.open(page.links["Read what they wrote: Ada Manager"]).text
    at(app, hire(Role.ASSESSOR)).open(f"{PATH}/{held.reference}/referees/1", status=403)


@pytest.mark.one_database
def test_notes_are_for_those_who_see_every_application(app: Flask, database: SQLAlchemy) -> None:
    held = case().to(Stage.ASSESSMENT).give_assessor()
    checking.write_note(held.reference, "zznote for colleagues", by=held.office.officer.actor)
    assert "zznote" in at(app, held.office.registrar).open(f"{PATH}/{held.reference}").text
    assert "zznote" not in at(app, held.office.assessor).open(f"{PATH}/{held.reference}").html


# --------------------------------------------------------------------------------------------------- what it shows


def test_what_must_happen_next_stands_first_and_says_why_it_waits(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-23 09:00")
    held = case(nation=Nation.SCOTLAND)
    visitor = at(app, held.office.officer)
    page = visitor.open(f"{PATH}/{held.reference}")
    # St Andrew's Day, 30 November, is a holiday in Scotland: five working days end on 1 December.
    assert "in 5 working days of Scotland, 1 December 2026" in next_part(page)
    assert "Nobody looks after it yet." in next_part(page)
    set_clock("2026-12-03 09:00")
    visitor = at(app, held.office.officer)
    page = visitor.open(f"{PATH}/{held.reference}")
    assert "Late by 2 working days of Scotland" in next_part(page)
    asked = information.ask(
        held.reference, topics=["work"], items=["Your plan"], version=held.version, by=held.office.officer.actor
    )
    assert asked
    page = visitor.open(f"{PATH}/{held.reference}")
    assert "until 31 December 2026; the clock stands still since 3 December 2026" in next_part(page)
    assert "Give them more time" in page.links


def test_the_same_person_under_another_name_is_flagged(app: Flask, database: SQLAlchemy) -> None:
    office = Office()
    first = case(office)
    from_elsewhere = case(office, applicant=somebody("Perpetua Elderbush"))
    page = at(app, office.officer).open(f"{PATH}/{from_elsewhere.reference}")
    assert "This may be somebody we know under another application" in page.text
    assert any(first.reference in words for words in page.links)


def test_a_votes_of_a_panel_are_shown_when_both_have_said_it(app: Flask, database: SQLAlchemy) -> None:
    held = declared().to(Stage.DECLARATION_PANEL).sit()
    officer, member = at(app, held.office.officer), at(app, held.office.panel[0])
    page = member.open(f"{PATH}/{held.reference}/vote")
    said = {"finding": "clear", "reasons": "zzfirst reasons"}
    member.send(page, said, button="Say it: it cannot be changed")
    assert "zzfirst" not in officer.open(f"{PATH}/{held.reference}").html
    other = at(app, held.office.panel[1])
    assert "zzfirst" not in other.open(f"{PATH}/{held.reference}").html
    page = other.open(f"{PATH}/{held.reference}/vote")
    other.send(page, {"finding": "clear", "reasons": "Minor."}, button="Say it: it cannot be changed")
    assert "zzfirst" in officer.open(f"{PATH}/{held.reference}").text


# -------------------------------------------------------------------------------------------------------------- lists


def test_the_list_is_sorted_by_what_is_due_and_filtered(
    app: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    office = Office()
    set_clock("2026-11-24 09:00")
    later = case(office, nation=Nation.SCOTLAND, route=Route.RECOGNISED_GRADE).reference
    set_clock("2026-11-16 09:00")
    sooner = case(office).to(Stage.COMPLETENESS).reference
    set_clock("2026-11-26 09:00")
    visitor = at(app, office.officer)
    assert references(visitor.open(PATH)) == [sooner, later]
    assert references(visitor.open(f"{PATH}?show=late")) == [sooner]
    assert "Late by 3 working days" in visitor.open(PATH).text
    assert references(visitor.open(f"{PATH}?nation=scotland")) == [later]
    assert references(visitor.open(f"{PATH}?route=recognised_grade")) == [later]
    assert references(visitor.open(f"{PATH}?stage=completeness")) == [sooner, later]
    assert references(visitor.open(f"{PATH}?who=applicant")) == []
    assert references(visitor.open(f"{PATH}?show=mine")) == []
    checking.take_on(later, by=office.officer.actor)
    assert references(visitor.open(f"{PATH}?show=mine")) == [later]
    page = visitor.open(PATH)
    found = visitor.send(page, {"text": "oakenshaw"}, button="Find")
    assert references(found) == [sooner, later]
    assert visitor.send(page, {"text": later.lower()}, button="Find").heading == f"Application {later}"


@pytest.mark.one_database
@pytest.mark.parametrize("show", ["open", "mine", "late", "over", "no-such-list"])
def test_an_empty_list_says_what_will_stand_there(app: Flask, database: SQLAlchemy, show: str) -> None:
    page = at(app, hire(Role.REGISTRATION_OFFICER)).open(f"{PATH}?show={show}")
    assert "None here" in page.words("h2")
    assert "appear" in page.text


def test_what_waits_stands_on_the_staff_home(app: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-02 09:00")
    office = Office()
    held = case(office, health=Answer("D07", 1, "yes", HEALTHY))
    set_clock("2026-11-26 09:00")
    home = at(app, office.officer).open("/staff")
    assert "1 application whose day has passed" in home.text
    assert "1 application that nobody looks after yet" in home.text
    assert "1 answer about health to read" in at(app, office.health_officer).open("/staff").text
    held.to(Stage.ASSESSMENT).give_assessor()
    assert "1 application to assess" in at(app, office.assessor).open("/staff").text
    held.assess()
    assert "1 application to decide" in at(app, office.registrar).open("/staff").text
    listed = declared(office).to(Stage.DECLARATION_PANEL).sit()
    assert "1 application whose declarations wait for you" in at(app, office.panel[0]).open("/staff").text
    assert listed.stage is Stage.DECLARATION_PANEL


# --------------------------------------------------------------------------------------------------------------- cost


def test_a_long_list_costs_as_many_statements_as_a_short_one(
    app: Flask, database: SQLAlchemy, statements: Counting
) -> None:
    office = Office()
    client = sit_down(app, office.officer)
    costs = []
    for many in (2, 26):
        for _ in range(many):
            case(office)
        client.get(PATH)
        with statements() as seen:
            page = client.get(PATH).text
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert costs[0] < 25
    assert 'rel="next"' in page


def test_one_application_costs_the_same_however_much_was_written(
    app: Flask, database: SQLAlchemy, statements: Counting
) -> None:
    held = case().to(Stage.ASSESSMENT).give_assessor()
    client = sit_down(app, held.office.officer)
    costs = []
    for many in (1, 12):
        for _ in range(many):
            checking.write_note(held.reference, "A note.", by=held.office.officer.actor)
            asked = information.ask(
                held.reference, topics=[], items=["A plan"], version=held.version, by=held.office.officer.actor
            )
            information.call_off(asked, by=held.office.officer.actor)
        client.get(f"{PATH}/{held.reference}")
        with statements() as seen:
            assert client.get(f"{PATH}/{held.reference}").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]
    assert costs[0] < 85


def test_an_application_that_is_over_keeps_its_page(app: Flask, database: SQLAlchemy) -> None:
    held: Case = case().to(Stage.REGISTERED)
    page = at(app, held.office.officer).open(f"{PATH}/{held.reference}")
    assert held.application.number in page.text
    assert "Nothing: they are on the register." in next_part(page)
    assert "You can join the register" not in page.text
    assert references(at(app, held.office.officer).open(f"{PATH}?show=over")) == [held.reference]
    assert isinstance(clock.today(), date)
