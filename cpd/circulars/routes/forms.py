"""Writing and changing a circular."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.circulars import queries
from cpd.circulars.models import Circular
from cpd.circulars.operations import writing
from cpd.circulars.operations.writing import LONGEST_BODY, LONGEST_SUBJECT, Words
from cpd.circulars.routes.pages import PATH, WHY, Answer
from cpd.circulars.vocabulary import Group
from cpd.circulars.wording import PLACEHOLDERS
from cpd.forms import Field, Sent, options
from cpd.vocabulary import Nation
from foundation.errors import Refused
from register.vocabulary import PracticeArea

blueprint = Blueprint("staff_circular_forms", __name__)
_BEGINNING = "Dear [name]\n\n"
_NONE = [("", "Not for one only")]


@blueprint.get(f"{PATH}/new")
@guard.staff(Permission.CIRCULATE, WHY)
def new() -> str:
    """An empty letter."""
    return _form(Typed({"body": _BEGINNING}))


@blueprint.post(f"{PATH}/new")
@guard.staff(Permission.CIRCULATE, WHY)
def write() -> Answer:
    """Keep it as a draft."""
    sent = Sent(request.form)
    words = _read(sent)
    if words is None:
        return _form(sent.typed), 400
    try:
        circular_id = writing.write(words, by=me())
    except Refused as refused:
        sent.typed.wrong("body", refused.sentence)
        return _form(sent.typed), 409
    flash("It is kept as a draft. Now see who gets it.")
    return redirect(f"{PATH}/{circular_id}", 303)


@blueprint.get(f"{PATH}/<int:circular_id>/change")
@guard.staff(Permission.CIRCULATE, WHY)
def change_form(circular_id: int) -> str:
    """The letter as it stands."""
    circular = queries.get(circular_id)
    values = {
        "subject": circular.subject,
        "body": circular.body,
        "people": circular.people.value,
        "nation": circular.nation.value if circular.nation else "",
        "area": circular.area.value if circular.area else "",
    }
    return _form(Typed(values), circular)


@blueprint.post(f"{PATH}/<int:circular_id>/change")
@guard.staff(Permission.CIRCULATE, WHY)
def change(circular_id: int) -> Answer:
    """Keep what was changed."""
    sent = Sent(request.form)
    words = _read(sent)
    if words is None:
        return _form(sent.typed, queries.get(circular_id)), 400
    try:
        writing.change(circular_id, words, version=sent.version, by=me())
    except Refused as refused:
        sent.typed.wrong("body", refused.sentence)
        return _form(sent.typed, queries.get(circular_id)), 409
    flash("It is changed. See again who gets it.")
    return redirect(f"{PATH}/{circular_id}", 303)


def _read(sent: Sent) -> Words | None:
    people = sent.choice("people", Group, "Choose who gets it")
    nation = sent.choice("nation", Nation, "Choose the nation") if people is Group.NATION else None
    area = sent.choice("area", PracticeArea, "Choose the area of work") if people is Group.AREA else None
    subject = sent.typed.needs("subject", "Say what it is about")
    body = sent.typed.needs("body", "Write the letter")
    if len(subject) > LONGEST_SUBJECT:
        sent.typed.wrong("subject", f"Make it shorter: at most {LONGEST_SUBJECT} characters")
    if len(body) > LONGEST_BODY:
        sent.typed.wrong("body", f"Make it shorter: at most {LONGEST_BODY:,} characters")
    return Words(sent.line("subject"), body, people, nation, area) if people is not None and sent.fine else None


def _form(typed: Typed, circular: Circular | None = None) -> str:
    fields = [
        Field("people", "Who gets it?", kind="choices", options=options(*Group)),
        Field("nation", "Which nation?", "Only for one nation.", "choice", [*_NONE, *options(*Nation)]),
        Field("area", "Which area of work?", "Only for one area of work.", "choice", [*_NONE, *options(*PracticeArea)]),
        Field("subject", "What is it about?", "The line that people see first."),
        Field(
            "body", "The letter", "Name and telephone of the institute stand under it by themselves.", "words", (), 16
        ),
    ]
    typed.values = {**{one.name: one.start for one in fields}, **typed.values}
    return render_template(
        "staff/circulars/form.html",
        typed=typed,
        fields=fields,
        circular=circular,
        placeholders=PLACEHOLDERS.items(),
        path=PATH,
    )
