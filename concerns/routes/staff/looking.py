"""The acts of looking into a concern, each a form at an address of its own under the concern."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.routes.staff.people import me
from concerns import queries
from concerns.forms import acts, fields, signs, staff
from concerns.forms.fields import Field, Form
from concerns.operations import papers
from concerns.operations.papers import Door
from concerns.operations.writing import WAITING_FILES
from concerns.routes.staff import beside, deciding, doing
from concerns.routes.staff.acting import Answer
from concerns.routes.staff.doing import Do
from concerns.routes.staff.page import PATH, READ, known
from concerns.views import looking_choices, looking_view, officer_files, officer_view, papers_view, read_first
from foundation import evidence
from foundation.errors import Missing, Refused
from foundation.evidence import accepts_files

blueprint = Blueprint("staff_concern_looking", __name__)
_WHY = "Each act has its own role and rules; everybody who works on the concern or is listed for it finds theirs here."
DO: dict[str, Do] = {**doing.DO, **deciding.DO, **beside.DO}


@blueprint.get(f"{PATH}/<reference>/look/<act>")
@guard.staff(READ[0], _WHY, *READ[1:])
def form(reference: str, act: str) -> str:
    """The form of an act."""
    held, opened = _opened(known(reference), act)
    shown = _fields(known(reference), held, opened)
    only = {
        one.name: one.options[0][0] for one in shown if one.kind == "choices" and one.needed and len(one.options) == 1
    }
    begun = read_first.begun(known(reference), act)
    return _page(known(reference), act, Typed({"once": signs.new_once(), **begun, **only}), shown, opened)


@blueprint.post(f"{PATH}/<reference>/look/<act>")
@guard.staff(READ[0], _WHY, *READ[1:])
@accepts_files
def do(reference: str, act: str) -> Answer:
    """Do it."""
    once = signs.read_once(request.form)
    held, opened = _opened(known(reference), act)
    taken = evidence.take_uploads(request, "files", owner=(WAITING_FILES, once), by=me()) if held.takes_files else None
    shown = _fields(known(reference), held, opened)
    given = fields.read(shown, request.form, once)
    for problem in taken.problems if taken is not None else ():
        given.typed.wrong("files", f"{problem.name}: {problem.sentence}")
    if given.typed.problems:
        return _page(known(reference), act, given.typed, shown, opened), 400
    try:
        DO[act](known(reference), given, staff.version(given.typed), me())
    except Refused as refused:
        given.typed.wrong(fields.blamed(shown, refused.at), refused.sentence)
        return _page(known(reference), act, given.typed, shown, opened), 409
    flash(held.said)
    return redirect(f"{PATH}/{known(reference)}", 303)


def _opened(reference: str, act: str) -> tuple[Form, Door]:
    """The form of an act and how much of the concern may stand beside it, for somebody who may do it."""
    if act not in DO:
        raise Missing("There is no such act.")
    held = acts.FORMS[act]
    opened = papers.open_for_work(reference, by=me())
    concern_id = queries.get(reference).id
    papers.check_act(concern_id, may=held.may, jobs=acts.seats_of(held), part=acts.part_of(act), by=me())
    return held, opened


def _fields(reference: str, held: Form, opened: Door) -> tuple[Field, ...]:
    """The fields with what they choose from in this concern, as far as it is open to them."""
    only = papers.sits_in(queries.get(reference).id, opened, by=me())
    wanted = {one.of for one in held.fields if one.of}
    return fields.expanded(held, looking_choices.choices(reference, wanted, only))


def _page(reference: str, act: str, typed: Typed, shown: tuple[Field, ...], opened: Door) -> str:
    held = acts.FORMS[act]
    waiting = evidence.files_of((WAITING_FILES, typed.values["once"])) if held.takes_files else []
    concern = officer_view.view(reference) if opened is Door.WHOLE else papers_view.view(reference)
    return render_template(
        "staff/concerns/look.html",
        concern=concern,
        to_read=read_first.to_read(reference, act),
        sections=looking_view.sections(reference, opened, me()),
        exhibits=papers_view.exhibits(reference, opened),
        clear=looking_choices.clear(reference, {one.of for one in held.fields if one.of}),
        path=f"{PATH}/{reference}",
        form=held,
        fields=shown,
        typed=typed,
        files=officer_files.shown_files(waiting),
        what_we_take=evidence.WHAT_WE_TAKE,
    )
