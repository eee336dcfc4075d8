"""The applicant's own pages: the form, and afterwards where the application is and what we ask for.

A page saves what was typed and shows the next one; it decides nothing, and writes nothing when it is only opened.
"""

from __future__ import annotations

from flask import Flask

from cpd.joining.routes.application import asked, changes, check, files, home, pages, rights


def install(app: Flask) -> None:
    """Put these pages into an app."""
    for module in (home, asked, rights, changes, check, files, pages):
        app.register_blueprint(module.blueprint)
