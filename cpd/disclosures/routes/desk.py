"""The registrant's desk of this room."""

from __future__ import annotations

from cpd.desk import Desk

HOME = "/account/tell-us"
DESK = Desk(
    HOME, "Tell us now", "People on the register tell us here, as soon as they know it, of what their rules ask."
)
WHY = "Registrants tell us of what has happened, and see what became of it."
