"""The plan: goals, and what is tied to them."""

from __future__ import annotations

import secrets
from collections.abc import Sequence

from flask import redirect, request

from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.record import forms, naming, queries, standards, views
from cpd.record.forms import Form
from cpd.record.naming import Seen
from cpd.record.operations import planning
from cpd.record.routes.desk import DESK, HOME, own_entry
from cpd.record.vocabulary import GoalState
from foundation.errors import Refused

blueprint = DESK.blueprint("record_plan")
_WHY = "Registrants plan their own CPD."
_CLOSED = "This goal is closed already. Open it again first, if you want to change what came of it"


@blueprint.get("/plan")
@desk.declare(_WHY)
def plan() -> Answer:
    """Every goal, with what was done for it."""
    return DESK.show("cpd/record/plan.html", goals=views.plan(own_entry()), done=desk.done())


@blueprint.get("/plan/add")
@desk.declare(_WHY)
def add() -> Answer:
    """An empty page."""
    own_entry()
    return _draw(Form({"once": secrets.token_hex(16)}))


@blueprint.post("/plan/add")
@desk.declare(_WHY)
def keep() -> Answer:
    """Put a goal into the plan."""
    form = forms.read(request.form)
    form.values["once"] = form.once or secrets.token_hex(16)
    book = standards.book()
    told = forms.read_goal(form, known=book.numbers)
    if (answer := _look_first(form, book)) is not None:
        return answer
    try:
        planning.set_goal(own_entry(), told, once=form.once, by=desk.who().actor)
    except Refused as refused:
        form.problems.append(("goal_words", refused.sentence))
        return _draw(form, book), TOO_LATE
    desk.say_done("The goal is in your plan.")
    return redirect(f"{HOME}/plan", 303)


@blueprint.get("/plan/<int:goal>")
@desk.declare(_WHY)
def edit(goal: int) -> Answer:
    """One goal: change it, or say what came of it."""
    shown = _shown(goal)
    return _draw(_filled(shown), of=shown)


@blueprint.post("/plan/<int:goal>")
@desk.declare(_WHY)
def change(goal: int) -> Answer:
    """Keep the change."""
    shown = _shown(goal)
    form = forms.read(request.form)
    book = standards.book()
    form.values["outcome"] = shown.words.outcome
    told = forms.read_goal(form, known=book.numbers)
    if (answer := _look_first(form, book, shown)) is not None:
        return answer
    try:
        planning.change_goal(own_entry(), goal, told, version=form.version, by=desk.who().actor)
    except Refused as refused:
        form.values["version"] = str(queries.goal_of(own_entry(), goal).version)
        form.problems.append(("goal_words", refused.sentence))
        return _draw(form, book, of=shown), TOO_LATE
    desk.say_done("The goal is changed.")
    return redirect(f"{HOME}/plan", 303)


@blueprint.post("/plan/<int:goal>/close")
@desk.declare(_WHY)
def close(goal: int) -> Answer:
    """Done, dropped, or open again."""
    entry_id, by = own_entry(), desk.who().actor
    form = forms.read(request.form)
    if form.get("go") == "reopen":
        planning.reopen_goal(entry_id, goal, by=by)
        desk.say_done("The goal is open again.")
        return redirect(f"{HOME}/plan", 303)
    shown = _shown(goal)
    if shown.state is not GoalState.OPEN:
        # From a tab that was left open: what came of it stands there already; what was typed now is shown beside it.
        again = _filled(shown)
        again.values["outcome"] = form.get("outcome")
        again.problems.append(("closed", _CLOSED))
        return _draw(again, of=shown), TOO_LATE
    seen = naming.look({"outcome": form.get("outcome")})
    if {one.mark for one in seen} - form.looked:
        again = _filled(shown)
        again.values |= {name: form.get(name) for name in ("outcome", "go", "looked")}
        again.looked_at(seen)
        return _draw(again, of=shown, seen=seen)
    state = GoalState.DONE if form.get("go") == "done" else GoalState.DROPPED
    planning.close_goal(entry_id, goal, state, outcome=form.get("outcome"), by=by)
    desk.say_done("Well done. The goal is reached." if state is GoalState.DONE else "The goal is dropped.")
    return redirect(f"{HOME}/plan", 303)


def _shown(goal: int) -> views.ShownGoal:
    row = queries.goal_of(own_entry(), goal)
    return views.Opener(own_entry(), []).goal(row)


def _filled(shown: views.ShownGoal) -> Form:
    form = forms.typed_goal(planning.GoalTold(shown.words, shown.standards, shown.due_on))
    form.values["version"] = str(shown.version)
    return form


def _look_first(form: Form, book: standards.Book, of: views.ShownGoal | None = None) -> Answer | None:
    """The page once more, when something is wrong, was looked for, or should be seen before it is kept."""
    if form.looks:
        form.problems.clear()
        return _draw(form, book, of=of)
    if form.problems:
        return _draw(form, book, of=of), WRONG
    seen = naming.look({name: form.get(name) for name in ("goal_words", "how")})
    if {one.mark for one in seen} - form.looked:
        form.looked_at(seen)
        return _draw(form, book, of=of, seen=seen)
    return None


def _draw(
    form: Form,
    book: standards.Book | None = None,
    *,
    of: views.ShownGoal | None = None,
    seen: Sequence[Seen] = (),
) -> str:
    book = book or standards.book()
    return DESK.show(
        "cpd/record/goal.html",
        form=form,
        problems=form.problems,
        wrong=dict(form.problems),
        seen=seen,
        of=of,
        chosen=book.cited(form.standards),
        found=[one for one in book.found(form.get("find")) if one.number not in form.standards],
        looked_for=form.get("find"),
    )
