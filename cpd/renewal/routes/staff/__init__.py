"""Renewals for staff: the work lists, one person on one page, and what is done there."""

from __future__ import annotations

from collections.abc import Callable

from accounts import places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.waiting import Waits
from cpd.renewal import rules, worklists
from cpd.renewal.routes.staff import lists, page
from cpd.renewal.routes.staff.lists import PATH
from cpd.renewal.worklists import Tab

BLUEPRINTS = (lists.blueprint, page.blueprint)

places.declare(
    Place(PATH, "Renewals", "Who renews, is late, comes back, or is uninsured.", rules.READ[0], rules.READ[1:])
)


def _count(tab: Tab) -> Callable[[int], int]:
    return lambda _account_id: worklists.count(tab)


waiting.declare(
    Waits(
        Permission.CORRECT_REGISTER,
        _count(Tab.CERTIFICATES),
        "certificate",
        "certificates",
        "of insurance to look at",
        f"{PATH}?show={Tab.CERTIFICATES.value}",
    ),
    Waits(
        Permission.CHECK_APPLICATIONS,
        _count(Tab.RETURNS),
        "person",
        "people",
        "who come back and wait for you",
        f"{PATH}?show={Tab.RETURNS.value}",
    ),
    Waits(
        Permission.CHECK_APPLICATIONS,
        _count(Tab.NOT_REACHED),
        "registrant",
        "registrants",
        "whom no letter about renewal reached",
        f"{PATH}?show={Tab.NOT_REACHED.value}",
    ),
    Waits(
        Permission.CHECK_APPLICATIONS,
        _count(Tab.TALK),
        "answer",
        "answers",
        "from renewals to talk about with the registrant",
        f"{PATH}?show={Tab.TALK.value}",
    ),
    Waits(
        Permission.DECIDE_REGISTER,
        _count(Tab.UNINSURED),
        "registrant",
        "registrants",
        "without insurance after our notice",
        f"{PATH}?show={Tab.UNINSURED.value}",
    ),
)
