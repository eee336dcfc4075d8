"""The register's pages. A route loads, asks, and shows; it decides nothing."""

from __future__ import annotations

from flask import Flask

from register.routes import api, check_many, entry, health, pages, search, standards, statements, verify


def install(app: Flask) -> None:
    """Give an app the register's pages and its read-only JSON."""
    for module in (pages, search, entry, check_many, statements, verify, standards, health):
        app.register_blueprint(module.blueprint)
    api.install(app)
