"""One person's renewal for staff, and every act on it: a form on the page, a press, and the page again."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.forms import Sent, options
from cpd.renewal import queries, rules
from cpd.renewal.operations import holding, insuring, reaching, reading, returning, talking
from cpd.renewal.routes.staff.lists import PATH
from cpd.renewal.views import officer_view
from cpd.renewal.vocabulary import ReachedBy
from foundation.errors import Missing, Refused
from foundation.evidence.opening import open_original, open_view
from foundation.references import read_number

Answer = str | Response | tuple[str, int]
blueprint = Blueprint("staff_renewal", __name__)
_SEE = "Officers and the registrar see what a registrant sent to renew."
_INSURED = "Officers look at certificates of insurance."
_BACK = "An officer lets people come back; the registrar sends them on to an application."
_REACH = "Staff telephone whom no letter reached."
_TALK = "Officers talk to registrants about what they answered when they renewed."
_HOLD = "The registrar keeps what must not be deleted yet."
_SUSPEND = "The registrar suspends who shows no insurance."


def _known(typed: str) -> str:
    read = read_number(typed)
    if read.number is None:
        raise Missing("There is no entry with that number.")
    return read.number


@blueprint.get(f"{PATH}/<number>")
@guard.staff(rules.READ[0], _SEE, *rules.READ[1:])
def show(number: str) -> Answer:
    """The page."""
    return _draw(_known(number), Sent(request.form))


def _draw(number: str, sent: Sent) -> str:
    opened = reading.open_registrant(number, by=me())
    return render_template(
        "staff/renewals/page.html",
        page=officer_view.show(opened),
        typed=sent.typed,
        path=PATH,
        ways=options(*ReachedBy),
        may_confirm=guard.may(Permission.CORRECT_REGISTER),
        may_check=guard.may(Permission.CHECK_APPLICATIONS),
        may_decide=guard.may(Permission.DECIDE_REGISTER),
    )


def _press(number: str, field: str, act: Callable[[Sent], object], said: str) -> Answer:
    """Do it; what is refused shows the page again with everything that was typed."""
    sent = Sent(request.form)
    try:
        act(sent)
    except Refused as refused:
        sent.typed.wrong(field, refused.sentence)
        return _draw(number, sent), 409
    if not sent.fine:
        return _draw(number, sent), 400
    flash(said)
    return redirect(f"{PATH}/{number}", 303)


def _certificate(number: str, typed: str) -> int:
    told = queries.certificate(int(typed) if typed.isdecimal() and len(typed) < 10 else 0)
    opened = reading.open_registrant(number, by=me())
    if told.id not in {one.id for one, _ in opened.certificates}:
        raise Missing("There is no such certificate.")
    return told.id


@blueprint.post(f"{PATH}/<number>/insurance/<certificate>/confirm")
@guard.staff(Permission.CORRECT_REGISTER, _INSURED)
def confirm_insurance(number: str, certificate: str) -> Answer:
    """The certificate shows it."""
    known = _known(number)
    told = _certificate(known, certificate)
    return _press(
        known,
        "act",
        lambda sent: insuring.confirm(told, version=sent.version, by=me()),
        "Confirmed. The entry says until when.",
    )


@blueprint.post(f"{PATH}/<number>/insurance/<certificate>/turn-down")
@guard.staff(Permission.CORRECT_REGISTER, _INSURED)
def turn_down_insurance(number: str, certificate: str) -> Answer:
    """The certificate does not show it."""
    known = _known(number)
    told = _certificate(known, certificate)
    return _press(
        known,
        "why",
        lambda sent: insuring.turn_down(told, why=sent.words("why"), version=sent.version, by=me()),
        "Not confirmed. We told them.",
    )


@blueprint.post(f"{PATH}/<number>/suspend")
@guard.staff(Permission.DECIDE_REGISTER, _SUSPEND)
def suspend(number: str) -> Answer:
    """Suspend for want of insurance."""
    known = _known(number)
    return _press(
        known,
        "suspend_why",
        lambda sent: insuring.suspend(known, why=sent.words("suspend_why"), by=me()),
        "Suspended until we are shown insurance. We told them.",
    )


@blueprint.post(f"{PATH}/<number>/reached")
@guard.staff(rules.READ[0], _REACH, *rules.READ[1:])
def note_reached(number: str) -> Answer:
    """Note how they were reached."""
    known = _known(number)

    def act(sent: Sent) -> None:
        how = sent.choice("how", ReachedBy, "Choose how you reached them")
        if how is not None:
            reaching.note_reached(known, how=how, by=me())

    return _press(known, "how", act, "It is noted.")


@blueprint.post(f"{PATH}/<number>/told-of-insurance")
@guard.staff(rules.READ[0], _REACH, *rules.READ[1:])
def note_told_of_insurance(number: str) -> Answer:
    """Note how they were told of insurance that we miss."""
    known = _known(number)

    def act(sent: Sent) -> None:
        how = sent.choice("told_how", ReachedBy, "Choose how you told them")
        if how is not None:
            reaching.note_told_of_insurance(known, how=how, by=me())

    return _press(known, "told_how", act, "It is noted.")


@blueprint.post(f"{PATH}/<number>/talks/<talk>/done")
@guard.staff(rules.READ[0], _TALK, *rules.READ[1:])
def note_talked(number: str, talk: str) -> Answer:
    """Somebody talked to them about an answer."""
    known = _known(number)
    talk_id = int(talk) if talk.isascii() and talk.isdecimal() and len(talk) < 10 else 0
    field = f"talk_{talk_id}"
    return _press(
        known,
        field,
        lambda sent: talking.note_done(known, talk_id, words=sent.words(field), version=sent.version, by=me()),
        "It is noted, and off the list.",
    )


@blueprint.post(f"{PATH}/<number>/bring-back")
@guard.staff(Permission.CHECK_APPLICATIONS, _BACK)
def bring_back(number: str) -> Answer:
    """Let them come back."""
    known = _known(number)
    return _press(
        known,
        "reasons",
        lambda sent: returning.bring_back(
            sent.line("reference"), reasons=sent.words("reasons"), version=sent.version, by=me()
        ),
        "They are on the register from today. We told them.",
    )


@blueprint.post(f"{PATH}/<number>/send-on")
@guard.staff(Permission.DECIDE_REGISTER, _BACK)
def send_on(number: str) -> Answer:
    """They have to apply to come back."""
    known = _known(number)
    return _press(
        known,
        "reasons",
        lambda sent: returning.send_on(
            sent.line("reference"), reasons=sent.words("reasons"), version=sent.version, by=me()
        ),
        "They have to apply to come back. We told them.",
    )


@blueprint.post(f"{PATH}/<number>/hold")
@guard.staff(Permission.DECIDE_REGISTER, _HOLD)
def place_hold(number: str) -> Answer:
    """Keep all of it from being deleted."""
    known = _known(number)
    return _press(
        known,
        "hold_why",
        lambda sent: holding.place(known, why=sent.words("hold_why"), by=me()),
        "Nothing of it is deleted until the hold is lifted. You look again in six months.",
    )


#: What is done with a hold that stands, and what is said then.
_HELD = {
    "review": (holding.review, "It is kept, and you look again in six months."),
    "lift": (holding.lift, "The hold is lifted. The usual times hold again."),
}


@blueprint.post(f"{PATH}/<number>/hold/<any('review', 'lift'):go>")
@guard.staff(Permission.DECIDE_REGISTER, _HOLD)
def look_again(number: str, go: str) -> Answer:
    """It must still be kept, or need not be any more."""
    known, (act, said) = _known(number), _HELD[go]
    return _press(known, "act", lambda sent: act(known, version=sent.version, by=me()), said)


@blueprint.get(f"{PATH}/<number>/files/<token>/<copy>")
@guard.staff(rules.READ[0], _SEE, *rules.READ[1:])
def open_file(number: str, token: str, copy: str) -> Response:
    """A file that they sent: the copy to look at, or the original."""
    file_id = reading.open_file(_known(number), token, by=me())
    opened = open_view(file_id, by=me()) if copy == "view" else open_original(file_id, by=me())
    return Response(opened.chunks, headers=opened.headers())
