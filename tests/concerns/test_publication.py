"""Rules 6.8, row by row, from the decision to the last proof: what stands on the entry, how long, in which words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pytest
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns.examiners import offering
from concerns.panels import orders
from concerns.panels import queries as panels
from concerns.publishing import accuracy, looking_again, releasing
from concerns.retention import reading
from concerns.views import own_concern
from concerns.vocabulary import Finding, Sanction, TextAbout
from foundation import clock
from foundation.database import operation
from register import coming_down, decisions, publication
from register import operations as register
from register.publication import PublicOrder
from register.reconciliation import check_public_view
from tests.accounts.staff import hire
from tests.concerns import looking, officers
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id, offered
from tests.concerns.test_panels import decided, interim
from tests.conftest import StillClock
from tests.frame import cast

pytestmark = [pytest.mark.usefixtures("sample"), pytest.mark.one_database]
SUMMARY, FACTS, WHY = "She took money.", "She took it from Service user A.", "It was grave, so this follows."


class Row(NamedTuple):
    """A row of the table: how it comes about, and what the public reads in each minute that matters."""

    brought: Callable[[StillClock], Looking]
    #: The heading while it is in force, and when it is over and still shown; none when it reaches no page, or goes.
    during: str | None = None
    after: str | None = None
    #: The first and the last minute in force, and the last in which it is shown.
    first: str = "2027-03-02 00:00"
    ends: str | None = None
    last: str | None = None
    #: What the page of its own has, and what no page has.
    has: tuple[str, ...] = ()
    hasnt: tuple[str, ...] = (FACTS, WHY)


def by_panel(sanction: Sanction, months: int | None, **changed: int) -> Callable[[StillClock], Looking]:
    """A panel decides on 1 February 2027; it starts on the day after the time to appeal."""

    def brought(set_clock: StillClock) -> Looking:
        held = decided(set_clock, sanction, months)
        set_clock("2027-02-01 10:00")
        change(held, **changed)
        order_id = panels.orders(concern_id(held))[-1].id
        if sanction in (Sanction.NONE, Sanction.ADVICE):
            releasing.tell(held.reference, order_id, version=held.version, by=hire(Role.REGISTRAR).actor)
        else:
            looking.published(held, order_id, SUMMARY)
        return held

    return brought


@operation
def change(held: Looking, **changed: object) -> None:
    row = panels.orders(concern_id(held))[-1]
    for name, value in changed.items():
        setattr(row, name, value)


def by_agreement(set_clock: StillClock) -> Looking:
    set_clock("2027-03-02 00:00")
    held = offered(Finding.AGREED, 12)
    assert held.siobhan is not None
    offering.accept(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    looking.published(held, panels.orders(concern_id(held))[-1].id, SUMMARY)
    return held


def for_the_time(set_clock: StillClock) -> Looking:
    return interim(set_clock, months=6)[0]


def not_met(set_clock: StillClock) -> Looking:
    """Conditions run, and are found not to be met: two people say so on the entry."""
    held = by_panel(Sanction.CONDITIONS, 12)(set_clock)
    set_clock("2027-06-01 10:00")
    order_id = panels.orders(concern_id(held))[-1].id
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    looking.written(held, order_id, "She sent no reports.", editor, TextAbout.NOT_MET)
    looking.unwaited(held, order_id, hire(Role.REGISTRAR), TextAbout.NOT_MET)
    releasing.release_not_met(held.reference, order_id, version=held.version, by=registrar.actor)
    return held


TABLE = {
    "no case, not proved": Row(by_panel(Sanction.NONE, None)),
    "advice": Row(by_panel(Sanction.ADVICE, None)),
    "warning": Row(
        by_panel(Sanction.WARNING, 12),
        "Warning",
        None,
        ends="2028-03-01 23:58",
        last="2028-03-01 23:58",
        has=(SUMMARY,),
    ),
    "undertakings": Row(
        by_agreement,
        "Undertakings",
        "Undertakings – completed",
        ends="2028-03-01 23:58",
        last="2028-09-01 23:58",
        has=(SUMMARY,),
    ),
    "conditions": Row(
        by_panel(Sanction.CONDITIONS, 12),
        "Conditions",
        "Conditions – completed",
        ends="2028-03-01 23:58",
        last="2029-03-01 23:58",
        has=(SUMMARY, FACTS, WHY),
        hasnt=(),
    ),
    "suspension": Row(
        by_panel(Sanction.SUSPENSION, 6),
        "Suspension",
        "Suspension – ended",
        ends="2027-09-01 23:58",
        last="2032-09-01 23:58",
        has=(SUMMARY, FACTS, WHY),
        hasnt=(),
    ),
    "removal": Row(
        by_panel(Sanction.REMOVAL, None), "Removal", last="2037-03-02 23:58", has=(SUMMARY, FACTS, WHY), hasnt=()
    ),
    "interim order": Row(
        for_the_time,
        "Interim suspension",
        None,
        first="2026-12-01 16:00",
        ends="2027-05-31 23:58",
        last="2027-05-31 23:58",
        has=("Nothing has been found.",),
        hasnt=("What the public reads.",),
    ),
    "sanction not met": Row(
        not_met,
        "Conditions – not met",
        "Conditions – not met",
        first="2027-06-01 10:00",
        ends="2028-03-01 23:58",
        last="2033-03-01 23:58",
        has=("She sent no reports.", SUMMARY),
        hasnt=(),
    ),
    "health only": Row(
        by_panel(Sanction.SUSPENSION, 6, about_health=True),
        "Suspension",
        None,
        ends="2027-09-01 23:58",
        last="2027-09-01 23:58",
        has=("The reasons are private.",),
        hasnt=(SUMMARY, FACTS, WHY, "What the public reads."),
    ),
    "sexual misconduct, longer": Row(
        by_panel(Sanction.SUSPENSION, 12, shown_months=120),
        "Suspension",
        "Suspension – ended",
        ends="2028-03-01 23:58",
        last="2038-03-01 23:58",
        has=(SUMMARY, FACTS, WHY),
        hasnt=(),
    ),
    "sexual misconduct": Row(
        by_panel(Sanction.SUSPENSION, 12, without_end=True),
        "Suspension",
        "Suspension – ended",
        ends="2028-03-01 23:58",
        has=(SUMMARY, FACTS, WHY),
        hasnt=(),
    ),
}


def shown() -> PublicOrder | None:
    """The order of this concern on Siobhan's entry, and not the one she had before."""
    entry = publication.public_entry(cast.SIOBHAN)
    held = [one for one in entry.restrictions if one.starts >= date(2026, 12, 1)] if entry is not None else []
    return held[0] if held else None


@pytest.mark.parametrize("name", TABLE)
def test_each_row_of_the_table(database: SQLAlchemy, client: FlaskClient, set_clock: StillClock, name: str) -> None:
    row = TABLE[name]
    held = row.brought(set_clock)
    if row.during is None:
        set_clock("2027-03-02 12:00")
        assert shown() is None
        assert accuracy.check() == check_public_view() == []
        return
    if clock.now() < clock.start_of_day(date(2027, 3, 2)) and name != "interim order":
        set_clock("2027-03-01 23:59")
        assert shown() is None, "nothing is public before its moment"
    set_clock(row.first)
    order = shown()
    assert order is not None
    assert (order.heading, order.in_force) == (row.during, True)
    page, paper = client.get(order.address), client.get(f"{order.address}.pdf")
    assert page.status_code == paper.status_code == 200
    assert page.headers["X-Robots-Tag"] == ("all" if name == "removal" else "noindex")
    for words in row.has:
        assert words in page.text
    for words in row.hasnt:
        assert words not in page.text
    for moment, heading in ((row.ends, row.during), (row.last, row.after or row.during)):
        if moment is not None:
            set_clock(moment)
            still = shown()
            assert still is not None, moment
            assert still.heading == heading
            assert accuracy.check() == check_public_view() == []
    if row.last is None:
        goes_on(held, set_clock)
        return
    kept = panels.orders(concern_id(held))[-1].shown_until
    assert kept == clock.end_of_day(clock.today()), "it was computed and kept"
    set_clock(row.last.replace("23:58", "23:59"))
    assert shown() is None
    assert client.get(order.address).status_code == client.get(f"{order.address}.pdf").status_code == 404
    assert coming_down.run().still_there == ()
    assert order.address in {one.address for one in coming_down.newest(5) if one.gone}
    assert accuracy.check() == check_public_view() == []


def goes_on(held: Looking, set_clock: StillClock) -> None:
    """What is shown without end is looked at again after ten years, and then may be given an end."""
    set_clock("2037-03-02 10:00")
    assert shown() is not None
    [row] = looking_again.due(clock.today())
    looking_again.decide(
        held.reference,
        row.id,
        keeps=False,
        until=date(2037, 12, 31),
        reasons="Long ago.",
        version=held.version,
        by=hire(Role.REGISTRAR).actor,
    )
    assert looking_again.due(clock.today()) == []
    assert held.siobhan is not None
    [mine] = own_concern.own_concern(held.reference, held.siobhan.id).decisions
    assert mine.shown == "", "nobody reads any more that it has no end"
    orders.finish(held.reference, words="Done.", version=held.version, by=hire(Role.REGISTRAR).actor)
    concern = officers.now(held.reference)
    kept = reading.times([concern], clock.today())[concern.id]
    assert kept.due_on == date(2038, 3, 1), "ten years after it ended, as of others"
    set_clock("2037-12-31 23:58")
    assert shown() is not None
    set_clock("2037-12-31 23:59")
    assert shown() is None
    assert accuracy.check() == []


def test_a_removal_is_shown_for_five_years_more_once_restored(
    database: SQLAlchemy, client: FlaskClient, set_clock: StillClock
) -> None:
    by_panel(Sanction.REMOVAL, None)(set_clock)
    set_clock("2032-04-01 10:00")
    register.restore(cast.SIOBHAN, starts_on=date(2032, 4, 2), ends_on=date(2038, 4, 1), reason="Restored.", by=cast.BY)
    set_clock("2037-04-02 23:58")
    assert any("later restored" in one.sentence for one in decisions.listed(1).decisions)
    set_clock("2037-04-02 23:59")
    assert shown() is None
    assert coming_down.run().still_there == ()
