"""What a registrant sees of their leave, their wish to leave, and their plan for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cpd import folders
from cpd.leaving import queries, rules
from cpd.leaving.models import Departure, ExtendedLeave
from cpd.leaving.operations.leave import own_answer
from cpd.leaving.vocabulary import OPEN, DepartureStage, LeaveStanding
from cpd.panels import queries as panels
from cpd.registrants import Registrant
from foundation import clock

_WHERE = {
    DepartureStage.PLANNED: "You leave at the end of the day you chose. Until then you can change your mind.",
    DepartureStage.PANEL: (
        "Something has to be settled first. Three people decide whether you may leave now. You stay on the register "
        "until then."
    ),
    DepartureStage.TO_PUBLISH: "Three people accepted it. We put it on the register, with the facts you agreed to.",
    DepartureStage.LEFT: "You have left the register.",
    DepartureStage.AGREED: "You have left the register by agreement.",
    DepartureStage.REFUSED: "Three people did not accept it for now, so you are still on the register.",
    DepartureStage.WITHDRAWN: "You changed your mind, so nothing has changed.",
    DepartureStage.OVERTAKEN: "Your registration ended in another way before that day.",
}


@dataclass(frozen=True)
class Facts:
    """Facts that the public would read, as they were proposed."""

    number: int
    words: str
    agreed: bool | None


@dataclass(frozen=True)
class LeavingShown:
    """Where somebody's wish to leave stands."""

    id: int
    where: str
    is_open: bool
    can_change_mind: bool
    leave_on: date
    due_on: date | None
    facts: Facts | None
    #: Why it was not accepted, in the words of the panel.
    reasons: Sequence[str]


def leaving(registrant: Registrant) -> LeavingShown | None:
    """The newest wish to leave; None when there never was one."""
    held = queries.latest_departure(registrant.entry_id)
    if held is None:
        return None
    newest = next(iter(queries.statements(held.id)), None)
    facts = None
    if newest is not None:
        facts = Facts(newest.number, folders.box_of(held.entry_id).open(newest.sealed), newest.agreed)
    return LeavingShown(
        id=held.id,
        where=_WHERE[held.stage],
        is_open=held.stage in OPEN,
        can_change_mind=held.stage in (DepartureStage.PLANNED, DepartureStage.PANEL),
        leave_on=held.leave_on,
        due_on=held.due_on if held.stage is DepartureStage.PANEL else None,
        facts=facts if held.stage in OPEN else None,
        reasons=_reasons(held) if held.stage is DepartureStage.REFUSED else (),
    )


def _reasons(departure: Departure) -> list[str]:
    box = folders.box_of(departure.entry_id)
    found = panels.found(rules.key(departure))
    return [box.open(one.reasons_sealed) for one in found if one.finding == "refuse"]


@dataclass(frozen=True)
class LeaveShown:
    """One leave."""

    id: int
    starts_on: date
    ends_on: date
    standing: str
    due_on: date | None
    answer: str
    can_take_back: bool
    #: They are on it now, so they can say that they are back.
    runs: bool


def leaves(registrant: Registrant) -> list[LeaveShown]:
    """Somebody's leave, newest first."""
    return [_shown(one) for one in queries.leaves(registrant.entry_id)]


def _shown(leave: ExtendedLeave) -> LeaveShown:
    today = clock.today()
    agreed = leave.standing is LeaveStanding.AGREED
    return LeaveShown(
        leave.id,
        leave.starts_on,
        leave.ends_on,
        leave.standing.label,
        leave.due_on,
        own_answer(leave),
        leave.standing is LeaveStanding.ASKED or (agreed and leave.starts_on > today),
        agreed and leave.starts_on <= today <= leave.ends_on,
    )
