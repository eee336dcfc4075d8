"""The concerns of staff: lists, one concern on one page, and the acts of officers, managers and reviewers."""

from __future__ import annotations

from accounts import places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from concerns.routes import private
from concerns.routes.staff import (
    acts,
    answers,
    bundles,
    counts,
    covering,
    handed_back,
    lists,
    looking,
    no_finding,
    orders,
    page,
    papers,
    people,
    publishing,
    rating,
    reports,
    retention,
    writing,
)
from concerns.routes.staff.page import PATH

_PAGES = (
    lists,
    orders,
    papers,
    publishing,
    no_finding,
    covering,
    page,
    writing,
    acts,
    rating,
    looking,
    people,
    answers,
    bundles,
    retention,
    reports,
)
BLUEPRINTS = tuple(one.blueprint for one in _PAGES)
for blueprint in BLUEPRINTS:
    private.dress(blueprint)
    handed_back.dress(blueprint)

places.declare(
    Place(
        PATH,
        "Concerns",
        "What people told us, and what must happen next.",
        Permission.TAKE_IN_CONCERNS,
        (Permission.ALLOCATE,),
    ),
    Place(
        papers.HERE,
        "My papers",
        "Concerns that you are listed to decide, or that wait to be published.",
        papers.MAY[0],
        papers.MAY[1:],
    ),
    Place(
        publishing.HERE,
        "Publishing",
        "What the public will read, what it reads now, and what came down.",
        publishing.MAY[0],
        publishing.MAY[1:],
    ),
    Place(
        orders.HERE,
        "Orders to follow",
        "What orders ask for, and by when.",
        Permission.MONITOR_ORDERS,
        (Permission.ALLOCATE,),
    ),
    Place(
        f"{PATH}/hearings",
        "Hearings",
        "Which panels meet, on which day, and what is missing.",
        Permission.ALLOCATE,
    ),
    Place(
        covering.HERE,
        "Leave",
        "Who stands in for whom.",
        covering.MAY[0],
        covering.MAY[1:],
    ),
    Place(
        f"{PATH}/reviews",
        "Closings",
        "Closings that a reporter asks us to look at again.",
        Permission.HEAR_APPEALS,
    ),
)

waiting.declare(*counts.LINES)
