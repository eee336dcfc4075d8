"""Legal holds on an application, as the registrar places, reviews and lifts them."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, fixed
from cpd.forms import Field
from cpd.joining.operations import holding
from cpd.joining.routes.staff.acting import doors

_WHY = "The registrar keeps what must not be deleted yet."
_MAY = (Permission.DECIDE_APPLICATIONS,)

ACTS = (
    Act(
        "hold",
        "Keep it from being deleted",
        "Keep it",
        _WHY,
        _MAY,
        "Nothing of it is deleted until the hold is lifted. You look again in six months.",
        lambda job: holding.place(job.key, why=job.sent.words("why"), version=job.sent.version, by=job.by),
        fixed(
            Field("why", "Why must it be kept?", "Such as a claim or a court that asks for it.", "words", rows=3),
            about="A legal hold overrides every time after which we delete something.",
        ),
        blame="why",
    ),
    Act(
        "hold-review",
        "It must still be kept",
        "Keep it",
        _WHY,
        _MAY,
        "It is kept, and you look again in six months.",
        lambda job: holding.review(job.key, version=job.sent.version, by=job.by),
    ),
    Act(
        "hold-lift",
        "It need not be kept any more",
        "Lift the hold",
        _WHY,
        _MAY,
        "The hold is lifted. The usual times hold again.",
        lambda job: holding.lift(job.key, version=job.sent.version, by=job.by),
        fixed(about="What is over its time is deleted in the next night."),
    ),
)
blueprint = doors("staff_application_holds", ACTS)
