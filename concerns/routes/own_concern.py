"""One concern about a registrant: reading it, answering, an offer, an appeal, and papers given to them."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from accounts import guard, sessions
from accounts.doors import DOORS
from accounts.models import Realm
from accounts.sessions import SignedIn
from concerns.bundles import opening
from concerns.examiners import offering
from concerns.forms.own_concern import APPEAL, OFFER, WORDS, answering
from concerns.investigation import responding
from concerns.investigation.responding import Stance
from concerns.panels import orders
from concerns.routes import private
from concerns.routes.attached import answer_with, take_files
from concerns.views import own_concern
from concerns.views.own_concern import OwnConcern
from concerns.vocabulary import AppealGround
from foundation import evidence
from foundation.errors import Missing, Refused
from foundation.evidence import FileGone
from foundation.evidence.uploads import Problem, accepts_files
from foundation.journey import reading

PATH = "/account/concerns/<reference>"
Answer = str | AnyResponse | tuple[str, int]
WRONG, NOT_NOW = 400, 409
_WHY = "Registrants read a concern about them that they were told of, and answer it. It has to be their own."

blueprint = Blueprint("own_concern", __name__)
private.dress(blueprint)


def _who() -> SignedIn:
    return sessions.require(Realm.PUBLIC)


def _at(reference: str) -> str:
    return f"/account/concerns/{reference}"


def _draw(template: str, reference: str, seen: OwnConcern, **more: Any) -> str:
    return render_template(
        f"account/concern/{template}.html",
        door=DOORS[Realm.PUBLIC],
        one=seen,
        reference=reference,
        here=_at(reference),
        **{"answers": {}, "problems": [], "refused": "", **more},
    )


@blueprint.get(PATH)
@guard.signed_in(_WHY)
def show(reference: str) -> str:
    """Where it is, and all of it that is theirs."""
    return _draw("one", reference, own_concern.own_concern(reference, _who().account_id))


# ------------------------------------------------------------------------------------------------------- their answer


@blueprint.get(f"{PATH}/answer")
@guard.signed_in(_WHY)
def answer(reference: str) -> Answer:
    """The facts that are alleged, and what they have written so far."""
    return _answer_page(reference, _answerable(reference))


def _answerable(reference: str) -> OwnConcern:
    seen = own_concern.own_concern(reference, _who().account_id)
    if seen.answer is None:
        raise Missing("There is nothing to answer in this concern.")
    return seen


def _answer_page(reference: str, seen: OwnConcern, *, files: tuple[Problem, ...] = (), **more: Any) -> str:
    assert seen.answer is not None
    kept = {f"fact-{one}": said for one, said in seen.answer.stances.items()} | {"words": seen.answer.words}
    return _draw(
        "answer",
        reference,
        seen,
        **{
            "questions": answering(seen.alleged),
            "answers": kept,
            "file_problems": files,
            "done": request.args.get("kept") == "yes",
            "largest": evidence.usual_limits().largest,
            "what_we_take": evidence.WHAT_WE_TAKE,
            **more,
        },
    )


@blueprint.post(f"{PATH}/answer")
@guard.signed_in(_WHY)
@accepts_files
def keep_answer(reference: str) -> Answer:
    """Keep what was written; with the second button, look at it before it is sent."""
    who, seen = _who(), _answerable(reference)
    questions = answering(seen.alleged)
    typed = reading.read(questions, request.form)
    too_long = [one for one in reading.problems_of(questions, typed) if typed.get(one[0])]
    if too_long:
        return _answer_page(reference, seen, answers=typed, problems=too_long), WRONG
    stances = {fact.id: typed.get(f"fact-{fact.id}", "") for each in seen.alleged for fact in each.facts}
    try:
        row = responding.save(
            reference, account_id=who.account_id, stances=stances, words=typed.get(WORDS.name, ""), by=who.actor
        )
    except Refused as error:
        return _answer_page(reference, seen, answers=typed, refused=error.sentence), NOT_NOW
    refused = take_files(("answering", str(row.id)), by=who.actor)
    if refused:
        return _answer_page(reference, _answerable(reference), files=refused), WRONG
    if request.form.get("go") != "look":
        return redirect(f"{_at(reference)}/answer?kept=yes", 303)
    problems = reading.problems_of(questions, typed)
    if problems:
        return _answer_page(reference, _answerable(reference), problems=problems), WRONG
    return redirect(f"{_at(reference)}/answer/check", 303)


@blueprint.get(f"{PATH}/answer/check")
@guard.signed_in(_WHY)
def check_answer(reference: str) -> Answer:
    """All of it once more, before it is sent."""
    seen = _answerable(reference)
    if seen.answer is None or not seen.answer.open:
        return redirect(_at(reference), 303)
    return _draw("check", reference, seen)


@blueprint.post(f"{PATH}/answer/send")
@guard.signed_in(_WHY)
def send_answer(reference: str) -> Answer:
    """Send it, once."""
    who, seen = _who(), _answerable(reference)
    assert seen.answer is not None
    if seen.answer.answered_on is not None:
        return redirect(f"{_at(reference)}#answer", 303)
    try:
        row = responding.asked_of_me(reference, account_id=who.account_id, by=who.actor)
        responding.respond(
            reference,
            account_id=who.account_id,
            stances={one: Stance(said) for one, said in seen.answer.stances.items()},
            words=seen.answer.words,
            once=str(row.id),
            by=who.actor,
        )
    except Refused as error:
        return _draw("check", reference, seen, refused=error.sentence), NOT_NOW
    return redirect(f"{_at(reference)}#answer", 303)


@blueprint.post(f"{PATH}/answer/files/<token>/remove")
@guard.signed_in(_WHY)
def remove_file(reference: str, token: str) -> Answer:
    """Take a file out of an answer that was not sent."""
    who = _who()
    row = responding.asked_of_me(reference, account_id=who.account_id, by=who.actor)
    found = evidence.find(token)
    if found.owner != ("answering", str(row.id)):
        raise FileGone("That file was deleted.")
    evidence.remove(found.id, by=who.actor)
    return redirect(f"{_at(reference)}/answer", 303)


# ------------------------------------------------------------------------------------------------ an offer, an appeal


@blueprint.get(f"{PATH}/offer")
@guard.signed_in(_WHY)
def offer(reference: str) -> Answer:
    """What is offered, and what each answer means."""
    return _offer_page(reference)


def _offer_page(reference: str, *, checking: bool = False, **more: Any) -> str:
    seen = own_concern.own_concern(reference, _who().account_id)
    if seen.offer is None:
        raise Missing("Nothing is offered to you in this concern.")
    checking = checking and seen.offer.open
    return _draw("offer_check" if checking else "offer", reference, seen, questions=OFFER, **more)


@blueprint.post(f"{PATH}/offer")
@guard.signed_in(_WHY)
def answer_offer(reference: str) -> Answer:
    """Accept it or not, once; before it is sent they look at what it means."""
    who, typed = _who(), reading.read(OFFER, request.form)
    problems = reading.problems_of(OFFER, typed)
    if problems:
        return _offer_page(reference, answers=typed, problems=problems), WRONG
    if request.form.get("looked") != "yes":
        return _offer_page(reference, answers=typed, checking=True)
    act = offering.accept if typed["answer"] == "yes" else offering.decline
    try:
        act(reference, account_id=who.account_id, by=who.actor)
    except Refused as error:
        return _offer_page(reference, answers=typed, refused=error.sentence), NOT_NOW
    return redirect(_at(reference), 303)


@blueprint.get(f"{PATH}/appeal/<int:order_id>")
@guard.signed_in(_WHY)
def appeal(reference: str, order_id: int) -> Answer:
    """Ask three other people to look at a decision."""
    return _appeal_page(reference, order_id)


def _appeal_page(reference: str, order_id: int, **more: Any) -> str:
    seen = own_concern.own_concern(reference, _who().account_id)
    found = next((one for one in seen.decisions if one.order_id == order_id), None)
    if found is None:
        raise Missing("There is no such decision in this concern.")
    return _draw("appeal", reference, seen, decision=found, questions=APPEAL, **more)


@blueprint.post(f"{PATH}/appeal/<int:order_id>")
@guard.signed_in(_WHY)
def lodge(reference: str, order_id: int) -> Answer:
    """Lodge the appeal, once."""
    who, typed = _who(), reading.read(APPEAL, request.form)
    problems = reading.problems_of(APPEAL, typed)
    if problems:
        return _appeal_page(reference, order_id, answers=typed, problems=problems), WRONG
    try:
        orders.lodge_appeal(
            reference,
            order_id,
            account_id=who.account_id,
            grounds=[AppealGround(one) for one in typed["grounds"]],
            words=typed["words"],
            by=who.actor,
        )
    except Refused as error:
        return _appeal_page(reference, order_id, answers=typed, refused=error.sentence), NOT_NOW
    return redirect(_at(reference), 303)


# -------------------------------------------------------------------------------------------------------------- files


@blueprint.get(f"{PATH}/files/<token>")
@guard.signed_in(_WHY)
def file(reference: str, token: str) -> Response:
    """A file of their own answer, or a paper that was given to them, to be saved."""
    return answer_with(evidence.open_original(_file(reference, token), by=_who().actor))


@blueprint.get(f"{PATH}/bundle.pdf")
@guard.signed_in(_WHY)
def bundle(reference: str) -> Response:
    """The last bundle that was made for them and given to them."""
    who = _who()
    file_id = opening.open_mine(reference, account_id=who.account_id)
    return answer_with(evidence.open_original(file_id, by=who.actor))


@blueprint.get(f"{PATH}/files/<token>/view")
@guard.signed_in(_WHY)
def look(reference: str, token: str) -> Response:
    """The copy of a picture for looking at."""
    return answer_with(evidence.open_view(_file(reference, token), by=_who().actor))


def _file(reference: str, token: str) -> int:
    if not own_concern.passes(reference, _who().account_id, token):
        raise FileGone("That file was deleted.")
    return evidence.find(token).id
