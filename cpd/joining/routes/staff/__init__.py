"""Applications for staff: the work list, one application on one page, and every act on it."""

from __future__ import annotations

from accounts import places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.waiting import Waits
from cpd.joining.routes.staff import (
    asking,
    checking,
    delays,
    holds,
    judging,
    letters,
    lists,
    monitoring,
    page,
    referees,
)
from cpd.joining.views import officer_list
from cpd.joining.views.officer_next import PATH

_PAGES = (lists, page, checking, asking, delays, holds, referees, judging, letters, monitoring)
BLUEPRINTS = tuple(module.blueprint for module in _PAGES)

places.declare(
    Place(PATH, "Applications", "Who asks to join, and what must happen next.", lists.READ[0], lists.READ[1:]),
    Place(f"{PATH}/health", "Health answers", "What the health officer has still to read.", Permission.READ_HEALTH),
    Place(
        monitoring.PATH,
        "Who applies and renews",
        "Monitoring answers as counts, without small ones.",
        Permission.READ_REPORTS,
    ),
)

_ONE, _MANY = "application", "applications"
waiting.declare(
    Waits(
        Permission.CHECK_APPLICATIONS,
        officer_list.count_late,
        _ONE,
        _MANY,
        "whose day has passed",
        f"{PATH}?show=late",
    ),
    Waits(
        Permission.CHECK_APPLICATIONS,
        officer_list.count_nobody,
        _ONE,
        _MANY,
        "that nobody looks after yet",
        f"{PATH}?who=officer",
    ),
    Waits(
        Permission.CHECK_APPLICATIONS,
        officer_list.count_mine,
        _ONE,
        _MANY,
        "that you look after",
        f"{PATH}?show=mine",
    ),
    Waits(
        Permission.ASSESS,
        officer_list.count_to_assess,
        _ONE,
        _MANY,
        "to assess",
        f"{PATH}?show=mine&stage=assessment",
    ),
    Waits(
        Permission.VOTE,
        officer_list.count_panel,
        _ONE,
        _MANY,
        "whose declarations wait for you",
        f"{PATH}?show=mine&stage=declaration_panel",
    ),
    Waits(
        Permission.HEAR_APPEALS,
        officer_list.count_appeals,
        "appeal",
        "appeals",
        "to decide",
        f"{PATH}?show=mine&stage=appeal",
    ),
    Waits(
        Permission.DECIDE_APPLICATIONS,
        officer_list.count_to_decide,
        _ONE,
        _MANY,
        "to decide",
        f"{PATH}?stage=decision",
    ),
    Waits(
        Permission.DECIDE_APPLICATIONS,
        officer_list.count_holds,
        "legal hold",
        "legal holds",
        "to look at again",
        f"{PATH}?show=held",
    ),
    Waits(
        Permission.READ_HEALTH,
        officer_list.count_health,
        "answer",
        "answers",
        "about health to read",
        f"{PATH}/health",
    ),
)
