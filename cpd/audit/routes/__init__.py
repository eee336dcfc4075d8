"""The doors of CPD audit: for registrants, and for staff."""

from __future__ import annotations

from flask import Flask

from accounts import places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.waiting import Waits
from cpd.audit import worklist
from cpd.audit.routes import acts, draws, lists, own
from cpd.audit.views.staff import PATH

places.declare(
    Place(PATH, "CPD audit", "Whose record is looked at, and what must happen next.", lists.READ[0], lists.READ[1:]),
    Place(f"{PATH}/worries", "CPD passed on", "Records that others ask you to look at.", Permission.TAKE_IN_CONCERNS),
)
_ONE, _MANY = "CPD audit", "CPD audits"
_RUN = Permission.AUDIT_CPD
waiting.declare(
    Waits(_RUN, worklist.count_late, _ONE, _MANY, "whose day has passed", f"{PATH}?show=late"),
    Waits(_RUN, worklist.count_unassigned, _ONE, _MANY, "that no assessor has", f"{PATH}?stage=assessment"),
    Waits(_RUN, worklist.count_time, "registrant", "registrants", "who ask for more time", f"{PATH}?stage=asked"),
    Waits(Permission.ASSESS, worklist.count_to_mark, "CPD record", "CPD records", "to mark", f"{PATH}?show=mine"),
    Waits(
        Permission.DECIDE_REGISTER,
        worklist.count_to_decide,
        _ONE,
        _MANY,
        "to decide",
        f"{PATH}?stage=registrar",
    ),
    Waits(
        Permission.HEAR_APPEALS,
        worklist.count_appeals,
        "CPD appeal",
        "CPD appeals",
        "to decide",
        f"{PATH}?show=mine&stage=appeal",
    ),
    Waits(
        Permission.TAKE_IN_CONCERNS,
        worklist.count_worries,
        "CPD record",
        "CPD records",
        "that somebody asks you to look at",
        f"{PATH}/worries",
    ),
)


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    for module in (draws, lists, acts, own):
        app.register_blueprint(module.blueprint)
