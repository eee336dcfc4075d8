"""The doors of this room: for registrants, and for staff."""

from __future__ import annotations

from flask import Flask

from cpd.leaving.routes import own, staff


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    for blueprint in (own.leaving_pages, own.leave_pages, own.plan_pages, *staff.BLUEPRINTS):
        app.register_blueprint(blueprint)
