"""What those who prepare and release decisions have before them, what is public, and the proof of what is gone."""

from __future__ import annotations

from flask import Blueprint, render_template

from accounts import guard
from accounts.permissions import Permission
from concerns.routes.staff.page import PATH
from concerns.views import publishing_list

blueprint = Blueprint("staff_concern_publishing", __name__)
HERE = f"{PATH}/publishing"
MAY = (Permission.PREPARE_TEXT, Permission.PUBLISH)
_WHY = "Whoever writes or releases what the public reads finds here what waits, and takes down what has to go."


@blueprint.get(HERE)
@guard.staff(MAY[0], _WHY, *MAY[1:])
def publishing() -> str:
    """What waits, what is public, what comes down next, and what came down."""
    return render_template(
        "staff/concerns/publishing.html",
        found=publishing_list.publishing(PATH),
        publishes=guard.may(Permission.PUBLISH),
        path=PATH,
    )
