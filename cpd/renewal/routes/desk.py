"""The desk of renewal: whose draft is open, and what a page that came too late is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, g, redirect, request

from accounts import kept
from cpd import desk
from cpd.desk import Answer, Desk
from cpd.renewal import rules
from cpd.renewal.operations.beginning import JOURNEY_NAME, owner
from foundation.errors import Missing, Refused
from foundation.journey import drafts
from foundation.journey.drafts import Hand, Opened
from foundation.journey.pages import Content

HOME = "/account/renewal"
FORM = f"{HOME}/form"
DESK = Desk(HOME, "Renewal", "Here people on the register renew their registration each year.")
WHY = "Registrants renew, a page at a time."


class NothingOpen(Exception):
    """This account has no draft of a renewal."""


def blueprint(name: str) -> Blueprint:
    """An empty blueprint for pages of the form."""
    made = DESK.blueprint(f"renewal_{name}")
    made.register_error_handler(NothingOpen, _answer_nothing_open)
    return made


def hand() -> Hand:
    """What opens the draft of this account, once a request.

    Raises:
        NothingOpen: it has none.
    """
    if "renewal_hand" not in g:
        mine = owner(desk.who().account_id)
        held = drafts.unfinished(mine, JOURNEY_NAME)
        g.renewal_hand = Hand(held[0].reference, owner=mine) if held else None
    found: Hand | None = g.renewal_hand
    if found is None:
        raise NothingOpen
    return found


def opened() -> Opened:
    """The draft of this account.

    Raises:
        NothingOpen: it has none, or it was sent meanwhile.
    """
    try:
        found = drafts.open_draft(hand())
    except Missing as error:
        raise NothingOpen from error
    if found.sent_as is not None:
        raise NothingOpen
    know_now(found.content)
    return found


def change(edit: Callable[[Content], None]) -> Opened:
    """Change the draft of this account.

    Raises:
        NothingOpen: it has none, or it was sent meanwhile.
    """

    def edit_and_know(content: Content) -> None:
        edit(content)
        know_now(content)

    try:
        return drafts.change(hand(), edit_and_know)
    except (Missing, Refused) as error:
        raise NothingOpen from error


def know_now(content: Content) -> None:
    """Let the form know whether CPD is to be shown by today, however long ago it was begun."""
    content.answers["knows_evidence"] = "yes" if rules.wants_evidence(desk.registrant()) else "no"


def _answer_nothing_open(_error: NothingOpen) -> Answer:
    if request.method in {"GET", "HEAD"}:
        return redirect(HOME, 303)
    typed = [value for name, value in kept.typed(request.form) if name not in {"go", "from"} and len(value) > 8]
    return show("cpd/renewal/too_late.html", typed=typed, problems=[]), desk.TOO_LATE


def show(template: str, **given: Any) -> str:
    """Draw a page of this desk."""
    return DESK.show(template, form=FORM, **given)
