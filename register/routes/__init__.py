"""The register's pages. A route loads, asks, and shows; it decides nothing."""

from __future__ import annotations

from flask import Flask

from register.routes import api, entry, health, pages, search, standards


def install(app: Flask) -> None:
    """Give an app the register's pages and its read-only JSON."""
    for module in (pages, search, entry, standards, health):
        app.register_blueprint(module.blueprint)
    api.install(app)
