"""Every act of looking into a concern that has a form, by its slug, and which belong to a stage."""

from __future__ import annotations

from concerns.forms import beside, deciding, evidence, looking
from concerns.forms.fields import Form
from concerns.vocabulary import Stage

FORMS: dict[str, Form] = {**looking.FORMS, **evidence.FORMS, **deciding.FORMS, **beside.FORMS}


def offered(stage: Stage, *, paused: bool) -> list[tuple[str, Form]]:
    """The acts that belong to a stage, by their slugs. Clocks that stand still are offered to run, and no others."""
    hidden = {"wait"} if paused else {"keep-waiting", "go-on"}
    return [(slug, form) for slug, form in FORMS.items() if stage in form.stages and slug not in hidden]
