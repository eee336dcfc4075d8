"""The compliance officer writes down whether an order is kept: they follow it, and change nothing of it.

A breach is never theirs to decide: the institute opens a concern of its own, linked to the old one, and the officers
who triage it begin as with any other.
"""

from __future__ import annotations

from datetime import date, timedelta

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.separation import Part
from concerns import emails, policy, rules
from concerns.compliance import queries
from concerns.compliance.queries import Occasion
from concerns.linking.linking import note_link
from concerns.models import Checking, Concern
from concerns.operations.desk import Desk, sit_down
from concerns.operations.receiving import receive
from concerns.operations.sending import new_reference
from concerns.operations.triaging import subject
from concerns.panels import effects
from concerns.panels import queries as panels
from concerns.telling import SubjectTold, Telling
from concerns.vocabulary import Channel, Checked, Job, LinkKind, Naming, OnRegister, Relation
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.words import say_day

OFFICERS = (Permission.MONITOR_ORDERS,)
_WITH_A_DAY = (Checked.MORE, Checked.LATE)
_SAYS = {
    Checked.ACCEPTED: emails.KEPT,
    Checked.MORE: emails.KEEP_MORE,
    Checked.LATE: emails.KEEP_LATE,
    Checked.BREACH: emails.NOT_KEPT,
}
_OURSELVES = "The institute"


@operation
def check(
    reference: str,
    requirement_id: int,
    first: date,
    checked: Checked,
    *,
    words: str,
    until: date | None = None,
    version: int,
    by: Actor,
) -> str | None:
    """Write down what came of one day of a requirement; gives the reference of the concern that a breach opens.

    Raises:
        NotAllowed: they are not the compliance officer of this concern.
        Refused: it is settled, the order is not in force, a day is missing or cannot be, or there are no words.
    """
    desk = sit_down(reference, by=by, may=OFFICERS, version=version, jobs=(Job.COMPLIANCE,))
    found = queries.occasion(desk.concern.id, requirement_id, first)
    _check(found, checked, until)
    sealed = desk.needs(words, "Write a few words. The registrant reads them.")
    new = _open_concern(desk, found, words) if checked is Checked.BREACH else None
    db.session.add(
        Checking(
            requirement_id=requirement_id,
            due_on=first,
            checked=checked,
            words_sealed=sealed,
            until_on=until if checked in _WITH_A_DAY else None,
            new_concern_id=new.id if new is not None else None,
            checked_on=clock.today(),
            checked_at=clock.now(),
            checked_by_id=desk.account_id,
        )
    )
    about = subject(desk, found.order.subject_id)
    due = until if checked in _WITH_A_DAY else None
    emails.registrant(about, desk.concern, _SAYS[checked], due=due)
    desk.record("requirement_checked", requirement=requirement_id, checked=checked.value)
    desk.touch()
    return new.reference if new is not None else None


def _check(found: Occasion, checked: Checked, until: date | None) -> None:
    today = clock.today()
    if found.stood.standing.over:
        raise Refused("This is settled already.")
    if not panels.in_force(found.order, clock.now()):
        raise Refused("That order is not in force.")
    if checked in (Checked.ACCEPTED, Checked.MORE) and not found.showings:
        raise Refused("Nothing was sent yet that you could look at.")
    if checked is Checked.LATE and today <= found.stood.due_on:
        raise Refused("It is not late yet.")
    if checked not in _WITH_A_DAY:
        return
    most = today + timedelta(days=policy.KEEPING_MORE.value(today))
    if until is None or not today < until <= most:
        raise Refused(f"Say by which day it may come, up to {say_day(most)}.")


def _open_concern(desk: Desk, found: Occasion, words: str) -> Concern:
    """A concern that the institute opens itself about a breach, linked to the one of the order."""
    box = desk.box
    number = effects.number_of(found.order.entry_id)
    party = next(one for one in desk.parties.subjects if one.subject_id == found.order.subject_id)
    answers = [
        ("What does the order ask for?", box.open(found.requirement.words_sealed)),
        ("By when?", say_day(found.stood.due_on)),
        ("What was written down?", words.strip()),
        ("The order was made in", desk.concern.reference),
    ]
    page = {
        "page": "breach",
        "title": "An order was not kept",
        "answers": [{"question": asked, "answer": said} for asked, said in answers],
    }
    new = receive(
        Telling(
            channel=Channel.INSTITUTE,
            naming=Naming.NAMED,
            relation=Relation.INSTITUTE,
            subjects=(SubjectTold(party.name, OnRegister.FOUND, number),),
            statement=[page],
            name=_OURSELVES,
            worries=("other",),
            ongoing=True,
        ),
        reference=new_reference(clock.today().year),
        # Nobody outside has raised it, so nobody is given what would open its mailbox.
        secret_hash=locks.secret_hash(locks.new_secret()),
        by=desk.by,
    )
    take_part((rules.MATTER, str(new.id)), Part.RECEIVED, called=rules.CALLED, by=desk.by)
    note_link(new, desk.concern, LinkKind.BREACH_OF, words, box=locks.box_of(new.lock_id), by=desk.by)
    return new
