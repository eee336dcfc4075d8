"""Adding, showing, changing, copying and deleting activities."""

from __future__ import annotations

import secrets

from flask import redirect, request

from accounts.forms.staff import read_page
from cpd import desk
from cpd.desk import TOO_LATE, WRONG, Answer
from cpd.record import forms, progress, queries, rules, standards, views
from cpd.record.forms import Form
from cpd.record.naming import Seen
from cpd.record.operations import keeping
from cpd.record.routes.desk import DESK, HOME, own_entry
from cpd.record.words import Told
from foundation import clock
from foundation.errors import Refused
from foundation.evidence import refusals, usual_limits
from foundation.words import read_typed_day, say_day

blueprint = DESK.blueprint("record_activities")
_WHY = "Registrants keep their own CPD record."


@blueprint.get("")
@desk.declare(_WHY)
def home() -> Answer:
    """How far they are, what is missing, and the record of a period."""
    shown = views.home(
        desk.registrant(),
        starts_on=read_typed_day(request.args.get("from", "")),
        page=read_page(request.args.get("page", "1")),
    )
    if shown is None:
        raise desk.NoEntry
    starts_on = shown.span.starts_on.isoformat()
    return DESK.show(
        "cpd/record/home.html",
        shown=shown,
        turn=lambda page: f"{HOME}?from={starts_on}&page={page}",
        done=desk.done(),
    )


@blueprint.get("/add")
@desk.declare(_WHY)
def add() -> Answer:
    """An empty page; or one filled with what was done before."""
    form = forms.fresh()
    like, goal = request.args.get("like", ""), request.args.get("goal", "")
    if like.isascii() and like.isdecimal() and len(like) < 10:
        told = views.activity(own_entry(), int(like)).told
        form = forms.typed(views.copied(told, clock.today()))
    elif goal.isascii() and goal.isdecimal():
        form.values["goal"] = goal[:9]
    form.values["once"] = secrets.token_hex(16)
    return _draw(form)


@blueprint.post("/add")
@desk.declare(_WHY)
def keep() -> Answer:
    """Keep it. Before that, point to what may name somebody, and to what is there already."""
    form = forms.read(request.form)
    form.values["once"] = form.once or secrets.token_hex(16)
    book = standards.book()
    told = forms.read_activity(form, known=book.numbers)
    answer = _look_first(form, told, book)
    if answer is not None:
        return answer
    draft = form.get("go") == "draft"
    activity_id = keeping.write(own_entry(), told, once=form.once, draft=draft, by=desk.who().actor)
    if draft:
        desk.say_done("Saved as a draft. It does not count yet.")
        return redirect(HOME, 303)
    desk.say_done(f"Kept. {_so_far()}")
    return redirect(f"{HOME}/activity/{activity_id}", 303)


def _so_far() -> str:
    """How much time there is now."""
    person = desk.registrant()
    span = progress.span_of(person)
    return progress.time_so_far(progress.judge(person, span)) if span is not None else ""


@blueprint.get("/activity/<int:activity>")
@desk.declare(_WHY)
def show(activity: int) -> Answer:
    """One activity with its files and its history."""
    row = queries.of(own_entry(), activity)
    cited = standards.book().cited(row.standards) if row.standards else []
    return draw_whole(activity, cited)


def draw_whole(
    activity: int, cited: list[standards.Cited] | None = None, problems: list[tuple[str, str]] | None = None
) -> str:
    """The page of one activity."""
    if cited is None:
        row = queries.of(own_entry(), activity)
        cited = standards.book().cited(row.standards) if row.standards else []
    return DESK.show(
        "cpd/record/activity.html",
        shown=views.whole(own_entry(), activity, cited=cited),
        problems=problems or [],
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        done=desk.done(),
    )


@blueprint.get("/activity/<int:activity>/edit")
@desk.declare(_WHY)
def edit(activity: int) -> Answer:
    """The same page, filled."""
    shown = views.activity(own_entry(), activity)
    if shown.deleted_at is not None:
        return redirect(f"{HOME}/activity/{activity}", 303)
    form = forms.typed(shown.told)
    form.values["version"] = str(shown.version)
    return _draw(form, of=shown)


@blueprint.post("/activity/<int:activity>/edit")
@desk.declare(_WHY)
def change(activity: int) -> Answer:
    """Keep the change."""
    form = forms.read(request.form)
    book = standards.book()
    told = forms.read_activity(form, known=book.numbers)
    shown = views.activity(own_entry(), activity)
    answer = _look_first(form, told, book, of=shown)
    if answer is not None:
        return answer
    draft = form.get("go") == "draft"
    try:
        keeping.change(own_entry(), activity, told, version=form.version, draft=draft, by=desk.who().actor)
    except Refused as refused:
        newest = views.activity(own_entry(), activity)
        form.values["version"] = str(newest.version)
        form.problems.append(("learned", refused.sentence))
        return _draw(form, of=newest), TOO_LATE
    desk.say_done("Saved as a draft. It does not count yet." if draft and not shown.kept else "Kept.")
    return redirect(HOME if draft and not shown.kept else f"{HOME}/activity/{activity}", 303)


def _look_first(form: Form, told: Told, book: standards.Book, *, of: views.Shown | None = None) -> Answer | None:
    """The page once more, when something is wrong, was looked for, or should be seen before it is kept."""
    if form.looks:
        form.problems.clear()
        return _draw(form, of=of, book=book)
    draft = form.get("go") == "draft"
    wrong = rules.too_much(told) if draft else rules.problems(told)
    named = {name for name, _ in form.problems}
    # What cannot be read is missing too: one sentence is enough.
    taken = named | ({"time"} if "other_time" in named else set())
    form.problems += [one for one in wrong if one[0] not in taken]
    if form.problems:
        return _draw(form, of=of, book=book), WRONG
    seen = [] if draft else _seen(told, but=of.id if of is not None else None)
    if {one.mark for one in seen} - form.looked:
        form.looked_at(seen)
        return _draw(form, of=of, book=book, seen=seen)
    return None


def _seen(told: Told, *, but: int | None) -> list[Seen]:
    twins = views.alike(own_entry(), told, but=but)
    same = [
        Seen("title", f"You have this already: {one.title}, {one.time}, on {say_day(one.told.done_on)}.")
        for one in twins[:1]
        if one.told.done_on is not None
    ]
    return [*forms.seen_in(told.words), *same]


def _draw(
    form: Form, *, of: views.Shown | None = None, book: standards.Book | None = None, seen: list[Seen] | None = None
) -> str:
    entry_id = own_entry()
    book = book or standards.book()
    told = of.told if of is not None else None
    looked_for = form.get("find")
    return DESK.show(
        "cpd/record/form.html",
        form=form,
        problems=form.problems,
        wrong=dict(form.problems),
        of=of,
        seen=seen or [],
        kinds=views.kinds(queries.favourites(entry_id)),
        times=forms.TIMES,
        companies=views.COMPANIES,
        goals=views.open_goals(entry_id, also=told.plan_item_id if told else None),
        recent=views.recent(entry_id) if of is None and not form.get("kind") and not form.problems else [],
        chosen=book.cited(form.standards),
        found=[one for one in book.found(looked_for) if one.number not in form.standards],
        looked_for=looked_for,
        today=clock.today(),
    )


@blueprint.get("/activity/<int:activity>/delete")
@desk.declare(_WHY)
def ask_to_delete(activity: int) -> Answer:
    """Are you sure?"""
    shown = views.activity(own_entry(), activity)
    if shown.deleted_at is not None:
        return redirect(f"{HOME}/activity/{activity}", 303)
    return DESK.show("cpd/record/delete.html", shown=shown)


@blueprint.post("/activity/<int:activity>/delete")
@desk.declare(_WHY)
def delete(activity: int) -> Answer:
    """Take it out of the record."""
    shown = views.activity(own_entry(), activity)
    keeping.delete(own_entry(), activity, version=forms.read(request.form).version, by=desk.who().actor)
    said = f"Deleted: {shown.title}. You can put it back from “Deleted”." if shown.kept else "The draft is deleted."
    desk.say_done(said)
    return redirect(HOME, 303)


@blueprint.post("/activity/<int:activity>/restore")
@desk.declare(_WHY)
def restore(activity: int) -> Answer:
    """Put it back."""
    keeping.restore(own_entry(), activity, by=desk.who().actor)
    desk.say_done("It is back in your record.")
    return redirect(f"{HOME}/activity/{activity}", 303)


@blueprint.get("/deleted")
@desk.declare(_WHY)
def deleted() -> Answer:
    """What was deleted and can be put back."""
    opener = views.Opener(own_entry(), [])
    shown = [opener.show(row) for row in queries.deleted(own_entry())]
    return DESK.show("cpd/record/deleted.html", shown=shown, done=desk.done())
