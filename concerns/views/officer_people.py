"""The people of a concern as its officer reads them: whom it is about, who raised it, and who was affected."""

from __future__ import annotations

from datetime import date

from concerns import correspondence, rules
from concerns.models import Concern
from concerns.parties import Parties
from concerns.views.officer_shown import ShownAffected, ShownReporter, ShownSubject
from concerns.vocabulary import Capacity, Naming, Who
from foundation.locks import Box

_NAMING = {
    Naming.NAMED: "We may use their name",
    Naming.CONFIDENTIAL: "Only the institute may know their name",
    Naming.ANONYMOUS: "Anonymous: nobody knows who they are",
}
_CAPACITY = {
    Capacity.CAN: "They can decide about this concern",
    Capacity.CANNOT: "They cannot decide about this concern",
    Capacity.UNSURE: "It is not sure whether they can decide about this concern",
}
_WHO = {
    Who.ME: "The reporter",
    Who.SOMEBODY: "Somebody else",
    Who.SEVERAL: "Several people",
    Who.NOBODY: "Nobody yet",
}


def subjects(concern: Concern, people: Parties, box: Box, today: date) -> tuple[ShownSubject, ...]:
    """Everybody it is about, as told and as the register knows them."""
    rows = {one.id: one for one in concern.subjects}
    found = []
    for party in people.subjects:
        held = rows[party.subject_id]
        until = held.held_back_until
        found.append(
            ShownSubject(
                id=party.subject_id,
                name=party.name,
                told_name=party.told_name,
                about=party.told_about,
                number=party.number,
                told_on=held.told_on,
                told_how=box.open(held.told_sealed) if held.told_sealed else "",
                held_back_until=until,
                held_back_why=box.open(held.held_back_sealed) if held.held_back_sealed else "",
                review_over=until is not None and until <= today,
            )
        )
    return tuple(found)


def reporter(concern: Concern, people: Parties, box: Box) -> ShownReporter:
    """Who raised it, and how they may be reached safely."""
    reach = correspondence.reach_of(concern, box)
    return ShownReporter(
        name=people.reporter,
        relation=concern.relation.label,
        naming=_NAMING[concern.naming],
        anonymous=rules.is_anonymous(concern),
        reach=reach,
        ways=", ".join(way.label for way in reach.ways) or "The mailbox only",
    )


def affected(concern: Concern, people: Parties, box: Box) -> ShownAffected | None:
    """Who was affected, if anybody was named or described."""
    held = concern.affected
    if held is None:
        return None
    return ShownAffected(
        who=_WHO[held.who],
        name=people.affected,
        is_child=held.is_child,
        speaking=held.speaking.label if held.speaking is not None else "",
        capacity=_CAPACITY[held.capacity] if held.capacity is not None else "",
        law=(held.nation.capacity_law or "") if held.nation is not None else "",
        nation=held.nation.label if held.nation is not None else "",
        knows=held.knows,
        reason=box.open(held.reason_sealed) if held.reason_sealed else "",
    )
