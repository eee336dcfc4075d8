"""The acts of looking into a concern, each a form at an address of its own under the concern."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request

from accounts import guard
from accounts.forms.staff import Typed
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from concerns.forms import looking as forms
from concerns.forms import staff
from concerns.forms.looking import Form, Given, Options
from concerns.investigation import alleging, exhibits, inquiring, responding, working
from concerns.operations import closing, pausing, reading, seating
from concerns.routes.staff.acting import Answer
from concerns.routes.staff.page import PATH, known
from concerns.threshold import deciding, triage
from concerns.views import looking_view, officer_view
from concerns.vocabulary import Factor, Ground, Job, PauseReason, TriageOutcome, Yes
from foundation.audit import Actor
from foundation.errors import Missing, Refused

blueprint = Blueprint("staff_concern_looking", __name__)
_WHY = "Each act has its own role and rules; officers, managers and the investigating officer find theirs here."
_MAY = (Permission.TRIAGE, Permission.THRESHOLD, Permission.ALLOCATE, Permission.INVESTIGATE)
Do = Callable[[str, Given, int, Actor], object]


def _ours(reference: str, given: Given, version: int, by: Actor) -> None:
    happened_on = given.day("happened_on")
    assert happened_on is not None
    triage.find_ours(
        reference,
        TriageOutcome(given["outcome"]),
        happened_on=happened_on,
        happened_until=given.day("happened_until"),
        standards_named=given.listed("standards"),
        too_old_because=given["too_old"],
        reasons=given["words"],
        version=version,
        by=by,
    )


def _threshold(reference: str, given: Given, version: int, by: Actor) -> None:
    for name in ("serious", "matters", "fair"):
        if not given[name]:
            raise Refused("Answer all three questions.")
    factors = {one: given[f"factor_{one.value}"] for one in Factor if given[f"factor_{one.value}"]}
    deciding.apply_test(
        reference,
        serious=Yes(given["serious"]),
        matters=Yes(given["matters"]),
        fair=Yes(given["fair"]),
        grounds=[Ground(given["ground"])] if given["ground"] else [],
        standards_named=given.listed("standards"),
        factors=factors,
        reasons=given["words"],
        words=given["closing"],
        advice=given["advice"],
        version=version,
        by=by,
    )


def _allege(reference: str, given: Given, version: int, by: Actor) -> None:
    alleging.allege(
        reference,
        int(given["subject"]),
        ground=Ground(given["ground"]),
        standards_named=given.listed("standards"),
        words=given["words"],
        particulars=given.lines("facts"),
        version=version,
        by=by,
    )


def _list(job: Job) -> Do:
    def do(reference: str, given: Given, version: int, by: Actor) -> None:
        seating.list_for(
            reference,
            job,
            account_id=int(given["person"]),
            number=given["number"],
            note=given["note"],
            version=version,
            by=by,
        )

    return do


DO: dict[str, Do] = {
    "ours": _ours,
    "more-time": lambda ref, given, seen, by: triage.extend_local(ref, reasons=given["words"], version=seen, by=by),
    "settled": lambda ref, given, seen, by: triage.settle(
        ref, words=given["words"], agreed=given["agreed"], version=seen, by=by
    ),
    "not-settled": lambda ref, given, seen, by: triage.give_up_settling(
        ref, reasons=given["words"], version=seen, by=by
    ),
    "threshold": _threshold,
    "wait": lambda ref, given, seen, by: pausing.pause(
        ref, reason=PauseReason(given["reason"]), words=given["words"], version=seen, by=by
    ),
    "keep-waiting": lambda ref, given, seen, by: pausing.keep_pausing(ref, words=given["words"], version=seen, by=by),
    "go-on": lambda ref, given, seen, by: pausing.resume(ref, words=given["words"], version=seen, by=by),
    "investigator": _list(Job.INVESTIGATOR),
    "lay-examiner": _list(Job.EXAMINER_LAY),
    "registrant-examiner": _list(Job.EXAMINER_REGISTRANT),
    "plan": lambda ref, given, seen, by: working.make_plan(ref, words=given["words"], version=seen, by=by),
    "allege": _allege,
    "withdraw-allegation": lambda ref, given, seen, by: alleging.withdraw(
        ref, int(given["number"]), reasons=given["words"], version=seen, by=by
    ),
    "ask-for": lambda ref, given, seen, by: inquiring.ask(
        ref, whom=given["whom"], words=given["words"], version=seen, by=by
    ),
    "statement": lambda ref, given, seen, by: exhibits.add_statement(
        ref, witness=given["witness"], words=given["words"], signed_on=given.day("signed_on"), version=seen, by=by
    ),
    "ask-answer": lambda ref, given, seen, by: responding.ask(ref, int(given["subject"]), version=seen, by=by),
    "more-answer-time": lambda ref, given, seen, by: responding.extend(
        ref, int(given["subject"]), reasons=given["words"], version=seen, by=by
    ),
    "report": lambda ref, given, seen, by: working.write_report(ref, words=given["words"], version=seen, by=by),
    "to-examiners": lambda ref, _given, seen, by: working.send_to_examiners(ref, version=seen, by=by),
    "discontinue": lambda ref, given, seen, by: closing.discontinue(
        ref, words=given["words"], note=given["note"], version=seen, by=by
    ),
    "look-anew": lambda ref, given, seen, by: closing.look_anew(ref, note=given["words"], version=seen, by=by),
}


@blueprint.get(f"{PATH}/<reference>/look/<act>")
@guard.staff(_MAY[0], _WHY, *_MAY[1:])
def form(reference: str, act: str) -> str:
    """The form of an act."""
    held = _form(act)
    reading.open_concern(known(reference), by=me())
    return _page(known(reference), held, Typed({}), _choices(known(reference), held))


@blueprint.post(f"{PATH}/<reference>/look/<act>")
@guard.staff(_MAY[0], _WHY, *_MAY[1:])
def do(reference: str, act: str) -> Answer:
    """Do it."""
    held = _form(act)
    reading.open_concern(known(reference), by=me())
    choices = _choices(known(reference), held)
    given = forms.read(held, request.form, choices)
    if given.typed.problems:
        return _page(known(reference), held, given.typed, choices), 400
    try:
        DO[act](known(reference), given, staff.version(given.typed), me())
    except Refused as refused:
        given.typed.wrong(held.fields[0].name if held.fields else "act", refused.sentence)
        return _page(known(reference), held, given.typed, choices), 409
    flash(held.said)
    return redirect(f"{PATH}/{known(reference)}", 303)


def _form(act: str) -> Form:
    if act not in DO:
        raise Missing("There is no such act.")
    return forms.FORMS[act]


def _choices(reference: str, held: Form) -> dict[str, Options]:
    wanted = {one.of for one in held.fields if one.of}
    if not wanted:
        return {}
    names = {one.id: one.name for one in officer_view.view(reference).subjects}
    return {of: looking_view.choices(reference, of, names) for of in wanted}


def _page(reference: str, held: Form, typed: Typed, choices: dict[str, Options]) -> str:
    return render_template(
        "staff/concerns/look.html",
        concern=officer_view.view(reference),
        sections=looking_view.sections(reference),
        path=f"{PATH}/{reference}",
        form=held,
        typed=typed,
        choices=choices,
    )
