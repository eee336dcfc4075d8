"""Signing in and out, and choosing a new password, behind both doors."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, request, session, url_for
from werkzeug.wrappers import Response

from accounts import doors, guard, identity, kept, second_factors, sessions
from accounts.doors import DOORS
from accounts.forms import CodeForm, EmailForm, NewPasswordForm, SignInForm
from accounts.models import Realm
from accounts.operations import recovering, signing_in
from accounts.operations import sessions as operations
from accounts.operations.sessions import Begun
from accounts.operations.signing_in import Half, NotProved
from accounts.routes.rooms import Room, furnish, show, wanted_next
from accounts.second_factors import PasskeyRefused
from accounts.slowing import Wait
from foundation.errors import DomainError, Refused

Answer = Response | tuple[str, int]


def start(realm: Realm) -> Answer:
    """An address and a password, or a passkey."""
    form = SignInForm()
    wanted = wanted_next()
    if request.method == "GET":
        if sessions.signed_in(realm) is not None:
            return redirect(kept.safe_next(wanted, realm))
        return _sign_in_page(realm, form, wanted, because=session.pop("signed_out", None))
    if not form.validate_on_submit():
        return _sign_in_page(realm, form, wanted, status=400)
    try:
        half = signing_in.check_password(realm, form.address, form.password.data or "", visit=doors.visit(realm))
        return go_on(half, wanted)
    except (NotProved, Wait, Refused) as error:
        form.refuse("email", error.sentence)
        return _sign_in_page(realm, form, wanted, status=429 if isinstance(error, Wait) else 400)


def _sign_in_page(
    realm: Realm, form: SignInForm, wanted: str, *, because: str | None = None, status: int = 200
) -> Answer:
    return show(
        "account/sign_in.html",
        realm,
        status=status,
        form=form,
        wanted=wanted,
        because=because,
        passkeys=second_factors.passkeys_work_here(),
    )


def go_on(half: Half, wanted: str) -> Response:
    """After the first half: straight in, or to the second factor."""
    if half.second_factor:
        doors.keep_half(half, wanted=wanted)
        return redirect(f"{DOORS[half.realm].prefix}/sign-in/code", 303)
    return enter(signing_in.enter(half, visit=doors.visit(half.realm)), wanted)


def enter(begun: Begun, wanted: str) -> Response:
    """Go in: first to what was kept, then to where the person wanted to go."""
    return doors.let_in(redirect(where_to(begun, wanted), 303), begun)


def where_to(begun: Begun, wanted: str) -> str:
    """The page after signing in."""
    if identity.has_kept_forms(begun.account_id):
        return f"{DOORS[begun.realm].prefix}/kept"
    return kept.safe_next(wanted, begun.realm)


def second_factor(realm: Realm) -> Answer:
    """A code from the app, or a passkey."""
    return _second_factor(realm, "account/sign_in_code.html", signing_in.prove_with_app)


def backup_code(realm: Realm) -> Answer:
    """A code from the printed list."""
    return _second_factor(realm, "account/sign_in_backup_code.html", signing_in.prove_with_backup_code)


def _second_factor(realm: Realm, template: str, prove: Any) -> Answer:
    held = doors.held_half(realm)
    if held is None:
        return redirect(kept.SIGN_IN_PATH[realm], 303)
    half, wanted = held
    form = CodeForm()
    status = 200
    if form.validate_on_submit():
        try:
            return enter(prove(half, form.code.data or "", visit=doors.visit(realm)), wanted)
        except (NotProved, Wait) as error:
            form.refuse("code", error.sentence)
            status = error.status if isinstance(error, Wait) else 400
        except Refused as error:
            session.pop(f"half_{realm.value}", None)
            session["notice"] = error.sentence
            return redirect(kept.SIGN_IN_PATH[realm], 303)
    elif form.is_submitted():
        status = 400
    factors = identity.factors(half.account_id)
    passkeys = bool(factors.passkeys) and second_factors.passkeys_work_here()
    return show(template, realm, status=status, form=form, factors=factors, passkeys=passkeys)


# Passkeys speak JSON: the page's script asks the device.


def passkey_options(realm: Realm) -> Response:
    """What to ask the device for."""
    return ask_device(f"passkey_{realm.value}", *_asked())


def _asked() -> tuple[dict[str, Any], dict[str, Any]]:
    try:
        return second_factors.ask_for_proof()
    except PasskeyRefused as error:
        raise Refused(str(error)) from error


def ask_device(name: str, options: dict[str, Any], state: dict[str, Any]) -> Response:
    """Send the question to the page and remember what the answer has to fit."""
    session[name] = state
    return jsonify(options)


def take_answer(name: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """The question that this browser was asked, taken so that it is answered once, and the answer.

    Raises:
        Refused: no question was asked, or the answer is no answer.
    """
    state = session.pop(name, None)
    said = request.get_json(silent=True)
    if state is None or not isinstance(said, dict) or not isinstance(said.get("answer"), dict):
        raise Refused("Your device took too long, or did not answer. Try again.")
    return state, said


def told(error: DomainError) -> Response:
    """A refusal as the page's script shows it."""
    response = jsonify({"problem": error.sentence})
    response.status_code = error.status
    return response


def passkey(realm: Realm) -> Response:
    """The device's answer."""
    held = doors.held_half(realm)
    try:
        state, said = take_answer(f"passkey_{realm.value}")
        begun = signing_in.prove_with_passkey(
            realm, state, said["answer"], visit=doors.visit(realm), half=held[0] if held else None
        )
    except DomainError as error:
        return told(error)
    wanted = held[1] if held else str(said.get("next", ""))
    return doors.let_in(jsonify({"next": where_to(begun, wanted)}), begun)


def sign_out(realm: Realm) -> Response:
    """End this session."""
    who = sessions.signed_in(realm)
    if who is not None:
        operations.sign_out(who)
    session.clear()
    session["signed_out"] = "signed_out"
    response = redirect(kept.SIGN_IN_PATH[realm], 303)
    sessions.take_cookie(response, realm)
    return response


# ----------------------------------------------------------------------------------------------------- new password


def forgotten(realm: Realm) -> Answer:
    """Ask for a link."""
    form = EmailForm()
    status = 200
    if form.validate_on_submit():
        try:
            recovering.ask_for_link(realm, form.address, visit=doors.visit(realm))
            session["asked_link"] = form.address.text
            return redirect(url_for(f"{realm.value}_sign_in.link_sent"), 303)
        except (Wait, Refused) as error:
            form.refuse("email", error.sentence)
            status = 429
    elif form.is_submitted():
        status = 400
    return show("account/forgotten.html", realm, status=status, form=form)


def link_sent(realm: Realm) -> Answer:
    """What happens next; the same for every address."""
    return show("account/link_sent.html", realm, email=session.get("asked_link"))


def new_password(realm: Realm, token: str) -> Answer:
    """The page that a link opens. Opening it changes nothing; sending it uses the link."""
    link = recovering.read_link(realm, token)
    form = NewPasswordForm()
    if link is None:
        return show("account/dead_link.html", realm, status=404)
    status = 200
    if form.validate_on_submit() and form.check_strength([link.name, link.email]):
        return go_on(recovering.choose_password(realm, token, form.password.data or ""), "")
    if form.is_submitted():
        status = 400
    return show("account/new_password.html", realm, status=status, form=form, link=link, token=token)


def stay(realm: Realm) -> Answer:
    """A sign of life: the page's script or a button asks to stay signed in."""
    who = sessions.signed_in(realm)
    if who is None:
        return kept.turn_away(realm)
    if request.accept_mimetypes.best == "application/json":
        return jsonify({"idle_at": who.idle_at.isoformat()})
    return redirect(kept.safe_next(wanted_next(), realm), 303)


def _door_for_all(realm: Realm) -> Any:
    return guard.public(
        "Whoever wants in has to be able to knock."
        if realm is Realm.PUBLIC
        else "Staff who want in have to be able to knock."
    )


def _for_its_own(realm: Realm) -> Any:
    if realm is Realm.PUBLIC:
        return guard.signed_in("Anyone signed in may stay so.")
    return guard.staff_alone("Any member of staff may stay signed in.")


_BOTH = ("GET", "POST")
ROOMS = (
    Room("/sign-in", start, _door_for_all, _BOTH),
    Room("/sign-in/code", second_factor, _door_for_all, _BOTH),
    Room("/sign-in/backup-code", backup_code, _door_for_all, _BOTH),
    Room("/sign-in/passkey/options", passkey_options, _door_for_all, ("POST",)),
    Room("/sign-in/passkey", passkey, _door_for_all, ("POST",)),
    Room("/sign-out", sign_out, _door_for_all, ("POST",)),
    Room("/forgotten", forgotten, _door_for_all, _BOTH),
    Room("/forgotten/sent", link_sent, _door_for_all),
    Room("/new-password/<token>", new_password, _door_for_all, _BOTH),
    Room("/stay", stay, _for_its_own, ("POST",)),
)


def make(realm: Realm) -> Blueprint:
    """These pages behind one door."""
    return furnish("sign_in", ROOMS, realm)
