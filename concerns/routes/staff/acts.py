"""Who has a concern, its triage, its closing, its list, and a new secret for its reporter."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from flask import Blueprint, flash, redirect, render_template, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import staff as forms
from concerns.intake.right_place import DOORS
from concerns.operations import having, secrets, triaging
from concerns.routes.staff.acting import Answer, acted, form_page
from concerns.routes.staff.page import PATH, known, shown
from concerns.views import closing
from concerns.views.candidates import candidates
from concerns.vocabulary import CloseReason, Queue, SecretCheck
from foundation.errors import Refused

blueprint = Blueprint("staff_concern_acts", __name__)
_TRIAGE = "Officers find out whether a concern is ours."
_GIVE = "Officers hand concerns over, and whoever allocates gives them to people."
_BACK_IN = "Officers let a reporter back in who lost the secret, after making sure who they are."
#: Others who may help, as a closing can name them.
_DOORS = [(door.code, door.name) for door in DOORS.values() if door.links and door.code != "danger"]


@blueprint.post(f"{PATH}/<reference>/take")
@guard.staff(Permission.TAKE_IN_CONCERNS, "An officer takes a concern that nobody has.")
def take(reference: str) -> Answer:
    """Take it."""
    return _pressed(reference, having.take, "You have this concern now. The reporter can see your first name.")


@blueprint.get(f"{PATH}/<reference>/hand-over")
@guard.staff(Permission.TAKE_IN_CONCERNS, _GIVE, Permission.ALLOCATE)
def hand_over_form(reference: str) -> str:
    """The form to hand it over."""
    return form_page(known(reference), "hand-over", Typed({}), candidates=candidates(known(reference)))


@blueprint.post(f"{PATH}/<reference>/hand-over")
@guard.staff(Permission.TAKE_IN_CONCERNS, _GIVE, Permission.ALLOCATE)
def hand_over(reference: str) -> Answer:
    """Hand it over."""
    typed = forms.read_act(request.form, "to")
    to = typed.needs("to", "Choose who takes it over")
    words = typed.needs("words", "Write down what the next officer needs to know")

    def act() -> None:
        account_id = int(to) if to.isascii() and to.isdecimal() and len(to) < 10 else 0
        having.hand_over(known(reference), to=account_id, note=words, version=forms.version(typed), by=me())

    said = "It is handed over. The reporter can see who has it now."
    return acted(known(reference), "hand-over", typed, act, said, blame="to", candidates=candidates(known(reference)))


@blueprint.post(f"{PATH}/<reference>/triage")
@guard.staff(Permission.TRIAGE, _TRIAGE)
def begin_triage(reference: str) -> Answer:
    """Begin triage."""
    return _pressed(reference, triaging.begin_triage, "Triage has begun. The reporter can see it.")


def _pressed(reference: str, do: Callable[..., None], said: str) -> Answer:
    """An act that is one press on the concern's own page."""
    try:
        do(known(reference), version=forms.version(forms.read_act(request.form)), by=me())
    except Refused as refused:
        return shown(known(reference), refusal=refused.sentence), 409
    flash(said)
    return redirect(f"{PATH}/{known(reference)}", 303)


@blueprint.get(f"{PATH}/<reference>/close")
@guard.staff(Permission.TRIAGE, _TRIAGE)
def close_form(reference: str) -> str:
    """The form to close it."""
    return form_page(known(reference), "close", Typed({}), doors=_DOORS, ticked={}, advice=closing.advice())


@blueprint.post(f"{PATH}/<reference>/close")
@guard.staff(Permission.TRIAGE, _TRIAGE)
def close(reference: str) -> Answer:
    """Close it with reasons."""
    typed = forms.read_act(request.form, "reason")
    reason = next((one for one in CloseReason if one.value == typed.values["reason"]), None)
    if reason is None or reason is CloseReason.WITHDRAWN:
        typed.wrong("reason", "Choose a reason")
    words = typed.needs("words", "Write the reasons for the reporter")
    ticked = {"kind": request.form.getlist("kind"), "doors": request.form.getlist("doors")}
    if not all(code in ticked["kind"] for code, _ in forms.KIND):
        typed.wrong("kind", "Read your words again with each of these in mind, and tick it")

    def act() -> None:
        assert reason is not None
        said = words + _onward(ticked)
        triaging.close(known(reference), reason=reason, words=said, version=forms.version(typed), by=me())

    said = "It is closed. The reporter can read your reasons in the mailbox."
    return acted(
        known(reference),
        "close",
        typed,
        act,
        said,
        blame="words",
        doors=_DOORS,
        ticked=ticked,
        advice=closing.advice(),
    )


def _onward(ticked: Mapping[str, list[str]]) -> str:
    """Who else may help, as lines under the reasons."""
    chosen = [DOORS[code] for code, _ in _DOORS if code in ticked["doors"]]
    if not chosen:
        return ""
    lines = [f"{words}, {address}" for door in chosen for words, address in door.links]
    return "\n\n".join(["", "Who else may help you:", *lines])


@blueprint.get(f"{PATH}/<reference>/queue")
@guard.staff(Permission.TRIAGE, _TRIAGE)
def queue_form(reference: str) -> str:
    """The form to put it on another list."""
    return form_page(known(reference), "queue", Typed({}))


@blueprint.post(f"{PATH}/<reference>/queue")
@guard.staff(Permission.TRIAGE, _TRIAGE)
def queue(reference: str) -> Answer:
    """Put it on another list."""
    typed = forms.read_act(request.form, "queue")
    chosen = next((one for one in Queue if one.value == typed.values["queue"]), None)
    if chosen is None:
        typed.wrong("queue", "Choose the list")
    words = typed.needs("words", "Say why it belongs there")

    def act() -> None:
        assert chosen is not None
        triaging.change_queue(known(reference), chosen, reason=words, version=forms.version(typed), by=me())

    return acted(known(reference), "queue", typed, act, "It stands on the other list.", blame="queue")


@blueprint.get(f"{PATH}/<reference>/secret")
@guard.staff(Permission.TAKE_IN_CONCERNS, _BACK_IN)
def secret_form(reference: str) -> str:
    """The form for a new secret."""
    return form_page(known(reference), "secret", Typed({}), checks=_CHECKS)


_CHECKS = [(one.value, one.label) for one in SecretCheck]


@blueprint.post(f"{PATH}/<reference>/secret")
@guard.staff(Permission.TAKE_IN_CONCERNS, _BACK_IN)
def give_secret(reference: str) -> Answer:
    """Make a new secret, and show it this once."""
    typed = forms.read_act(request.form, "how")
    how = next((one for one in SecretCheck if one.value == typed.values["how"]), None)
    if how is None:
        typed.wrong("how", "Choose how you made sure who asked")
    words = typed.needs("words", "Say what you did to make sure who asked")
    if typed.problems or how is None:
        return form_page(known(reference), "secret", typed, checks=_CHECKS), 400
    try:
        secret = secrets.give_new_secret(known(reference), how=how, words=words, by=me())
    except Refused as refused:
        typed.wrong("how", refused.sentence)
        return form_page(known(reference), "secret", typed, checks=_CHECKS), 409
    return render_template("staff/concerns/secret.html", reference=known(reference), secret=secret)
