"""What this room says to the home of an account: what is due of somebody, and what it holds of them."""

from __future__ import annotations

from accounts.due import Due, DueKind
from cpd import folders
from cpd.audit import copying, queries
from cpd.audit.operations.sending import check_may_send
from cpd.audit.views import own
from cpd.audit.vocabulary import Stage
from cpd.held import Field, Held
from cpd.registrants import Registrant
from foundation.errors import Missing, allows

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
    """Their audits, what they sent and what they were told. What assessors wrote for the file is not among it."""
    found = [one for one in queries.of_entry(registrant.entry_id) if one.told_on is not None]
    audits: list[dict[str, Field]] = []
    sent: list[dict[str, Field]] = []
    told: list[dict[str, Field]] = []
    for one in found:
        audits.append(
            {
                "Reference": one.reference,
                "Why": one.why.told,
                "From": one.span_from,
                "To": one.span_to,
                "Told": one.told_on,
                "Where it is": own.show(one).where,
                "Over": one.closed_on,
            }
        )
        told += [
            {"Reference": one.reference, "At": it.at, "About": it.heading, "Words": it.words} for it in own.told_to(one)
        ]
        try:
            box = folders.box_of(one.entry_id)
        except Missing:
            continue
        for kept in queries.submissions(one.id):
            copied = copying.opened(kept, box)
            sent.append(
                {
                    "Reference": one.reference,
                    "Sent": kept.sent_at,
                    "Your words": copied.statement,
                    "Activities": [f"{it['on']} {it['title']}" for it in copied.activities],
                    "Fingerprint": kept.sha256,
                }
            )
    left_out = "What assessors wrote for the file, and to each other, is not here."
    return [
        Held("cpd_audits", "Your CPD audits", audits, left_out if audits else ""),
        Held("cpd_audit_copies", "Copies of your record that you sent", sent),
        Held("cpd_audit_words", "What we wrote to you about them", told),
    ]
