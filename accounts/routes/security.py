"""Ways of signing in and open sessions: one page that lists them, and a small one for each change."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, request, session
from werkzeug.wrappers import Response

from accounts import doors, guard, identity, second_factors, secrecy, sessions
from accounts.doors import DOORS
from accounts.forms import NewAppForm, NewPasswordForm, PasswordForm, PressForm
from accounts.models import Realm
from accounts.operations import factors as operations
from accounts.operations import sessions as session_operations
from accounts.operations import signing_in
from accounts.operations.signing_in import NotProved
from accounts.routes.rooms import Room, furnish, show
from accounts.routes.sign_in import ask_device, passkey_options, take_answer, told
from accounts.second_factors import PasskeyRefused
from accounts.sessions import SignedIn
from accounts.slowing import Wait
from foundation.errors import DomainError, Refused

Answer = Response | tuple[str, int]
_APP_SECRET = "new_app"  # noqa: S105  # the name of a place, not what is kept there


def security(realm: Realm) -> Answer:
    """Every way of signing in, and where one is signed in now."""
    who = sessions.require(realm)
    return show(
        "account/security.html",
        realm,
        who=who,
        factors=identity.factors(who.account_id),
        sessions=identity.open_sessions(who.account_id),
        done=session.pop("done", None),
        passkeys=second_factors.passkeys_work_here(),
    )


def second_factor(realm: Realm) -> Answer:
    """Choose a second factor: staff need one, others may have one."""
    who = sessions.require(realm)
    factors = identity.factors(who.account_id)
    return show(
        "account/second_factor.html", realm, who=who, factors=factors, passkeys=second_factors.passkeys_work_here()
    )


def password(realm: Realm) -> Answer:
    """Choose a new password."""
    who = sessions.require(realm)
    if not doors.is_confirmed(who):
        return _confirm_first(realm)
    form = NewPasswordForm()
    if form.validate_on_submit() and form.check_strength([who.name, who.email]):
        ended = operations.change_password(who, password=form.password.data or "")
        others = f" {ended} other sign-in{'s' if ended != 1 else ''} ended." if ended else ""
        return _done(realm, f"Your password is changed.{others}")
    factors = identity.factors(who.account_id)
    status = 400 if form.is_submitted() else 200
    return show("account/change_password.html", realm, status=status, form=form, factors=factors, who=who)


def app(realm: Realm) -> Answer:
    """Add an authenticator app."""
    who = sessions.require(realm)
    if not doors.is_confirmed(who):
        return _confirm_first(realm)
    form = NewAppForm()
    secret = _new_secret()
    if form.validate_on_submit():
        if operations.add_app(who, name=form.name.data or "", secret=secret, typed=form.code.data or ""):
            session.pop(_APP_SECRET, None)
            return _to_backup_codes(realm, who, "Your authenticator app is added.")
        form.refuse("code", "That code does not fit. Type the newest code that the app shows.")
    status = 400 if form.is_submitted() else 200
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return show("account/app.html", realm, status=status, form=form, secret=spaced)


def _new_secret() -> str:
    """The secret on offer in this browser: the same until it is used, so that a second look does not change it."""
    sealed = session.get(_APP_SECRET)
    secret = secrecy.unseal(sealed) if sealed else None
    if secret is None:
        secret = second_factors.new_app_secret()
        session[_APP_SECRET] = secrecy.seal(secret)
    return secret


def app_picture(realm: Realm) -> Response:
    """The square pattern to photograph."""
    who = sessions.require(realm)
    issuer = f"IRCM {'staff' if realm is Realm.STAFF else 'register'}"
    address = second_factors.app_address(_new_secret(), email=who.email, issuer=issuer)
    response = Response(second_factors.as_picture(address), mimetype="image/svg+xml")
    response.headers["Cache-Control"] = "no-store"
    return response


def remove_app(realm: Realm, app_id: int) -> Answer:
    """Take an app away."""
    return _remove(realm, lambda who: operations.remove_app(who, app_id), "The app is taken away.")


def remove_passkey(realm: Realm, passkey_id: int) -> Answer:
    """Take a passkey away."""
    return _remove(realm, lambda who: operations.remove_passkey(who, passkey_id), "The passkey is taken away.")


def _remove(realm: Realm, remove: Any, sentence: str) -> Answer:
    who = sessions.require(realm)
    if not doors.is_confirmed(who):
        return _confirm_first(realm, back="/security")
    remove(who)
    return _done(realm, sentence)


def passkey(realm: Realm) -> Answer:
    """Add a passkey."""
    who = sessions.require(realm)
    if not doors.is_confirmed(who):
        return _confirm_first(realm)
    return show("account/passkey.html", realm, passkeys=second_factors.passkeys_work_here())


def new_passkey_options(realm: Realm) -> Response:
    """What to ask the device for."""
    who = sessions.require(realm)
    try:
        _check_confirmed(who)
        held = [one.credential for one in identity.factors(who.account_id).passkeys]
        handle = identity.account(who.account_id).handle
        options, state = second_factors.ask_for_new(handle=handle, email=who.email, name=who.name, held=held)
    except PasskeyRefused as error:
        return told(Refused(str(error)))
    except DomainError as error:
        return told(error)
    return ask_device(f"new_passkey_{realm.value}", options, state)


def new_passkey(realm: Realm) -> Response:
    """The device's answer."""
    who = sessions.require(realm)
    try:
        _check_confirmed(who)
        state, said = take_answer(f"new_passkey_{realm.value}")
        made = second_factors.read_new(state, said["answer"])
        operations.add_passkey(who, name=str(said.get("name", "")), made=made)
    except PasskeyRefused as error:
        return told(Refused(str(error)))
    except DomainError as error:
        return told(error)
    session["done"] = "Your passkey is added."
    codes_left = identity.factors(who.account_id).backup_codes_left
    return jsonify({"next": f"{DOORS[realm].prefix}/security{'' if codes_left else '/backup-codes'}"})


def _check_confirmed(who: SignedIn) -> None:
    if not doors.is_confirmed(who):
        raise Refused("It is a while since you signed in. Load this page again to confirm that it is you.")


def backup_codes(realm: Realm) -> Answer:
    """Make backup codes, and show them once."""
    who = sessions.require(realm)
    if not doors.is_confirmed(who):
        return _confirm_first(realm)
    form = PressForm()
    factors = identity.factors(who.account_id)
    made: list[str] = []
    if form.validate_on_submit():
        made = operations.make_backup_codes(who)
    return show("account/backup_codes.html", realm, factors=factors, made=made, done=session.pop("done", None), who=who)


def _to_backup_codes(realm: Realm, who: SignedIn, sentence: str) -> Response:
    session["done"] = sentence
    if identity.factors(who.account_id).backup_codes_left:
        return redirect(f"{DOORS[realm].prefix}/security", 303)
    return redirect(f"{DOORS[realm].prefix}/security/backup-codes", 303)


def end_session(realm: Realm, session_id: int) -> Answer:
    """End one of one's own sessions."""
    who = sessions.require(realm)
    if session_id == who.session_id:
        raise Refused("That is the session you are in. Sign out instead.")
    session_operations.end_one(session_id, who=who)
    return _done(realm, "That sign-in is ended.")


def end_other_sessions(realm: Realm) -> Answer:
    """End all the others."""
    ended = session_operations.end_others(sessions.require(realm))
    return _done(realm, f"{ended} other sign-in{'s' if ended != 1 else ''} ended.")


def _done(realm: Realm, sentence: str) -> Response:
    session["done"] = sentence
    return redirect(f"{DOORS[realm].prefix}/security", 303)


# ------------------------------------------------------------------------------------------------------- confirming


def _confirm_first(realm: Realm, *, back: str | None = None) -> Response:
    prefix = DOORS[realm].prefix
    session["confirm_next"] = f"{prefix}{back}" if back else request.path
    return redirect(f"{prefix}/security/confirm", 303)


def confirm(realm: Realm) -> Answer:
    """Show that the owner still sits there."""
    who = sessions.require(realm)
    form = PasswordForm()
    status = 200
    if form.validate_on_submit():
        try:
            signing_in.confirm_with_password(who.account_id, form.password.data or "")
            doors.confirm(who)
            return redirect(_confirmed_next(realm), 303)
        except (NotProved, Wait) as error:
            form.refuse("password", error.sentence)
            status = error.status if isinstance(error, Wait) else 400
    elif form.is_submitted():
        status = 400
    factors = identity.factors(who.account_id)
    passkeys = bool(factors.passkeys) and second_factors.passkeys_work_here()
    return show("account/confirm.html", realm, status=status, form=form, factors=factors, passkeys=passkeys)


def confirm_passkey(realm: Realm) -> Response:
    """The same with a passkey."""
    who = sessions.require(realm)
    try:
        state, said = take_answer(f"passkey_{realm.value}")
        signing_in.confirm_with_passkey(realm, who.account_id, state, said["answer"])
    except DomainError as error:
        return told(error)
    doors.confirm(who)
    return jsonify({"next": _confirmed_next(realm)})


def _confirmed_next(realm: Realm) -> str:
    return str(session.pop("confirm_next", None) or f"{DOORS[realm].prefix}/security")


def _own(realm: Realm) -> Any:
    why = "People look after their own ways of signing in."
    return guard.signed_in(why) if realm is Realm.PUBLIC else guard.staff_any(why)


def _setting_up(realm: Realm) -> Any:
    if realm is Realm.PUBLIC:
        return guard.signed_in("Anyone signed in may set up a second factor.")
    return guard.staff_alone("Staff set up their second factor before anything else.")


_BOTH = ("GET", "POST")
_POST = ("POST",)
ROOMS = (
    Room("/security", security, _own),
    Room("/security/second-factor", second_factor, _setting_up),
    Room("/security/password", password, _own, _BOTH),
    Room("/security/app", app, _setting_up, _BOTH),
    Room("/security/app/picture.svg", app_picture, _setting_up),
    Room("/security/app/<int:app_id>/remove", remove_app, _own, _POST),
    Room("/security/passkey", passkey, _setting_up),
    Room("/security/passkey/options", new_passkey_options, _setting_up, _POST),
    Room("/security/passkey/answer", new_passkey, _setting_up, _POST),
    Room("/security/passkey/<int:passkey_id>/remove", remove_passkey, _own, _POST),
    Room("/security/backup-codes", backup_codes, _own, _BOTH),
    Room("/security/sessions/<int:session_id>/end", end_session, _own, _POST),
    Room("/security/sessions/end-others", end_other_sessions, _own, _POST),
    Room("/security/confirm", confirm, _setting_up, _BOTH),
    Room("/security/confirm/passkey/options", passkey_options, _setting_up, _POST),
    Room("/security/confirm/passkey", confirm_passkey, _setting_up, _POST),
)


def make(realm: Realm) -> Blueprint:
    """These pages behind one door."""
    return furnish("security", ROOMS, realm)
