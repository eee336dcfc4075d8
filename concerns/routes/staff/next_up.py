"""Whose turn it is: for each step that comes next, who does it, by name where somebody has it and by role where not."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accounts import authority, roles
from concerns import queries
from concerns.forms import acts
from concerns.models import Concern
from concerns.views.next_steps import Next

_OFFICER = "a concerns officer"


def pressing(steps: Sequence[Next]) -> tuple[Next, ...]:
    """Steps of several hands in one order: what is late, then by their days, then what has none."""
    return tuple(sorted(steps, key=lambda one: (one.on is None, not one.late, one.on or date.max)))


def who(concern: Concern, steps: Sequence[Next]) -> tuple[str, ...]:
    """Who does each of these steps; empty where it waits for nobody of ours. In two statements."""
    seats = {one.job: one.account_id for one in queries.seats(concern.id)}
    people = {*seats.values(), *([concern.officer_id] if concern.officer_id is not None else [])}
    names = authority.names_of(people)
    officer = names.get(concern.officer_id, _OFFICER) if concern.officer_id is not None else _OFFICER
    found = []
    for step in steps:
        slug = step.address.rpartition("/")[2] if "/look/" in step.address else ""
        if slug in acts.FORMS:
            held = [names[seats[job]] for job in acts.seats_of(acts.FORMS[slug]) if job in seats]
            found.append(" and ".join(held) if held else _roles(slug))
        elif step.address.endswith("/review"):
            found.append("somebody who hears appeals")
        else:
            found.append(officer if step.address else "")
    return tuple(found)


def _roles(slug: str) -> str:
    held = {role for permission in acts.FORMS[slug].may for role in roles.holders_of(permission)}
    return " or ".join(label.lower() for role, label in roles.LABELS.items() if role in held)
