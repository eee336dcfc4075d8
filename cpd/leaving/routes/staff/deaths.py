"""Acts on a death that was written down: it is confirmed, or it is not so."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, ActingDesk, Subject, each, fixed
from cpd.forms import number
from cpd.leaving import rules
from cpd.leaving.operations import deaths
from cpd.leaving.staff_view import PATH
from foundation.audit import Actor

_OFFICER = (Permission.LOOK_AFTER_REGISTRANTS,)
_REGISTRAR = (Permission.DECIDE_REGISTER,)
_DEATH = "One person writes a death down, and a registrar who did not confirms it."


def _death(key: str, by: Actor) -> Subject:
    held, _, _ = deaths.open_report(number(key), by=by)
    registrant = rules.registrant_of(held.entry_id)
    return Subject(registrant.name, registrant.number, held.version, held)


DESK = ActingDesk(
    f"{PATH}/death",
    "Back to it",
    _death,
    each(
        Act(
            "confirm",
            "Confirm that they have died",
            "Confirm it, and close the entry",
            _DEATH,
            _REGISTRAR,
            "The entry is closed. Letters that waited are called off.",
            lambda job: deaths.confirm_death(number(job.key), version=job.sent.version, by=job.by),
            fixed(
                about="The entry closes at once, and nothing of it is shown any more. Letters to them stop, and "
                "whoever they named to look after their people is told. Only two people can take it back."
            ),
        ),
        Act(
            "not-so",
            "It is not so",
            "Put on record that it was a mistake",
            _DEATH,
            _REGISTRAR,
            "It is on record. The entry was not touched.",
            lambda job: deaths.not_so(number(job.key), version=job.sent.version, by=job.by),
        ),
        Act(
            "called",
            "The contact was called",
            "Put it on record",
            "Somebody without email is told by telephone.",
            _OFFICER,
            "It is on record.",
            lambda job: deaths.contact_called(number(job.key), version=job.sent.version, by=job.by),
        ),
    ),
    "death_id",
)
blueprint = DESK.blueprint("staff_death")
