"""The doors of this room: for registrants, and for staff."""

from __future__ import annotations

from flask import Flask

from cpd.disclosures.routes import acts, staff, telling


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    for module in (telling, staff, acts):
        app.register_blueprint(module.blueprint)
