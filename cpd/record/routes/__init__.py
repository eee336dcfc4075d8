"""The doors of the CPD record: for registrants alone."""

from __future__ import annotations

from flask import Flask

from cpd.record.routes import activities, files, moving, plan


def install(app: Flask) -> None:
    """Put the pages of this part into an app."""
    for module in (activities, files, moving, plan):
        app.register_blueprint(module.blueprint)
