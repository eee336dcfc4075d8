"""The doors of the registrant's side, part by part."""

from __future__ import annotations

from flask import Flask

from cpd.folders import Folder
from cpd.joining import routes as joining

_PARTS = (joining,)
#: Tables that belong to no part alone; naming them makes them known to the migrations.
_SHARED = (Folder,)


def install(app: Flask) -> None:
    """Put the pages of every part into an app."""
    for part in _PARTS:
        part.install(app)
