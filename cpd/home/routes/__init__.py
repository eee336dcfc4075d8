"""The pages of the home of an account."""

from __future__ import annotations

from flask import Flask

from cpd.home.routes import data, home, letters, places, post


def install(app: Flask) -> None:
    """Put the room's pages into an app, and its links into every page of an account."""
    for module in (home, letters, data, post):
        app.register_blueprint(module.blueprint)
    app.context_processor(places.name_the_rooms)
