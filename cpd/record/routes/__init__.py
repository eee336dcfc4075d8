"""The doors of the CPD record: for registrants alone."""

from __future__ import annotations

from flask import Flask

from cpd.record.models import ActivityKept

#: Naming one makes the tables known to the migrations.
_TABLES = (ActivityKept,)


def install(app: Flask) -> None:
    """Put the pages of this part into an app."""
    del app
