"""Insurance and record checks at any time: two short pages, each sent once."""

from __future__ import annotations

from typing import Any

from flask import redirect, request

from cpd import desk, record_checks
from cpd.desk import TOO_LATE, WRONG, Answer, Desk
from cpd.renewal import rules
from cpd.renewal.intake import telling
from cpd.renewal.intake.pages import COVER, RECORD_CHECK, check_cover, check_record
from cpd.renewal.operations import checks, insuring
from cpd.renewal.views import watched_view
from foundation.errors import Refused
from foundation.evidence import refusals, uploads
from foundation.evidence.keeping import usual_limits
from foundation.journey import reading
from foundation.journey.pages import Problem

INSURANCE = Desk("/account/insurance", "Insurance", "Here people on the register show us that they are insured.")
CHECKS = Desk("/account/record-check", "Record check", "Here people on the register tell us of their record check.")
insurance = INSURANCE.blueprint("insurance")
record_check = CHECKS.blueprint("record_check")
_INSURED = "Registrants show at any time that they are insured."
_CHECKED = "Registrants tell of their newest record check."


@insurance.get("")
@desk.declare(_INSURED)
def show_insurance() -> Answer:
    """What we know, and a place for the new certificate."""
    return _draw_insurance({}, [])


@insurance.post("")
@desk.declare(_INSURED)
@uploads.accepts_files
def tell_insurance() -> Answer:
    """Keep what was told, with the certificate."""
    desk.registrant()
    typed = reading.read(COVER, request.form)
    wrong = [*reading.problems_of(COVER, typed), *check_cover(typed)]
    if not any(one.filename for one in request.files.getlist("files")):
        wrong.append(("files", "Choose the file of your certificate"))
    cover = telling.cover(typed)
    if wrong or cover is None:
        return _draw_insurance(typed, wrong), WRONG
    by = desk.who().actor
    try:
        told = insuring.tell(cover, by=by)
    except Refused as refused:
        return _draw_insurance(typed, [("insured_to", refused.sentence)]), TOO_LATE
    taken = uploads.take_uploads(request, "files", owner=("insurance", str(told.id)), by=by)
    lost = "".join(f" We could not keep {one.name}. {one.sentence}" for one in taken.problems)
    desk.say_done(f"Thank you. We have it, and an officer looks at it.{lost}")
    return redirect(INSURANCE.home, 303)


def _draw_insurance(typed: dict[str, Any], problems: list[Problem]) -> str:
    return INSURANCE.show(
        "cpd/renewal/insurance.html",
        shown=watched_view.insurance(desk.registrant()),
        questions=COVER,
        answers=typed,
        problems=problems,
        limits=usual_limits(),
        what_we_take=refusals.WHAT_WE_TAKE,
        done=desk.done(),
    )


@record_check.get("")
@desk.declare(_CHECKED)
def show_check() -> Answer:
    """What we know, and when it is due anew."""
    return _draw_check({}, [])


@record_check.post("")
@desk.declare(_CHECKED)
def tell_check() -> Answer:
    """Keep what was told."""
    typed = reading.read(RECORD_CHECK, request.form)
    wrong = [*reading.problems_of(RECORD_CHECK, typed), *check_record(typed)]
    told = telling.record_check(typed)
    if wrong or told is None:
        return _draw_check(typed, wrong), WRONG
    checks.tell(told, by=desk.who().actor)
    desk.say_done("Thank you. We have it.")
    return redirect(CHECKS.home, 303)


def _draw_check(typed: dict[str, Any], problems: list[Problem]) -> str:
    registrant = desk.registrant()
    seen = record_checks.newest([registrant.entry_id]).get(registrant.entry_id)
    return CHECKS.show(
        "cpd/renewal/record_check.html",
        seen=seen,
        scheme=record_checks.SCHEMES.get(seen.scheme, "") if seen is not None else "",
        level=record_checks.LEVELS.get(seen.level, "") if seen is not None else "",
        due_on=record_checks.due_on(seen) if seen is not None else None,
        on_register=rules.window(registrant) is not None,
        questions=RECORD_CHECK,
        answers=typed,
        problems=problems,
        done=desk.done(),
    )
