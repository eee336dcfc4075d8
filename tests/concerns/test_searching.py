"""Searching among concerns: however it is typed, only what stands in the clear, and only for those who may."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.conflicts import Tie
from accounts.models import Role
from accounts.operations.interests import About, declare_interest
from concerns import queries
from concerns.panels import hearings
from concerns.vocabulary import HearingKind
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns import looking, officers, papers_made
from tests.concerns.arrange import telling
from tests.concerns.test_bundles import add, copied
from tests.concerns.test_officer_pages import references
from tests.concerns.test_panels import at_panel, listed
from tests.concerns.test_risk import SIOBHAN
from tests.conftest import StillClock
from tests.frame import cast
from tests.page import Visitor

Counting = Callable[[], AbstractContextManager[list[str]]]


def test_a_concern_is_found_by_what_stands_in_the_clear_however_it_is_typed(
    sample: Flask, database: SQLAlchemy, statements: Counting
) -> None:
    sam = officers.officer("Samantha Officer")
    hers = officers.in_triage(sam, telling(subjects=SIOBHAN, worries=("money",)))
    other = officers.taken(officers.officer("Olu Other"), telling(worries=("privacy",)))
    client = sit_down(sample, sam)
    visitor = Visitor(client)

    def found(text: str) -> list[str]:
        page = client.get("/staff/concerns/search", query_string={"q": text})
        assert page.status_code == 200
        return references(visitor.open(f"/staff/concerns/search?q={text.replace('&', '%26').replace('#', '%23')}"))

    part = hers.removeprefix("CN-")[5:]
    for text in (hers, hers.lower().replace("-", " "), cast.SIOBHAN, "siobhan obrien", "Shivaun O'Brian", "Samanta"):
        assert hers in found(text), text
    if any(sign.isdigit() for sign in part):
        assert hers in found(part[:5])
    assert found(hers) == [hers]
    assert found("triage")[0] == hers
    assert found("trigae") == found("triage")
    assert hers in found("money")
    assert other not in found("money")
    assert other in found("private")
    # What anybody wrote is sealed, and what cannot be read finds nothing.
    for text in ("spring", "x", "", "' OR 1=1 --", "%", "\N{PILE OF POO}", "CN-9999-ZZZZZZ"):
        assert found(text) == [], text

    # Whoever has a tie does not learn that there is a concern; roles that read no lists have no search.
    tied = officers.officer("Tilda Tied")
    about = About(number=cast.SIOBHAN)
    declare_interest(Tie.FAMILY, about, starts_on=None, ends_on=None, by=tied.actor)
    page = Visitor(sit_down(sample, tied)).open("/staff/concerns/search?q=siobhan")
    assert hers not in page.text
    assert "Nothing found" in page.text
    Visitor(sit_down(sample, hire(Role.PANEL_MEMBER))).open("/staff/concerns/search?q=siobhan", status=403)

    with statements() as few:
        found("officer")
    for _ in range(3):
        officers.taken(sam, telling(subjects=SIOBHAN))
    with statements() as many:
        found("officer")
    assert len(many) == len(few)


def test_a_page_of_a_concern_costs_as_many_statements_however_much_is_in_it(
    sample: Flask, database: SQLAlchemy, statements: Counting, set_clock: StillClock
) -> None:
    held = looking.answered()
    for number in range(1, 3):
        grow(held, number)
    first = costs(sample, statements, held, held.officer)
    for number in range(3, 7):
        grow(held, number)
    assert costs(sample, statements, held, held.officer) == first


def test_a_page_of_a_panel_costs_as_many_statements_however_many_hearings_there_were(
    sample: Flask, database: SQLAlchemy, statements: Counting, set_clock: StillClock
) -> None:
    held = at_panel(set_clock)
    officers.rated(held.officer, held.reference, likelihood=5, impact=5)
    hearings.decide_interim(
        held.reference, apply=True, reasons="They are at risk.", version=held.version, by=held.manager.actor
    )
    listed(held, set_clock)
    first = costs(sample, statements, held, held.officer)
    listed(held, set_clock, HearingKind.INTERIM, days=10, late="It is asked again.")
    assert len(queries.seats(officers.now(held.reference).id)) > 8
    assert costs(sample, statements, held, held.officer) == first


def grow(held: looking.Looking, number: int) -> None:
    """One more exhibit, with a copy made of it."""
    add(held, f"Paper {number}", "paper.pdf", papers_made.paper(f"Paper {number}"))
    copied(held, number, papers_made.paper("Less"), subject_id=held.subject_id)


def costs(sample: Flask, statements: Counting, held: looking.Looking, who: Person) -> list[int]:
    """How many statements the page of a concern and that of its bundles take."""
    client = sit_down(sample, who)
    found = []
    for address in (f"/staff/concerns/{held.reference}", f"/staff/concerns/{held.reference}/bundles"):
        client.get(address)
        with statements() as seen:
            assert client.get(address).status_code == 200
        found.append(len(seen))
    return found
