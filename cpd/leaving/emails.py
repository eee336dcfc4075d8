"""The letters about leaving and being away, one function each. None says why somebody is away or wants to leave."""

from __future__ import annotations

from datetime import date

from cpd.leaving.models import DeathReport, Departure, ExtendedLeave
from cpd.leaving.telling import Plan
from cpd.registrants import Registrant
from foundation import outbox


def leave_asked(leave: ExtendedLeave, registrant: Registrant) -> None:
    """We have the request."""
    _about_leave("leave_asked", leave, registrant, due=leave.due_on)


def leave_agreed(leave: ExtendedLeave, registrant: Registrant) -> None:
    """The leave is agreed."""
    _about_leave("leave_agreed", leave, registrant)


def leave_refused(leave: ExtendedLeave, registrant: Registrant) -> None:
    """The leave is not agreed. Why, stands in the account."""
    _about_leave("leave_refused", leave, registrant)


def leave_ends_soon(leave: ExtendedLeave, registrant: Registrant) -> bool:
    """The leave ends soon. False when they were told already."""
    return _about_leave("leave_ends_soon", leave, registrant, once=f"leave {leave.id} ends {leave.ends_on}")


def _about_leave(
    letter: str, leave: ExtendedLeave, registrant: Registrant, *, once: str | None = None, due: date | None = None
) -> bool:
    if not registrant.email:
        return False
    written = outbox.write(
        letter,
        to=registrant.email,
        once=once,
        name=registrant.name,
        starts_on=leave.starts_on,
        ends_on=leave.ends_on,
        due=due,
    )
    return written is not None


def leaving_planned(departure: Departure, registrant: Registrant) -> None:
    """We noted on which day they leave."""
    _about_leaving("leaving_planned", departure, registrant)


def leaving_done(departure: Departure, registrant: Registrant) -> None:
    """They have left."""
    _about_leaving("leaving_done", departure, registrant)


def leaving_held(departure: Departure, registrant: Registrant) -> None:
    """Something has to be settled first."""
    _about_leaving("leaving_held", departure, registrant)


def leaving_facts(departure: Departure, registrant: Registrant, *, number: int) -> None:
    """Facts are proposed, for them to agree to or not."""
    _about_leaving("leaving_facts", departure, registrant, once=f"departure {departure.id} facts {number}")


def leaving_agreed(departure: Departure, registrant: Registrant) -> None:
    """They have left by agreement."""
    _about_leaving("leaving_agreed", departure, registrant)


def leaving_refused(departure: Departure, registrant: Registrant) -> None:
    """They cannot leave yet. Why, stands in the account."""
    _about_leaving("leaving_refused", departure, registrant)


def leaving_withdrawn(departure: Departure, registrant: Registrant) -> None:
    """They stay."""
    _about_leaving("leaving_withdrawn", departure, registrant)


def _about_leaving(letter: str, departure: Departure, registrant: Registrant, *, once: str | None = None) -> None:
    if registrant.email:
        outbox.write(
            letter,
            to=registrant.email,
            once=once,
            name=registrant.name,
            number=registrant.number,
            leave_on=departure.leave_on,
        )


def contact_told(report: DeathReport, registrant: Registrant, plan: Plan) -> None:
    """Whoever was named to look after the people of somebody who has died is told, once."""
    outbox.write(
        "continuity_contact",
        to=plan.email,
        once=f"death {report.id} contact",
        name=plan.colleague,
        who=registrant.name,
    )
