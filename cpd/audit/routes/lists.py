"""The work list of audits, one audit on one page, what lies with the concerns officers, and somebody added by hand."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import Blueprint, flash, redirect, render_template, request
from flask import Response as FileAnswer
from werkzeug.wrappers import Response

from accounts import authority, guard, sessions
from accounts.forms.staff import Typed, read_page, tidy
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.audit import worklist
from cpd.audit.operations import choosing, reading
from cpd.audit.operations.opening_files import open_file
from cpd.audit.routes.acting import known
from cpd.audit.views import staff
from cpd.audit.views.due import due
from cpd.audit.views.staff import PATH
from cpd.audit.vocabulary import OPEN, Stage, Why
from cpd.audit.worklist import Filter
from cpd.forms import Field, Sent, options
from foundation import clock, evidence
from foundation.errors import Refused
from foundation.references import read_cpd_audit_reference, read_number

blueprint = Blueprint("staff_cpd", __name__)
READ = (Permission.AUDIT_CPD, Permission.DECIDE_REGISTER, Permission.ASSESS, Permission.HEAR_APPEALS)
_WHY = "Officers and the registrar see every audit; assessors and the appeal panel those given to them."
_ADDS = "Officers choose people besides those drawn by chance, each with a reason."
#: Each tab: its name in the address, its words, and what stands there when it is empty.
SHOWS = {
    "open": ("All open", "No audit is under way. Those chosen in a draw appear here."),
    "mine": ("Mine", "You have none. Records that you are given to mark appear here."),
    "late": ("Late", "Nothing is late. An audit appears here the day after its day has passed."),
    "over": ("Over", "None is over yet."),
}
_FIELDS = (
    Field("number", "Registration number", "Such as CM004271S."),
    Field("why", "Why?", kind="choices", options=options(*(one for one in Why if one is not Why.DRAWN))),
    Field("words", "Why, in your own words", "For the file. The registrant does not read it.", "words", rows=4),
)


@blueprint.get(PATH)
@guard.staff(READ[0], _WHY, *READ[1:])
def audits() -> str:
    """The work list."""
    asked = {name: tidy(request.args.get(name, ""), 20) for name in ("show", "stage", "draw")}
    return _list(asked, page=read_page(request.args.get("page", "")))


@blueprint.post(f"{PATH}/find")
@guard.staff(READ[0], _WHY, *READ[1:])
def find() -> str | Response:
    """Look for somebody by name, number or reference. Posted, so that no name stands in an address."""
    text = tidy(request.form.get("text", ""))
    reference = read_cpd_audit_reference(text)
    if reference is not None:
        return redirect(f"{PATH}/{reference}", 303)
    return _list({"show": "open"}, text=text)


def _list(asked: dict[str, str], *, page: int = 1, text: str = "") -> str:
    show = asked.get("show", "") if asked.get("show") in SHOWS else "open"
    account_id = sessions.require(Realm.STAFF).account_id
    stage = next((one for one in OPEN if one.value == asked.get("stage")), None)
    draw = asked.get("draw", "")
    wanted = Filter(
        text=text,
        stage=stage,
        draw_id=int(draw) if draw.isascii() and draw.isdecimal() else None,
        of=account_id if show == "mine" else None,
        late=show == "late",
        closed=show == "over",
    )
    found = worklist.listed(wanted, page=page, by=me())
    people = {one for held in found.audits for one in (held.assessor_id, held.second_id) if one is not None}
    kept = {name: value for name, value in asked.items() if value and name != "show"} | {"show": show}
    counts = {"open": found.open, "late": found.late}
    return render_template(
        "staff/cpd/list.html",
        found=found,
        today=clock.today(),
        due=due,
        names=authority.names_of(people),
        me=account_id,
        asked=asked,
        show=show,
        text=text,
        tabs=[(name, words, counts.get(name)) for name, (words, _) in SHOWS.items()],
        empty=SHOWS[show][1],
        filtered=bool(text or stage or draw),
        stages=[(one.value, one.label) for one in Stage if one in OPEN],
        turn=lambda number: f"{PATH}?{urlencode({**kept, 'page': number})}",
        path=PATH,
        runs=guard.may(Permission.AUDIT_CPD),
    )


@blueprint.get(f"{PATH}/worries")
@guard.staff(Permission.TAKE_IN_CONCERNS, "Concerns officers see which records were passed to them.")
def worries() -> str:
    """What was passed to the concerns officers."""
    return render_template("staff/cpd/worries.html", lines=worklist.worried(), path=PATH)


@blueprint.get(f"{PATH}/add")
@guard.staff(Permission.AUDIT_CPD, _ADDS)
def add_form() -> str:
    """Choose somebody by hand."""
    return _add(Typed({}))


@blueprint.post(f"{PATH}/add")
@guard.staff(Permission.AUDIT_CPD, _ADDS)
def add() -> str | Response | tuple[str, int]:
    """Choose them."""
    sent = Sent(request.form)
    read = read_number(sent.line("number"))
    if read.number is None:
        sent.typed.wrong("number", read.problem or "Type a registration number")
    why = sent.choice("why", Why, "Choose why")
    if not sent.fine or read.number is None or why is None:
        return _add(sent.typed), 400
    try:
        held = choosing.add_by_hand(read.number, why=why, words=sent.words("words"), by=me())
    except Refused as refused:
        sent.typed.wrong("number", refused.sentence)
        return _add(sent.typed), 409
    flash("They are chosen. The letter goes out tonight.")
    return redirect(f"{PATH}/{held.reference}", 303)


def _add(typed: Typed) -> str:
    return render_template("staff/cpd/add.html", typed=typed, fields=_FIELDS, path=PATH)


@blueprint.get(f"{PATH}/<reference>")
@guard.staff(READ[0], _WHY, *READ[1:], Permission.TAKE_IN_CONCERNS)
def show(reference: str) -> str:
    """Everything about one audit."""
    opened = reading.open_audit(known(reference), by=me())
    return render_template("staff/cpd/audit.html", page=staff.view(opened, me()), path=f"{PATH}/{known(reference)}")


@blueprint.get(f"{PATH}/<reference>/files/<token>/<any(view, original):copy>")
@guard.staff(READ[0], "Whoever may read an audit opens its evidence; each opening is recorded.", *READ[1:])
def file(reference: str, token: str, copy: str) -> FileAnswer:
    """Open the copy of a file for looking at, or the very bytes that were sent."""
    file_id = open_file(known(reference), token, by=me())
    opened = (evidence.open_view if copy == "view" else evidence.open_original)(file_id, by=me())
    return FileAnswer(opened.chunks, headers=opened.headers())
