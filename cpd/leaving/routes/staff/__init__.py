"""Leaving for staff: the lists, one page each, and every act."""

from __future__ import annotations

from accounts import places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.waiting import Waits
from cpd.leaving import worklist
from cpd.leaving.routes.staff import deaths, departures, leave, lists, mistakes, on_behalf
from cpd.leaving.staff_view import PATH

BLUEPRINTS = tuple(one.blueprint for one in (lists, departures, leave, deaths, mistakes, on_behalf))
places.declare(
    Place(
        PATH, "Leaving and leave", "Who wants to leave, who is away, and who has died.", lists.READ[0], lists.READ[1:]
    )
)
waiting.declare(
    Waits(
        Permission.LOOK_AFTER_REGISTRANTS,
        worklist.count_leave,
        "request",
        "requests",
        "for leave",
        f"{PATH}?show=leave",
    ),
    Waits(Permission.DECIDE_REGISTER, worklist.count_deaths, "death", "deaths", "to confirm", f"{PATH}?show=death"),
    Waits(
        Permission.DECIDE_REGISTER,
        worklist.count_mistakes,
        "ending",
        "endings",
        "that may be a mistake",
        f"{PATH}?show=mistake",
    ),
    Waits(
        Permission.LOOK_AFTER_REGISTRANTS,
        worklist.count_calls,
        "continuity contact",
        "continuity contacts",
        "to call",
        f"{PATH}?show=death&page=1",
    ),
    Waits(
        Permission.PUBLISH,
        worklist.count_to_publish,
        "agreed leaving",
        "agreed leavings",
        "to put on the register",
        f"{PATH}?show=leaving",
    ),
    Waits(
        Permission.VOTE, worklist.count_panel, "wish to leave", "wishes to leave", "for your panel", f"{PATH}?page=1"
    ),
)
