"""The doors of the registrant's side, part by part."""

from __future__ import annotations

from flask import Flask

from cpd.audit import routes as audit
from cpd.circulars import routes as circulars
from cpd.disclosures import routes as disclosures
from cpd.folders import Folder
from cpd.home import routes as home
from cpd.joining import routes as joining
from cpd.leaving import routes as leaving
from cpd.money import routes as money
from cpd.panels.models import PanelFound, PanelPlace
from cpd.record import routes as record
from cpd.renewal import routes as renewal

_PARTS = (money, joining, home, disclosures, leaving, record, renewal, audit, circulars)
#: Tables that belong to no part alone; naming them makes them known to the migrations.
_SHARED = (Folder, PanelFound, PanelPlace)


def install(app: Flask) -> None:
    """Put the pages of every part into an app."""
    for part in _PARTS:
        part.install(app)
