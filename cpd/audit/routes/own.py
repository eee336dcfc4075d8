"""The registrant's side of an audit: where it is, send the record, ask for time, check the draw, appeal."""

from __future__ import annotations

from flask import Response, redirect, request

from cpd import desk, folders
from cpd.audit import copying, exporting, queries
from cpd.audit import drawing as sums
from cpd.audit.models import Audit
from cpd.audit.operations import appealing, sending
from cpd.audit.views import own, record
from cpd.desk import TOO_LATE, WRONG, Answer, Desk
from cpd.joining.findings import AppealGround
from cpd.joining.intake import appeal as appeal_form
from foundation import clock
from foundation.database import as_json
from foundation.errors import Missing, Refused, allows
from foundation.journey import reading
from foundation.journey.pages import Kind, Problem, Question

HOME = "/account/cpd/audit"
_DESK = Desk(
    HOME, "CPD audit", "Here stands an audit of your CPD record, when there is one. It is for people on the register."
)
blueprint = _DESK.blueprint("own_cpd_audit")
_WHY = "Registrants see where an audit of their record is."
_SENDS = "Registrants send what we ask for."
_MAY_APPEAL = "Whoever is told that it is not met may appeal."
_STATEMENT = Question(
    "statement",
    "Is there anything that we should know?",
    Kind.TEXT,
    hint="How you chose what to do, or why something is missing. You can leave this empty.",
    rows=6,
)
_ANSWER = Question(
    "statement",
    "Your answer to what we asked",
    Kind.TEXT,
    hint="You can change your record too: what you send is a new copy of it.",
    rows=8,
    required="Write your answer to what we asked",
)
_TIME = Question(
    "words",
    "Why do you need more time?",
    Kind.TEXT,
    hint="A few words are enough. Say until when, if you know. Only the officers who answer read it.",
    rows=4,
    required="Tell us why you need more time",
)


def _audit() -> Audit | None:
    """The audit that is shown: the newest one that its registrant knows of."""
    held = queries.of_entry(desk.registrant().entry_id)
    return next((one for one in held if one.told_on is not None or one.closed_on is None), None)


def _need() -> Audit:
    held = _audit()
    if held is None:
        raise Missing("There is no audit of your record.")
    return held


@blueprint.get("")
@desk.declare(_WHY)
def home() -> Answer:
    """Where it is."""
    held = _audit()
    earlier = [one for one in queries.of_entry(desk.registrant().entry_id) if one.closed_on and one is not held]
    shown = own.show(held) if held is not None else None
    return _DESK.show("cpd/audit/home.html", shown=shown, earlier=earlier, done=desk.done())


@blueprint.get("/send")
@desk.declare(_SENDS)
def show_send() -> Answer:
    """What would be sent now, and the button that sends it."""
    held = _need()
    return _draw_send(held, {}, []) if allows(sending.check_may_send, held) else redirect(HOME, 303)


@blueprint.post("/send")
@desk.declare(_SENDS)
def send() -> Answer:
    """Send it."""
    held = _need()
    question = _question(held)
    typed = reading.read((question,), request.form)
    wrong = reading.problems_of((question,), typed)
    if wrong:
        return _draw_send(held, typed, wrong), WRONG
    try:
        sending.send(held.reference, statement=str(typed.get("statement") or ""), by=desk.who().actor)
    except Refused as refused:
        return _draw_send(_need(), typed, [("statement", str(refused))]), TOO_LATE
    desk.say_done("Thank you. We have your record, as it stands now.")
    return redirect(HOME, 303)


def _question(held: Audit) -> Question:
    return _ANSWER if held.stage.value == "more" else _STATEMENT


def _draw_send(held: Audit, typed: dict[str, object], problems: list[Problem]) -> str:
    today, who = clock.today(), desk.registrant()
    copied = copying.copy_of(held, who, folders.box_of(held.entry_id), statement="", today=today)
    return _DESK.show(
        "cpd/audit/send.html",
        shown=own.show(held),
        judged=copying.judgement_of(held, who, today=today),
        count=len(copied.activities),
        question=_question(held),
        answers=typed,
        problems=problems,
        back=(HOME, "Your audit"),
    )


@blueprint.get("/copy")
@desk.declare("Registrants may read what they sent.")
def copy() -> Answer:
    """Every copy that was sent, newest first."""
    held = _need()
    sent, box = queries.submissions(held.id), folders.box_of(held.entry_id)
    records = [record.shown(one, copying.opened(one, box)) for one in sent]
    return _DESK.show("cpd/audit/copy.html", reference=held.reference, records=records, back=(HOME, "Your audit"))


@blueprint.get("/time")
@desk.declare(_SENDS)
def show_time() -> Answer:
    """Ask for more time."""
    shown = own.show(_need())
    return _draw_time(shown, {}, []) if shown.can_ask_for_time else redirect(HOME, 303)


@blueprint.post("/time")
@desk.declare(_SENDS)
def ask_for_time() -> Answer:
    """Ask for it."""
    held = _need()
    typed = reading.read((_TIME,), request.form)
    wrong = reading.problems_of((_TIME,), typed)
    if wrong:
        return _draw_time(own.show(held), typed, wrong), WRONG
    try:
        sending.ask_for_time(held.reference, words=str(typed["words"]), by=desk.who().actor)
    except Refused as refused:
        return _draw_time(own.show(_need()), typed, [("words", str(refused))]), TOO_LATE
    desk.say_done("An officer answers you soon. Your last day stays as it is until then.")
    return redirect(HOME, 303)


def _draw_time(shown: own.Shown, typed: dict[str, object], problems: list[Problem]) -> str:
    return _DESK.show(
        "cpd/audit/time.html",
        shown=shown,
        question=_TIME,
        answers=typed,
        problems=problems,
        back=(HOME, "Your audit"),
    )


@blueprint.get("/draw")
@desk.declare("Whoever was drawn may check the draw.")
def draw() -> Answer:
    """How they were drawn. Those drawn come first in the order, so one's place among them is one's place in all.

    The whole sum is for the file and the command: done for every look at a page, it would hold the service up.
    """
    held = _need()
    if held.draw_id is None or held.ticket is None:
        return redirect(HOME, 303)
    made = queries.draw(held.draw_id)
    order = sums.drawn(queries.drawn_in(made.id), seed=made.seed, size=made.size)
    return _DESK.show(
        "cpd/audit/draw.html",
        draw=made,
        ticket=held.ticket,
        place=order.index(held.ticket) + 1,
        sum=sums.place(made.seed, held.ticket),
        back=(HOME, "Your audit"),
    )


@blueprint.get("/draw.json")
@desk.declare("Whoever was drawn may check the draw.")
def draw_file() -> Answer:
    """The file for `flask cpd verify-draw`: the whole list of tickets, and of those drawn only one's own."""
    held = _need()
    if held.draw_id is None or held.ticket is None:
        return redirect(HOME, 303)
    said = as_json(exporting.as_file(queries.draw(held.draw_id), own=held.ticket))
    headers = {"Content-Disposition": 'attachment; filename="cpd-draw.json"'}
    return Response(said, mimetype="application/json", headers=headers)


@blueprint.get("/appeal")
@desk.declare(_MAY_APPEAL)
def show_appeal() -> Answer:
    """How to appeal, until when, and what happens then."""
    shown = own.show(_need())
    return _draw_appeal(shown, {}, []) if shown.can_appeal else redirect(HOME, 303)


@blueprint.post("/appeal")
@desk.declare(_MAY_APPEAL)
def appeal() -> Answer:
    """Appeal."""
    held = _need()
    typed = reading.read(appeal_form.QUESTIONS, request.form)
    wrong = reading.problems_of(appeal_form.QUESTIONS, typed)
    if wrong:
        return _draw_appeal(own.show(held), typed, wrong), WRONG
    grounds = [AppealGround(one) for one in typed["grounds"]]
    try:
        appealing.appeal(held.reference, grounds=grounds, words=typed["words"], by=desk.who().actor)
    except Refused as refused:
        return _draw_appeal(own.show(_need()), typed, [("words", str(refused))]), TOO_LATE
    desk.say_done("We have your appeal. You stay on the register until it is decided.")
    return redirect(HOME, 303)


def _draw_appeal(shown: own.Shown, typed: dict[str, object], problems: list[Problem]) -> str:
    return _DESK.show(
        "cpd/audit/appeal.html",
        shown=shown,
        questions=appeal_form.QUESTIONS,
        answers=typed,
        problems=problems,
        back=(HOME, "Your audit"),
    )
