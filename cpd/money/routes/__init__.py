"""The doors of money: for finance, and for whoever owes something."""

from __future__ import annotations

from flask import Flask

from cpd.money.routes import own, staff


def install(app: Flask) -> None:
    """Put the pages into an app."""
    for module in (own, staff):
        app.register_blueprint(module.blueprint)
