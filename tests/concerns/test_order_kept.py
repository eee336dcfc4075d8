"""Whether an order is kept: what it asks for, what the registrant sends, and who may write down what came of it."""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from concerns import clocks, queries
from concerns.compliance import checking, reminding, requiring, showing
from concerns.compliance import queries as compliance
from concerns.compliance.standing import Sent, Standing, Written, days, reminder, stood
from concerns.linking import queries as linking
from concerns.models import Concern, Order
from concerns.panels import orders, reviewing
from concerns.panels import queries as panels
from concerns.vocabulary import Channel, Checked, Job, LinkKind, Sanction, Stage
from foundation import clock
from foundation.database import db
from foundation.errors import DomainError, Missing, NotAllowed, Refused
from foundation.outbox import Letter
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns.looking import Looking, Role
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_own_concern import at, visitor
from tests.concerns.test_panels import decided, released
from tests.conftest import StillClock
from tests.page import Visitor

DUE, TODAY = date(2027, 6, 1), date(2027, 5, 1)
MORE = Written(Checked.MORE, date(2027, 6, 20))


@pytest.mark.parametrize(
    ("happened", "today", "standing", "due"),
    [
        ([], TODAY, Standing.TO_COME, DUE),
        ([], DUE, Standing.TO_COME, DUE),
        ([], DUE + timedelta(days=1), Standing.OVERDUE, DUE),
        ([Sent()], DUE + timedelta(days=9), Standing.SENT, DUE),
        ([Sent(hindered=True)], TODAY, Standing.HINDERED, DUE),
        ([Sent(), MORE], DUE + timedelta(days=2), Standing.MORE, date(2027, 6, 20)),
        ([Sent(), MORE], date(2027, 6, 21), Standing.OVERDUE, date(2027, 6, 20)),
        ([Sent(), MORE, Sent()], date(2027, 6, 25), Standing.SENT, date(2027, 6, 20)),
        ([Written(Checked.LATE, date(2027, 6, 9))], date(2027, 6, 9), Standing.MORE, date(2027, 6, 9)),
        ([Sent(), Written(Checked.ACCEPTED)], date(2029, 1, 1), Standing.ACCEPTED, DUE),
        ([Written(Checked.BREACH)], date(2029, 1, 1), Standing.BREACH, DUE),
    ],
)
def test_where_it_stands_follows_from_what_happened(
    happened: list[Sent | Written], today: date, standing: Standing, due: date
) -> None:
    found = stood(DUE, happened, today)
    assert (found.standing, found.due_on) == (standing, due)


@pytest.mark.parametrize(
    ("before", "which"), [(40, None), (28, 28), (20, 28), (14, 14), (3, 14), (2, 2), (0, 2), (-1, -1), (-30, -1)]
)
def test_reminders_are_the_newest_one_before_and_one_after(before: int, which: int | None) -> None:
    assert reminder(stood(DUE, [], DUE - timedelta(days=before)), DUE - timedelta(days=before)) == which
    assert reminder(stood(DUE, [Sent()], DUE), DUE) is None


@pytest.mark.parametrize(
    ("every", "last", "today", "found"),
    [
        (None, None, TODAY, [DUE]),
        (3, None, TODAY, [DUE]),
        (3, None, date(2027, 10, 1), [DUE, date(2027, 9, 1), date(2027, 12, 1)]),
        (3, date(2027, 11, 30), date(2028, 10, 1), [DUE, date(2027, 9, 1)]),
        (3, date(2027, 5, 30), TODAY, []),
    ],
)
def test_it_repeats_until_the_order_ends(every: int | None, last: date | None, today: date, found: list[date]) -> None:
    assert list(days(DUE, every, last=last, today=today)) == found
    assert list(days(None, every, last=last, today=today)) == []


# ---------------------------------------------------------------------------------------------------- one order, kept


def followed(set_clock: StillClock) -> tuple[Looking, int, Person, Person]:
    """Conditions in force, their registrar, and whoever follows them."""
    held = decided(set_clock, Sanction.CONDITIONS, 12)
    order_id = released(held)
    registrar, compliance_officer = hire(Role.REGISTRAR), hire(Role.COMPLIANCE_OFFICER)
    appeal_until = panels.order(concern_id(held), order_id).appeal_until
    set_clock(f"{appeal_until + timedelta(days=1)} 09:00")
    orders.monitor(held.reference, version=held.version, by=registrar.actor)
    looking.listed(held, Job.COMPLIANCE, compliance_officer)
    return held, order_id, registrar, compliance_officer


def requires(held: Looking, registrar: Person, order_id: int, **more: object) -> None:
    said = {"words": "Meet a supervisor every month.", "shown_by": "A signed report.", "first_due_on": in_days(30)}
    requiring.require(held.reference, order_id, **{**said, **more}, version=held.version, by=registrar.actor)


def in_days(count: int) -> date:
    return clock.today() + timedelta(days=count)


def letters() -> list[str]:
    db.session.rollback()
    wanted = select(Letter.body).where(Letter.template == "registrant_concern").order_by(Letter.id)
    return list(db.session.scalars(wanted))


def refused(act: object, match: str, *args: object, **named: object) -> None:
    with pytest.raises(DomainError, match=match):
        act(*args, **named)
    db.session.rollback()


def test_an_order_is_followed_and_a_breach_opens_a_concern_that_others_decide(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id, registrar, officer = followed(set_clock)
    assert held.siobhan is not None
    refused(requires, "Say what shows it", held, registrar, order_id, shown_by="")
    refused(requires, "still to come", held, registrar, order_id, first_due_on=in_days(-1))
    refused(requires, "before the order ends", held, registrar, order_id, first_due_on=in_days(600))
    with pytest.raises(NotAllowed):
        requires(held, officer, order_id)
    requires(held, registrar, order_id, every_months=3)
    [asked] = compliance.asked(concern_id(held))
    [day] = asked.occasions
    who = {"account_id": held.siobhan.id, "by": held.siobhan.actor}

    def checks(checked: Checked, by: Person = officer, **more: object) -> str | None:
        first = more.pop("first", day.first)
        return checking.check(
            held.reference,
            asked.requirement.id,
            first,
            checked,
            words="We looked at it.",
            version=held.version,
            by=by.actor,
            **more,
        )

    refused(checks, "Nothing was sent", Checked.ACCEPTED)
    refused(checks, "not late yet", Checked.LATE, until=in_days(10))
    refused(checks, "listed", Checked.BREACH, hire(Role.COMPLIANCE_OFFICER))
    refused(checks, "role", Checked.BREACH, registrar)
    set_clock(f"{day.first - timedelta(days=14)} 02:00")
    before = len(letters())
    assert (reminding.remind(), reminding.remind(), len(letters()) - before) == (1, 0, 1)
    showing.show(held.reference, asked.requirement.id, day.first, hindered=False, words="The report.", **who)
    with pytest.raises(Missing):
        showing.show(held.reference, asked.requirement.id, in_days(1), hindered=False, words="x", **who)
    db.session.rollback()
    refused(checks, "by which day", Checked.MORE)
    checks(Checked.MORE, until=in_days(20))
    showing.show(held.reference, asked.requirement.id, day.first, hindered=False, words="And the annex.", **who)
    checks(Checked.ACCEPTED)
    refused(checks, "settled", Checked.BREACH)

    set_clock(f"{clock.add_months(day.first, 3) + timedelta(days=1)} 02:00")
    assert reminding.remind() == 1
    [_, late, _] = compliance.asked(concern_id(held))[0].occasions
    assert late.stood.standing is Standing.OVERDUE
    reference = checks(Checked.BREACH, first=late.first)
    new = officers.now(reference or "")
    assert (new.stage, new.channel, new.contact_days) == (Stage.RECEIVED, Channel.INSTITUTE, 0)
    assert [one.entry_id for one in new.subjects] == [one.entry_id for one in officers.now(held.reference).subjects]
    [link] = linking.links(new.id)
    assert (link.kind, link.other_id) == (LinkKind.BREACH_OF, concern_id(held))
    running = [one.name.value for one in clocks.running(queries.facts([new])[new.id])]
    assert running == ["triage"], "nobody outside waits for a reply or a message"
    assert "not kept" in letters()[-1]
    assert db.session.scalar(select(Order.kind).where(Order.id == order_id)) == "conditions", "the order is as it was"


def test_the_pages_of_the_registrant_and_of_whoever_follows_the_order(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id, registrar, officer = followed(set_clock)
    requires(held, registrar, order_id)
    siobhan, path = visitor(sample, held.siobhan), f"/staff/concerns/{held.reference}"
    page = siobhan.open(at(held))
    assert "Meet a supervisor every month." in page.text
    address = next(link for words, link in page.links.items() if words.startswith("Send it, or say"))
    page = siobhan.send(siobhan.open(address), {}, button="Send it", status=400)
    assert page.problems == [
        "Choose one of the two",
        "Say in a few words what you send, or what stands in the way",
    ]
    typed = {"how": "sending", "words": "My report", "files": (io.BytesIO(b"Signed."), "report.txt")}
    page = siobhan.send(page, typed, button="Send it")
    assert "Sent, and not looked at yet" in page.text
    assert b"Signed." in siobhan.client.get(page.links["report.txt"]).data

    seen = Visitor(sit_down(sample, officer))
    assert "number 1: sent, and not looked at yet" in seen.open(path).text, "what comes next stands on top"
    page = seen.open("/staff/concerns/orders")
    page = seen.open(page.links[f"Look at it: {held.reference}, number 1"])
    assert "Meet a supervisor every month." in page.text
    opened = next(link for link in page.links.values() if "/papers/" in link)
    assert b"Signed." in seen.client.get(opened).data
    page = seen.send(page, {"checked": "more", "words": "Where is the date?"}, button="Write it down", status=409)
    assert "Say by which day" in page.problems[0]
    page = seen.send(page, {"until": str(in_days(10))}, button="Write it down")
    assert "The registrant has a letter" in page.text or "It is on record" in page.text
    assert "Where is the date?" in siobhan.open(at(held)).text
    other = Visitor(sit_down(sample, hire(Role.COMPLIANCE_OFFICER)))
    assert held.reference not in other.open("/staff/concerns/orders").text
    other.open(path, status=403)
    assert other.client.get(opened).status_code == 403
    maya = Visitor(sit_down(sample, held.manager))
    assert held.reference in maya.open("/staff/concerns/orders").text

    # Something is new: a wish for an earlier look, once, answered with reasons.
    page = siobhan.open(
        next(link for words, link in siobhan.open(at(held)).links.items() if "looks at it again" in words)
    )
    siobhan.send(page, {}, button="Ask for it", status=400)
    page = siobhan.send(page, {"words": "No supervisor lives near."}, button="Ask for it")
    assert "No supervisor lives near." in page.text
    page = maya.open(f"{path}/look/earlier-review")
    maya.send(page, {"order": str(order_id), "grants": "yes", "words": "It cannot be met."}, button="Answer it")
    assert panels.order(concern_id(held), order_id).review_on == clock.today()
    assert "A panel looks at it again" in siobhan.open(at(held)).text
    with pytest.raises(Refused, match="Nobody asks"):
        reviewing.answer(
            held.reference, order_id, grants=True, reasons="x", version=held.version, by=held.manager.actor
        )


def test_the_list_costs_the_same_however_many_orders(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, statements: object
) -> None:
    held, order_id, registrar, officer = followed(set_clock)
    seen = Visitor(sit_down(sample, officer))
    requires(held, registrar, order_id)
    seen.open("/staff/concerns/orders")
    with statements() as first:
        seen.open("/staff/concerns/orders")
    for number in range(4):
        requires(held, registrar, order_id, words=f"Number {number}.")
    with statements() as second:
        seen.open("/staff/concerns/orders")
    assert len(first) == len(second)
    assert db.session.scalar(select(Concern.id).where(Concern.channel == Channel.INSTITUTE)) is None
