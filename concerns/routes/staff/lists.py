"""The lists of concerns, narrowed down and saved under names of one's own; hearings to come; closings to look at."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, sessions
from accounts.forms.staff import Typed, read_page, tidy
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.operations import saving_lists
from concerns.routes.staff.page import PATH
from concerns.views import hearing_list, officer_lists
from concerns.vocabulary import OPEN_STAGES, Band
from concerns.worklist import NOBODY, Filter, Show
from foundation.errors import Refused

blueprint = Blueprint("staff_concerns", __name__)
#: Each list: its words on the tab, and what stands there when it is empty.
LISTS: dict[Show, tuple[str, str]] = {
    Show.TODAY: ("My work today", "Nothing presses. What is red, due by tomorrow or has a new message appears here."),
    Show.MINE: ("Mine", "You have no open concern. Those that you take or are given appear here."),
    Show.PROMISED: ("Due this week", "Nothing is promised for this week. What is due until Sunday appears here."),
    Show.OTHERS: ("Waiting on others", "We wait for nobody. What we asked others for appears here, until it comes."),
    Show.NOBODY: ("Nobody’s", "Every concern has its people. One that lacks somebody appears here until it has them."),
    Show.OPEN: ("All open", "No concern is open. A new one appears here as soon as somebody sends it."),
    Show.RATE: ("To be rated", "Every risk is rated. One that has to be rated again appears here on its day."),
    Show.INTERIM: ("Interim to decide", "Nothing red waits. What turns red appears here until a manager has decided."),
    Show.LATE: ("Left waiting", "Nobody waits longer than we promised. Late ones appear here the day after."),
    Show.SILENT: (
        "No word for too long",
        "Everybody has heard from us in time. Those left without a word appear here.",
    ),
    Show.NEVER: ("Never registered", "Concerns about somebody who was never on the register appear here."),
    Show.NEW: ("Just in", "Nothing new. What came since the last hourly letter to officers appears here."),
    Show.CLOSED: ("Closed", "No concern has been closed yet. Closed ones appear here, the last one first."),
}
_RISKS = [*((one.value, one.label) for one in Band), (NOBODY, "Not rated yet")]
_STAGES = [(one.value, one.label) for one in OPEN_STAGES]
_READ = "Officers and managers see which concerns wait."
_KEEP = "Everybody who reads the lists may keep some of their own."


@blueprint.get(PATH)
@guard.staff(Permission.TAKE_IN_CONCERNS, _READ, Permission.ALLOCATE)
def concerns() -> str:
    """One of the lists."""
    return _page(Typed({"name": ""}))


def _page(typed: Typed) -> str:
    allocates = guard.may(Permission.ALLOCATE)
    show, narrowed = _asked(request.args, Show.OPEN if allocates else Show.TODAY)
    account_id = sessions.require(Realm.STAFF).account_id
    found = officer_lists.listed(show, account_id, read_page(request.args.get("page", "")), narrowed)
    here = {"show": show.value, **narrowed.as_query()}
    return render_template(
        "staff/concerns/list.html",
        found=found,
        show=show,
        narrowed=narrowed,
        tabs=[(one, words, found.counts.get(one)) for one, (words, _) in LISTS.items()],
        empty=LISTS[show][1],
        turn=lambda page: f"{PATH}?{urlencode({**here, 'page': page})}",
        stages=_STAGES,
        risks=_RISKS,
        people=officer_lists.hands(),
        saved=[(one, name, f"{PATH}?{urlencode(asked)}") for one, name, asked in saving_lists.saved(account_id)],
        here=here,
        typed=typed,
        may_take_in=guard.may(Permission.TAKE_IN_CONCERNS),
        allocates=allocates,
    )


def _asked(sent: Mapping[str, str], usual: Show) -> tuple[Show, Filter]:
    wanted = sent.get("show", "")
    show = next((one for one in Show if one.value == wanted), usual)
    return show, officer_lists.read_filter(sent)


@blueprint.post(f"{PATH}/lists")
@guard.staff(Permission.TAKE_IN_CONCERNS, _KEEP, Permission.ALLOCATE)
def save() -> Response | tuple[str, int]:
    """Keep a list under a name."""
    show, narrowed = _asked(request.form, Show.OPEN)
    asked = {"show": show.value, **narrowed.as_query()}
    typed = Typed({"name": tidy(request.form.get("name", ""))})
    try:
        saving_lists.save(typed.values["name"], asked, by=me())
    except Refused as refused:
        typed.wrong("name", refused.sentence)
        return _saving_page(typed, asked), 409
    flash("Your list is kept.")
    return redirect(f"{PATH}?{urlencode(asked)}", 303)


def _saving_page(typed: Typed, asked: Mapping[str, str]) -> str:
    return render_template("staff/concerns/save_list.html", typed=typed, here=asked, path=PATH)


@blueprint.post(f"{PATH}/lists/<int:list_id>/forget")
@guard.staff(Permission.TAKE_IN_CONCERNS, _KEEP, Permission.ALLOCATE)
def forget(list_id: int) -> Response:
    """Forget a list of one's own."""
    saving_lists.forget(list_id, by=me())
    flash("It is forgotten. The concerns on it are as they were.")
    return redirect(PATH, 303)


@blueprint.get(f"{PATH}/hearings")
@guard.staff(Permission.ALLOCATE, "Whoever lists people for hearings sees all that are to come.")
def hearings() -> str:
    """Every hearing to come, and what has to be listed yet."""
    return render_template("staff/concerns/hearings.html", found=hearing_list.hearings(), path=PATH)


@blueprint.get(f"{PATH}/search")
@guard.staff(Permission.TAKE_IN_CONCERNS, _READ, Permission.ALLOCATE)
def search() -> str:
    """Find a concern by what stands in the clear."""
    text = tidy(request.args.get("q", ""))
    account_id = sessions.require(Realm.STAFF).account_id
    found, taken_for = officer_lists.searched(text, account_id, read_page(request.args.get("page", "")))
    return render_template(
        "staff/concerns/search.html",
        found=found,
        taken_for=taken_for,
        text=text,
        turn=lambda page: f"{PATH}/search?{urlencode({'q': text, 'page': page})}",
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
    page = read_page(request.args.get("page", ""))
    found = officer_lists.to_review(sessions.require(Realm.STAFF).account_id, page)
    return render_template("staff/concerns/reviews.html", found=found, turn=lambda page: f"{PATH}/reviews?page={page}")
