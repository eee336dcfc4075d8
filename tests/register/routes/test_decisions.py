"""The public's decisions: the list, a page for each, what search engines may keep, and that each goes on its day."""

from __future__ import annotations

import io
from datetime import timedelta

import pikepdf
import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from foundation import clock
from register import decisions, operations, queries
from register.models import Restriction
from register.vocabulary import OrderKind
from tests.conftest import StillClock
from tests.frame import cast
from tests.page import Visitor


@pytest.fixture(autouse=True)
def _ready(sample: Flask, database: SQLAlchemy) -> None:
    """Everybody of the cast is on the register."""


def impose(
    kind: OrderKind, *, number: str = cast.MANY[0][0], health: bool = False, days: int | None = 100, whole: str = ""
) -> str:
    """An order from now on; gives the address of its page."""
    now = clock.now()
    operations.impose_restriction(
        number,
        kind=kind,
        starts_at=now,
        ends_at=now + timedelta(days=days) if days is not None else None,
        wording="Kept out of sight." if health else "What was found.",
        source="CN-2026-7K3M9X",
        reason=cast.WHY,
        by=cast.BY,
        about_health=health,
        facts=f"Facts {whole}." if whole else "",
        decision=f"Reasons {whole}." if whole else "",
    )
    return f"/decisions/{number}/{kind.value.replace('_', '-')}-{clock.today().isoformat()}"


def test_the_list_leads_to_each_and_the_entry_too(visitor: Visitor) -> None:
    address = impose(OrderKind.CONDITIONS)
    page = visitor.open("/decisions")
    assert address in page.links.values()
    one = visitor.open(address)
    assert "What was found." in one.text
    assert "CN-2026-7K3M9X" not in one.html
    entry = visitor.open(f"/register/{cast.MANY[0][0]}")
    assert address in entry.links.values()
    past = [one for one in page.links.values() if one.startswith(f"/decisions/{cast.SIOBHAN}/suspension-")]
    assert len(past) == 1
    assert "ended" in visitor.open(past[0]).heading


def test_every_link_on_the_list_opens(visitor: Visitor) -> None:
    found = decisions.listed(1).decisions
    assert len(found) >= len(cast.ORDERS)
    for one in found:
        assert visitor.open(one.address).heading.startswith(one.name)


def test_only_a_removal_may_be_kept_by_search_engines(client: FlaskClient) -> None:
    kept = {}
    for one in decisions.listed(1).decisions:
        response = client.get(one.address)
        kept[one.label] = response.headers["X-Robots-Tag"]
        assert ('content="noindex"' in response.text) is (kept[one.label] == "noindex")
    assert {label for label, said in kept.items() if said == "all"} == {"Removal"}
    assert client.get("/decisions").headers["X-Robots-Tag"] == "noindex"


def test_of_health_only_the_fact_is_there_and_it_goes_on_its_day(client: FlaskClient, set_clock: StillClock) -> None:
    address = impose(OrderKind.CONDITIONS, health=True, days=10)
    page = client.get(address).text
    assert "The reasons are private." in page
    assert "Kept out of sight." not in page
    set_clock(f"{clock.today() + timedelta(days=11)} 09:00")
    gone = client.get(address)
    assert gone.status_code == 404
    assert gone.headers["X-Robots-Tag"] == "noindex"
    assert address not in client.get("/decisions").text


def test_a_warning_goes_when_it_ends_and_a_removal_after_ten_years(client: FlaskClient, set_clock: StillClock) -> None:
    warning = impose(OrderKind.WARNING, days=20)
    removal = impose(OrderKind.REMOVAL, number=cast.MANY[1][0], days=None)
    starts = clock.today()
    assert client.get(warning).status_code == client.get(removal).status_code == 200
    set_clock(f"{clock.today() + timedelta(days=21)} 09:00")
    assert client.get(warning).status_code == 404
    last = clock.add_months(starts, 120)
    set_clock(f"{last} 20:00")
    assert client.get(removal).status_code == 200
    set_clock(f"{last + timedelta(days=1)} 00:30")
    assert client.get(removal).status_code == 404


def test_nothing_is_public_before_its_moment_or_by_guessing(client: FlaskClient) -> None:
    number, today = cast.MANY[0][0], clock.today()
    operations.impose_restriction(
        number,
        kind=OrderKind.SUSPENSION,
        starts_at=clock.start_of_day(today + timedelta(days=3)),
        ends_at=clock.end_of_day(today + timedelta(days=90)),
        wording="To come.",
        source="tests",
        reason=cast.WHY,
        by=cast.BY,
    )
    assert "To come." not in client.get("/decisions").text
    for which in (f"suspension-{today + timedelta(days=3)}", "suspension-2026-99-99", "x", "left-by-agreement"):
        assert client.get(f"/decisions/{number}/{which}").status_code == 404
    assert client.get("/decisions?page=999999999").status_code == 200


def test_what_was_agreed_is_on_a_page_of_its_own(visitor: Visitor) -> None:
    number = cast.MANY[2][0]
    operations.record_agreed_leaving(
        number, at=clock.now(), statement="She admits it, and will not come back.", reason=cast.WHY, by=cast.BY
    )
    assert f"/decisions/{number}/left-by-agreement" in visitor.open("/decisions").links.values()
    assert "She admits it" in visitor.open(f"/decisions/{number}/left-by-agreement").text


def test_who_died_is_on_no_list(client: FlaskClient) -> None:
    address = impose(OrderKind.CONDITIONS)
    operations.record_death(cast.MANY[0][0], at=clock.now(), reason=cast.WHY, by=cast.BY)
    assert client.get(address).status_code == 404
    assert cast.MANY[0][0] not in client.get("/decisions").text


def test_the_list_costs_a_fixed_number_of_statements(client: FlaskClient, statements: object) -> None:
    def cost() -> int:
        with statements() as seen:  # type: ignore[operator]  # the fixture's own type is long
            client.get("/decisions")
        return len(seen)

    impose(OrderKind.WARNING)
    client.get("/decisions")
    before = cost()
    for number, _, _ in cast.MANY[3:8]:
        impose(OrderKind.WARNING, number=number)
    assert cost() == before


def test_two_of_a_kind_on_one_day_have_two_addresses_and_one_is_never_used_again(client: FlaskClient) -> None:
    number = cast.MANY[0][0]
    first = impose(OrderKind.WARNING)
    impose(OrderKind.WARNING)
    for page in ("/decisions", f"/register/{number}"):
        said = client.get(page).text
        assert f'"{first}"' in said
        assert f'"{first}-2"' in said
    [entry_id] = queries.entry_ids([number]).values()
    second = max(one.id for one in queries.live_facts(Restriction, entry_id))
    operations.take_back_restriction(number, restriction_id=second, reason="The wrong person.", by=cast.BY)
    assert client.get(f"{first}-2").status_code == 404
    impose(OrderKind.WARNING)
    assert client.get(f"{first}-2").status_code == 404
    assert client.get(f"{first}-3").status_code == 200


def test_a_whole_decision_is_on_its_page_and_in_a_tagged_pdf_and_nothing_of_health_is(client: FlaskClient) -> None:
    address = impose(OrderKind.SUSPENSION, whole="of the whole")
    page = client.get(address).text
    assert "Facts of the whole." in page
    assert "Reasons of the whole." in page
    assert f'"{address}.pdf"' in page
    assert "Facts of the whole." not in client.get("/decisions").text
    paper = client.get(f"{address}.pdf")
    assert paper.headers["X-Robots-Tag"] == "noindex"
    with pikepdf.open(io.BytesIO(paper.data)) as made:
        assert made.Root.MarkInfo.Marked
        assert "Suspension" in str(made.docinfo["/Title"])
    private = impose(OrderKind.SUSPENSION, number=cast.MANY[1][0], health=True, whole="kept private")
    assert "kept private" not in client.get(private).text
    assert client.get(f"{private}.pdf").status_code == 200
    assert client.get(f"{private}-9.pdf").status_code == 404


def test_the_list_is_narrowed_by_kind_year_and_name_as_the_search_finds_it(visitor: Visitor) -> None:
    warning, removal = impose(OrderKind.WARNING), impose(OrderKind.REMOVAL, number=cast.MANY[1][0], days=None)
    year = clock.today().year

    def shown(query: str) -> set[str]:
        return {one for one in visitor.open(f"/decisions?{query}").links.values() if one.startswith("/decisions/")}

    assert warning in shown("kind=warning")
    assert removal not in shown("kind=warning")
    assert {warning, removal} <= shown(f"year={year}")
    assert shown("year=1999") == set()
    name = " ".join(cast.MANY[1][1:])
    assert removal in shown(f"q={name.upper()}")
    assert warning not in shown(f"q={name}&kind=removal")
    assert shown(f"q={cast.MANY[0][0]}") == {warning}
    assert "no decision like this" in visitor.open("/decisions?q=Nobody+Atall").text
    assert visitor.open("/decisions?kind=x&year=99999&q=%20").heading == "Decisions"
