"""The institute's own numbers: what holds, from when, who decided it and why; and changing one from a day on."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request
from sqlalchemy import select
from werkzeug.wrappers import Response

from accounts import guard
from accounts.forms import staff as forms
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from foundation import clock
from foundation import policy as policies
from foundation.database import db
from foundation.errors import Missing, Refused
from foundation.policy import Policy, PolicyValue

PATH = "/staff/policy"
blueprint = Blueprint("staff_policy", __name__)
_FIELDS = ("value", "from")
#: The first word of a policy's name, as a heading.
_ROOMS = {
    "accounts": "Accounts",
    "mail": "Letters",
    "publication": "Publication",
    "register": "The register",
    "applications": "Applications",
    "concerns": "Concerns",
    "cpd": "CPD",
}


def _held() -> dict[str, list[PolicyValue]]:
    """Every decision by policy, newest day first; one statement."""
    found: dict[str, list[PolicyValue]] = {}
    statement = select(PolicyValue).order_by(PolicyValue.effective_from.desc(), PolicyValue.version.desc())
    for one in db.session.scalars(statement):
        found.setdefault(one.name, []).append(one)
    return found


@blueprint.get(PATH)
@guard.staff_any("Everybody may read the institute's policies.")
def overview() -> str:
    """Every policy, what holds today, and what is to come."""
    held, today = _held(), clock.today()
    lines = []
    for one in policies.declared():
        decided = held.get(one.name, [])
        now = next((value for value in decided if value.effective_from <= today), None)
        ahead = [value for value in decided if value.effective_from > today]
        lines.append((one, one.value(today), now, ahead[-1] if ahead else None))
    rooms = [
        (_ROOMS.get(name, name.capitalize()), list(group))
        for name, group in groupby(lines, key=lambda line: line[0].name.split(".")[0])
    ]
    return render_template("staff/policies.html", rooms=rooms, say=say_value)


@blueprint.get(f"{PATH}/<name>")
@guard.staff_any("Everybody may read how a policy came to be what it is.")
def show(name: str) -> str:
    """One policy and its history."""
    return _show(_policy(name), forms.read({}, _FIELDS, ["reason"]))


@blueprint.post(f"{PATH}/<name>")
@guard.staff(Permission.DECIDE_POLICY, "Administrators look after settings.")
def change(name: str) -> str | Response | tuple[str, int]:
    """Change a policy from a day on."""
    policy = _policy(name)
    typed = forms.read(request.form, _FIELDS, ["reason"])
    value = forms.read_value(policy, typed)
    day = typed.day("from", needed="Say from which day it holds")
    reason = typed.needs("reason", "Say why it changes")
    if typed.problems or day is None:
        return _show(policy, typed), 400
    try:
        policies.decide(policy, value=value, effective_from=day, reason=reason, by=me())
    except Refused as error:
        typed.wrong("from" if day < clock.today() else "value", error.sentence)
        return _show(policy, typed), 409
    flash("The policy is changed. What was begun under the earlier value keeps it.")
    return redirect(f"{PATH}/{name}", 303)


def _policy(name: str) -> Policy[Any]:
    found = next((one for one in policies.declared() if one.name == name), None)
    if found is None:
        raise Missing("There is no policy of that name.")
    return found


def _show(policy: Policy[Any], typed: forms.Typed) -> str:
    today = clock.today()
    decided = _held().get(policy.name, [])
    in_force = next((one for one in decided if one.effective_from <= today), None)
    return render_template(
        "staff/policy.html",
        policy=policy,
        value=policy.value(today),
        in_force=in_force,
        decided=decided,
        today=today,
        say=say_value,
        yes_no=isinstance(policy.starting, bool),
        may_change=guard.may(Permission.DECIDE_POLICY),
        typed=typed,
    )


def say_value(policy: Policy[Any], value: object) -> str:
    """A value with its unit, "12 months"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    unit = policy.unit
    if value == 1 and unit.endswith("s"):
        unit = unit[:-1]
    return f"{value} {unit}".strip()
