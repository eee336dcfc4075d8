"""Acts on a wish to leave: the facts that are agreed, the panel when something is open, and the register."""

from __future__ import annotations

from accounts import authority
from accounts.permissions import Permission
from cpd.acting import Act, ActingDesk, Asked, Job, Subject, each, fixed, who_sits
from cpd.forms import Field, number, options
from cpd.leaving import rules
from cpd.leaving.models import Departure
from cpd.leaving.operations import departures, reading
from cpd.leaving.staff_view import PATH
from cpd.leaving.vocabulary import LeavingFinding
from cpd.panels import operations as panels
from cpd.panels import queries as panel_queries
from cpd.registrants import Registrant
from foundation.audit import Actor

_OFFICER = (Permission.LOOK_AFTER_REGISTRANTS,)
_PANEL = "Officers list people for panels, never anybody with a tie or an earlier part."


def _departure(key: str, by: Actor) -> Subject:
    held, registrant = reading.open_departure(number(key), by=by)
    return Subject(registrant.name, registrant.number, held.version, (held, registrant))


def _seat_asks(held: tuple[Departure, Registrant], _which: str) -> Asked:
    return who_sits(panels.candidates(departures.panel_of(*held)))


def _unseat_asks(opened: tuple[Departure, Registrant], _which: str) -> Asked:
    key = rules.key(opened[0])
    said = {one.member_id for one in panel_queries.found(key)}
    held = [one.account_id for one in panel_queries.seated(key) if one.account_id not in said]
    names = authority.names_of(held)
    listed = [(str(one), names.get(one, "")) for one in held]
    return Asked([Field("member", "Who leaves the panel?", kind="choices", options=listed)], nobody=not listed)


def _seat(job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        departures.seat(number(job.key), account_id=account_id, by=job.by)


def _unseat(job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        departures.unseat(number(job.key), account_id=account_id, by=job.by)


def _vote(job: Job) -> None:
    finding = job.sent.choice("finding", LeavingFinding, "Choose what you find")
    if finding is not None:
        departures.vote(number(job.key), finding=finding, reasons=job.sent.words("reasons"), by=job.by)


DESK = ActingDesk(
    f"{PATH}/leaving",
    "Back to it",
    _departure,
    each(
        Act(
            "facts",
            "Write the facts for the public page",
            "Send them to the registrant",
            "An editor writes what the public would read; somebody else publishes it.",
            (Permission.PREPARE_TEXT,),
            "We wrote to the registrant. Their answer will stand on this page.",
            lambda job: departures.propose_facts(
                number(job.key), job.sent.words("words"), version=job.sent.version, by=job.by
            ),
            fixed(
                Field("words", "The facts", "The registrant agrees to them word for word, or not.", "words", rows=8),
                about="Short, true and agreed: nobody else is named, and nothing of health stands in it.",
            ),
            blame="words",
        ),
        Act(
            "seat",
            "List somebody for the panel",
            "List them",
            _PANEL,
            _OFFICER,
            "They are listed. They can read it now.",
            _seat,
            _seat_asks,
            blame="member",
        ),
        Act(
            "unseat",
            "Take somebody off the panel",
            "Take them off",
            _PANEL,
            _OFFICER,
            "They are off the panel.",
            _unseat,
            _unseat_asks,
            blame="member",
        ),
        Act(
            "vote",
            "May they leave now?",
            "Say it: it cannot be changed",
            "Three people decide whether somebody may leave while something is open.",
            (Permission.VOTE,),
            "It is on record. What most of the three find counts.",
            _vote,
            fixed(
                Field("finding", "What do you find?", kind="choices", options=options(*LeavingFinding)),
                Field("reasons", "Your reasons", "In words that the registrant can follow.", "words"),
                about="What is looked into goes on either way. They can leave only with facts that they agreed to.",
            ),
            blame="finding",
        ),
        Act(
            "publish",
            "Put it on the register",
            "They leave now",
            "The registrar publishes what an editor wrote and the registrant agreed to.",
            (Permission.PUBLISH,),
            "They have left. The facts stand on their page.",
            lambda job: departures.publish(number(job.key), version=job.sent.version, by=job.by),
            fixed(about="They leave in this moment. The agreed facts stand on their page for ten years."),
        ),
    ),
    "departure_id",
)
blueprint = DESK.blueprint("staff_leaving")
