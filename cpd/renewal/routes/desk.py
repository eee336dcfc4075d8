"""The desk of renewal: the form of one year, and what its draft has to know of today."""

from __future__ import annotations

from cpd import desk
from cpd.form_desk import FormDesk
from cpd.renewal import rules
from cpd.renewal.operations.beginning import JOURNEY_NAME, owner
from foundation.journey.pages import Content

HOME = "/account/renewal"
WHY = "Registrants renew, a page at a time."


def know_now(content: Content) -> None:
    """Let the form know whether CPD is to be shown by today, however long ago it was begun."""
    content.answers["knows_evidence"] = "yes" if rules.wants_evidence(desk.registrant()) else "no"


def _too_late(typed: list[str]) -> str:
    return DESK.show("cpd/renewal/too_late.html", typed=typed, problems=[])


DESK = FormDesk(
    HOME,
    "Renewal",
    "Here people on the register renew their registration each year.",
    JOURNEY_NAME,
    owner,
    _too_late,
    know_now,
)
FORM = DESK.form
