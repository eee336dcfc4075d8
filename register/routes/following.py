"""Following an entry, the link in each letter, and whom a registrant wants told. A GET changes nothing.

The answer to an address is always the same, so that nobody learns who follows whom.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, session, url_for
from werkzeug.wrappers import Response as AnyResponse
from wtforms import StringField
from wtforms.validators import DataRequired

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.forms import EmailForm, Form
from accounts.models import Realm
from foundation.errors import Missing, Refused
from foundation.references import read_number
from register import publication, queries
from register.following import asking, links, policy
from register.following.models import Why
from register.routes import pace

blueprint = Blueprint("following", __name__)
Answer = str | AnyResponse | tuple[str, int]
_WHY = "Anyone may be told when what an entry says changes."
_LINK = "Whoever has the link in their letter says yes, or stops the letters."
_OWN = "Registrants say who is told if they are no longer registered."
_DONE = "who_to_tell_done"
HOME = "/account/who-to-tell"


@blueprint.after_request
def keep_nowhere(response: Response) -> Response:
    """These pages are one person's own: no browser keeps them, no search engine lists them, no link tells of them."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


class NamedForm(EmailForm):
    """An organisation and its address."""

    organisation = StringField("Name of the organisation or person", [DataRequired("Type their name.")])


def _number(typed: str) -> str:
    found = read_number(typed)
    if found.number is None or publication.public_entry(found.number) is None:
        raise Missing("There is no entry with this number that we may show. Check the number, or search by name.")
    return found.number


@blueprint.get("/register/<number>/follow")
@guard.public(_WHY)
@pace.entries
def follow(number: str) -> str:
    """The form."""
    return _form(_number(number), EmailForm())


@blueprint.post("/register/<number>/follow")
@guard.public(_WHY)
@pace.followings
def ask(number: str) -> Answer:
    """Write to the address. What is said is always the same."""
    right, form = _number(number), EmailForm()
    if not form.validate():
        return _form(right, form), 400
    asking.ask(right, form.address)
    return redirect(url_for("following.asked", number=right), 303)


@blueprint.get("/register/<number>/follow/asked")
@guard.public(_WHY)
@pace.entries
def asked(number: str) -> str:
    """What happens next."""
    entry = publication.public_entry(_number(number))
    days, daily = policy.UNCONFIRMED.value(), policy.ASKED_DAILY.value()
    return render_template("register/follow_asked.html", entry=entry, days=days, daily=daily)


def _form(number: str, form: Form) -> str:
    entry = publication.public_entry(number)
    return render_template("register/follow.html", entry=entry, form=form, most=policy.MOST.value())


# ------------------------------------------------------------------------------------------------------------ the link


@blueprint.get("/follow/<token>")
@guard.public(_LINK)
@pace.entries
def link(token: str) -> str:
    """What the link is for, with the buttons that do it."""
    return _link(token)


def _link(token: str, refused: str = "") -> str:
    row = links.by_secret(token)
    entry = publication.public_entries([row.entry_id]).get(row.entry_id)
    return render_template(
        "register/follow_link.html",
        token=token,
        name=entry.name if entry is not None else links.opened([row])[row.id].name,
        number=entry.number if entry is not None else None,
        confirmed=row.confirmed_at is not None,
        was_named=row.why is Why.NAMED,
        problems=[("go", refused)] if refused else [],
    )


@blueprint.post("/follow/<token>/<any('yes', 'stop'):go>")
@guard.public(_LINK)
@pace.followings
def press(token: str, go: str) -> Answer:
    """Say yes, or stop."""
    try:
        if go == "yes":
            asking.say_yes(token)
            return redirect(url_for("following.link", token=token), 303)
        asking.stop(token)
    except Refused as refused:
        return _link(token, refused.sentence), 409
    return redirect(url_for("following.stopped"), 303)


@blueprint.get("/follow/stopped")
@guard.public(_LINK)
def stopped() -> str:
    """It is stopped."""
    return render_template("register/follow_stopped.html", days=policy.ENDED.value())


# --------------------------------------------------------------------------------------------------- whom one names


@blueprint.get(HOME)
@guard.signed_in(_OWN)
def named() -> str:
    """Whom I named, and the form."""
    return _named(NamedForm())


@blueprint.post(HOME)
@guard.signed_in(_OWN)
def name() -> Answer:
    """Name one more."""
    form = NamedForm()
    if not form.validate():
        return _named(form), 400
    try:
        asking.name(form.organisation.data or "", form.address, by=sessions.require(Realm.PUBLIC).actor)
    except Refused as refused:
        form.refuse(refused.at or "organisation", refused.sentence)
        return _named(form), refused.status
    session[_DONE] = "They are on your list. We write to tell them so, once in thirty days at most."
    return redirect(HOME, 303)


@blueprint.post(f"{HOME}/<int:follower_id>/off")
@guard.signed_in(_OWN)
def take_off(follower_id: int) -> AnyResponse:
    """Take one off."""
    asking.take_off(follower_id, by=sessions.require(Realm.PUBLIC).actor)
    session[_DONE] = "They are off your list. We do not write to them about you."
    return redirect(HOME, 303)


def _named(form: Form) -> str:
    who = sessions.require(Realm.PUBLIC)
    number = queries.entry_of_account(who.account_id)
    rows = links.named_by(queries.entry_ids([number])[number]) if number is not None else []
    sealed = links.opened(rows)
    return render_template(
        "account/who_to_tell.html",
        door=DOORS[Realm.PUBLIC],
        form=form,
        number=number,
        lines=[(one.id, sealed[one.id].organisation, sealed[one.id].email) for one in rows if one.id in sealed],
        most=policy.NAMED_MOST.value(),
        days=policy.NAMED_AFTER.value(),
        done=session.pop(_DONE, None),
    )
