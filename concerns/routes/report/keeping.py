"""Save and come back, without an account: the reference and the secret, a reminder, coming back, throwing away."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, request
from werkzeug.datastructures import MultiDict

from accounts import guard
from concerns.forms.returning import RETURNING
from concerns.intake.pages import DESCRIBED, JOURNEY
from concerns.routes import private, slowing
from concerns.routes.report.desks import PUBLIC, Answer, NothingOpen
from concerns.routes.report.pages import WRONG
from concerns.routes.report.people import put_person
from foundation.errors import Missing
from foundation.evidence import belonging
from foundation.journey import drafts, reading
from foundation.journey.drafts import Hand
from foundation.journey.pages import Content, Kind, ListPage, Problem, Question
from foundation.locks import read_secret
from foundation.references import read_concern_reference

blueprint = Blueprint("report_keeping", __name__, url_prefix=PUBLIC.prefix)
private.dress(blueprint)
_WHY = "Anyone may save what they wrote and come back with their secret."
_REMINDER = Question(
    "reminder",
    "Where should the reminder go?",
    Kind.EMAIL,
    hint="Our reminder does not say what it is about. Leave it empty for none.",
    autocomplete="email",
    longest=254,
)


@blueprint.errorhandler(NothingOpen)
def _nothing_open(_error: NothingOpen) -> Answer:
    return redirect(PUBLIC.home, 303)


@blueprint.get("/save")
@guard.public(_WHY)
def save() -> Answer:
    """What to keep to come back, and until when it waits."""
    opened = PUBLIC.open()
    return PUBLIC.show(
        "concerns/report/save.html", opened=opened, question=_REMINDER, answers={}, problems=[], set_up=False
    )


@blueprint.post("/save")
@guard.public(_WHY)
def set_reminder() -> Answer:
    """Remind somebody before the draft is deleted."""
    opened = PUBLIC.open()
    typed = reading.read([_REMINDER], request.form)
    wrong = reading.problems_of([_REMINDER], typed)
    if not wrong:
        drafts.remind_at(opened.hand, typed.get("reminder", ""))
        opened = PUBLIC.open()
    page = PUBLIC.show(
        "concerns/report/save.html",
        opened=opened,
        question=_REMINDER,
        answers=typed,
        problems=wrong,
        set_up=not wrong,
    )
    return (page, WRONG) if wrong else page


@blueprint.post("/close")
@guard.public(_WHY)
def close() -> Answer:
    """Let this browser forget the draft. It stays where it is."""
    PUBLIC.forget()
    return redirect(PUBLIC.prefix, 303)


@blueprint.get("/return")
@guard.public(_WHY)
def come_back() -> Answer:
    """Reference and secret, please."""
    return PUBLIC.show(
        "concerns/report/return.html", questions=RETURNING, answers={}, problems=[], carried=[], action=""
    )


@blueprint.post("/return")
@guard.public(_WHY)
def open_again() -> Answer:
    """Open a draft again. The right secret always opens it; wrong ones are counted, and slowed down."""
    typed = reading.read(RETURNING, request.form)
    carried = [
        (reading.tame_line(name[6:]), reading.tame(value))
        for name, value in request.form.items(multi=True)
        if name.startswith("typed-")
    ]
    action = request.form.get("action", "")
    wrong = reading.problems_of(RETURNING, typed)
    status = WRONG
    if not wrong:
        hand = Hand(read_concern_reference(typed["reference"]) or "", secret=read_secret(typed["secret"]) or "")
        try:
            opened = drafts.open_draft(hand)
        except Missing:
            sentence, status = slowing.count_wrong("return")
            wrong = [("secret", sentence)]
        else:
            if opened.sent_as is not None:
                return redirect("/concerns/mailbox", 303)
            PUBLIC.remember(hand)
            return redirect(f"{PUBLIC.prefix}/{_carry_on(action, carried)}", 303)
    return _return_page(typed, wrong, carried, action), status


def _return_page(answers: dict[str, Any], problems: list[Problem], carried: list[tuple[str, str]], action: str) -> str:
    return PUBLIC.show(
        "concerns/report/return.html",
        questions=RETURNING,
        answers=answers,
        problems=problems,
        carried=carried,
        action=action,
    )


def _carry_on(action: str, carried: list[tuple[str, str]]) -> str:
    """Put what was typed before the draft was open again onto its page; gives where to go."""
    form = MultiDict(carried)
    slug, _, item = action.partition("/")
    page = JOURNEY.page(slug)
    if page is None or not carried:
        return "tasks"
    if slug == "who":
        return _carry_on_with_people(item.removeprefix("described/"), form)
    if isinstance(page, ListPage) and item:
        typed = reading.read(page.item_questions, form)
        PUBLIC.change(lambda content: reading.put_item(content.answers, page, item[:20], reading.cut(typed)))
        return f"{slug}/{item[:20]}"
    typed = reading.read(page.questions, form)

    def edit(content: Content) -> None:
        content.answers.update(reading.cut(typed))
        content.mark(page.slug)

    PUBLIC.change(edit)
    return page.slug


def _carry_on_with_people(item: str, form: MultiDict[str, str]) -> str:
    if "on_register" not in form and "name" not in form:
        words = reading.tame_line(form.get("who_words", ""))
        PUBLIC.change(lambda content: content.answers.update(who_words=words))
        return "who"
    typed = reading.read(DESCRIBED, form)
    PUBLIC.change(lambda content: put_person(content, item, typed))
    return f"who/described/{item[:20]}"


@blueprint.get("/throw-away")
@guard.public(_WHY)
def ask_to_throw_away() -> Answer:
    """Are you sure?"""
    return PUBLIC.show("concerns/report/throw_away.html", opened=PUBLIC.open())


@blueprint.post("/throw-away")
@guard.public(_WHY)
def throw_away() -> Answer:
    """Delete a draft and its files."""
    drafts.throw_away(PUBLIC.open().hand, shred=belonging.destroy_all)
    PUBLIC.forget()
    return PUBLIC.show("concerns/report/thrown_away.html")
