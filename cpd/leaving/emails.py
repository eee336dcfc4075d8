"""The letters about leaving and being away, one function each. None says why somebody is away or wants to leave.

Whom no email reaches gets them on paper (`register.post`).
"""

from __future__ import annotations

from typing import Any

from cpd.leaving.models import DeathReport, Departure, ExtendedLeave
from cpd.leaving.telling import Plan
from cpd.registrants import Registrant
from foundation import outbox
from register.post import writing
from register.post.writing import write

#: What we write about only to who stays (`cpd.renewal.emails`).
_OF_WHO_STAYS = ("renewal", "insurance", "record check")


def leave_asked(leave: ExtendedLeave, registrant: Registrant) -> None:
    """We have the request."""
    write("leave_asked", due=leave.due_on, **_away(leave, registrant))


def leave_agreed(leave: ExtendedLeave, registrant: Registrant) -> None:
    """The leave is agreed."""
    write("leave_agreed", **_away(leave, registrant))


def leave_refused(leave: ExtendedLeave, registrant: Registrant) -> None:
    """The leave is not agreed. Why, stands in the account."""
    write("leave_refused", kindly=registrant.division, **_away(leave, registrant))


def leave_ends_soon(leave: ExtendedLeave, registrant: Registrant) -> bool:
    """The leave ends soon. False when they were told already, or it goes on paper."""
    once = f"leave {leave.id} ends {leave.ends_on}"
    return write("leave_ends_soon", once=once, there_by=leave.ends_on, **_away(leave, registrant)) is not None


def _to(registrant: Registrant) -> dict[str, Any]:
    return {"entry_id": registrant.entry_id, "to": registrant.email}


def _away(leave: ExtendedLeave, registrant: Registrant) -> dict[str, Any]:
    return {**_to(registrant), "name": registrant.name, "starts_on": leave.starts_on, "ends_on": leave.ends_on}


def stop_reminders(registrant: Registrant) -> None:
    """They have left: what was written about staying and is not posted yet is called back, inside that operation."""
    writing.are_done(registrant.entry_id, _OF_WHO_STAYS)


def leaving_planned(departure: Departure, registrant: Registrant) -> None:
    """We noted on which day they leave."""
    write("leaving_planned", **_leaving(departure, registrant))


def leaving_done(departure: Departure, registrant: Registrant) -> None:
    """They have left."""
    write("leaving_done", **_leaving(departure, registrant))


def leaving_held(departure: Departure, registrant: Registrant) -> None:
    """Something has to be settled first."""
    write("leaving_held", kindly=registrant.division, **_leaving(departure, registrant))


def leaving_facts(departure: Departure, registrant: Registrant, *, number: int) -> None:
    """Facts are proposed, for them to agree to or not."""
    write(
        "leaving_facts",
        once=f"departure {departure.id} facts {number}",
        **_leaving(departure, registrant),
    )


def leaving_agreed(departure: Departure, registrant: Registrant) -> None:
    """They have left by agreement."""
    write("leaving_agreed", **_leaving(departure, registrant))


def leaving_refused(departure: Departure, registrant: Registrant) -> None:
    """They cannot leave yet. Why, stands in the account."""
    write("leaving_refused", kindly=registrant.division, **_leaving(departure, registrant))


def leaving_withdrawn(departure: Departure, registrant: Registrant) -> None:
    """They stay."""
    write("leaving_withdrawn", **_leaving(departure, registrant))


def _leaving(departure: Departure, registrant: Registrant) -> dict[str, Any]:
    return {
        **_to(registrant),
        "name": registrant.name,
        "number": registrant.number,
        "leave_on": departure.leave_on,
    }


def contact_told(report: DeathReport, registrant: Registrant, plan: Plan) -> None:
    """Whoever was named to look after the people of somebody who has died is told, once."""
    outbox.write(
        "continuity_contact",
        to=plan.email,
        once=f"death {report.id} contact",
        kindly=registrant.division,
        name=plan.colleague,
        who=registrant.name,
    )
