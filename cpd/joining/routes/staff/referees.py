"""Referees, as officers deal with them: a new link, a call to their organisation, writing down, and what they wrote."""

from __future__ import annotations

from datetime import date

from flask import render_template

from accounts import guard
from accounts.permissions import Permission
from accounts.routes.staff.people import me
from cpd.acting import Act, Asked, Job
from cpd.forms import Field, number, options
from cpd.joining import queries
from cpd.joining.applying import ReferenceGiven
from cpd.joining.matters import told_of
from cpd.joining.models import Referee
from cpd.joining.operations import reading, references
from cpd.joining.operations.reading import Opened
from cpd.joining.operations.references import known_long_enough
from cpd.joining.routes.staff.acting import doors, known
from cpd.joining.views.officer_next import PATH
from cpd.joining.vocabulary import RefereeTie
from foundation import clock, locks
from foundation.errors import Missing
from foundation.words import say_day

_CHECK = (Permission.CHECK_APPLICATIONS,)
_WHY = "Officers follow up referees."
#: What is asked on the telephone.
_QUESTIONS = (
    ("how", "How do they know the applicant, and in which work?"),
    ("strengths", "What have they seen the applicant do well?"),
    ("safe", "Would they trust the applicant with somebody close to them? Why?"),
)


def _referee(reference: str, which: str) -> Referee:
    for one in queries.referees(queries.get(reference).id):
        if one.number == number(which):
            return one
    raise Missing("There is no such referee.")


def _who(opened: Opened, which: str) -> list[str]:
    told = told_of(_referee(opened.application.reference, which).sealed, opened.box)
    work = ", ".join(part for part in (told.role, told.organisation) if part)
    return [f"{told.name}, {work}", f"{told.tie.label}, since {say_day(told.known_since)}."]


def _call_asks(opened: Opened, which: str) -> Asked:
    hint = "Look the number up yourself: never use one the applicant or the referee gave."
    return Asked(
        [Field("words", "Which number did you ring, where did you find it, and who answered?", hint, "words")],
        _who(opened, which),
    )


def _call(job: Job) -> None:
    words = job.sent.words("words")
    if not words:
        job.sent.typed.wrong("words", "Say which number you rang, where you found it, and who answered")
    if job.sent.fine:
        references.record_call(_referee(job.key, job.which).id, words=words, by=job.by)


def _write_asks(opened: Opened, which: str) -> Asked:
    told = told_of(_referee(opened.application.reference, which).sealed, opened.box)
    return Asked(
        [
            Field("tie", "How do they know the applicant?", kind="choice", options=options(*RefereeTie)),
            Field("known_since", "Since when?", kind="day", start=told.known_since.isoformat()),
            Field(
                "may_confirm",
                "May we speak of it with the applicant?",
                kind="choices",
                options=[("yes", "Yes"), ("no", "No")],
            ),
            *(Field(name, question, kind="words", rows=4) for name, question in _QUESTIONS),
            Field("worries", "Is there anything that worries them?", "Leave it empty if not.", "words", rows=4),
        ],
        [*_who(opened, which), "Read back to them what you wrote before you keep it."],
    )


def _write_down(job: Job) -> None:
    sent = job.sent
    tie = sent.choice("tie", RefereeTie, "Choose how they know the applicant")
    since: date | None = sent.typed.day("known_since", needed="Say since when")
    if since is not None and since > clock.today():
        sent.typed.wrong("known_since", "Choose a day that has been")
    if sent.line("may_confirm") not in ("yes", "no"):
        sent.typed.wrong("may_confirm", "Choose yes or no")
    for name, _ in _QUESTIONS:
        if not sent.words(name):
            sent.typed.wrong(name, "Write down what they said")
    if tie is None or since is None or not sent.fine:
        return
    answers = [{"question": question, "answer": sent.words(name)} for name, question in _QUESTIONS]
    given = ReferenceGiven(tie, since, sent.line("may_confirm") == "yes", answers, sent.words("worries"))
    references.write_down(_referee(job.key, job.which).id, given, by=job.by)


ACTS = (
    Act(
        "resend",
        "Send a new link",
        "Send a new link",
        _WHY,
        _CHECK,
        "The referee has a new link, with the whole time again. The old one is dead.",
        lambda job: references.resend(_referee(job.key, job.which).id, by=job.by),
        lambda opened, which: Asked(about=[*_who(opened, which), "The old link stops working."]),
        has_part=True,
    ),
    Act(
        "call",
        "Record a call back",
        "Put it on record",
        _WHY,
        _CHECK,
        "It is on record.",
        _call,
        _call_asks,
        blame="words",
        has_part=True,
    ),
    Act(
        "write-down",
        "Write down what they say",
        "Keep it as their reference",
        _WHY,
        _CHECK,
        "It is kept as their reference.",
        _write_down,
        _write_asks,
        blame="tie",
        has_part=True,
    ),
    Act(
        "call-off-referee",
        "Stop waiting for this referee",
        "Stop waiting",
        _WHY,
        _CHECK,
        "We do not wait for them any more.",
        lambda job: references.call_off(_referee(job.key, job.which).id, by=job.by),
        lambda opened, which: Asked(about=[*_who(opened, which), "Their link stops working."]),
        has_part=True,
    ),
)
blueprint = doors("staff_application_referees", ACTS)


@blueprint.get(f"{PATH}/<application>/referees/<which>")
@guard.staff(
    Permission.CHECK_APPLICATIONS,
    "Whoever may read an application reads what its referees wrote; each opening is recorded.",
    Permission.DECIDE_APPLICATIONS,
    Permission.ASSESS,
    Permission.HEAR_APPEALS,
    Permission.BREAK_GLASS,
)
def read(application: str, which: str) -> str:
    """What a referee wrote."""
    reference = known(application)
    referee = _referee(reference, which)
    told, given = reading.open_reference(referee.id, by=me())
    held = queries.reference_of(referee.id)
    if given is None or held is None:
        raise Missing("This referee has not written anything.")
    box = locks.box_of(queries.get(reference).lock_id)
    return render_template(
        "staff/applications/reference.html",
        reference=reference,
        path=f"{PATH}/{reference}",
        name=told.name,
        work=", ".join(part for part in (told.role, told.organisation) if part),
        told_tie=told.tie.label,
        told_since=told.known_since,
        given=given,
        given_at=held.given_at,
        by_telephone=held.taken_by_id is not None,
        call=box.open(referee.call_sealed) if referee.call_sealed else "",
        counts=known_long_enough(given, clock.day_of(held.given_at)),
    )
