"""What this room holds of somebody, opened for themselves: their audits, what they sent and wrote, what they were told.

What assessors wrote for the file and to each other is not in it, nor why somebody was chosen by hand, nor a doubt that
somebody had. An audit of which they were not told yet is not in it either.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cpd import folders
from cpd.audit import copying, queries
from cpd.audit.models import Audit, Submission
from cpd.audit.views import own
from cpd.held import Field, Held
from cpd.joining.findings import AppealGround
from cpd.record.vocabulary import Company
from cpd.registrants import Registrant
from cpd.requirements.vocabulary import ActivityKind, Verdict
from foundation.errors import Missing
from foundation.locks import Box

_LEFT_OUT = (
    "Left out: what assessors wrote for the file and to each other, and an officer’s reason where somebody is chosen "
    "by hand."
)
_Rows = list[Mapping[str, Field]]


def held(registrant: Registrant) -> list[Held]:
    """All of it; a fixed number of questions for each audit, of which people have few."""
    found = [one for one in queries.of_entry(registrant.entry_id) if one.told_on is not None]
    try:
        box = folders.box_of(registrant.entry_id)
    except Missing:
        found = []
    if not found:
        return []
    copies = [(one, kept) for one in found for kept in queries.submissions(one.id)]
    return [
        Held("cpd_audits", "Your CPD audits", [_audit(one) for one in found], _LEFT_OUT),
        Held("cpd_audit_copies", "Copies of your record that you sent", [_copy(*one, box) for one in copies]),
        Held(
            "cpd_audit_activities",
            "What was in the copies that you sent",
            [row for one in copies for row in _contents(*one, box)],
        ),
        Held("cpd_audit_time", "When you asked for more time", [row for one in found for row in _time(one, box)]),
        Held("cpd_audit_appeals", "Your appeals", [row for one in found for row in _appeals(one, box)]),
        Held("cpd_audit_words", "What we wrote to you about them", [row for one in found for row in _told(one)]),
        Held("cpd_audit_steps", "How your audits went", [row for one in found for row in _steps(one)]),
    ]


def _audit(one: Audit) -> Mapping[str, Field]:
    return {
        "Reference": one.reference,
        "Why": one.why.told,
        "From": one.span_from,
        "To": one.span_to,
        "Told": one.told_on,
        "Where it stands": own.show(one).where,
        "Over": one.closed_on,
    }


def _copy(one: Audit, kept: Submission, box: Box) -> Mapping[str, Field]:
    copied = copying.opened(kept, box)
    return {
        "Reference": one.reference,
        "Sent": kept.sent_at,
        "Your words": copied.statement,
        "What the record came to": Verdict(copied.judgement["verdict"]).label,
        "Line by line": [f"{line['words']}: {line['missing'] or 'met'}" for line in copied.judgement["lines"]],
        "Activities": [f"{it['on']} {it['title']}" for it in copied.activities],
        "Fingerprint": kept.sha256,
    }


def _contents(one: Audit, kept: Submission, box: Box) -> Iterator[Mapping[str, Field]]:
    copied = copying.opened(kept, box)
    sent: Mapping[str, Field] = {"Reference": one.reference, "Sent": kept.sent_at}
    for it in copied.activities:
        yield {
            **sent,
            "Day": it["on"],
            "Type": ActivityKind(it["kind"]).label if it["kind"] else "",
            "Title": it["title"],
            "Minutes": it["minutes"],
            "Other people": Company(it["company"]).label if it["company"] else "",
            "What I learned": it["learned"],
            "What changed": it["changed"],
            "How service users or safety benefited": it["benefit"],
            "Standards": list(it["standards"]),
            "Part of the plan": it["goal"],
        }
    for goal in copied.goals:
        yield {**sent, "Goal": goal["goal"], "How": goal["how"], "What came of it": goal["outcome"]}


def _time(one: Audit, box: Box) -> Iterator[Mapping[str, Field]]:
    for asked in queries.extensions(one.id):
        # Time can be given without anybody having asked: then the words are the officer's.
        theirs = asked.asked_at != asked.answered_at
        yield {
            "Reference": one.reference,
            "Asked": asked.asked_at if theirs else None,
            "Your words": box.open(asked.sealed) if theirs else "",
            "Answered": asked.answered_at,
            "Given until": asked.until_on,
            "Our answer": box.open(asked.answer_sealed) if asked.answer_sealed else "",
        }


def _appeals(one: Audit, box: Box) -> Iterator[Mapping[str, Field]]:
    for appeal in queries.appeals(one.id):
        yield {
            "Reference": one.reference,
            "Made": appeal.lodged_at,
            "Why you appealed": [AppealGround(code).label for code in appeal.grounds],
            "Your words": box.open(appeal.sealed),
            "Decided": appeal.decided_at,
            "What was decided": appeal.outcome.label if appeal.outcome is not None else None,
        }


def _told(one: Audit) -> Iterator[Mapping[str, Field]]:
    for it in own.told_to(one):
        yield {"Reference": one.reference, "At": it.at, "About": it.heading, "Words": it.words}


def _steps(one: Audit) -> Iterator[Mapping[str, Field]]:
    for step in queries.steps(one.id):
        yield {"Reference": one.reference, "When": step.at, "What happened": step.kind.sentence}
