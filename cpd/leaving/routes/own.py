"""The registrant's own pages: leave the register, be away for longer, and the plan for others."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer, Desk
from cpd.leaving import policy, queries, questions, views
from cpd.leaving.operations import continuity, departures, leave
from foundation import clock
from foundation.errors import Missing, Refused
from foundation.journey import reading
from foundation.journey.pages import Problem
from foundation.words import read_typed_day

LEAVING = Desk("/account/leaving", "Leave the register", "People on the register can leave it here at any time.")
LEAVE = Desk("/account/leave", "Time away", "People on the register can ask here for a longer time away.")
PLAN = Desk("/account/continuity", "If you cannot go on", "People on the register keep here who takes over for them.")
leaving_pages = LEAVING.blueprint("leaving")
leave_pages = LEAVE.blueprint("leave")
plan_pages = PLAN.blueprint("continuity")
_WHY_LEAVING = "Registrants may leave the register at any time."
_WHY_LEAVE = "Registrants ask for longer time away, and stay on the register."
_WHY_PLAN = "Registrants keep the plan for those they work with."


# ------------------------------------------------------------------------------------------------------------- leaving


@leaving_pages.get("")
@desk.declare(_WHY_LEAVING)
def show_leaving() -> Answer:
    """Where it stands, or the form."""
    return _draw_leaving({}, [])


@leaving_pages.post("/check")
@desk.declare(_WHY_LEAVING)
def check_leaving() -> Answer:
    """Show what will happen. Nothing is written yet."""
    typed = reading.read(questions.LEAVING, request.form)
    wrong = reading.problems_of(questions.LEAVING, typed)
    day = read_typed_day(typed.get("leave_on") or "") if typed.get("when") == "later" else None
    if not wrong and day is not None and day < clock.today():
        wrong = [("leave_on", "Type today or a later day")]
    if wrong:
        return _draw_leaving(typed, wrong), WRONG
    return LEAVING.show(
        "cpd/leaving/check.html", registrant=desk.registrant(), answers=typed, day=day, today=clock.today(), problems=[]
    )


@leaving_pages.post("")
@desk.declare(_WHY_LEAVING)
def leave_register() -> Answer:
    """Leave."""
    typed = reading.read(questions.LEAVING, request.form)
    wrong = reading.problems_of(questions.LEAVING, typed)
    if wrong or "go" not in request.form:
        return _draw_leaving(typed, wrong), WRONG
    day = read_typed_day(typed.get("leave_on") or "") if typed.get("when") == "later" else None
    try:
        departures.ask_to_leave(leave_on=day, why=typed.get("why") or "", by=desk.who().actor)
    except Refused as refused:
        return _draw_leaving(typed, [("when", refused.sentence)]), TOO_LATE
    desk.say_done("We have your wish to leave. Where it stands is below.")
    return redirect(LEAVING.home, 303)


@leaving_pages.post("/stay")
@desk.declare(_WHY_LEAVING)
def stay() -> Answer:
    """Change one's mind."""
    held = queries.open_departure(desk.registrant().entry_id)
    try:
        if held is not None:
            departures.change_mind(held.id, by=desk.who().actor)
    except Refused as refused:
        return _draw_leaving({}, [("when", refused.sentence)]), TOO_LATE
    desk.say_done("You stay on the register. Nothing has changed.")
    return redirect(LEAVING.home, 303)


@leaving_pages.post("/facts")
@desk.declare(_WHY_LEAVING)
def answer_facts() -> Answer:
    """Agree to the facts that the public would read, or say what is wrong."""
    held = queries.open_departure(desk.registrant().entry_id)
    agree = request.form.get("go") == "agree"
    typed = reading.read(questions.DISAGREE, request.form)
    wrong = [] if agree else reading.problems_of(questions.DISAGREE, typed)
    if wrong:
        return _draw_leaving(typed, wrong), WRONG
    number = request.form.get("number", "")
    try:
        if held is not None:
            departures.answer_facts(
                held.id,
                number=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0,
                agree=agree,
                words=typed.get("words") or "",
                by=desk.who().actor,
            )
    except Refused as refused:
        return _draw_leaving(typed, [("facts", refused.sentence)]), TOO_LATE
    desk.say_done("Thank you. We have your answer.")
    return redirect(LEAVING.home, 303)


def _draw_leaving(typed: dict[str, Any], problems: list[Problem]) -> str:
    registrant = desk.registrant()
    return LEAVING.show(
        "cpd/leaving/leaving.html",
        registrant=registrant,
        on_register=registrant.is_on_register(),
        shown=views.leaving(registrant),
        questions=questions.LEAVING,
        disagree=questions.DISAGREE,
        answers=typed,
        problems=problems,
        done=desk.done(),
    )


# --------------------------------------------------------------------------------------------------------------- leave


@leave_pages.get("")
@desk.declare(_WHY_LEAVE)
def show_leave() -> Answer:
    """One's leave, and the form."""
    return _draw_leave({}, [])


@leave_pages.post("")
@desk.declare(_WHY_LEAVE)
def ask_for_leave() -> Answer:
    """Ask for leave."""
    typed = reading.read(questions.LEAVE, request.form)
    wrong = reading.problems_of(questions.LEAVE, typed)
    found = questions.read_leave(typed)
    if wrong or found is None:
        return _draw_leave(typed, wrong), WRONG
    span, why = found
    try:
        leave.ask_for_leave(span, why, by=desk.who().actor)
    except Refused as refused:
        return _draw_leave(typed, [("starts_on", refused.sentence)]), TOO_LATE
    desk.say_done("We have your request. You see below by when we answer.")
    return redirect(LEAVE.home, 303)


@leave_pages.post("/<int:leave_id>/take-back")
@desk.declare(_WHY_LEAVE)
def take_back_leave(leave_id: int) -> Answer:
    """Take a request back."""
    try:
        leave.take_back_leave(leave_id, by=desk.who().actor)
    except Refused as refused:
        return _draw_leave({}, [("leave", refused.sentence)]), TOO_LATE
    desk.say_done("You took it back.")
    return redirect(LEAVE.home, 303)


@leave_pages.get("/<int:leave_id>/back")
@desk.declare(_WHY_LEAVE)
def show_back(leave_id: int) -> Answer:
    """On which day do they come back?"""
    return _draw_back(leave_id, {}, [])


@leave_pages.post("/<int:leave_id>/back")
@desk.declare(_WHY_LEAVE)
def come_back(leave_id: int) -> Answer:
    """Come back earlier."""
    typed = reading.read(questions.BACK, request.form)
    wrong = reading.problems_of(questions.BACK, typed)
    day = read_typed_day(typed.get("last_day") or "")
    if wrong or day is None:
        return _draw_back(leave_id, typed, wrong), WRONG
    try:
        leave.come_back(leave_id, last_day=day, by=desk.who().actor)
    except Refused as refused:
        return _draw_back(leave_id, typed, [("last_day", refused.sentence)]), TOO_LATE
    desk.say_done("Welcome back. We changed the last day of your leave.")
    return redirect(LEAVE.home, 303)


def _draw_leave(typed: dict[str, Any], problems: list[Problem]) -> str:
    registrant, today = desk.registrant(), clock.today()
    return LEAVE.show(
        "cpd/leaving/leave.html",
        on_register=registrant.is_on_register(),
        leaves=views.leaves(registrant),
        questions=questions.LEAVE,
        shortest=policy.LEAVE_SHORTEST.value(today),
        answers=typed,
        problems=problems,
        done=desk.done(),
    )


def _draw_back(leave_id: int, typed: dict[str, Any], problems: list[Problem]) -> str:
    held = next((one for one in views.leaves(desk.registrant()) if one.id == leave_id and one.runs), None)
    if held is None:
        raise Missing("You are not on that leave now.")
    return LEAVE.show("cpd/leaving/back.html", leave=held, questions=questions.BACK, answers=typed, problems=problems)


# ---------------------------------------------------------------------------------------------------------------- plan


@plan_pages.get("")
@desk.declare(_WHY_PLAN)
def show_plan() -> Answer:
    """The plan as it is kept."""
    return _draw_plan(questions.plan_answers(queries.plan_of(desk.registrant().entry_id)), [])


@plan_pages.post("")
@desk.declare(_WHY_PLAN)
def keep_plan() -> Answer:
    """Keep it."""
    typed = reading.read(questions.PLAN, request.form)
    wrong = reading.problems_of(questions.PLAN, typed)
    if not wrong and not (typed.get("phone") or typed.get("email")):
        wrong = [("phone", "Type their phone number or their email address")]
    if wrong:
        return _draw_plan(typed, wrong), WRONG
    continuity.keep_plan(desk.registrant().entry_id, questions.read_plan(typed), by=desk.who().actor)
    desk.say_done("Your plan is kept.")
    return redirect(PLAN.home, 303)


def _draw_plan(typed: dict[str, Any], problems: list[Problem]) -> str:
    held = queries.continuity(desk.registrant().entry_id)
    return PLAN.show(
        "cpd/leaving/continuity.html",
        kept_at=held.kept_at if held is not None else None,
        questions=questions.PLAN,
        answers=typed,
        problems=problems,
        done=desk.done(),
    )
