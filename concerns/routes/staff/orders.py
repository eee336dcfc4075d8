"""The list of those who follow orders: what each asks for, by when, and how it stands."""

from __future__ import annotations

from flask import Blueprint, render_template

from accounts import guard
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.routes.staff.page import PATH
from concerns.views import order_list

blueprint = Blueprint("staff_concern_orders", __name__)
HERE = f"{PATH}/orders"


@blueprint.get(HERE)
@guard.staff(
    Permission.MONITOR_ORDERS,
    "Whoever follows orders sees what each asks for and by when; managers see all of them.",
    Permission.ALLOCATE,
)
def orders() -> str:
    """What orders ask for, by when it is due: of those somebody follows, and for managers of all."""
    account_id = me().id
    assert account_id is not None
    every = guard.may(Permission.ALLOCATE)
    found = order_list.listed(account_id, every=every)
    return render_template("staff/concerns/orders.html", found=found, every=every, path=PATH)
