"""Checking a statement by its code: whether it is ours, and what has changed since."""

from __future__ import annotations

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from accounts import guard
from foundation.errors import DomainError
from foundation.settings import Settings
from register.routes import pace
from register.statements import code, comparison
from register.statements.code import Claim

blueprint = Blueprint("verify", __name__)
LONGEST_SHOWN = 120


@blueprint.get("/verify")
@guard.public("Anyone who holds a statement may check it.")
@pace.codes
def ask() -> str | Response | tuple[str, int]:
    """The form; a code that was typed into it goes to its own page."""
    typed = request.args.get("code", "")
    if not typed.strip():
        return _form(typed, "Type the code from the statement.", 400) if "code" in request.args else _form("")
    try:
        _read(typed)
        return redirect(url_for("verify.show", typed=code.grouped(code.signs_of(typed))), 303)
    except DomainError as problem:
        return _form(typed, problem.sentence, problem.status)


@blueprint.get("/verify/<typed>")
@guard.public("The square on a statement leads here: anyone who holds it may see whether it still holds.")
@pace.codes
def show(typed: str) -> str | Response | tuple[str, int]:
    """What has become of the statement with that code."""
    try:
        claim = _read(typed)
    except DomainError as problem:
        return _form(typed, problem.sentence, problem.status)
    tidy = code.grouped(code.signs_of(typed))
    if tidy != typed:
        return redirect(url_for("verify.show", typed=tidy), 301)
    return render_template("register/verify_result.html", found=comparison.compare(claim))


def _read(typed: str) -> Claim:
    settings: Settings = current_app.config["SETTINGS"]
    return code.read(typed, code.keys(settings.secret_key, settings.secret_key_before))


def _form(typed: str, problem: str | None = None, status: int = 200) -> str | tuple[str, int]:
    shown = "".join(sign for sign in typed[:LONGEST_SHOWN] if sign.isprintable())
    page = render_template("register/verify.html", typed=shown, problem=problem)
    return (page, status) if problem else page
