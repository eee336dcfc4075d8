"""Acts on an ending that may be a mistake."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, ActingDesk, Subject, each, fixed
from cpd.forms import number
from cpd.leaving import rules
from cpd.leaving.operations import mistakes
from cpd.leaving.staff_view import PATH
from foundation.audit import Actor

_REGISTRAR = (Permission.DECIDE_REGISTER,)


def _mistake(key: str, by: Actor) -> Subject:
    held, _ = mistakes.open_mistake(number(key), by=by)
    registrant = rules.registrant_of(held.entry_id)
    return Subject(registrant.name, registrant.number, held.version, held)


_MISTAKE = "One person says that an ending is wrong, and a registrar who did not takes it back."
DESK = ActingDesk(
    f"{PATH}/mistake",
    "Back to it",
    _mistake,
    each(
        Act(
            "take-back",
            "Take the ending back",
            "Take it back",
            _MISTAKE,
            _REGISTRAR,
            "It is taken back. The entry stands as it did before.",
            lambda job: mistakes.take_back(number(job.key), version=job.sent.version, by=job.by),
            fixed(
                about="The entry stands again at once, as if it had not ended. The mistake stays on record. We write "
                "to nobody: talk to the registrant, and to whoever was told."
            ),
        ),
        Act(
            "right",
            "The ending was right",
            "Put it on record",
            _MISTAKE,
            _REGISTRAR,
            "It is on record. The entry was not touched.",
            lambda job: mistakes.leave_it(number(job.key), version=job.sent.version, by=job.by),
        ),
    ),
    "mistake_id",
)
blueprint = DESK.blueprint("staff_mistake")
