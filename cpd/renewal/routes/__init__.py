"""The doors of renewal: for registrants, and for staff."""

from __future__ import annotations

from flask import Flask

from cpd.renewal import models
from cpd.renewal.operations import asking, posted, short_way
from cpd.renewal.routes import check, home, pages, staff, watched

#: What has to be known before anybody comes in: tables, what money is asked for, who need not apply,
#: and whom the post reaches.
KNOWN = (models, asking, posted, short_way)


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    for blueprint in (home.blueprint, check.blueprint, pages.blueprint, watched.insurance, watched.record_check):
        app.register_blueprint(blueprint)
    for blueprint in staff.BLUEPRINTS:
        app.register_blueprint(blueprint)
