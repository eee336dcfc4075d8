"""Pages that tell of a concern or of somebody's data: no browser keeps them, and no fault costs what was typed."""

from __future__ import annotations

from flask import Blueprint, Response

from accounts.routes import unsaved


def dress(blueprint: Blueprint) -> None:
    """Pages of a blueprint are kept by no browser, and show again what was typed when the machine fails."""
    unsaved.dress(blueprint)

    @blueprint.after_request
    def keep_nowhere(response: Response) -> Response:
        response.headers["Cache-Control"] = "no-store"
        return response
