"""Making an account: the address, the code from the letter, then a name and a password or a passkey."""

from __future__ import annotations

from flask import Blueprint, jsonify, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response

from accounts import doors, guard, second_factors, sessions
from accounts.codes import Ticket
from accounts.doors import DOORS
from accounts.forms import CodeForm, DetailsForm, EmailForm, Problems
from accounts.models import Realm
from accounts.operations import signing_up
from accounts.routes.sign_in import ask_device, enter, take_answer, told, where_to
from accounts.second_factors import PasskeyRefused
from accounts.slowing import Wait
from foundation.errors import DomainError, Refused

blueprint = Blueprint("sign_up", __name__, url_prefix=DOORS[Realm.PUBLIC].prefix)

Answer = Response | str | tuple[str, int]
_WHY = "Anyone may make an account, to apply or to look after their entry."
_TICKET = "sign_up"
_PROVED = "sign_up_proved"


@blueprint.route("/sign-up", methods=["GET", "POST"])
@guard.public(_WHY)
def start() -> Answer:
    """The address."""
    if sessions.signed_in(Realm.PUBLIC) is not None:
        return redirect(DOORS[Realm.PUBLIC].home)
    form = EmailForm()
    status = 200
    if form.validate_on_submit():
        try:
            doors.keep_ticket(_TICKET, signing_up.ask_for_code(form.address, visit=doors.visit(Realm.PUBLIC)))
            session.pop(_PROVED, None)
            return redirect(url_for("sign_up.code"), 303)
        except (Wait, Refused) as error:
            form.refuse("email", error.sentence)
            status = 429
    elif form.is_submitted():
        status = 400
    return render_template("account/sign_up.html", form=form), status


@blueprint.route("/sign-up/code", methods=["GET", "POST"])
@guard.public(_WHY)
def code() -> Answer:
    """The code from the letter."""
    ticket = doors.held_ticket(_TICKET)
    if ticket is None:
        return redirect(url_for("sign_up.start"), 303)
    form = CodeForm()
    status = 200
    if form.validate_on_submit():
        problem = signing_up.prove_address(ticket, form.code.data or "")
        if problem is None:
            session[_PROVED] = True
            return redirect(url_for("sign_up.details"), 303)
        form.refuse("code", problem)
    if form.is_submitted():
        status = 400
    return render_template("account/sign_up_code.html", form=form, email=ticket.email), status


@blueprint.route("/sign-up/details", methods=["GET", "POST"])
@guard.public(_WHY)
def details() -> Answer:
    """The name, and a password or a passkey."""
    ticket = _proved()
    if ticket is None:
        return redirect(url_for("sign_up.start"), 303)
    form = DetailsForm()
    if form.validate_on_submit() and form.check_strength([form.name.data or "", ticket.email]):
        try:
            begun = signing_up.sign_up_with_password(
                ticket, name=form.name.data or "", password=form.password.data or "", visit=doors.visit(Realm.PUBLIC)
            )
            return enter(begun, "")
        except Refused as error:
            return _details_page(form, ticket, [("main", error.sentence)], 409)
    return _details_page(form, ticket, form.problems, 400 if form.is_submitted() else 200)


def _details_page(form: DetailsForm, ticket: Ticket, problems: Problems, status: int) -> Answer:
    page = render_template(
        "account/sign_up_details.html",
        form=form,
        email=ticket.email,
        problems=problems,
        passkeys=second_factors.passkeys_work_here(),
    )
    return page, status


def _proved() -> Ticket | None:
    return doors.held_ticket(_TICKET) if session.get(_PROVED) else None


@blueprint.post("/sign-up/passkey/options")
@guard.public(_WHY)
def passkey_options() -> Response:
    """What to ask the device for."""
    try:
        ticket = _proved()
        if ticket is None:
            raise Refused("Type the code from our letter first.")
        said = request.get_json(silent=True) or {}
        name = signing_up.read_name(str(said.get("name", "")))
        handle = second_factors.new_handle()
        options, state = second_factors.ask_for_new(handle=handle, email=ticket.email, name=name, held=[])
    except PasskeyRefused as error:
        return told(Refused(str(error)))
    except DomainError as error:
        return told(error)
    return ask_device("passkey_sign_up", options, {**state, "handle": handle, "name": name})


@blueprint.post("/sign-up/passkey")
@guard.public(_WHY)
def passkey() -> Response:
    """The device's answer: the account is made with it."""
    try:
        ticket = _proved()
        if ticket is None:
            raise Refused("Type the code from our letter first.")
        state, said = take_answer("passkey_sign_up")
        made = second_factors.read_new(state, said["answer"])
        begun = signing_up.sign_up_with_passkey(
            ticket, name=state["name"], handle=state["handle"], made=made, visit=doors.visit(Realm.PUBLIC)
        )
    except PasskeyRefused as error:
        return told(Refused(str(error)))
    except DomainError as error:
        return told(error)
    return doors.let_in(jsonify({"next": where_to(begun, "")}), begun)
