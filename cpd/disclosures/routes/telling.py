"""Tell us now: one page, a receipt at once, and where each thing is."""

from __future__ import annotations

from typing import Any

from flask import Response, redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.disclosures import queries, questions, rules, views
from cpd.disclosures.operations import adding, telling_us
from cpd.disclosures.routes.desk import DESK, HOME, WHY
from cpd.disclosures.vocabulary import OPEN
from foundation import clock, evidence
from foundation.errors import Missing, Refused
from foundation.evidence import FileRefused, StoredFile, refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.evidence.opening import open_original
from foundation.journey import reading
from foundation.journey.pages import Problem
from foundation.references import read_disclosure_reference, sayable_code

blueprint = DESK.blueprint("tell_us")


@blueprint.get("")
@desk.declare(WHY)
def show() -> Answer:
    """The page, and what was told before."""
    return _draw({}, [])


@blueprint.post("")
@desk.declare(WHY)
def tell() -> Answer:
    """Take it, and show the receipt."""
    today = clock.today()
    asked = questions.page_questions(today)
    typed = reading.read(asked, request.form)
    wrong = [*reading.problems_of(asked, typed), *questions.day_problems(typed)]
    found = questions.read_said(typed, today)
    if wrong or found is None:
        return _draw(typed, wrong, pressed=_pressed()), WRONG
    try:
        told = telling_us.tell(
            found.said,
            known_on=found.known_on,
            charged=found.charged,
            ends_on=found.ends_on,
            pressed=_pressed() or sayable_code(20),
            by=desk.who().actor,
        )
    except Refused as refused:
        return _draw(typed, [(questions.ABOUT, refused.sentence)], pressed=_pressed()), TOO_LATE
    desk.say_done("Thank you for telling us. We have it. This page is your receipt and your copy.")
    return redirect(f"{HOME}/{told.reference}", 303)


def _pressed() -> str:
    return reading.tame_line(request.form.get("pressed", ""))[:40]


def _draw(typed: dict[str, Any], problems: list[Problem], *, pressed: str = "") -> str:
    return DESK.show(
        "cpd/disclosures/tell.html",
        questions=questions.page_questions(clock.today()),
        answers=typed,
        problems=problems,
        pressed=pressed or sayable_code(20),
        lines=views.own_list(desk.registrant()),
        done=desk.done(),
    )


# ----------------------------------------------------------------------------------------------------- one of one's own


def known(typed: str) -> str:
    """The reference in an address, in its one spelling.

    Raises:
        Missing: it cannot be one.
    """
    reference = read_disclosure_reference(typed)
    if reference is None:
        raise Missing(queries.NONE)
    return reference


@blueprint.get("/<told>")
@desk.declare(WHY)
def show_one(told: str) -> Answer:
    """The receipt, the copy, and where it is."""
    return _draw_one(known(told), [])


def _draw_one(reference: str, problems: list[Problem], words: str = "") -> str:
    desk.registrant()
    return DESK.show(
        "cpd/disclosures/told.html",
        page=views.own_page(reference, by=desk.who().actor),
        problems=problems,
        words=words,
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        done=desk.done(),
    )


@blueprint.post("/<told>/add")
@desk.declare(WHY)
def add(told: str) -> Answer:
    """Add something, or answer our question."""
    reference = known(told)
    words = reading.tame(request.form.get("words", "")).strip()[:20_000]
    try:
        adding.add(reference, words, by=desk.who().actor)
    except Refused as refused:
        return _draw_one(reference, [("words", refused.sentence)], words), TOO_LATE if words else WRONG
    desk.say_done("Thank you. We have what you added.")
    return redirect(f"{HOME}/{reference}", 303)


@blueprint.post("/<told>/files")
@desk.declare(WHY)
@uploads.accepts_files
def take_files(told: str) -> Answer:
    """Keep the files that were chosen; each is kept or refused by itself."""
    reference = known(told)
    page = views.own_page(reference, by=desk.who().actor)
    owner = rules.key(queries.get(page.reference))

    def still_open(_file: StoredFile) -> None:
        if queries.get(reference).stage not in OPEN:
            raise FileRefused("This is closed, so nothing can be added.")

    taken = uploads.take_uploads(request, "files", owner=owner, by=desk.who().actor, then=still_open)
    problems = [("files", f"{one.name}: {one.sentence}") for one in taken.problems]
    if not taken.kept and not problems:
        problems = [("files", "Choose a file first")]
    if problems:
        return _draw_one(reference, problems), WRONG
    desk.say_done("We have your file." if len(taken.kept) == 1 else f"We have your {len(taken.kept)} files.")
    return redirect(f"{HOME}/{reference}", 303)


@blueprint.get("/<told>/files/<token>")
@desk.declare(WHY)
def open_file(told: str, token: str) -> Answer:
    """The very file that they sent."""
    held = queries.get(known(told))
    rules.check_own(held, desk.who().actor)
    file = evidence.find(token)
    if file.owner != rules.key(held) or held.sealed is None:
        raise Missing("There is no such file here.")
    opened = open_original(file.id, by=desk.who().actor)
    return Response(opened.chunks, headers=opened.headers(), direct_passthrough=True)


@blueprint.get("/<told>/take-back")
@desk.declare(WHY)
def show_take_back(told: str) -> Answer:
    """Is it something that they did not have to tell?"""
    desk.registrant()
    page = views.own_page(known(told), by=desk.who().actor)
    return DESK.show("cpd/disclosures/take_back.html", page=page, problems=[])


@blueprint.post("/<told>/take-back")
@desk.declare(WHY)
def take_back(told: str) -> Answer:
    """Hide it from everybody now, and delete its words soon."""
    reference = known(told)
    try:
        adding.take_back(reference, by=desk.who().actor)
    except Refused as refused:
        return _draw_one(reference, [("take-back", refused.sentence)]), TOO_LATE
    desk.say_done("You took it back. Nobody can read it now, and we delete its words within a week.")
    return redirect(HOME, 303)
