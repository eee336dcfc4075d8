"""The doors of the joining room: for applicants, for referees, and for staff."""

from __future__ import annotations

from flask import Flask

from accounts import sealed
from accounts.sealed import Sealed
from cpd.joining import queries, rules
from cpd.joining.routes import application, before_you_start, referee, staff
from foundation.references import read_application_reference


def _find(typed: str) -> str | None:
    reference = read_application_reference(typed)
    found = queries.find(reference) if reference else None
    return str(found.id) if found is not None else None


sealed.seal(Sealed(rules.MATTER, "the application", _find))
sealed.seal(Sealed(rules.HEALTH, "the health answer in application", _find))


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    application.install(app)
    for module in (before_you_start, referee):
        app.register_blueprint(module.blueprint)
    for blueprint in staff.BLUEPRINTS:
        app.register_blueprint(blueprint)
