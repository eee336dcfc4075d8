"""The register for staff: finding an entry, its whole history, and the corrections that one officer may make."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from email_validator import EmailNotValidError, validate_email
from flask import Blueprint, flash, redirect, render_template, request
from werkzeug.wrappers import Response

from accounts import guard, places, sessions
from accounts.forms import staff as forms
from accounts.models import Realm
from accounts.permissions import Permission
from accounts.places import Place
from foundation import clock
from foundation.audit import Actor
from foundation.errors import Refused
from foundation.references import read_number
from register import operations, staff_view
from register.vocabulary import OTHER_REGISTERS, PracticeArea, WorksWith

PATH = "/staff/register"
blueprint = Blueprint("staff_register", __name__)
places.declare(Place(PATH, "Register", "Entries with their history, and correcting them.", Permission.READ_REGISTER))

_NAMES = ("title", "forenames", "surname", "known_as", "town", "outcode", "organisation", "languages", "works_with")
_TICKS = ("shows_previous_names", "holds_certificate")
_WHY = "Registration officers and the registrar put right what an entry says."
#: What each form is for: its heading, its fields, and the words on its button.
KINDS = {
    "particulars": ("Change name, place or work", (*_NAMES, *_TICKS), "Change the entry"),
    "email": ("Change the address we write to", ("email",), "Change the address"),
    "insurance": ("Note insurance that you have seen", ("confirmed_to",), "Note this insurance"),
    "other-register": ("Note another register", ("body", "other_number", "checked_on"), "Note this register"),
}


@blueprint.get(PATH)
@guard.staff(Permission.READ_REGISTER, "Those who keep the register find entries in it.")
def search() -> str | Response:
    """Find an entry by number, name, organisation or town."""
    text = forms.tidy(request.args.get("q", ""))
    number = read_number(text).number if text else None
    if number is not None:
        return redirect(f"{PATH}/{number}", 303)
    return render_template("staff/register.html", text=text, found=staff_view.search(text), most=staff_view.MOST_FOUND)


@blueprint.get(f"{PATH}/<number>")
@guard.staff(Permission.READ_REGISTER, "Those who keep the register read an entry with its history.")
def show(number: str) -> str:
    """One entry: what is on record, what the public sees, and what happened."""
    return render_template(
        "staff/entry.html",
        entry=staff_view.view(number),
        today=clock.today(),
        may_correct=guard.may(Permission.CORRECT_REGISTER),
        kinds=[(code, words[0]) for code, words in KINDS.items()],
    )


@blueprint.get(f"{PATH}/<number>/<any(particulars, email, insurance, 'other-register'):kind>")
@guard.staff(Permission.CORRECT_REGISTER, _WHY)
def form(number: str, kind: str) -> str:
    """The form for one correction, filled in with what is on record."""
    entry = staff_view.view(number)
    return _form(entry, kind, forms.Typed({**_held(entry), "version": str(entry.version)}))


@blueprint.post(f"{PATH}/<number>/<any(particulars, email, insurance, 'other-register'):kind>")
@guard.staff(Permission.CORRECT_REGISTER, _WHY)
def correct(number: str, kind: str) -> str | Response | tuple[str, int]:
    """Make one correction."""
    entry = staff_view.view(number)
    typed = forms.read(request.form, (*KINDS[kind][1], "version"), ["reason"])
    if kind == "particulars":
        typed.values["areas"] = " ".join(
            area.value for area in PracticeArea if area.value in request.form.getlist("areas")
        )
    reason = typed.needs("reason", "Say why, so that somebody can follow it later")
    change = _CHANGES[kind](entry.number, typed, reason)
    version = typed.values["version"]
    if typed.problems:
        return _form(entry, kind, typed), 400
    try:
        staff_view.at_version(entry.number, int(version) if version.isdecimal() else 0, change)
    except Refused as error:
        typed.wrong("reason", error.sentence)
        return _form(staff_view.view(number), kind, typed), 409
    flash("It is on record.")
    return redirect(f"{PATH}/{entry.number}", 303)


def _form(entry: staff_view.StaffEntry, kind: str, typed: forms.Typed) -> str:
    heading, _, button = KINDS[kind]
    return render_template(
        "staff/correction.html",
        entry=entry,
        kind=kind,
        heading=heading,
        button=button,
        typed=typed,
        areas=[(area.value, area.label) for area in PracticeArea],
        works_with=[(one.value, one.label) for one in WorksWith],
        bodies=[(code, name) for code, (name, _) in OTHER_REGISTERS.items()],
    )


def _held(entry: staff_view.StaffEntry) -> dict[str, str]:
    """What is on record, as the form shows it."""
    facts = entry.facts
    return {
        **{name: getattr(facts, name) or "" for name in _NAMES if name not in ("languages", "works_with")},
        **{name: "yes" if getattr(facts, name) else "no" for name in _TICKS},
        "languages": ", ".join(facts.languages),
        "works_with": facts.works_with.value if facts.works_with else "",
        "areas": " ".join(facts.areas),
        "email": entry.email or "",
    }


Change = Callable[[], None]


def _by() -> Actor:
    return sessions.require(Realm.STAFF).actor


def _particulars(number: str, typed: forms.Typed, reason: str) -> Change:
    held = typed.values
    if not (held["forenames"] or held["surname"] or held["known_as"]):
        typed.wrong("surname", "An entry needs a name")
    outcode = held["outcode"].upper().replace(" ", "")
    if len(outcode) > 4:
        typed.wrong("outcode", "Type only the first half of the postcode, such as LS6")
    changes = {
        **{name: held[name] for name in ("title", "forenames", "surname", "known_as", "town", "organisation")},
        **{name: held[name] == "yes" for name in _TICKS},
        "outcode": outcode,
        "languages": [one.strip() for one in held["languages"].split(",") if one.strip()],
        "areas": held["areas"].split(),
        "works_with": next((one for one in WorksWith if one.value == held["works_with"]), None),
    }
    return lambda: operations.change_particulars(
        number, changes=changes, effective_at=clock.now(), reason=reason, by=_by()
    )


def _email(number: str, typed: forms.Typed, reason: str) -> Change:
    address = typed.needs("email", "Type the new address")
    if address:
        try:
            address = validate_email(address, check_deliverability=False).normalized
        except EmailNotValidError:
            typed.wrong("email", "Type an address like name@example.org")
    return lambda: operations.change_contact(number, email=address, reason=reason, by=_by())


def _insurance(number: str, typed: forms.Typed, reason: str) -> Change:
    day = typed.day("confirmed_to", needed="Say until which day it is insured") or date.max
    return lambda: operations.confirm_insurance(number, confirmed_to=day, reason=reason, by=_by())


def _other_register(number: str, typed: forms.Typed, reason: str) -> Change:
    body = typed.needs("body", "Choose the register")
    if body and body not in OTHER_REGISTERS:
        typed.wrong("body", "Choose the register from the list")
    other = typed.needs("other_number", "Type their number there")
    day = typed.day("checked_on", needed="Say on which day you looked")
    return lambda: operations.check_other_registration(
        number, body=body, other_number=other, checked_on=day, reason=reason, by=_by()
    )


_CHANGES: dict[str, Callable[[str, forms.Typed, str], Change]] = {
    "particulars": _particulars,
    "email": _email,
    "insurance": _insurance,
    "other-register": _other_register,
}
