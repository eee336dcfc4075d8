"""Proof copies: the registrant checks the facts in their account, the reporter in the mailbox."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, request

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from concerns.forms.proofs import PROOF
from concerns.investigation import responding
from concerns.publishing import proofs
from concerns.routes import mailbox, opened, private
from concerns.routes.mailbox import WRONG, Answer
from concerns.views import own_proof
from concerns.views.own_proof import ToCheck
from foundation import locks
from foundation.errors import Missing, Refused
from foundation.journey import reading

PATH = "/account/concerns/<reference>/proof/<int:proof_id>"
IN_MAILBOX = f"{mailbox.PATH}/proof/<int:proof_id>"
_WHY = "Registrants check the facts of what will be public about them, in a concern of their own."
_WHO_OPENED = "Whoever opened a mailbox may check the facts that were sent to it."

registrants = Blueprint("own_proof", __name__)
private.dress(registrants)
reporters = Blueprint("mailbox_proof", __name__)
mailbox.dress(reporters)


@registrants.get(PATH)
@guard.signed_in(_WHY)
def show(reference: str, proof_id: int) -> Answer:
    """The facts, and two questions."""
    return _own(reference, proof_id)


@registrants.post(PATH)
@guard.signed_in(_WHY)
def answer(reference: str, proof_id: int) -> Answer:
    """Keep what they say of them, once."""
    who = sessions.require(Realm.PUBLIC)

    def keep(right: bool, words: str) -> None:
        proofs.answer_mine(reference, proof_id, account_id=who.account_id, right=right, words=words, by=who.actor)

    return _take(lambda **more: _own(reference, proof_id, **more), keep, f"/account/concerns/{reference}")


def _own(reference: str, proof_id: int, **more: Any) -> str:
    concern, about = responding.mine(reference, sessions.require(Realm.PUBLIC).account_id)
    held = own_proof.of_registrant(concern, about, locks.box_of(concern.lock_id))
    return render_template(
        "account/concern/proof.html",
        door=DOORS[Realm.PUBLIC],
        reference=reference,
        here=f"/account/concerns/{reference}",
        **_with(held, proof_id, more),
    )


@reporters.get(IN_MAILBOX)
@guard.public(_WHO_OPENED)
def show_in_mailbox(proof_id: int) -> Answer:
    """The facts, and two questions."""
    return _in_mailbox(proof_id)


@reporters.post(IN_MAILBOX)
@guard.public(_WHO_OPENED)
def answer_in_mailbox(proof_id: int) -> Answer:
    """Keep what they say of them, once."""
    concern = opened.concern()

    def keep(right: bool, words: str) -> None:
        proofs.answer_from_mailbox(concern.reference, proof_id, right=right, words=words)
        opened.keep("done", "Thank you. We have what you said of the facts.")

    return _take(lambda **more: _in_mailbox(proof_id, **more), keep, mailbox.PATH)


def _in_mailbox(proof_id: int, **more: Any) -> str:
    concern = opened.concern()
    held = own_proof.of_reporter(concern, locks.box_of(concern.lock_id))
    return render_template("concerns/mailbox/proof.html", reference=concern.reference, **_with(held, proof_id, more))


def _with(held: tuple[ToCheck, ...], proof_id: int, more: dict[str, Any]) -> dict[str, Any]:
    proof = next((one for one in held if one.id == proof_id), None)
    if proof is None:
        raise Missing("There is no such proof copy here.")
    return {"proof": proof, "questions": PROOF, "answers": {}, "problems": [], "refused": "", **more}


def _take(draw: Callable[..., str], keep: Callable[[bool, str], None], after: str) -> Answer:
    typed = reading.read(PROOF, request.form)
    problems = reading.problems_of(PROOF, typed)
    if not problems and typed["right"] == "no" and not typed.get("words"):
        problems = [("words", "Write which fact is wrong, and how it was")]
    if problems:
        return draw(answers=typed, problems=problems), WRONG
    try:
        keep(typed["right"] == "yes", typed.get("words", ""))
    except Refused as error:
        return draw(answers=typed, refused=error.sentence), error.status
    return redirect(after, 303)
