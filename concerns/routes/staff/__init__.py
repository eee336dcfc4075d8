"""The concerns of staff: lists, one concern on one page, and the acts of officers, managers and reviewers."""

from __future__ import annotations

from accounts import places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.waiting import Waits
from concerns import worklist
from concerns.routes import private
from concerns.routes.staff import (
    acts,
    answers,
    bundles,
    handed_back,
    lists,
    looking,
    orders,
    page,
    papers,
    people,
    rating,
    retention,
    writing,
)
from concerns.routes.staff.page import PATH
from concerns.views import order_list
from concerns.worklist import Show

_PAGES = (lists, orders, papers, page, writing, acts, rating, looking, people, answers, bundles, retention)
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
        orders.HERE,
        "Orders to follow",
        "What orders ask for, and by when.",
        Permission.MONITOR_ORDERS,
        (Permission.ALLOCATE,),
    ),
    Place(
        f"{PATH}/reviews",
        "Closings",
        "Closings that a reporter asks us to look at again.",
        Permission.HEAR_APPEALS,
    ),
)


def _count(show: Show, account_id: int) -> int:
    return len(worklist.on_list(show, worklist.watched(), account_id))


def _without_reply(_account_id: int) -> int:
    return sum(one.is_open and one.facts.replied_on is None for one in worklist.watched())


waiting.declare(
    Waits(
        Permission.TAKE_IN_CONCERNS,
        _without_reply,
        "concern",
        "concerns",
        "without a reply yet",
        f"{PATH}?show=open",
    ),
    Waits(
        Permission.TAKE_IN_CONCERNS,
        lambda account_id: _count(Show.MINE, account_id),
        "concern",
        "concerns",
        "in your hands",
        f"{PATH}?show=mine",
    ),
    Waits(
        Permission.ALLOCATE,
        lambda account_id: _count(Show.LATE, account_id),
        "concern",
        "concerns",
        "whose reporter was left waiting",
        f"{PATH}/left-waiting",
    ),
    Waits(
        Permission.ALLOCATE,
        lambda account_id: _count(Show.NOBODY, account_id),
        "concern",
        "concerns",
        "that nobody has",
        f"{PATH}?show=nobody",
    ),
    Waits(
        Permission.MONITOR_ORDERS,
        order_list.waiting_for,
        "thing that an order asks for",
        "things that orders ask for",
        "to be looked at",
        orders.HERE,
    ),
    Waits(
        Permission.HEAR_APPEALS,
        lambda _account_id: len(worklist.reviews()),
        "closing",
        "closings",
        "to be looked at again",
        f"{PATH}/reviews",
    ),
)
