"""When a page cannot be saved: what was typed is shown again, to be sent once more with one press. For every room.

For a machine that fails under somebody who is writing (no room on the disk, a database that is locked or gone), and for
a page that was open for so long that its token is worth nothing. Drawing it asks nothing of the database. Files have to
be chosen again; secrets are never shown. A form that did not come from our own pages is refused.

Every form of the house is answered so when the machine fails. A room whose pages somebody may read in fear `dress`es
its blueprints: then a page that is only looked at is answered so as well, and it says how to reach those who help.
"""

from __future__ import annotations

from flask import Blueprint, Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError

from accounts import kept
from foundation.database import db
from foundation.frame import API_PREFIX, render_error
from foundation.journey import reading

Answer = tuple[str, int]
NOT_NOW, TOO_LATE = 503, 400
#: Characters that are shown again: all that a request without files can hold.
_MOST = 2_000_000
_NOT_OURS = "The page was open for too long, or the form did not come from our own page."


def install(app: Flask) -> None:
    """Answer so wherever a form of the house cannot be saved."""
    app.register_error_handler(OperationalError, _answer_form)


def dress(blueprint: Blueprint) -> None:
    """Let a blueprint that is about concerns answer so, also when nothing was sent."""
    blueprint.register_error_handler(OperationalError, _answer_failed)
    blueprint.register_error_handler(CSRFError, _answer_late)


def words_in(fields: list[list[str]]) -> list[str]:
    """What somebody wrote, of the fields of a form: the others are choices and signs of the page."""
    return [value for _, value in fields if " " in value.strip() or len(value) > 40]


def _answer_form(error: OperationalError) -> Answer:
    """The database could not write what was sent; what only asks for something is a fault like any other."""
    if request.method != "POST" or request.path.startswith(API_PREFIX):
        raise error
    return _failed(error, about_concerns=False)


def _answer_failed(error: OperationalError) -> Answer:
    """The database could not read or write."""
    return _failed(error, about_concerns=True)


def _failed(error: OperationalError, *, about_concerns: bool) -> Answer:
    current_app.log_exception((type(error), error, error.__traceback__))  # type: ignore[arg-type]  # as Flask calls it
    db.session.rollback()
    return _draw(late=False, about_concerns=about_concerns), NOT_NOW


def _answer_late(_error: CSRFError) -> Answer:
    if not kept.from_this_site():
        return render_error(TOO_LATE, _NOT_OURS), TOO_LATE
    return _draw(late=True, about_concerns=True), TOO_LATE


def _draw(*, late: bool, about_concerns: bool) -> str:
    sending = request.method == "POST"
    fields = kept.typed(request.form, most=_MOST) if sending else []
    # Buttons and signs of the page go along; only what somebody typed is shown.
    return render_template(
        "account/unsaved.html",
        late=late,
        action=reading.tame_line(request.full_path.rstrip("?")),
        sending=sending,
        fields=fields,
        typed=words_in(fields),
        files=[one.filename for one in request.files.getlist("files") if one.filename] if sending else [],
        staff=request.path.startswith("/staff"),
        about_concerns=about_concerns,
    )
