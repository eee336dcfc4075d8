"""The letters about a CPD audit, one function each. What was found stands in the account, not in a letter.

Each is written once for the step it speaks of; bad news waits for the morning of a working day (`kindly`). Whom no
email reaches gets them on paper (`register.post`).
"""

from __future__ import annotations

from datetime import date
from typing import Any

from accounts import authority
from accounts.permissions import Permission
from accounts.roles import holders_of
from cpd.audit.models import Asked, Audit, Draw
from cpd.registrants import Registrant
from foundation import outbox
from foundation.clock import Division
from register.post import writing


def write(
    letter: str, held: Audit, who: Registrant, *, once: str = "", kindly: Division | None = None, **words: Any
) -> None:
    """Write a letter to the registrant, by email or on paper."""
    key = f"{letter} {held.id} {once}".strip() if once else None
    told = {"name": who.name, "reference": held.reference, "due": held.due_on, **words}
    writing.write(letter, entry_id=who.entry_id, to=who.email, once=key, kindly=kindly, **told)


def told(held: Audit, who: Registrant) -> None:
    """Chosen: for which days, what to send, by when, and how it was drawn."""
    write(
        "cpd_audit_told",
        held,
        who,
        once=str(held.told_on),
        span_from=held.span_from,
        span_to=held.span_to,
        why=held.why.told,
        drawn=held.draw_id is not None and held.ticket is not None,
    )


def deferred(held: Audit, who: Registrant) -> None:
    """On leave: it waits."""
    write("cpd_audit_deferred", held, who, once=str(held.since_on))


def stop_reminders(held: Audit) -> None:
    """We wait no more, or until another day: reminders not posted yet are called back, inside that operation."""
    writing.are_done(held.entry_id, ("cpd_audit_reminder",), of=held.id)


def reminder(held: Audit, who: Registrant, *, number: int) -> None:
    """We still wait."""
    write("cpd_audit_reminder", held, who, once=f"{held.since_on} {held.due_on} {number}")


def more_time(held: Audit, who: Registrant, *, given: bool) -> None:
    """An answer to a wish for more time."""
    write("cpd_audit_more_time", held, who, given=given)


def received(held: Audit, who: Registrant) -> None:
    """We have it."""
    write("cpd_audit_received", held, who)


def more_asked(held: Audit, who: Registrant) -> None:
    """More is needed. What, stands in the account."""
    write("cpd_audit_more", held, who)


def further_time(held: Audit, who: Registrant) -> None:
    """Time to make the record good."""
    write("cpd_audit_further_time", held, who)


def overdue(held: Audit, who: Registrant) -> None:
    """Nothing came; it went to the registrar, and can still be sent."""
    write("cpd_audit_overdue", held, who, kindly=who.division)


def met(held: Audit, who: Registrant) -> None:
    """It is enough."""
    write("cpd_audit_met", held, who)


def not_met(held: Audit, who: Registrant, *, appeal_until: date) -> None:
    """The registrar decided; when the entry ends, and how to appeal."""
    write("cpd_audit_not_met", held, who, kindly=who.division, appeal_until=appeal_until)


def appeal_received(held: Audit, who: Registrant) -> None:
    """The appeal is here; the entry stays."""
    write("cpd_audit_appeal_received", held, who)


def redone(held: Audit, who: Registrant) -> None:
    """Others assess it again."""
    write("cpd_audit_redone", held, who)


def appeal_upheld(held: Audit, who: Registrant) -> None:
    """The decision stands."""
    write("cpd_audit_appeal_upheld", held, who, kindly=who.division)


def removed(held: Audit, who: Registrant) -> None:
    """The entry has ended."""
    write("cpd_audit_removed", held, who, kindly=who.division)


def stopped(held: Audit, who: Registrant) -> None:
    """It is over without an outcome."""
    write("cpd_audit_stopped", held, who)


def worry(held: Audit, *, worry_id: int) -> None:
    """To the concerns officers: somebody doubts that a record is honest. Neither name nor words."""
    for account_id in authority.able_to(holders_of(Permission.TAKE_IN_CONCERNS)):
        account = authority.staff_account(account_id)
        if account is not None:
            outbox.write(
                "staff_cpd_worry",
                to=account.email,
                once=f"cpd worry {worry_id} {account_id}",
                name=account.name,
                reference=held.reference,
            )


def drawn(asked: Asked, made: Draw | None) -> None:
    """To the officer who asked for a draw: it is made, or nobody could be drawn. No name of anybody who was."""
    account = authority.staff_account(asked.asked_by_id)
    if account is not None:
        outbox.write(
            "staff_cpd_drawn",
            to=account.email,
            once=f"cpd draw {asked.id}",
            name=account.name,
            draw=made.id if made is not None else None,
            size=made.size if made is not None else 0,
            listed=made.listed if made is not None else 0,
        )
