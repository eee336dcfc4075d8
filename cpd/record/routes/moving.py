"""Bringing a sheet in, and taking the record along: as a sheet, as data, as a profile to print."""

from __future__ import annotations

from flask import Response, current_app, redirect, request
from werkzeug.exceptions import RequestEntityTooLarge

from cpd import desk
from cpd.desk import WRONG, Answer
from cpd.record import export, policy, profile, progress, sheet, standards
from cpd.record.operations import sheets
from cpd.record.routes.desk import DESK, HOME, own_entry
from foundation.errors import Missing, Refused
from foundation.frame import describe_institute
from foundation.words import read_typed_day, say_size
from register import lists
from register.lists import NotAList

blueprint = DESK.blueprint("record_moving")
_BRING = "Registrants bring in what they kept in a sheet of their own."
_TAKE = "Registrants take their record along at any time."


@blueprint.get("/import")
@desk.declare(_BRING)
def ask() -> Answer:
    """What a sheet should look like, and a place to send it."""
    own_entry()
    return _ask([])


@blueprint.post("/import")
@desk.declare(_BRING)
def read() -> Answer:
    """Read the sheet, and say what would be loaded. Nothing is in the record yet."""
    entry_id = own_entry()
    try:
        file = request.files.get("file")
        if file is None or not file.filename:
            raise Refused("Choose a file first.")
        tables = lists.tables(file.filename, file.read())
        found = sheet.read(tables, known=standards.book().numbers, most=policy.SHEET_ROWS.value())
    except (Refused, NotAList) as problem:
        return _ask([("file", problem.sentence)]), WRONG
    except RequestEntityTooLarge:
        most = current_app.config["MAX_CONTENT_LENGTH"]
        return _ask([("file", f"That file is too big. Send up to {say_size(most)}.")]), 413
    sheets.bring(entry_id, found, by=desk.who().actor)
    return redirect(f"{HOME}/import/look", 303)


@blueprint.get("/import/look")
@desk.declare(_BRING)
def look() -> Answer:
    """The good rows, those that are there already, and those that cannot be loaded, each with its reason."""
    try:
        held = sheets.waiting(own_entry())
    except Missing:
        return redirect(f"{HOME}/import", 303)
    return DESK.show("cpd/record/import_look.html", held=held)


@blueprint.post("/import/look")
@desk.declare(_BRING)
def load() -> Answer:
    """Load the good rows, or nothing."""
    entry_id, by = own_entry(), desk.who().actor
    if request.form.get("go") == "none":
        sheets.throw_away(entry_id, by=by)
        desk.say_done("We loaded nothing.")
        return redirect(HOME, 303)
    try:
        count = sheets.load(
            entry_id, request.form.get("sheet", "")[:40], also_there=request.form.get("also") == "yes", by=by
        )
    except Missing as missing:
        desk.say_done(missing.sentence)
        return redirect(HOME, 303)
    desk.say_done("One activity is in your record." if count == 1 else f"{count} activities are in your record.")
    return redirect(HOME, 303)


def _ask(problems: list[tuple[str, str]]) -> str:
    return DESK.show(
        "cpd/record/import.html", problems=problems, headings=sheet.HEADINGS, most=policy.SHEET_ROWS.value()
    )


# -------------------------------------------------------------------------------------------------------- taking along


@blueprint.get("/export.csv")
@desk.declare(_TAKE)
def as_csv() -> Answer:
    """Every activity as a sheet."""
    return _file(export.as_csv(own_entry()), "text/csv", f"cpd-{desk.registrant().number}.csv")


@blueprint.get("/export.json")
@desk.declare(_TAKE)
def as_json() -> Answer:
    """Every activity and the plan as data."""
    person = desk.registrant()
    return _file(export.as_json(person), "application/json", f"cpd-{person.number}.json")


@blueprint.get("/profile.pdf")
@desk.declare(_TAKE)
def as_profile() -> Answer:
    """What somebody did in a period, and what it comes to, to print."""
    person = desk.registrant()
    wanted = read_typed_day(request.args.get("from", ""))
    spans = progress.spans_of(person)
    span = next((one for one in spans if one.starts_on == wanted), None) or progress.span_of(person)
    if span is None:
        raise desk.NoEntry
    institute = describe_institute(current_app.config["SETTINGS"])
    made = profile.pdf(profile.make(person, span), institute=institute)
    return _file(made, "application/pdf", f"cpd-profile-{person.number}-{span.ends_on.year}.pdf")


def _file(content: str | bytes, kind: str, name: str) -> Response:
    answer = current_app.response_class(content, mimetype=kind)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer
