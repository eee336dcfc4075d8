"""Forms sent from another site are refused; a form of ours that was open too long is kept and can be sent again.

Every POST carries a token of the session that opened the page. Requests that change nothing (looking up many numbers,
the read-only JSON) do without, so that other programs can use them: they are named one by one in `spare`.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, render_template, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from accounts import kept
from foundation.frame import render_error


def install(app: Flask) -> None:
    """Ask every POST for its token."""
    app.config["WTF_CSRF_TIME_LIMIT"] = None  # a token lasts as long as the browser's session that it belongs to
    app.config["WTF_CSRF_SSL_STRICT"] = False  # the token is enough; some browsers send no referrer
    CSRFProtect(app)
    app.register_error_handler(CSRFError, _answer)


def spare(app: Flask, endpoints: Iterable[str]) -> None:
    """Let these do without a token, because they change nothing."""
    protect: CSRFProtect = app.extensions["csrf"]
    for endpoint in endpoints:
        protect.exempt(app.view_functions[endpoint])


def _answer(_error: CSRFError) -> tuple[str, int]:
    """Our own page, open too long: show what was typed, to be sent once more. Anything else is refused."""
    fields = kept.typed(request.form) if kept.from_this_site() else []
    if not fields:
        return render_error(400, "The page was open for too long, or the form did not come from our own page."), 400
    action = request.full_path.rstrip("?")
    shown = kept.by_hand(fields)
    return render_template("account/send_again.html", action=action, fields=fields, shown=shown, kept=None), 400
