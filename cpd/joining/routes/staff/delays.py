"""What holds an application up: saying why it is late, and putting somebody on the register for whom we waited."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, Asked, Job, fixed
from cpd.forms import Field, options
from cpd.joining.findings import DelayReason
from cpd.joining.operations import delaying, insuring
from cpd.joining.operations.reading import Opened
from cpd.joining.routes.staff.acting import doors

_WHY = "Officers check applications."
_CHECK = (Permission.CHECK_APPLICATIONS,)


def _late_asks(_opened: Opened, _which: str) -> Asked:
    return Asked(
        [
            Field("reason", "Why is it late?", kind="choices", options=options(*DelayReason)),
            Field("words", "More about it (if it helps)", "The applicant reads it.", "words", rows=3),
        ],
        ["The applicant reads this on their page, and so does everybody who works on it."],
    )


def _late(job: Job) -> None:
    reason = job.sent.choice("reason", DelayReason, "Choose why")
    if reason is not None and job.sent.fine:
        delaying.say_why(job.key, reason=reason, words=job.sent.words("words"), version=job.sent.version, by=job.by)


ACTS = (
    Act(
        "late",
        "Say why it is late",
        "Tell them",
        "Who checks or decides an application says why it is late.",
        (*_CHECK, Permission.DECIDE_APPLICATIONS),
        "The applicant reads it on their page.",
        _late,
        _late_asks,
        blame="reason",
    ),
    Act(
        "admit",
        "Put them on the register",
        "Put them on the register",
        _WHY,
        _CHECK,
        "They are on the register. We told them.",
        lambda job: insuring.admit(job.key, version=job.sent.version, by=job.by),
        fixed(about="You looked at the insurance that runs now, and put its last day right."),
    ),
)
blueprint = doors("staff_application_delays", ACTS)
