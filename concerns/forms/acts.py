"""Every act of looking into a concern that has a form, by its slug: at which stage, by whom, and which part it is.

The operation behind an act checks all of it again; these tables let a page refuse before anybody has typed a word.
"""

from __future__ import annotations

from accounts.permissions import Permission
from accounts.separation import Part
from concerns.forms import beside, deciding, evidence, looking, publishing
from concerns.forms.fields import Form
from concerns.vocabulary import Job, Stage

FORMS: dict[str, Form] = {**looking.FORMS, **evidence.FORMS, **deciding.FORMS, **publishing.FORMS, **beside.FORMS}
_PANEL = (Job.CHAIR, Job.MEMBER_LAY, Job.MEMBER_REGISTRANT)
#: Of whom the role is not enough: they are listed for one of these in this very concern.
_SEATS: dict[tuple[Permission, ...], tuple[Job, ...]] = {
    looking.WORK: (Job.INVESTIGATOR,),
    deciding.EXAMINE: (Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT),
    deciding.SIT: _PANEL,
    deciding.LEAD: (Job.CHAIR,),
}
#: The part that somebody takes by an act, where it is not that of whoever works on a concern.
_PARTS: dict[str, Part] = {"ours": Part.TRIAGED, "threshold": Part.APPLIED_THRESHOLD}
_BY_ROLE: dict[tuple[Permission, ...], Part] = {
    looking.WORK: Part.INVESTIGATED,
    deciding.EXAMINE: Part.EXAMINED,
    looking.TRIAGE: Part.WORKED_ON,
    looking.MANAGE: Part.WORKED_ON,
    looking.GIVE: Part.WORKED_ON,
}


def offered(stage: Stage, *, paused: bool) -> list[tuple[str, Form]]:
    """The acts that belong to a stage, by their slugs. Clocks that stand still are offered to run, and no others."""
    hidden = {"wait"} if paused else {"keep-waiting", "go-on"}
    return [(slug, form) for slug, form in FORMS.items() if stage in form.stages and slug not in hidden]


def seats_of(form: Form) -> tuple[Job, ...]:
    """The jobs of which somebody needs one in this very concern, beside their role; none for most acts."""
    return _SEATS.get(form.may, ())


def part_of(slug: str) -> Part | None:
    """The part that somebody takes by an act. Panels take theirs by the kind of the hearing, editors by the order."""
    return _PARTS.get(slug) or _BY_ROLE.get(FORMS[slug].may)
