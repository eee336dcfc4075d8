"""Acts on an audit: each has a page with its form, and the press that does it.

A form shows the person, so opening it is checked and recorded like the audit's own page. What is refused shows the form
again with everything typed and the sentence.
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
from cpd.audit.operations import reading
from cpd.audit.operations.reading import Opened
from cpd.audit.views.candidates import Candidates
from cpd.audit.views.staff import PATH
from cpd.forms import Field, Sent
from foundation.audit import Actor
from foundation.errors import Missing, Refused
from foundation.references import read_cpd_audit_reference

Answer = str | Response | tuple[str, int]
#: Where a refusal of the act itself is shown, when the act has no field for it.
BUTTON = "act"


@dataclass(frozen=True)
class Job:
    """One press: on which audit, about which part of it, and what was typed."""

    reference: str
    which: str
    sent: Sent
    by: Actor


@dataclass(frozen=True)
class Asked:
    """What a form asks, and what helps to answer it."""

    fields: Sequence[Field] = ()
    about: Sequence[str] = ()
    candidates: Candidates | None = None


Asks = Callable[[Opened], Asked]


@dataclass(frozen=True)
class Act:
    """Something that staff do to an audit."""

    name: str
    heading: str
    button: str
    why: str
    permissions: tuple[Permission, ...]
    said: str
    do: Callable[[Job], object]
    asks: Asks = lambda _opened: Asked()
    blame: str = BUTTON
    has_part: bool = False


def known(typed: str) -> str:
    """The reference in an address, in its one spelling.

    Raises:
        Missing: it cannot be one.
    """
    reference = read_cpd_audit_reference(typed)
    if reference is None:
        raise Missing("There is no audit with that reference.")
    return reference


def doors(blueprint: Blueprint, acts: Sequence[Act]) -> None:
    """Give each act its two addresses."""
    for act in acts:
        _door(blueprint, act)


def _door(blueprint: Blueprint, act: Act) -> None:
    address = f"{PATH}/<reference>/{act.name}" + ("/<which>" if act.has_part else "")
    end = act.name.replace("-", "_")

    @blueprint.get(address, endpoint=f"{end}_form")
    @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
    def form(reference: str, which: str = "") -> str:
        return _form(act, known(reference), which, Typed({}))

    @blueprint.post(address, endpoint=end)
    @guard.staff(act.permissions[0], act.why, *act.permissions[1:])
    def press(reference: str, which: str = "") -> Answer:
        return _press(act, known(reference), which)


def _press(act: Act, reference: str, which: str) -> Answer:
    job = Job(reference, which, Sent(request.form), me())
    try:
        act.do(job)
    except Refused as refused:
        job.sent.typed.wrong(act.blame, refused.sentence)
        return _form(act, reference, which, job.sent.typed), 409
    if not job.sent.fine:
        return _form(act, reference, which, job.sent.typed), 400
    flash(act.said)
    return redirect(f"{PATH}/{reference}", 303)


def _form(act: Act, reference: str, which: str, typed: Typed) -> str:
    opened = reading.open_audit(reference, by=me())
    asked = act.asks(opened)
    address = f"{PATH}/{reference}/{act.name}" + (f"/{which}" if act.has_part else "")
    typed.values = {**{one.name: one.start for one in asked.fields}, **typed.values}
    return render_template(
        "staff/cpd/act.html",
        act=act,
        asked=asked,
        address=address,
        path=f"{PATH}/{reference}",
        reference=reference,
        name=opened.audit.name,
        version=opened.audit.version,
        typed=typed,
    )
