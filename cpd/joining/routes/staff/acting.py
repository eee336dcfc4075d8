"""Acts on an application: each has a page with its form, and the press that does it.

A form shows the person, so opening it is checked and recorded like the application's own page. What is refused shows
the form again with everything typed and the sentence; who may not is told so before anything is shown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.forms import Field, Sent
from cpd.joining.models import Application
from cpd.joining.operations import reading
from cpd.joining.operations.reading import Opened
from cpd.joining.views.candidates import Candidates
from cpd.joining.views.officer_next import PATH
from foundation.audit import Actor
from foundation.errors import Missing, Refused
from foundation.references import read_application_reference

Answer = str | Response | tuple[str, int]
#: Where a refusal of the act itself is shown, when the act has no field for it.
BUTTON = "act"


@dataclass(frozen=True)
class Job:
    """One press: on which application, about which part of it, and what was typed."""

    reference: str
    which: str
    sent: Sent
    by: Actor


@dataclass(frozen=True)
class Asked:
    """What a form asks, and what helps to answer it."""

    fields: Sequence[Field] = ()
    #: What to know before one answers.
    about: Sequence[str] = ()
    candidates: Candidates | None = None


Asks = Callable[[Opened, str], Asked]


@dataclass(frozen=True)
class Act:
    """Something that staff do to an application."""

    name: str
    heading: str
    button: str
    why: str
    permissions: tuple[Permission, ...]
    said: str
    do: Callable[[Job], object]
    asks: Asks = lambda _opened, _which: Asked()
    #: The field that a refusal is shown at.
    blame: str = BUTTON
    #: It is about a part of the application, which the address names.
    has_part: bool = False


def known(typed: str) -> str:
    """The reference in an address, in its one spelling.

    Raises:
        Missing: it cannot be one.
    """
    reference = read_application_reference(typed)
    if reference is None:
        raise Missing("There is no application with that reference.")
    return reference


def doors(blueprint: Blueprint, acts: Sequence[Act]) -> None:
    """Give each act its two addresses."""
    for act in acts:
        _door(blueprint, act)


def _door(blueprint: Blueprint, act: Act) -> None:
    address = f"{PATH}/<application>/{act.name}" + ("/<which>" if act.has_part else "")
    end = act.name.replace("-", "_")

    @blueprint.get(address, endpoint=f"{end}_form")
    @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
    def form(application: str, which: str = "") -> str:
        return _form(act, known(application), which, Typed({}))

    @blueprint.post(address, endpoint=end)
    @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
    def press(application: str, which: str = "") -> Answer:
        return _press(act, known(application), which)


def _press(act: Act, reference: str, which: str) -> Answer:
    job = Job(reference, which, Sent(request.form), me())
    try:
        act.do(job)
    except Refused as refused:
        job.sent.typed.wrong(act.blame, refused.sentence)
        return _form(act, reference, which, job.sent.typed, job.sent), 409
    if not job.sent.fine:
        return _form(act, reference, which, job.sent.typed, job.sent), 400
    flash(act.said)
    return redirect(f"{PATH}/{reference}", 303)


def _form(act: Act, reference: str, which: str, typed: Typed, sent: Sent | None = None) -> str:
    opened = reading.open_application(reference, by=me())
    held: Application = opened.application
    asked = act.asks(opened, which)
    address = f"{PATH}/{reference}/{act.name}" + (f"/{which}" if act.has_part else "")
    typed.values = {**{one.name: one.start for one in asked.fields}, **typed.values}
    return render_template(
        "staff/applications/act.html",
        act=act,
        asked=asked,
        address=address,
        path=f"{PATH}/{reference}",
        reference=reference,
        name=held.name,
        version=held.version,
        typed=typed,
        ticked={one.name: sent.many(one.name) if sent else [] for one in asked.fields if one.kind == "ticks"},
    )
