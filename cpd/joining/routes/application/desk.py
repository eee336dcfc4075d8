"""The applicant's desk: the form of applying, and which application is theirs."""

from __future__ import annotations

from flask import Blueprint, redirect

from cpd.desk import who
from cpd.form_desk import FormDesk
from cpd.joining import queries
from cpd.joining.models import Application
from cpd.joining.operations.handing_in import JOURNEY_NAME, owner

HOME = "/account/application"


class NothingSent(Exception):
    """This account has no application."""


def _too_late(typed: list[str]) -> str:
    sent = queries.latest_of(who().account_id)
    return DESK.show("cpd/joining/form/too_late.html", sent=sent, typed=typed, problems=[])


DESK = FormDesk(HOME, "Application", "Here people apply to join.", JOURNEY_NAME, owner, _too_late)
FORM = DESK.form


def blueprint(name: str, under: str = "") -> Blueprint:
    """An empty blueprint for pages of this desk."""
    made = DESK.blueprint(f"applicant_{name}", under)
    made.register_error_handler(NothingSent, lambda _error: redirect(HOME, 303))
    return made


def application() -> Application:
    """The last application of this account.

    Raises:
        NothingSent: it has none.
    """
    found = queries.latest_of(who().account_id)
    if found is None:
        raise NothingSent
    return found
