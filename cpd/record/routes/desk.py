"""The desk of the CPD record, and whose record it is."""

from __future__ import annotations

from cpd.desk import Desk, registrant

HOME = "/account/cpd"
DESK = Desk(HOME, "Your CPD", "Your CPD record begins when you are on the register.")


def own_entry() -> int:
    """The entry whose record it is."""
    return registrant().entry_id
