"""What this room says to the home of an account: what is due of somebody, and what it holds of them."""

from __future__ import annotations

from accounts.due import Due, DueKind
from cpd.audit import own_copy, queries
from cpd.audit.operations.sending import check_may_send
from cpd.audit.vocabulary import Stage
from cpd.held import Held
from cpd.registrants import Registrant
from foundation.errors import allows

_HOME = "/account/cpd/audit"


def due(registrant: Registrant) -> list[Due]:
    """To send a record, to answer, or to appeal in time; else by when they hear from us."""
    held = queries.open_of(registrant.entry_id)
    if held is None or held.told_on is None or held.stage is Stage.DEFERRED:
        return []
    if allows(check_may_send, held):
        words = (
            "Answer what we asked about your CPD" if held.stage is Stage.MORE else "Send your CPD record for the audit"
        )
        note = "If you need more time, ask for it there."
        return [Due(held.due_on, words, _HOME, button="Open the audit", note=note)]
    if held.stage is Stage.NOTICE:
        note = "If you do not appeal, your place on the register ends after that day."
        return [
            Due(held.due_on, "Read the decision about your CPD, or appeal", _HOME, button="Open the audit", note=note)
        ]
    return [Due(held.due_on, "You hear about your CPD audit", _HOME, DueKind.OURS, "Open the audit")]


def held(registrant: Registrant) -> list[Held]:
    """Their audits: what they sent, asked and appealed with, and what they were told."""
    return own_copy.held(registrant)
