"""The list of those who decide and publish: the concerns whose papers are open to them."""

from __future__ import annotations

from flask import Blueprint, render_template

from accounts import guard
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.operations import papers
from concerns.routes.staff.page import PATH
from concerns.views import my_papers

blueprint = Blueprint("staff_concern_papers", __name__)
HERE = f"{PATH}/papers"
_WHY = "Whoever is listed for a concern, or publishes decisions, finds it here. Nobody is named."
MAY = (
    Permission.EXAMINE,
    Permission.INVESTIGATE,
    Permission.VOTE,
    Permission.CHAIR,
    Permission.ADVISE,
    Permission.HEAR_APPEALS,
    Permission.MONITOR_ORDERS,
    Permission.PREPARE_TEXT,
    Permission.PUBLISH,
)


@blueprint.get(HERE)
@guard.staff(MAY[0], _WHY, *MAY[1:])
def mine() -> str:
    """The concerns somebody is listed for, or may publish: references and stages, and nobody's name."""
    account_id = me().id
    assert account_id is not None
    publishes = any(guard.may(one) for one in papers.PUBLISHERS)
    return render_template(
        "staff/concerns/my_papers.html", mine=my_papers.mine(account_id, publishes=publishes), path=PATH
    )
