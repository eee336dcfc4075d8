"""The doors through which a concern is told: the public form, and the same form as staff fill it in for somebody.

A page saves what was typed and shows the next one; it decides nothing, and writes nothing when it is only opened.
"""

from __future__ import annotations

from flask import Flask

from concerns.routes.report import check, entry, files, front, keeping, pages, people, right_place
from concerns.routes.report.desks import DESKS


def install(app: Flask) -> None:
    """Put the form's pages into an app, once for each door."""
    for desk in DESKS:
        blueprint = desk.blueprint()
        for module in (pages, people, files, check):
            module.add_to(blueprint, desk)
        people.add_found_to(blueprint, desk)
        people.add_described_to(blueprint, desk)
        pages.add_lists_to(blueprint, desk)
        app.register_blueprint(blueprint)
    for module in (front, right_place, keeping, entry):
        app.register_blueprint(module.blueprint)
