"""What a reporter may do later, from the mailbox: one short page each, looked at once more before it is sent.

A page whose right has lapsed meanwhile (closed, asked already) is shown again with the reason and all that was typed.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request

from accounts import guard
from concerns import correspondence, queries, reporter_rules, rules
from concerns.forms import following_up as forms
from concerns.forms.following_up import Page
from concerns.models import Concern
from concerns.operations import following_up
from concerns.routes import mailbox, opened
from concerns.routes.mailbox import PATH, WRONG, Answer
from concerns.telling import Reach
from concerns.views import reporter_view
from concerns.vocabulary import Naming, Stage
from foundation import clock, evidence, locks
from foundation.errors import Missing, Refused
from foundation.evidence.uploads import Problem, accepts_files
from foundation.journey import reading

blueprint = Blueprint("following_up", __name__)
mailbox.dress(blueprint)
_WHY = "Whoever opened a mailbox may use the rights that go with it."


@blueprint.get(f"{PATH}/<slug>")
@guard.public(_WHY)
def ask(slug: str) -> Answer:
    """The page of one right."""
    concern = opened.concern()
    page = _page(slug, concern)
    try:
        _check(page, concern)
    except Refused as error:
        return _draw(page, concern, {}, [], refused=error.sentence), error.status
    return _draw(page, concern, _held(page, concern), [])


@blueprint.post(f"{PATH}/<slug>")
@guard.public(_WHY)
@accepts_files
def answer(slug: str) -> Answer:
    """Look at what was typed; show it once more; then do it."""
    concern = opened.concern()
    page = _page(slug, concern)
    typed = reading.read(page.questions, request.form)
    problems = reading.problems_of(page.questions, typed)
    if problems:
        return _draw(page, concern, typed, problems), WRONG
    if request.form.get("change"):
        return _draw(page, concern, typed, [])
    if not request.form.get("sure"):
        return _look(page, concern, typed)
    try:
        statement_id = _do(page, concern, typed)
    except Refused as error:
        return _draw(page, concern, typed, [], refused=error.sentence), error.status
    refused: tuple[Problem, ...] = ()
    if page.files and statement_id is not None:
        refused = mailbox.take_files(concern, ("statement", str(statement_id)))
    if refused:
        return mailbox.show(opened.concern(), files=refused, done=page.receipt)
    opened.keep("done", page.receipt)
    return redirect(PATH, 303)


def _page(slug: str, concern: Concern) -> Page:
    """The page of an address.

    Raises:
        Missing: there is none.
    """
    anonymous = rules.is_anonymous(concern)
    if slug == "feedback":
        return forms.feedback_page(reporter_view.feedback_stages(concern, queries.steps(concern.id)))
    pages = (
        forms.TAKE_BACK,
        forms.ADD,
        forms.PUT_RIGHT,
        forms.LOOK_AGAIN,
        forms.reach_page(anonymous=anonymous),
        forms.name_page(anonymous=anonymous),
    )
    found = next((page for page in pages if page.slug == slug), None)
    if found is None:
        raise Missing("There is no such page in the mailbox.")
    return found


def _check(page: Page, concern: Concern) -> None:
    """Refuse a page whose right is not theirs now."""
    if page.slug == "take-back":
        reporter_rules.check_take_back(concern, correspondence.requests(concern.id))
    elif page.slug == "look-again":
        asked, closing = correspondence.requests(concern.id), correspondence.closing(concern.id)
        reporter_rules.check_look_again(concern, closing, asked, clock.today())
    elif page.slug == "name":
        reporter_rules.check_give_name(concern)
    elif page.slug == "feedback" and not page.questions[0].options:
        raise Refused("You have told us what you think of every part so far. Thank you.")


def _held(page: Page, concern: Concern) -> dict[str, Any]:
    """What we have already, to be changed."""
    if page.slug not in {"reach", "name"}:
        return {}
    box, reporter = locks.box_of(concern.lock_id), concern.reporter
    found = forms.reach_answers(_reach(concern)) if reporter.reach_sealed else {}
    if page.slug == "name" and reporter.name_sealed:
        found["name"] = box.open(reporter.name_sealed)
    return found


def _reach(concern: Concern) -> Reach:
    held = concern.reporter.reach_sealed
    return Reach.from_plain(locks.box_of(concern.lock_id).open_json(held)) if held else Reach()


def _do(page: Page, concern: Concern, typed: dict[str, Any]) -> int | None:
    """Do what the page is for; gives the id of the statement, if it made one."""
    reference = concern.reference
    if page.slug in {"add", "put-right"}:
        return following_up.tell_more(reference, forms.statement_kind(page), forms.as_statement(page, typed))
    if page.slug == "take-back":
        following_up.take_back(reference, typed["words"])
    elif page.slug == "look-again":
        following_up.ask_for_another_look(reference, typed["words"])
    elif page.slug == "reach":
        following_up.change_reach(reference, forms.read_reach(typed))
    elif page.slug == "name":
        # Who was confidential has told us already how they may be reached.
        reach = forms.read_reach(typed) if rules.is_anonymous(concern) else _reach(concern)
        following_up.give_name(reference, name=typed["name"], naming=Naming(typed["naming"]), reach=reach)
    else:
        following_up.give_feedback(
            reference, Stage(typed["stage"]), score=int(typed["score"]), words=typed.get("words", "")
        )
    return None


def _draw(
    page: Page, concern: Concern, answers: dict[str, Any], problems: list[tuple[str, str]], *, refused: str = ""
) -> str:
    return render_template(
        "concerns/mailbox/right.html",
        page=page,
        answers=answers,
        problems=problems,
        refused=refused,
        anonymous=rules.is_anonymous(concern),
        statements=reporter_view.told(concern) if page.slug == "put-right" else (),
    )


def _look(page: Page, concern: Concern, typed: dict[str, Any]) -> str:
    return render_template(
        "concerns/mailbox/check.html",
        page=page,
        answers=typed,
        told=forms.told(page, typed),
        anonymous=rules.is_anonymous(concern),
        largest=evidence.usual_limits().largest,
        what_we_take=evidence.WHAT_WE_TAKE,
    )
