"""Who works here: the list, one person, inviting somebody, ending access, and the table of roles."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import authority, guard, roles, sessions
from accounts.forms import staff as forms
from accounts.models import Account, Realm
from accounts.operations.inviting import invite
from accounts.operations.roles import end_access
from accounts.operations.signing_up import new_set_up_link
from accounts.permissions import SENTENCES, Permission
from accounts.roles import LABELS
from foundation import clock
from foundation.audit import Actor
from foundation.errors import Missing, Refused

PATH = "/staff/people"
blueprint = Blueprint("staff_people", __name__)
_INVITATION = ("email", "name", "role", "starts", "ends")


def me() -> Actor:
    """The member of staff at the keyboard, as the trail names them."""
    return sessions.require(Realm.STAFF).actor


def person(account_id: int) -> Account:
    """The member of staff with an id.

    Raises:
        Missing: there is none.
    """
    found = authority.staff_account(account_id)
    if found is None:
        raise Missing("There is no such member of staff.")
    return found


@blueprint.get(PATH)
@guard.staff(Permission.SEE_PEOPLE, "Those who look after people see who works here.")
def people() -> str:
    """Everybody with a staff account, searched, sorted and filtered by links."""
    text = forms.tidy(request.args.get("q", ""))
    role = forms.read_role(request.args.get("role", ""))
    order = request.args.get("order", "name")
    order = order if order in authority.ORDERS else "name"
    ended = request.args.get("ended", "") == "yes"
    found = authority.people(
        text=text, role=role, ended=ended, order=order, page=forms.read_page(request.args.get("page", ""))
    )
    kept = {"q": text, "role": role.value if role else "", "order": order, "ended": "yes" if ended else ""}

    def address(**changes: object) -> str:
        asked = {name: value for name, value in {**kept, **changes}.items() if value}
        return PATH + ("?" + urlencode(asked) if asked else "")

    return render_template(
        "staff/people.html",
        found=found,
        text=text,
        role=role,
        order=order,
        ended=ended,
        labels=LABELS,
        address=address,
        turn=lambda page: address(page=page),
        waiting=[(grant, account, grant.proposed_by_id) for grant, account in authority.grants_waiting()],
        may_manage=guard.may(Permission.MANAGE_PEOPLE),
        may_agree=guard.may(Permission.AGREE_ROLES),
        my_id=sessions.require(Realm.STAFF).account_id,
    )


@blueprint.get(f"{PATH}/roles")
@guard.staff_any("Everybody may read who may do what.")
def table() -> str:
    """The table of roles in sentences."""
    return render_template(
        "staff/roles.html",
        table=roles.TABLE,
        gives=[
            (
                LABELS[role],
                role in roles.POWERFUL,
                role in roles.TIME_LIMITED,
                [SENTENCES[permission] for permission in Permission if permission in given],
            )
            for role, given in roles.GIVES.items()
        ],
        apart=list(dict.fromkeys(one.because for one in roles.NOT_TOGETHER)),
    )


@blueprint.get(f"{PATH}/invite")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators invite people.")
def invitation() -> str:
    """The form to invite somebody."""
    return _invitation(forms.read({}, _INVITATION, ["reason"]))


@blueprint.post(f"{PATH}/invite")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators invite people.")
def send_invitation() -> str | Response | tuple[str, int]:
    """Invite somebody."""
    typed = forms.read(request.form, _INVITATION, ["reason"])
    email = typed.needs("email", "Type their work email address")
    name = typed.needs("name", "Type their name")
    proposal = forms.read_proposal(typed)
    if proposal is None:
        return _invitation(typed), 400
    try:
        account = invite(email=email, name=name, by=me(), **vars(proposal))
    except Refused as error:
        typed.wrong("email", error.sentence)
        return _invitation(typed), 409
    flash(f"We have written to {account.email}. The link in the letter lets {account.name} set up their account.")
    return redirect(f"{PATH}/{account.id}", 303)


def _invitation(typed: forms.Typed) -> str:
    return render_template(
        "staff/invite.html", typed=typed, labels=LABELS, powerful=roles.POWERFUL, choices=forms.ROLE_CHOICES
    )


@blueprint.get(f"{PATH}/<int:account_id>")
@guard.staff(Permission.SEE_PEOPLE, "Those who look after people see one of them.")
def show(account_id: int) -> str:
    """One person: roles held, waiting and ended, and what can be changed."""
    return show_person(account_id, forms.read({}, ("role", "starts", "ends"), ["reason"]))


def show_person(account_id: int, typed: forms.Typed) -> str:
    """The page of one person, with a proposal as it was typed."""
    account = person(account_id)
    now = clock.now()
    grants = authority.grants_of(account_id)
    over = [one for one in grants if one.ended_at is not None or (one.until is not None and one.until <= now)]
    return render_template(
        "staff/person.html",
        account=account,
        held=[one for one in grants if one not in over and one.granted_at is not None],
        waiting=[one for one in grants if one not in over and one.granted_at is None],
        over=over[:50],
        now=now,
        labels=LABELS,
        powerful=roles.POWERFUL,
        second_factor=bool(authority.with_second_factor([account_id])),
        sits=authority.sits_as([account_id]).get(account_id),
        may_manage=guard.may(Permission.MANAGE_PEOPLE),
        may_agree=guard.may(Permission.AGREE_ROLES),
        may_read_trail=guard.may(Permission.READ_ACCOUNT_TRAIL),
        my_id=sessions.require(Realm.STAFF).account_id,
        typed=typed,
        choices=forms.ROLE_CHOICES,
    )


@blueprint.post(f"{PATH}/<int:account_id>/set-up-link")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators send a new link to somebody whose first one is too old.")
def send_link(account_id: int) -> Response:
    """A new link for somebody who was invited."""
    account = person(account_id)
    address = account.email
    new_set_up_link(account_id, by=me())
    flash(f"We have written to {address} again. The earlier link no longer works.")
    return redirect(f"{PATH}/{account_id}", 303)


@blueprint.get(f"{PATH}/<int:account_id>/end-access")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators end access at once.")
def ending(account_id: int) -> str:
    """Ask before somebody's access ends."""
    return _ending(account_id, forms.read({}, (), ["reason"]))


@blueprint.post(f"{PATH}/<int:account_id>/end-access")
@guard.staff(Permission.MANAGE_PEOPLE, "Administrators end access at once.")
def end(account_id: int) -> str | Response | tuple[str, int]:
    """End somebody's access: roles, sessions and account, all in one step."""
    typed = forms.read(request.form, (), ["reason"])
    name = person(account_id).name
    reason = typed.needs("reason", "Say why their access ends")
    if typed.problems:
        return _ending(account_id, typed), 400
    try:
        sessions_ended = end_access(account_id, reason=reason, by=me())
    except Refused as error:
        typed.wrong("reason", error.sentence)
        return _ending(account_id, typed), 409
    where = "" if not sessions_ended else " They have been signed out everywhere."
    flash(f"The access of {name} has ended.{where}")
    return redirect(f"{PATH}/{account_id}", 303)


def _ending(account_id: int, typed: forms.Typed) -> str:
    account = person(account_id)
    return render_template(
        "staff/reason.html",
        title=f"End the access of {account.name}",
        lede="Their roles end, they are signed out everywhere, and they cannot sign in again. It happens at once.",
        action=f"{PATH}/{account_id}/end-access",
        back=f"{PATH}/{account_id}",
        button="End their access now",
        typed=typed,
    )
