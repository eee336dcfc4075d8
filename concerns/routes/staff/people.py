"""The people a concern is about: finding them on the register, and whether they have been told."""

from __future__ import annotations

from flask import Blueprint, request

from accounts import guard
from accounts.forms.staff import Typed, tidy
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import staff as forms
from concerns.operations import telling_registrants, triaging
from concerns.routes.staff.acting import Answer, acted, form_page
from concerns.routes.staff.page import PATH, known
from concerns.vocabulary import HeldBack
from foundation.references import read_number
from register import staff_view

blueprint = Blueprint("staff_concern_people", __name__)
_LINK = "Officers find out who on the register a concern is about."
_TOLD = "Officers tell registrants, or say why not yet."
_PERSON = f"{PATH}/<reference>/people/<int:subject_id>"


@blueprint.get(f"{_PERSON}/link")
@guard.staff(Permission.TAKE_IN_CONCERNS, _LINK)
def link_form(reference: str, subject_id: int) -> str:
    """The form to find somebody on the register."""
    return _link_form(known(reference), subject_id, Typed({}))


@blueprint.post(f"{_PERSON}/find")
@guard.staff(Permission.TAKE_IN_CONCERNS, _LINK)
def find(reference: str, subject_id: int) -> str:
    """Look for somebody. Posted, so that no name stands in an address."""
    return _link_form(known(reference), subject_id, Typed({"q": tidy(request.form.get("q", ""))}))


def _link_form(reference: str, subject_id: int, typed: Typed) -> str:
    return form_page(reference, "link", typed, **_found(reference, subject_id, typed))


def _found(reference: str, subject_id: int, typed: Typed) -> dict[str, object]:
    text = typed.values.get("q", "")
    # A number is searched as a word of the entry: spaces and hyphens of a typed one would hide it.
    looked_for = read_number(text).number or text
    found = staff_view.search(looked_for) if looked_for else []
    return {
        "found": found,
        "entries": [
            (one.number, ", ".join(part for part in (one.name, one.number, one.town, one.organisation) if part))
            for one in found
        ],
        "subject_id": subject_id,
        "address": f"{PATH}/{reference}/people/{subject_id}/link",
    }


@blueprint.post(f"{_PERSON}/link")
@guard.staff(Permission.TAKE_IN_CONCERNS, _LINK)
def link(reference: str, subject_id: int) -> Answer:
    """Link an entry."""
    typed = forms.read_act(request.form, "q", "number")
    more = _found(known(reference), subject_id, typed)
    # The choice stands on the page only when something was found; else the search is what has to be put right.
    where = "number" if more["entries"] else "q"
    number = typed.values["number"]
    if not number:
        typed.wrong(where, "Choose the entry" if more["entries"] else "Look for them first")

    def act() -> None:
        triaging.link(
            known(reference),
            subject_id,
            number=number,
            reason=typed.values["words"],
            version=forms.version(typed),
            by=me(),
        )

    return acted(known(reference), "link", typed, act, "It is linked.", blame=where, **more)


@blueprint.get(f"{_PERSON}/told")
@guard.staff(Permission.TAKE_IN_CONCERNS, _TOLD)
def told_form(reference: str, subject_id: int) -> str:
    """The form to say that a registrant was told, or why not yet."""
    return form_page(known(reference), "told", Typed({}), **_where(known(reference), subject_id))


def _where(reference: str, subject_id: int) -> dict[str, object]:
    return {"subject_id": subject_id, "address": f"{PATH}/{reference}/people/{subject_id}/told"}


@blueprint.post(f"{_PERSON}/told")
@guard.staff(Permission.TAKE_IN_CONCERNS, _TOLD)
def told(reference: str, subject_id: int) -> Answer:
    """Record that a registrant was told, or why not yet."""
    typed = forms.read_act(request.form, "telling", "told_on")
    which = typed.values["telling"]
    if which not in dict(forms.TELLING):
        typed.wrong("telling", "Choose one of these")
    held = which in {one.value for one in HeldBack}
    day = None if held else typed.day("told_on", needed="Say on which day they were told")
    words = typed.needs("words", "Say how they were told and by whom, or why they cannot be told yet")

    def act() -> None:
        version = forms.version(typed)
        if day is not None:
            telling_registrants.record_told(
                known(reference),
                subject_id,
                on=day,
                how=words,
                police_agree=which == "agreed",
                version=version,
                by=me(),
            )
        else:
            telling_registrants.hold_back(
                known(reference), subject_id, because=HeldBack(which), reason=words, version=version, by=me()
            )

    said = "It is on record. Their own page shows the concern now." if day is not None else "It is on record."
    return acted(known(reference), "told", typed, act, said, blame="telling", **_where(known(reference), subject_id))
