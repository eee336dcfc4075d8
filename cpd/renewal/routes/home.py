"""The registrant's page of renewal: begin, go on, see what is missing, and what the entry will say."""

from __future__ import annotations

from flask import redirect

from cpd import desk, record_checks
from cpd.desk import Answer
from cpd.renewal import queries, rules
from cpd.renewal.operations import beginning
from cpd.renewal.operations.beginning import begin as begin_renewal
from cpd.renewal.routes.desk import DESK, FORM, HOME, WHY
from cpd.renewal.views import home_view
from cpd.renewal.vocabulary import Place
from foundation import clock
from foundation.errors import Refused
from foundation.journey.pages import Content

blueprint = DESK.blueprint("renewal")


@blueprint.get("")
@desk.declare(WHY)
def home() -> Answer:
    """Where it stands."""
    return DESK.show("cpd/renewal/home.html", shown=home_view.show(desk.registrant()), done=desk.done())


@blueprint.post("/begin")
@desk.declare(WHY)
def begin() -> Answer:
    """Begin, or go on with what was begun."""
    try:
        begin_renewal(content=Content(_known()), by=desk.who().actor)
    except Refused as refused:
        desk.say_done(refused.sentence)
        return redirect(HOME, 303)
    return redirect(f"{FORM}/tasks", 303)


def _known() -> dict[str, object]:
    """What the form knows before anybody types: what the entry says, and what is due."""
    registrant = desk.registrant()
    facts = registrant.record.particulars_at(clock.now())
    window = rules.window(registrant)
    place = window.place(clock.now()) if window is not None else None
    seen = record_checks.newest([registrant.entry_id]).get(registrant.entry_id)
    ahead = window.follows_on if window is not None else clock.today()
    return {
        "areas": list(facts.areas),
        "works_with": facts.works_with.value if facts.works_with else "",
        "knows_check": "yes" if seen is None or record_checks.due_on(seen) <= ahead else "no",
        "knows_evidence": "yes" if place is Place.RETURN_B else "no",
    }


@blueprint.post("/again")
@desk.declare(WHY)
def answer_again() -> Answer:
    """Answer once more, since the answers have become too old."""
    registrant = desk.registrant()
    held = queries.latest([registrant.entry_id]).get(registrant.entry_id)
    if held is not None:
        try:
            beginning.answer_again(held.reference, by=desk.who().actor)
            return begin()
        except Refused as refused:
            desk.say_done(refused.sentence)
    return redirect(HOME, 303)
