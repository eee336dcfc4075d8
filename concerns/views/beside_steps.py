"""What there is to do beside a concern's own course: appeals of orders in force, earlier reviews, links, orders."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from concerns import policy
from concerns.compliance import queries as compliance
from concerns.linking import queries as linking
from concerns.models import Concern
from concerns.operations.papers import Door
from concerns.panels import queries as panels
from concerns.panels import reviewing
from concerns.vocabulary import HearingKind, Stage
from foundation import clock

#: Words, the act, its button, and by when.
Step = tuple[str, str, str, date | None]
_DAY = ("list-hearing", "Set the day")


def steps(concern: Concern, door: Door) -> Iterator[Step]:
    """What this door may do, in a fixed number of statements."""
    if door is Door.WHOLE:
        yield from _measures(concern)
        yield from _wishes(concern)
        yield from _links(concern)
    if door in (Door.WHOLE, Door.DECISION) and concern.stage is Stage.MONITORING:
        yield from _kept(concern)


def _measures(concern: Concern) -> Iterator[Step]:
    """An order in force that is appealed, or a temporary measure whose review comes near, and has no day yet.

    A sanction is appealed while it is in force when a review made it longer: that moves no stage.
    """
    now, today = clock.now(), clock.today()
    in_force = [one for one in panels.orders(concern.id) if panels.in_force(one, now)]
    if not in_force:
        return
    against = {
        order_id: one
        for order_id, one in panels.appeals(concern.id).items()
        if one.decided is None and any(row.id == order_id and panels.is_beside(row, one) for row in in_force)
    }
    held = [one for one in in_force if one.kind in panels.INTERIM or one.id in against]
    if not held:
        return
    about = panels.looks_at(concern.id)
    ahead = {
        (one.kind, about.get(one.id))
        for one in panels.hearings(concern.id)
        if one.called_off_at is None and one.decided_on is None
    }
    near = today + timedelta(days=policy.INTERIM_REVIEW_AHEAD.value(today))
    for order in held:
        interim = order.kind in panels.INTERIM
        if order.id in against and (HearingKind.APPEAL, order.id) not in ahead:
            what = "The temporary measure" if interim else "That the order runs longer"
            words = f"{what} is appealed. Set a day before three people with no earlier part."
            yield words, *_DAY, against[order.id].due_on
        due = interim and order.review_on is not None and order.review_on <= near
        if due and (HearingKind.INTERIM_REVIEW, order.id) not in ahead:
            yield "A panel looks at the temporary measure again. Set the day.", *_DAY, order.review_on


def _wishes(concern: Concern) -> Iterator[Step]:
    if any(one.answered_at is None for one in reviewing.asked(concern.id)):
        words = "The registrant asks that a panel looks at an order earlier."
        yield words, "earlier-review", "Answer it", None


def _links(concern: Concern) -> Iterator[Step]:
    if concern.stage not in (Stage.INVESTIGATION, Stage.EXAMINATION):
        return
    belonging = linking.belonging(concern.id)
    if belonging and set(belonging) - set(linking.relevance(concern.id)):
        words = "Another concern belongs to this one. Decide whether it matters to what is decided here."
        yield words, "relevance", "Decide it", None


def _kept(concern: Concern) -> Iterator[Step]:
    asked = compliance.asked_now([concern.id])
    if not asked:
        yield "Put down what the order asks for, in its own words.", "requirement", "Put it down", None
    for day in compliance.waiting(asked):
        if day.stood.standing.waits_for_us:
            words = f"What the order asks for, number {day.requirement.number}: {day.stood.standing.label.lower()}."
            yield words, "kept", "Look at it", day.stood.due_on
