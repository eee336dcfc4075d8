"""Circulars for staff: the list, one of them with its preview, and what is done with it."""

from __future__ import annotations

from flask import Flask

from accounts import places, waiting
from accounts.permissions import Permission
from accounts.places import Place
from accounts.waiting import Waits
from cpd.circulars import queries
from cpd.circulars.routes import forms, pages

places.declare(Place(pages.PATH, "Circulars", "One letter to many registrants.", Permission.CIRCULATE))
waiting.declare(
    Waits(
        Permission.CIRCULATE,
        queries.offered_to,
        "letter to many",
        "letters to many",
        "to release as the second person",
        pages.PATH,
    )
)


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    for module in (pages, forms):
        app.register_blueprint(module.blueprint)
