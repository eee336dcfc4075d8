"""The lists, the pages, and looking somebody up by their number to write something down for them."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, sessions
from accounts.forms.staff import read_page, tidy
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.roles import permissions_of
from accounts.routes.staff.people import me
from cpd import registrants
from cpd.leaving import queries, rules, staff_view, worklist
from cpd.leaving.operations import deaths, leave, mistakes, reading
from cpd.leaving.staff_view import PATH
from cpd.leaving.worklist import Show
from foundation.errors import Missing
from foundation.references import read_number

blueprint = Blueprint("staff_departures", __name__)
READ = (
    Permission.LOOK_AFTER_REGISTRANTS,
    Permission.DECIDE_REGISTER,
    Permission.PREPARE_TEXT,
    Permission.VOTE,
)
OFFICER = Permission.LOOK_AFTER_REGISTRANTS
_WHY = "Officers, the registrar and editors see who wants to leave; members of a panel those they sit for."
_WHY_LEAVE = "Officers read why somebody is away; each opening is recorded."
_WHY_DEATH = "Officers and the registrar read the news of a death; each opening is recorded."
_TABS = {
    Show.LEAVING: ("Wishes to leave", "Nobody wants to leave now. A wish appears here as soon as somebody has it."),
    Show.LEAVE: ("Leave asked for", "Nobody waits for an answer."),
    Show.AWAY: ("Away, or soon", "Nobody is away."),
    Show.DEATH: ("Deaths", "Nothing waits."),
    Show.MISTAKE: ("By mistake", "Nothing waits."),
    Show.OVER: ("Over", "None is over yet."),
}


@blueprint.get(PATH)
@guard.staff(READ[0], _WHY, *READ[1:])
def departures() -> str:
    """The list."""
    who = sessions.require(Realm.STAFF)
    held = permissions_of(who.roles)
    show = next((one for one in Show if one.value == request.args.get("show")), Show.LEAVING)
    page = read_page(request.args.get("page", ""))
    tabs = [(one.value, words, None) for one, (words, _) in _TABS.items() if OFFICER in held or one in _FOR_ALL]
    return render_template(
        "staff/departures/list.html",
        found=worklist.listed(show, account_id=who.account_id, permissions=held, page=page),
        show=show,
        tabs=tabs,
        empty=_TABS[show][1],
        turn=lambda number: f"{PATH}?{urlencode({'show': show.value, 'page': number})}",
        path=PATH,
        writes=OFFICER in held,
    )


_FOR_ALL = (Show.LEAVING, Show.OVER)


@blueprint.post(f"{PATH}/find")
@guard.staff(OFFICER, "Officers write things down for a registrant who called or wrote.")
def find() -> Response:
    """Look somebody up by their registration number."""
    number = read_number(tidy(request.form.get("number", ""))).number
    if number is None or registrants.of_number(number) is None:
        flash("There is no entry with that number. It is CM, six digits and a letter.")
        return redirect(PATH, 303)
    return redirect(f"{PATH}/entry/{number}", 303)


@blueprint.get(f"{PATH}/entry/<number>")
@guard.staff(OFFICER, "Officers write things down for a registrant who called or wrote.")
def entry(number: str) -> str:
    """One registrant, and what can be written down for them."""
    registrant = registrants.of_number(read_number(number).number or "")
    if registrant is None:
        raise Missing("There is no entry with that number.")
    return render_template(
        "staff/departures/entry.html",
        registrant=registrant,
        leaves=queries.leaves(registrant.entry_id),
        departures=queries.departures_of(registrant.entry_id),
        death=queries.death_of(registrant.entry_id),
        on_register=registrant.is_on_register(),
        path=PATH,
    )


def _draw(page: staff_view.StaffPage) -> str:
    return render_template("staff/departures/page.html", page=page, all=PATH)


@blueprint.get(f"{PATH}/leaving/<int:departure_id>")
@guard.staff(READ[0], _WHY, *READ[1:])
def one_departure(departure_id: int) -> str:
    """One wish to leave."""
    held, registrant = reading.open_departure(departure_id, by=me())
    who = sessions.require(Realm.STAFF)
    return _draw(staff_view.of_departure(held, registrant, permissions_of(who.roles), who.account_id))


@blueprint.get(f"{PATH}/leave/<int:leave_id>")
@guard.staff(OFFICER, _WHY_LEAVE)
def one_leave(leave_id: int) -> str:
    """One leave."""
    why, answer = leave.open_why(leave_id, by=me())
    held = queries.leave(leave_id)
    permissions = permissions_of(sessions.require(Realm.STAFF).roles)
    return _draw(staff_view.of_leave(held, why, answer, rules.registrant_of(held.entry_id), permissions))


@blueprint.get(f"{PATH}/death/<int:death_id>")
@guard.staff(OFFICER, _WHY_DEATH)
def one_death(death_id: int) -> str:
    """The news of one death."""
    held, news, plan = deaths.open_report(death_id, by=me())
    permissions = permissions_of(sessions.require(Realm.STAFF).roles)
    return _draw(staff_view.of_death(held, news, plan, rules.registrant_of(held.entry_id), permissions))


@blueprint.get(f"{PATH}/mistake/<int:mistake_id>")
@guard.staff(OFFICER, _WHY_DEATH)
def one_mistake(mistake_id: int) -> str:
    """An ending that somebody says is mistaken."""
    held, why = mistakes.open_mistake(mistake_id, by=me())
    permissions = permissions_of(sessions.require(Realm.STAFF).roles)
    return _draw(staff_view.of_mistake(held, why, rules.registrant_of(held.entry_id), permissions))
