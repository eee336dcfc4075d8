"""What this room says to the home of an account: what is due of somebody, and what it holds of them."""

from __future__ import annotations

from datetime import timedelta

from accounts.due import Due, DueKind
from cpd import folders
from cpd.held import Field, Held
from cpd.leaving import policy, queries, views
from cpd.leaving.operations.leave import own_why
from cpd.registrants import Registrant
from foundation import clock

_LEAVE, _LEAVING, _PLAN = "/account/leave", "/account/leaving", "/account/continuity"


def due(registrant: Registrant) -> list[Due]:
    """Facts to agree to, leave that ends or is looked at, and a plan that is missing."""
    found = [*_of_leaving(registrant), *_of_leave(registrant)]
    if registrant.is_on_register() and queries.continuity(registrant.entry_id) is None:
        note = "Your rules ask for a plan for the people you work with, should you fall ill or stop."
        found.append(Due(None, "Say who takes over if you cannot go on", _PLAN, button="Make a plan", note=note))
    return found


def _of_leaving(registrant: Registrant) -> list[Due]:
    shown = views.leaving(registrant)
    if shown is None or not shown.is_open:
        return []
    if shown.facts is not None and shown.facts.agreed is None:
        return [Due(None, "Read the facts for your page, and say whether you agree", _LEAVING, button="Read them")]
    if shown.due_on is not None:
        return [Due(shown.due_on, "Three people decide whether you may leave", _LEAVING, DueKind.OURS, "See more")]
    return [Due(shown.leave_on, "Your last day on the register", _LEAVING, DueKind.COMING, "See more")]


def _of_leave(registrant: Registrant) -> list[Due]:
    today = clock.today()
    soon = today + timedelta(days=policy.LEAVE_ENDS_SOON.value(today))
    found = []
    for one in queries.leaves(registrant.entry_id):
        if one.due_on is not None:
            found.append(Due(one.due_on, "We answer your request for leave", _LEAVE, DueKind.OURS, "See it"))
        elif one.standing == "agreed" and one.starts_on <= today <= one.ends_on <= soon:
            found.append(Due(one.ends_on, "Your leave ends", _LEAVE, DueKind.COMING, "Ask for more, or see it"))
    return found


def held(registrant: Registrant) -> list[Held]:
    """Leave with its reasons, wishes to leave, and the plan."""
    leaves: list[dict[str, Field]] = []
    for one in queries.leaves(registrant.entry_id):
        why, answer = own_why(one)
        leaves.append(
            {
                "First day away": one.starts_on,
                "Last day away": one.ends_on,
                "Why": why.reason.label if why is not None else "Deleted",
                "Your words": why.words if why is not None else "",
                "Asked": one.asked_at,
                "Where it stands": one.standing.label,
                "Our answer": answer,
            }
        )
    departures: list[dict[str, Field]] = []
    facts: list[dict[str, Field]] = []
    for leaving in queries.departures_of(registrant.entry_id):
        box = folders.box_of(registrant.entry_id)
        departures.append(
            {
                "Asked": leaving.asked_at,
                "Last day": leaving.leave_on,
                "Why": box.open(leaving.why_sealed) if leaving.why_sealed else "",
                "Where it stands": leaving.stage.label,
            }
        )
        facts += [
            {
                "Proposed": one.written_at,
                "The facts, for your page": box.open(one.sealed),
                "You agreed": one.agreed,
                "What you said to it": box.open(one.answer_sealed) if one.answer_sealed else "",
                "Answered": one.answered_at,
            }
            for one in queries.statements(leaving.id)
        ]
    plan = queries.plan_of(registrant.entry_id)
    plans: list[dict[str, Field]] = (
        [
            {
                "What happens": plan.words,
                "Who takes over": plan.colleague,
                "Their phone": plan.phone,
                "Their email": plan.email,
                "They agreed": plan.agrees,
            }
        ]
        if plan is not None
        else []
    )
    return [
        Held("leave", "Your time away", leaves),
        Held("leaving", "Your wishes to leave", departures, "What the panel wrote is left out."),
        Held("leaving_facts", "Facts proposed for your page", facts),
        Held("continuity", "Your plan if you cannot go on", plans),
    ]
