"""The page of one act on a concern: its form, what was typed, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, render_template
from werkzeug.wrappers import Response

from accounts.forms.staff import Typed
from accounts.routes.staff.people import me
from concerns.forms import staff as forms
from concerns.forms.fields import WHOLE
from concerns.operations import reading
from concerns.routes.staff.page import PATH
from concerns.views import officer_view
from foundation.errors import Refused

Answer = str | Response | tuple[str, int]
#: Each act with a form: its heading, the words on its button, and the choices it offers.
ACTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "hand-over": ("Hand it over", "Hand it over", {}),
    "contact": ("Record a call, letter or visit", "Put it on record", {"ways": forms.WAYS}),
    "delay": ("Say why it takes longer", "Tell the reporter", {"clocks": forms.CLOCKS}),
    "close": ("Close this concern", "Close it and tell the reporter", {"reasons": forms.REASONS, "kind": forms.KIND}),
    "rate": (
        "Rate the risk",
        "Keep this rating",
        {"likelihood": forms.LIKELIHOOD, "impact": forms.IMPACT, "flags": forms.FLAGS, "causes": forms.CAUSES},
    ),
    "lower": ("Ask to lower the risk", "Ask a second person", {"flags": forms.FLAGS}),
    "lowering": ("Lower the risk?", "Answer", {"agrees": forms.AGREES}),
    "queue": ("Put it on another list", "Move it", {"queues": forms.QUEUES}),
    "secret": ("Give the reporter a new secret", "Make a new secret", {}),
    "link": ("Find the person on the register", "Link this entry", {}),
    "told": ("Has the registrant been told?", "Put it on record", {"telling": forms.TELLING}),
    "withdrawal": ("The reporter asks to take it back", "Answer the reporter", {"answers": forms.WITHDRAWAL_ANSWERS}),
    "review": ("Look at the closing again", "Answer the reporter", {"answers": forms.REVIEW_ANSWERS}),
}


def form_page(reference: str, act: str, typed: Typed, **more: Any) -> str:
    """The form of an act. It shows whom the concern is about, so its opening is recorded like the concern's."""
    reading.open_concern(reference, by=me())
    heading, button, choices = ACTS[act]
    return render_template(
        "staff/concerns/act.html",
        concern=officer_view.view(reference),
        path=f"{PATH}/{reference}",
        act=act,
        heading=heading,
        button=button,
        typed=typed,
        **{"address": f"{PATH}/{reference}/{act}", **choices, **more},
    )


def acted(
    reference: str, act: str, typed: Typed, do: Callable[[], object], said: str, *, blame: str, **more: Any
) -> Answer:
    """Do an act and go back to the concern; or show its form again with everything typed and what is wrong.

    `blame` is the field that a refusal of the act itself is shown at, unless the rule names another. That the page is
    stale lies at no field.
    """
    if typed.problems:
        return form_page(reference, act, typed, **more), 400
    try:
        do()
    except Refused as refused:
        named = refused.at if refused.at in typed.values else blame
        typed.wrong(WHOLE if refused.at == "version" else named, refused.sentence)
        return form_page(reference, act, typed, **more), 409
    flash(said)
    return redirect(f"{PATH}/{reference}", 303)
