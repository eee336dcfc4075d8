"""What registrants told us, for staff: the work list, one page each, its files, and every act on it."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request

from accounts import guard, places, sealed, sessions, waiting
from accounts.forms.staff import read_page
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.places import Place
from accounts.roles import permissions_of
from accounts.routes.staff.people import me
from accounts.sealed import Sealed
from accounts.waiting import Waits
from cpd.disclosures import queries, rules, staff_view, worklist
from cpd.disclosures.operations import reading
from cpd.disclosures.routes import acts
from cpd.disclosures.routes.telling import known
from cpd.disclosures.vocabulary import Track
from cpd.disclosures.worklist import Show
from foundation import evidence
from foundation.errors import Missing
from foundation.references import read_disclosure_reference

PATH = acts.PATH
blueprint = Blueprint("staff_disclosures", __name__)
READ = (
    Permission.LOOK_AFTER_REGISTRANTS,
    Permission.TAKE_IN_CONCERNS,
    Permission.READ_HEALTH,
    Permission.VOTE,
    Permission.BREAK_GLASS,
)
_WHY = "Each member of staff reads what their work leads to; what is about health only the health officer."
_TABS = {
    Show.OPEN: ("Open", "Nothing waits. What a registrant tells us appears here at once."),
    Show.MINE: ("Mine", "You have none. What you take on or sit on a panel for appears here."),
    Show.LATE: ("Late", "Nothing is late."),
    Show.OVER: ("Closed", "None is closed yet."),
}


@blueprint.get(PATH)
@guard.staff(READ[0], _WHY, *READ[1:4])
def disclosures() -> str:
    """The work list."""
    who = sessions.require(Realm.STAFF)
    show = next((one for one in Show if one.value == request.args.get("show")), Show.OPEN)
    found = worklist.listed(
        show,
        account_id=who.account_id,
        permissions=permissions_of(who.roles),
        page=read_page(request.args.get("page", "")),
    )
    return render_template(
        "staff/disclosures/list.html",
        found=found,
        show=show,
        tabs=[(one.value, words, None) for one, (words, _) in _TABS.items()],
        empty=_TABS[show][1],
        turn=lambda number: f"{PATH}?{urlencode({'show': show.value, 'page': number})}",
        path=PATH,
    )


@blueprint.get(f"{PATH}/<told>")
@guard.staff(READ[0], _WHY, *READ[1:])
def disclosure(told: str) -> str:
    """One of them."""
    opened = reading.open_disclosure(known(told), by=me())
    page = staff_view.page_of(opened, account_id=sessions.require(Realm.STAFF).account_id, path=PATH)
    return render_template("staff/disclosures/page.html", page=page, path=f"{PATH}/{page.reference}", all=PATH)


@blueprint.get(f"{PATH}/<told>/files/<token>/<any(view, original):copy>")
@guard.staff(READ[0], "Whoever may read it opens its files; each opening is recorded.", *READ[1:])
def file(told: str, token: str, copy: str) -> Response:
    """Open the copy of a file for looking at, or the very bytes that were sent."""
    opened = reading.open_disclosure(known(told), by=me())
    found = evidence.find(token)
    if opened.told is None or found.owner != rules.key(opened.disclosure):
        raise Missing("There is no such file here.")
    shown = (evidence.open_view if copy == "view" else evidence.open_original)(found.id, by=me())
    return Response(shown.chunks, headers=shown.headers())


places.declare(
    Place(PATH, "Told by registrants", "What registrants told us at once or on renewal.", READ[0], READ[1:4]),
)
_ONE, _MANY = "thing", "things"
waiting.declare(
    Waits(READ[0], worklist.count_officer, _ONE, _MANY, "that registrants told us, to read", f"{PATH}?show=open"),
    Waits(READ[1], worklist.count_concerns, _ONE, _MANY, "that registrants told us, passed to you", PATH),
    Waits(READ[2], worklist.count_health, _ONE, _MANY, "about health that registrants told us", f"{PATH}?page=1"),
    Waits(READ[3], worklist.count_panel, _ONE, _MANY, "that registrants told us, for your panel", f"{PATH}?show=mine"),
)


def _find(typed: str) -> str | None:
    reference = read_disclosure_reference(typed)
    found = queries.find(reference) if reference else None
    return str(found.id) if found is not None and found.track is not Track.HEALTH else None


sealed.seal(Sealed(rules.MATTER, "what a registrant told us in", _find))
