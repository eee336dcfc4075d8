"""The lists of concerns: mine, nobody's, all open, left waiting, never registered, just in, closed; and closings."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, render_template, request

from accounts import guard, sessions
from accounts.forms.staff import read_page
from accounts.models import Realm
from accounts.permissions import Permission
from concerns.views import officer_lists
from concerns.worklist import Show

PATH = "/staff/concerns"
blueprint = Blueprint("staff_concerns", __name__)
#: Each list: its words on the tab, and what stands there when it is empty.
LISTS: dict[Show, tuple[str, str]] = {
    Show.MINE: ("Mine", "You have no open concern. Those that you take or are given appear here."),
    Show.NOBODY: ("Nobody’s", "Every concern has an officer. A new one appears here until somebody takes it."),
    Show.OPEN: ("All open", "No concern is open. A new one appears here as soon as somebody sends it."),
    Show.LATE: ("Left waiting", "Nobody waits longer than we promised. Late ones appear here the day after."),
    Show.NEVER: ("Never registered", "Concerns about somebody who was never on the register appear here."),
    Show.NEW: ("Just in", "Nothing new. What came since the last hourly letter to officers appears here."),
    Show.CLOSED: ("Closed", "No concern has been closed yet. Closed ones appear here, the last one first."),
}


@blueprint.get(PATH)
@guard.staff(Permission.TAKE_IN_CONCERNS, "Officers and managers see which concerns wait.", Permission.ALLOCATE)
def concerns() -> str:
    """One of the lists."""
    allocates = guard.may(Permission.ALLOCATE)
    usual = Show.OPEN if allocates else Show.MINE
    asked = request.args.get("show", "")
    show = next((one for one in Show if one.value == asked), usual)
    found = officer_lists.listed(
        show, sessions.require(Realm.STAFF).account_id, read_page(request.args.get("page", ""))
    )
    return render_template(
        "staff/concerns/list.html",
        found=found,
        show=show,
        tabs=[(one, words, found.counts.get(one)) for one, (words, _) in LISTS.items()],
        empty=LISTS[show][1],
        turn=lambda page: f"{PATH}?{urlencode({'show': show.value, 'page': page})}",
        may_take_in=guard.may(Permission.TAKE_IN_CONCERNS),
        allocates=allocates,
    )


@blueprint.get(f"{PATH}/left-waiting")
@guard.staff(Permission.ALLOCATE, "Whoever gives concerns to people sees who was left waiting.")
def left_waiting() -> str:
    """Everybody whose reply, triage or message is late, with the officer and since when."""
    account_id = sessions.require(Realm.STAFF).account_id
    page = read_page(request.args.get("page", ""))
    return render_template(
        "staff/concerns/left_waiting.html",
        found=officer_lists.listed(Show.LATE, account_id, page),
        turn=lambda page: f"{PATH}/left-waiting?{urlencode({'page': page})}",
    )


@blueprint.get(f"{PATH}/reviews")
@guard.staff(Permission.HEAR_APPEALS, "Whoever hears appeals sees which closings wait for another look.")
def reviews() -> str:
    """Closings that wait for another look."""
    found = officer_lists.to_review(sessions.require(Realm.STAFF).account_id)
    return render_template("staff/concerns/reviews.html", found=found)
