"""What the forms of linked concerns, orders and earlier reviews may choose from in one concern."""

from __future__ import annotations

from collections.abc import Callable

from concerns import queries
from concerns.compliance import queries as compliance
from concerns.linking import queries as linking
from concerns.models import Concern
from concerns.panels import queries as panels
from concerns.panels import reviewing
from concerns.views.one_line import order_words
from foundation import locks
from foundation.words import say_day

Options = tuple[tuple[str, str], ...]


def _belonging(concern: Concern) -> Options:
    ids = linking.belonging(concern.id)
    found = queries.load(ids)
    return tuple((str(one), f"{found[one].reference}, {found[one].stage.label}") for one in ids)


def _links(concern: Concern) -> Options:
    held = linking.links(concern.id)
    found = queries.load([linking.other_of(one, concern.id) for one in held])
    return tuple(
        (str(one.id), f"{found[linking.other_of(one, concern.id)].reference}: {one.kind.label}") for one in held
    )


def _followed_orders(concern: Concern) -> Options:
    held = [one for one in panels.orders(concern.id) if one.kind in compliance.WATCHED]
    return tuple((str(one.id), order_words(one)) for one in held if one.told_on and not one.ended_on)


def _requirements(concern: Concern) -> Options:
    box = locks.box_of(concern.lock_id)
    return tuple(
        (str(one.requirement.id), f"{one.requirement.number}. {box.open(one.requirement.words_sealed)}")
        for one in compliance.asked(concern.id)
    )


def _occasions(concern: Concern) -> Options:
    box = locks.box_of(concern.lock_id)
    return tuple(
        (
            one.code,
            f"{one.requirement.number}. {box.open(one.requirement.words_sealed).rstrip('.')}, "
            f"due {say_day(one.stood.due_on)}: {one.stood.standing.label.lower()}",
        )
        for one in compliance.waiting(compliance.asked_now([concern.id]))
    )


def _asked_reviews(concern: Concern) -> Options:
    wanted = {one.order_id for one in reviewing.asked(concern.id) if one.answered_at is None}
    return tuple((str(one.id), order_words(one)) for one in panels.orders(concern.id) if one.id in wanted)


CHOICES: dict[str, Callable[[Concern], Options]] = {
    "belonging": _belonging,
    "links": _links,
    "followed_orders": _followed_orders,
    "requirements": _requirements,
    "occasions": _occasions,
    "asked_reviews": _asked_reviews,
}
