"""Proposing, agreeing to, declining and ending a role."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import authority, guard
from accounts.forms import staff as forms
from accounts.models import RoleGrant
from accounts.operations.roles import agree_role, decline_role, end_role, propose_role
from accounts.permissions import Permission
from accounts.roles import LABELS
from accounts.routes.staff.people import PATH, me, person, show_person
from foundation.errors import Missing, Refused

blueprint = Blueprint("staff_role_changes", __name__)
_ROLE = f"{PATH}/<int:account_id>/roles/<int:grant_id>"


def _grant(account_id: int, grant_id: int) -> RoleGrant:
    found = next((one for one in authority.grants_of(account_id) if one.id == grant_id), None)
    if found is None:
        raise Missing("There is no such role.")
    return found


@blueprint.post(f"{PATH}/<int:account_id>/roles")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators give roles, and propose the powerful ones.")
def propose(account_id: int) -> str | Response | tuple[str, int]:
    """Give a role, or propose it."""
    typed = forms.read(request.form, ("role", "starts", "ends"), ["reason"])
    name = person(account_id).name
    proposal = forms.read_proposal(typed)
    if proposal is None:
        return show_person(account_id, typed), 400
    try:
        grant = propose_role(account_id, by=me(), **vars(proposal))
    except Refused as error:
        typed.wrong("role", error.sentence)
        return show_person(account_id, typed), 409
    if grant.granted_at is None:
        flash(f"{LABELS[proposal.role]} is proposed for {name}. It holds once a second person has agreed.")
    else:
        flash(f"{name} has been given the role {LABELS[proposal.role].lower()}.")
    return redirect(f"{PATH}/{account_id}", 303)


@blueprint.post(f"{_ROLE}/agree")
@guard.staff(Permission.AGREE_ROLES, "A second person agrees to a powerful role.")
def agree(account_id: int, grant_id: int) -> Response:
    """Agree to a role that somebody else proposed."""
    role = LABELS[_grant(account_id, grant_id).role]
    agree_role(grant_id, by=me())
    flash(f"You have agreed. {person(account_id).name} now holds the role {role.lower()}.")
    return redirect(f"{PATH}/{account_id}", 303)


@blueprint.get(f"{_ROLE}/decline")
@guard.staff(Permission.SEE_PEOPLE, "A second person turns a role down, or the first takes the proposal back.")
def declining(account_id: int, grant_id: int) -> str:
    """Ask why a proposed role is turned down."""
    return _ask(account_id, grant_id, "decline", forms.read({}, (), ["reason"]))


@blueprint.post(f"{_ROLE}/decline")
@guard.staff(Permission.SEE_PEOPLE, "A second person turns a role down, or the first takes the proposal back.")
def decline(account_id: int, grant_id: int) -> str | Response | tuple[str, int]:
    """Turn a proposed role down."""
    return _carry_out(account_id, grant_id, "decline")


@blueprint.get(f"{_ROLE}/end")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators end roles at once.")
def ending(account_id: int, grant_id: int) -> str:
    """Ask why a role ends."""
    return _ask(account_id, grant_id, "end", forms.read({}, (), ["reason"]))


@blueprint.post(f"{_ROLE}/end")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators end roles at once.")
def end(account_id: int, grant_id: int) -> str | Response | tuple[str, int]:
    """End a role."""
    return _carry_out(account_id, grant_id, "end")


def _carry_out(account_id: int, grant_id: int, what: str) -> str | Response | tuple[str, int]:
    typed = forms.read(request.form, (), ["reason"])
    role = LABELS[_grant(account_id, grant_id).role].lower()
    reason = typed.needs("reason", "Say why")
    if typed.problems:
        return _ask(account_id, grant_id, what, typed), 400
    try:
        (end_role if what == "end" else decline_role)(grant_id, reason=reason, by=me())
    except Refused as error:
        typed.wrong("reason", error.sentence)
        return _ask(account_id, grant_id, what, typed), 409
    done = "has ended" if what == "end" else "was turned down"
    flash(f"The role {role} {done}.")
    return redirect(f"{PATH}/{account_id}", 303)


def _ask(account_id: int, grant_id: int, what: str, typed: forms.Typed) -> str:
    account, grant = person(account_id), _grant(account_id, grant_id)
    role = LABELS[grant.role].lower()
    words = {
        "end": (
            f"End the role {role} of {account.name}",
            "From the next page they open, it gives nothing. Their other roles stay.",
            "End this role now",
        ),
        "decline": (
            f"Turn down the role {role} for {account.name}",
            "It is not given. Somebody can propose it again.",
            "Turn it down",
        ),
    }[what]
    return render_template(
        "staff/reason.html",
        title=words[0],
        lede=words[1],
        action=f"{PATH}/{account_id}/roles/{grant_id}/{what}",
        back=f"{PATH}/{account_id}",
        button=words[2],
        typed=typed,
    )
