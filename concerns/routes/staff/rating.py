"""Rating the risk of a concern, and lowering what is red by itself, which takes two people."""

from __future__ import annotations

from flask import Blueprint, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import staff as forms
from concerns.risk import engine
from concerns.risk import rating as operations
from concerns.routes.staff.acting import Answer, acted, form_page
from concerns.routes.staff.page import PATH, known
from concerns.vocabulary import Cause

blueprint = Blueprint("staff_concern_rating", __name__)
_WHY = "Officers, managers and the investigating officer rate the risk of a concern."
_TWO = "What is red by itself is lowered only by two people."
_RATERS = (Permission.TAKE_IN_CONCERNS, Permission.THRESHOLD, Permission.INVESTIGATE)


@blueprint.get(f"{PATH}/<reference>/rate")
@guard.staff(_RATERS[0], _WHY, *_RATERS[1:])
def rate_form(reference: str) -> str:
    """The form to rate it."""
    return form_page(known(reference), "rate", Typed({}), ticked=[])


@blueprint.post(f"{PATH}/<reference>/rate")
@guard.staff(_RATERS[0], _WHY, *_RATERS[1:])
def rate(reference: str) -> Answer:
    """Rate it."""
    typed = forms.read_act(request.form, "likelihood", "impact", "cause")
    likelihood = _one_to_five(typed, "likelihood", "Choose how likely it is")
    impact = _one_to_five(typed, "impact", "Choose how bad it would be")
    words = typed.needs("words", "Write the reasons for your rating")
    ticked = request.form.getlist("flags")
    cause = next((one for one in Cause if one.value == typed.values["cause"]), Cause.ROUTINE)

    def act() -> None:
        operations.rate(
            known(reference),
            likelihood=likelihood,
            impact=impact,
            flags=engine.read(ticked),
            cause=cause,
            reasons=words,
            version=forms.version(typed),
            by=me(),
        )

    return acted(known(reference), "rate", typed, act, "The rating is kept.", blame="likelihood", ticked=ticked)


@blueprint.get(f"{PATH}/<reference>/lower")
@guard.staff(_RATERS[0], _TWO, *_RATERS[1:])
def lower_form(reference: str) -> str:
    """The form to ask for a lower risk."""
    return form_page(known(reference), "lower", Typed({}), ticked=[])


@blueprint.post(f"{PATH}/<reference>/lower")
@guard.staff(_RATERS[0], _TWO, *_RATERS[1:])
def lower(reference: str) -> Answer:
    """Ask for a lower risk."""
    typed = forms.read_act(request.form)
    words = typed.needs("words", "Write why this concern is not red")
    ticked = request.form.getlist("flags")
    if not ticked:
        typed.wrong("flags", "Tick what should be set aside")

    def act() -> None:
        operations.ask_to_lower(
            known(reference), flags=engine.read(ticked), reasons=words, version=forms.version(typed), by=me()
        )

    said = "It stays red until a second person agrees."
    return acted(known(reference), "lower", typed, act, said, blame="flags", ticked=ticked)


@blueprint.get(f"{PATH}/<reference>/lowering")
@guard.staff(_RATERS[0], _TWO, *_RATERS[1:])
def lowering_form(reference: str) -> str:
    """The form of the second person."""
    return form_page(known(reference), "lowering", Typed({}))


@blueprint.post(f"{PATH}/<reference>/lowering")
@guard.staff(_RATERS[0], _TWO, *_RATERS[1:])
def lowering(reference: str) -> Answer:
    """The second person agrees, or does not."""
    typed = forms.read_act(request.form, "agrees")
    if typed.values["agrees"] not in dict(forms.AGREES):
        typed.wrong("agrees", "Choose one of the two")
    words = typed.needs("words", "Write your reasons")

    def act() -> None:
        operations.answer_lowering(
            known(reference),
            agrees=typed.values["agrees"] == "yes",
            words=words,
            version=forms.version(typed),
            by=me(),
        )

    return acted(known(reference), "lowering", typed, act, "Your answer is kept.", blame="agrees")


def _one_to_five(typed: Typed, name: str, sentence: str) -> int:
    chosen = typed.values[name]
    if chosen not in ("1", "2", "3", "4", "5"):
        typed.wrong(name, sentence)
        return 0
    return int(chosen)
