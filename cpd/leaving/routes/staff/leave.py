"""Acts on a leave that somebody asks for."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, ActingDesk, Job, Subject, each, fixed
from cpd.forms import Field, number
from cpd.leaving import queries, rules
from cpd.leaving.operations import leave
from cpd.leaving.staff_view import PATH
from foundation.audit import Actor

_OFFICER = (Permission.LOOK_AFTER_REGISTRANTS,)


def _leave(key: str, by: Actor) -> Subject:
    leave.open_why(number(key), by=by)
    held = queries.leave(number(key))
    registrant = rules.registrant_of(held.entry_id)
    return Subject(registrant.name, registrant.number, held.version, held)


def _decide(job: Job, *, agree: bool) -> None:
    leave.decide_leave(number(job.key), agree=agree, words=job.sent.words("words"), version=job.sent.version, by=job.by)


_WHY_LEAVE = "Officers agree to leave, or say why not."
DESK = ActingDesk(
    f"{PATH}/leave",
    "Back to it",
    _leave,
    each(
        Act(
            "agree",
            "Agree to this leave",
            "Agree, and tell them",
            _WHY_LEAVE,
            _OFFICER,
            "It is agreed. We told them.",
            lambda job: _decide(job, agree=True),
            fixed(Field("words", "Anything to tell them? You may leave this out", "", "words", rows=3)),
            blame="words",
        ),
        Act(
            "refuse",
            "Do not agree to this leave",
            "Tell them",
            _WHY_LEAVE,
            _OFFICER,
            "We told them.",
            lambda job: _decide(job, agree=False),
            fixed(Field("words", "Why, and what they can do", "They read it in their account.", "words")),
            blame="words",
        ),
    ),
    "leave_id",
)
blueprint = DESK.blueprint("staff_leave")
