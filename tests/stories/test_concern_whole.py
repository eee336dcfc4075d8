"""One concern all the way in a real browser, each person in turn, on the clock of the test.

From an anonymous report to a suspension that appears on the register on its day, is reviewed, ends, and is taken down
on its day; with every letter in the outbox and every step in the trail.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Role
from concerns import emails
from concerns.models import Concern
from concerns.panels import queries as panels
from concerns.vocabulary import Naming, Stage
from foundation import audit, clock
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.outbox import Letter
from register import coming_down
from register.reconciliation import check_public_view
from tests.accounts.staff import Person, hire
from tests.concerns import looking
from tests.concerns.test_tracker import registrant
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.browser import PHONE, Reader
from tests.stories import tell
from tests.stories.desks import Desks
from tests.stories.looked_into import (
    HELLO,
    PUBLIC,
    a_panel,
    determination,
    examine,
    finds_it_ours,
    investigates,
    is_published,
    takes_it_in,
    tells,
)

pytestmark = [pytest.mark.story, pytest.mark.one_database]
ENTRY = f"/register/{cast.SIOBHAN}"
DECISION = f"/decisions/{cast.SIOBHAN}/suspension-2027-02-04"
SAYINGS = [one.words for one in vars(emails).values() if isinstance(one, emails.News)]
#: Every letter about it goes to the registrant: whoever stays anonymous is never written to.
LETTERS = [
    emails.INVESTIGATED,
    emails.ANSWER,
    emails.EXAMINED,
    emails.TO_PANEL,
    emails.NOTICE,
    emails.DECISION,
    emails.PROOF,
    emails.NOTICE,
    emails.DECISION,
    emails.CLOSED,
]
TRAIL = """
the reporter: received
Sam Officer: part.worked_on, part.received, taken, replied, message_written, part.rated, rated
Sam Officer: part.triaged, triage_began
Maya Manager: part.worked_on, interim_decided
Sam Officer: registrant_told, found_ours
Maya Manager: part.applied_threshold, investigation_began, listed
Ivo Investigator: part.investigated, plan_made, alleged, exhibit_added, disclosed, response_asked
A Registrant: response_ended
Ivo Investigator: report_written, to_examiners
Maya Manager: listed, listed
Lena Lay: part.examined, examiner_wrote
Petra Peer: part.examined, examiner_wrote, examiners_decided, to_panel
Maya Manager: hearing_listed, hearing_listed, listed, listed, listed, notice_given
Cora of the final: part.sat_on_panel, determination_drafted, voted
Lou of the final: part.sat_on_panel, voted
Reg of the final: part.sat_on_panel, voted
Cora of the final: determination_signed, decided
Rhys Registrar: told_decision
Edda Editor: text_prepared, proofs_sent
Rhys Registrar: released, monitoring_began
Maya Manager: hearing_listed, listed, listed, listed, notice_given
Cora of the review: part.sat_on_panel, determination_drafted, voted
Lou of the review: part.sat_on_panel, voted
Reg of the review: part.sat_on_panel, voted
Cora of the review: determination_signed, reviewed
Rhys Registrar: closed
"""


def concern() -> Concern:
    """The only one there is."""
    db.session.rollback()
    return db.session.scalars(select(Concern)).one()


def public_reads(public: Reader, *, status: str, decided: bool) -> None:
    """What anybody reads: the status on the entry, and whether the decision stands there and on the list."""
    public.open(ENTRY)
    assert status in public.text
    assert (PUBLIC in public.text) is decided
    assert "CN-" not in public.page.content()
    public.open("/decisions")
    assert (public.page.locator(f'a[href="{DECISION}"]').count() == 1) is decided


def letters() -> list[tuple[str, str]]:
    """Every letter about it in the outbox, in order: to whom, and what it says that there is."""
    db.session.rollback()
    rows = db.session.scalars(select(Letter).where(Letter.template.contains("concern")).order_by(Letter.id))
    return [(one.recipient, next((what for what in SAYINGS if what in one.body), one.template)) for one in rows]


def trail() -> list[tuple[str, str]]:
    """Every step of the concern in the trail, in order: who, and what. That they opened it is told apart."""
    about = (AuditRecord.subject_kind == "concern", AuditRecord.subject_id == str(concern().id))
    rows = db.session.execute(
        select(AuditRecord.actor_label, AuditRecord.action).where(*about).order_by(AuditRecord.id)
    )
    return [(by, action.removeprefix("concern.")) for by, action in rows if not action.endswith("opened")]


def expected_trail() -> list[tuple[str, str]]:
    """The same as it is written above."""
    lines = [line.split(": ") for line in TRAIL.strip().splitlines()]
    return [(by, action) for by, actions in lines for action in actions.split(", ")]


@pytest.fixture
def desks(readers: Callable[..., Reader], sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> Desks:
    """The browsers of everybody, on the morning on which it begins."""
    set_clock("2026-11-24 09:00")
    return Desks(sample, readers, looking.people())


def is_looked_into(desks: Desks, set_clock: StillClock, letter: Path) -> None:
    """From the desk of the officer to a panel, with the registrant's answer and two examiners."""
    siobhan = desks.held.siobhan = registrant()
    takes_it_in(desks)
    finds_it_ours(desks)
    set_clock("2026-11-25 10:00")
    investigates(desks, siobhan, letter)
    examine(desks)
    assert concern().stage is Stage.PANEL


def is_decided(desks: Desks, set_clock: StillClock, public: Reader, registrar: Person) -> int:
    """A panel suspends her; two people publish it, and nobody reads it before its day. Gives the order's id."""
    panel = a_panel(desks, "final", "5 January 2027")
    set_clock("2027-01-05 10:00")
    desks.decides(panel, "determination", determination(), look=True)
    public_reads(public, status="Registered", decided=False)
    set_clock("2027-01-06 10:00")
    is_published(desks, set_clock, registrar)
    public_reads(public, status="Registered", decided=False)
    # The time to appeal is 28 days from the letter; the suspension starts when the day after it begins.
    set_clock("2027-02-03 23:59")
    public_reads(public, status="Registered", decided=False)
    set_clock("2027-02-04 00:00")
    public_reads(public, status="Suspended", decided=True)
    assert check_public_view() == []
    return panels.orders(concern().id)[-1].id


def is_reviewed(desks: Desks, set_clock: StillClock, order_id: int) -> None:
    """Twelve weeks before its end it lists itself, and a panel of new people looks at it again."""
    set_clock("2027-05-10 10:00")
    assert panels.to_review(clock.today()) == []
    set_clock("2027-05-11 10:00")
    assert [one.id for one in panels.to_review(clock.today())] == [order_id]
    panel = a_panel(desks, "review", "10 June 2027", order=order_id)
    set_clock("2027-06-10 10:00")
    review = {"decided": "continue", "reason_decision": "It is still needed.", "public": PUBLIC, "health": "no"}
    desks.decides(panel, "short-decision", review)


def test_from_an_anonymous_report_to_the_day_it_is_taken_down(
    desks: Desks, set_clock: StillClock, tmp_path: Path
) -> None:
    letter = tmp_path / "bank.txt"
    letter.write_text("GBP 200 went to another account on 3 March 2025.")
    registrar = hire(Role.REGISTRAR, name="Rhys Registrar")
    reporter, public = desks.readers(screen=PHONE), desks.readers()
    desks.held.reference, secret = tells(reporter)
    assert concern().naming is Naming.ANONYMOUS
    is_looked_into(desks, set_clock, letter)
    order_id = is_decided(desks, set_clock, public, registrar)
    public.open(DECISION)
    assert PUBLIC in public.text
    public.look()
    tell.open_mailbox(reporter, (desks.held.reference, secret))
    assert PUBLIC in reporter.text
    assert HELLO in reporter.text
    reporter.look()
    desks.acts(registrar, "monitor", {}, "Follow it")
    is_reviewed(desks, set_clock, order_id)

    # It ends at 23:59 on its last day, stays as history, and goes five years later.
    set_clock("2027-08-03 23:58")
    public_reads(public, status="Suspended", decided=True)
    set_clock("2027-08-03 23:59")
    public_reads(public, status="Registered", decided=True)
    set_clock("2027-08-04 10:00")
    desks.acts(registrar, "finish", {"words": "The order has ended. Thank you for telling us."}, "Close it")
    assert concern().stage is Stage.CLOSED
    set_clock("2032-08-03 23:58")
    public_reads(public, status="Registered", decided=True)
    set_clock("2032-08-04 00:00")
    public_reads(public, status="Registered", decided=False)
    public.open(DECISION, status=404)
    proved = coming_down.run()
    assert proved.gone >= 1
    assert proved.still_there == ()
    assert letters() == [(f"{cast.SIOBHAN.lower()}@people.example", said.words) for said in LETTERS]
    assert trail() == expected_trail()
    assert audit.verify().broken is None
