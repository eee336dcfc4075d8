"""Checking many numbers at once: pasted or as a file, one answer each, to read or to keep as CSV. Nothing is stored."""

from __future__ import annotations

import csv
import io

from flask import Blueprint, current_app, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from accounts import guard
from foundation import clock
from foundation.errors import DomainError
from foundation.words import say_size
from register import checking, lists, policy
from register.checking import Answers, Checked
from register.lists import NotAList
from register.routes import pace
from register.sheets.repair import guarded

blueprint = Blueprint("check_many", __name__)
_COLUMNS = (
    "Line",
    "Given",
    "Number",
    "Found",
    "Name",
    "Status",
    "What it means",
    "May use the title",
    "Registered to",
    "Insurance confirmed to",
    "Restrictions and decisions",
    "Note",
    "Entry",
    "Read at",
)


class Unchecked(DomainError):
    """The list is not checked as it stands; the sentence belongs to a field of the form."""

    def __init__(self, field: str, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.field = field
        self.status = status


@blueprint.get("/register/check-many")
@guard.public("Employers and insurers check many people at once.")
def ask() -> str:
    """The form."""
    return render_template("register/check_many.html", limit=policy.CHECK_MANY.value(), typed="", problems=[])


@blueprint.post("/register/check-many")
@guard.public("Employers and insurers check many people at once. Nothing is stored.")
@pace.checks
def answer() -> str | tuple[str, int]:
    """One answer for each line."""
    try:
        lines = _lines()
    except Unchecked as problem:
        return _again(problem)
    answers = checking.check(lines)
    return render_template("register/check_many_results.html", answers=answers, numbers="\n".join(_kept(lines)))


@blueprint.post("/register/check-many.csv")
@guard.public("The same answers as a file. Nothing is stored: the numbers come with the request.")
@pace.checks
def answer_as_csv() -> Response | tuple[str, int]:
    """The answers as CSV, worked out afresh."""
    try:
        lines = _lines()
    except Unchecked as problem:
        return _again(problem)
    answers = checking.check(lines)
    made = current_app.response_class(as_csv(answers, _public_url()), mimetype="text/csv")
    made.headers.set("Content-Disposition", "attachment", filename=f"register-{clock.day_of(answers.read_at)}.csv")
    return made


def _lines() -> list[str]:
    """The lines that were given, within the limit.

    Raises:
        Unchecked: there are none, too many, both ways at once, or the file cannot be read.
    """
    try:
        typed = lists.printable(request.form.get("numbers", ""))
        file = request.files.get("file")
    except RequestEntityTooLarge:
        most = current_app.config["MAX_CONTENT_LENGTH"]
        raise Unchecked("file", f"That is too much at once. Send up to {say_size(most)}.", 413) from None
    if file is None or not file.filename:
        field, lines = "numbers", lists.from_text(typed)
    elif typed.strip():
        raise Unchecked("file", "Paste numbers or choose a file, not both. To use the file, empty the box first.")
    else:
        field = "file"
        try:
            lines = lists.from_file(file.filename, file.read())
        except NotAList as problem:
            raise Unchecked(field, problem.sentence, problem.status) from None
    given, most = checking.count(lines), policy.CHECK_MANY.value()
    if not given:
        raise Unchecked(field, "Paste at least one registration number, or choose a file.")
    if given > most:
        raise Unchecked(
            field, f"There are {given:,} numbers here. We check up to {most} at once. Take some out, then check again."
        )
    return lines


def _again(problem: Unchecked) -> tuple[str, int]:
    """The form once more, with what was typed and what is wrong."""
    typed = "" if problem.status == 413 else lists.printable(request.form.get("numbers", ""))
    page = render_template(
        "register/check_many.html",
        limit=policy.CHECK_MANY.value(),
        typed=typed,
        problems=[(problem.field, problem.sentence)],
    )
    return page, problem.status


def _kept(lines: list[str]) -> list[str]:
    """The lines for the download: as they were given, but short."""
    return [lists.printable(line.strip()[:200]) for line in lines]


def _public_url() -> str:
    return str(current_app.config["SETTINGS"].public_url).rstrip("/")


def as_csv(answers: Answers, public_url: str) -> str:
    """The answers as CSV that a spreadsheet opens as text and never runs."""
    written = io.StringIO(newline="")
    writer = csv.writer(written)
    writer.writerow(_COLUMNS)
    read_at = answers.read_at.astimezone(clock.LONDON).strftime("%Y-%m-%d %H:%M")
    for one in answers:
        writer.writerow([guarded(cell) for cell in (*_cells(one, public_url), read_at)])
    return "\ufeff" + written.getvalue()


def _cells(one: Checked, public_url: str) -> list[str]:
    entry = one.entry
    notes = [] if entry else [one.sentence]
    if one.suggestion:
        notes.append(f"Did you mean {one.suggestion}? Look at whose number it is first.")
    if one.same_as:
        notes.append(f"The same number as in line {one.same_as}.")
    if entry is None:
        return [str(one.line), one.typed, one.number or "", "No", *[""] * 7, " ".join(notes), ""]
    return [
        str(one.line),
        one.typed,
        entry.number,
        "Yes",
        entry.name,
        entry.status_label,
        entry.status_sentence,
        "Yes" if entry.may_use_title else "No",
        entry.period_to.isoformat() if entry.period_to else "",
        entry.insurance_to.isoformat() if entry.insurance_to else "",
        "\n".join(
            " ".join(part for part in (f"{order.label}.", order.sentence, order.text) if part)
            for order in entry.restrictions
        ),
        " ".join(notes),
        f"{public_url}/register/{entry.number}",
    ]
