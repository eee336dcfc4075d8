"""The doors of the disclosures room."""

from __future__ import annotations

from flask import Flask

from cpd.disclosures import models

#: Known to the migrations through its doors.
TABLES = models


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    del app
