"""Answers to what reporters ask later: to take a concern back, and for another look at its closing."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import staff as forms
from concerns.operations import answering
from concerns.routes.staff import acting
from concerns.routes.staff.acting import acted, form_page
from concerns.routes.staff.page import PATH, known
from concerns.vocabulary import Answer

blueprint = Blueprint("staff_concern_requests", __name__)
_WITHDRAWAL = "Officers close a concern that is taken back, or carry on and say why."
_REVIEW = "Somebody with no earlier part looks at a closing again."


@blueprint.get(f"{PATH}/<reference>/withdrawal")
@guard.staff(Permission.TRIAGE, _WITHDRAWAL)
def withdrawal_form(reference: str) -> str:
    """The form to answer a wish to take it back."""
    return form_page(known(reference), "withdrawal", Typed({}))


@blueprint.post(f"{PATH}/<reference>/withdrawal")
@guard.staff(Permission.TRIAGE, _WITHDRAWAL)
def withdrawal(reference: str) -> acting.Answer:
    """Answer a wish to take it back."""
    return _answer(reference, "withdrawal", answering.answer_withdrawal)


@blueprint.get(f"{PATH}/<reference>/review")
@guard.staff(Permission.HEAR_APPEALS, _REVIEW)
def review_form(reference: str) -> str:
    """The form to answer a wish for another look."""
    return form_page(known(reference), "review", Typed({}))


@blueprint.post(f"{PATH}/<reference>/review")
@guard.staff(Permission.HEAR_APPEALS, _REVIEW)
def review(reference: str) -> acting.Answer:
    """Answer a wish for another look."""
    return _answer(reference, "review", answering.answer_review)


def _answer(reference: str, act_name: str, do: Callable[..., None]) -> acting.Answer:
    typed = forms.read_act(request.form, "answer")
    how = next((one for one in Answer if one.value == typed.values["answer"]), None)
    if how is None:
        typed.wrong("answer", "Choose your answer")
    words = typed.needs("words", "Write your reasons for the reporter")

    def act() -> None:
        do(known(reference), how, reasons=words, version=forms.version(typed), by=me())

    return acted(known(reference), act_name, typed, act, "The reporter can read your answer.", blame="answer")
