"""Every act of staff on a wish to leave, a leave, a death, and what they write down for somebody who called."""

from __future__ import annotations

from flask import Blueprint

from accounts import authority
from accounts.permissions import Permission
from cpd import registrants
from cpd.acting import Act, Asked, Desk, Job, Subject, each, fixed, who_sits
from cpd.forms import Field, number, options
from cpd.leaving import queries, rules
from cpd.leaving.operations import deaths, departures, leave, mistakes, reading
from cpd.leaving.staff_view import PATH
from cpd.leaving.telling import News, WhyAway
from cpd.leaving.vocabulary import LeaveReason, LeavingFinding
from cpd.panels import operations as panels
from cpd.panels import queries as panel_queries
from cpd.registrants import Registrant
from cpd.requirements.spans import Span
from foundation.audit import Actor
from foundation.errors import Missing
from foundation.references import read_number

_OFFICER, _REGISTRAR = (Permission.LOOK_AFTER_REGISTRANTS,), (Permission.DECIDE_REGISTER,)
_PANEL = "Officers list people for panels, never anybody with a tie or an earlier part."
_DEATH = "One person writes a death down, and a registrar who did not confirms it."


# ------------------------------------------------------------------------------------------------------------- leaving


def _departure(key: str, by: Actor) -> Subject:
    held, registrant = reading.open_departure(number(key), by=by)
    return Subject(registrant.name, registrant.number, held.version, (held, registrant))


def _seat_asks(subject: Subject) -> Asked:
    return who_sits(panels.candidates(departures.panel_of(*subject.held)))


def _unseat_asks(subject: Subject) -> Asked:
    key = rules.key(subject.held[0])
    said = {one.member_id for one in panel_queries.found(key)}
    held = [one.account_id for one in panel_queries.seated(key) if one.account_id not in said]
    names = authority.names_of(held)
    listed = [(str(one), names.get(one, "")) for one in held]
    return Asked([Field("member", "Who leaves the panel?", kind="choices", options=listed)], nobody=not listed)


def _seat(job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        departures.seat(number(job.key), account_id=account_id, by=job.by)


def _unseat(job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        departures.unseat(number(job.key), account_id=account_id, by=job.by)


def _vote(job: Job) -> None:
    finding = job.sent.choice("finding", LeavingFinding, "Choose what you find")
    if finding is not None:
        departures.vote(number(job.key), finding=finding, reasons=job.sent.words("reasons"), by=job.by)


LEAVING = Desk(
    f"{PATH}/leaving",
    "Back to it",
    _departure,
    each(
        Act(
            "facts",
            "Write the facts for the public page",
            "Send them to the registrant",
            "An editor writes what the public would read; somebody else publishes it.",
            (Permission.PREPARE_TEXT,),
            "We wrote to the registrant. Their answer will stand on this page.",
            lambda job: departures.propose_facts(
                number(job.key), job.sent.words("words"), version=job.sent.version, by=job.by
            ),
            fixed(
                Field("words", "The facts", "The registrant agrees to them word for word, or not.", "words", rows=8),
                about="Short, true and agreed: nobody else is named, and nothing of health stands in it.",
            ),
            blame="words",
        ),
        Act(
            "seat",
            "List somebody for the panel",
            "List them",
            _PANEL,
            _OFFICER,
            "They are listed. They can read it now.",
            _seat,
            _seat_asks,
            blame="member",
        ),
        Act(
            "unseat",
            "Take somebody off the panel",
            "Take them off",
            _PANEL,
            _OFFICER,
            "They are off the panel.",
            _unseat,
            _unseat_asks,
            blame="member",
        ),
        Act(
            "vote",
            "May they leave now?",
            "Say it: it cannot be changed",
            "Three people decide whether somebody may leave while something is open.",
            (Permission.VOTE,),
            "It is on record. What most of the three find counts.",
            _vote,
            fixed(
                Field("finding", "What do you find?", kind="choices", options=options(*LeavingFinding)),
                Field("reasons", "Your reasons", "In words that the registrant can follow.", "words"),
                about="What is looked into goes on either way. They can leave only with facts that they agreed to.",
            ),
            blame="finding",
        ),
        Act(
            "publish",
            "Put it on the register",
            "They leave now",
            "The registrar publishes what an editor wrote and the registrant agreed to.",
            (Permission.PUBLISH,),
            "They have left. The facts stand on their page.",
            lambda job: departures.publish(number(job.key), version=job.sent.version, by=job.by),
            fixed(about="They leave in this moment. The agreed facts stand on their page for ten years."),
        ),
    ),
    "departure_id",
)


# --------------------------------------------------------------------------------------------------------------- leave


def _leave(key: str, by: Actor) -> Subject:
    leave.open_why(number(key), by=by)
    held = queries.leave(number(key))
    registrant = rules.registrant_of(held.entry_id)
    return Subject(registrant.name, registrant.number, held.version, held)


def _decide(job: Job, *, agree: bool) -> None:
    leave.decide_leave(number(job.key), agree=agree, words=job.sent.words("words"), version=job.sent.version, by=job.by)


_WHY_LEAVE = "Officers agree to leave, or say why not."
LEAVE = Desk(
    f"{PATH}/leave",
    "Back to it",
    _leave,
    each(
        Act(
            "agree",
            "Agree to this leave",
            "Agree, and tell them",
            _WHY_LEAVE,
            _OFFICER,
            "It is agreed. We told them.",
            lambda job: _decide(job, agree=True),
            fixed(Field("words", "Anything to tell them? You may leave this out", "", "words", rows=3)),
            blame="words",
        ),
        Act(
            "refuse",
            "Do not agree to this leave",
            "Tell them",
            _WHY_LEAVE,
            _OFFICER,
            "We told them.",
            lambda job: _decide(job, agree=False),
            fixed(Field("words", "Why, and what they can do", "They read it in their account.", "words")),
            blame="words",
        ),
    ),
    "leave_id",
)


# --------------------------------------------------------------------------------------------------------------- death


def _death(key: str, by: Actor) -> Subject:
    held, _, _ = deaths.open_report(number(key), by=by)
    registrant = rules.registrant_of(held.entry_id)
    return Subject(registrant.name, registrant.number, held.version, held)


DEATH = Desk(
    f"{PATH}/death",
    "Back to it",
    _death,
    each(
        Act(
            "confirm",
            "Confirm that they have died",
            "Confirm it, and close the entry",
            _DEATH,
            _REGISTRAR,
            "The entry is closed. Letters that waited are called off.",
            lambda job: deaths.confirm_death(number(job.key), version=job.sent.version, by=job.by),
            fixed(
                about="The entry closes at once, and nothing of it is shown any more. Letters to them stop, and "
                "whoever they named to look after their people is told. Only two people can take it back."
            ),
        ),
        Act(
            "not-so",
            "It is not so",
            "Put on record that it was a mistake",
            _DEATH,
            _REGISTRAR,
            "It is on record. The entry was not touched.",
            lambda job: deaths.not_so(number(job.key), version=job.sent.version, by=job.by),
        ),
        Act(
            "called",
            "The contact was called",
            "Put it on record",
            "Somebody without email is told by telephone.",
            _OFFICER,
            "It is on record.",
            lambda job: deaths.contact_called(number(job.key), version=job.sent.version, by=job.by),
        ),
    ),
    "death_id",
)


# ------------------------------------------------------------------------------------------------------------ mistakes


def _mistake(key: str, by: Actor) -> Subject:
    held, _ = mistakes.open_mistake(number(key), by=by)
    registrant = rules.registrant_of(held.entry_id)
    return Subject(registrant.name, registrant.number, held.version, held)


_MISTAKE = "One person says that an ending is wrong, and a registrar who did not takes it back."
MISTAKE = Desk(
    f"{PATH}/mistake",
    "Back to it",
    _mistake,
    each(
        Act(
            "take-back",
            "Take the ending back",
            "Take it back",
            _MISTAKE,
            _REGISTRAR,
            "It is taken back. The entry stands as it did before.",
            lambda job: mistakes.take_back(number(job.key), version=job.sent.version, by=job.by),
            fixed(
                about="The entry stands again at once, as if it had not ended. The mistake stays on record. We write "
                "to nobody: talk to the registrant, and to whoever was told."
            ),
        ),
        Act(
            "right",
            "The ending was right",
            "Put it on record",
            _MISTAKE,
            _REGISTRAR,
            "It is on record. The entry was not touched.",
            lambda job: mistakes.leave_it(number(job.key), version=job.sent.version, by=job.by),
        ),
    ),
    "mistake_id",
)


# ----------------------------------------------------------------------------------------- written down for somebody


def _registrant(key: str) -> Registrant:
    found = registrants.of_number(read_number(key).number or "")
    if found is None:
        raise Missing("There is no entry with that number.")
    return found


def _entry(key: str, by: Actor) -> Subject:
    del by  # name and number are public
    found = _registrant(key)
    return Subject(found.name, found.number, 0, found)


def _report(job: Job) -> None:
    died_on = job.sent.typed.day("died_on")
    if job.sent.fine:
        news = News(job.sent.line("told_by"), job.sent.line("reach"), job.sent.words("seen"))
        deaths.report_death(_registrant(job.key).entry_id, news, died_on=died_on, by=job.by)


def _write_leave(job: Job) -> None:
    first = job.sent.typed.day("starts_on", needed="Type the first day away")
    last = job.sent.typed.day("ends_on", needed="Type the last day away")
    reason = job.sent.choice("reason", LeaveReason, "Choose why")
    if first is not None and last is not None and reason is not None:
        why = WhyAway(reason, job.sent.words("words"))
        leave.write_down_leave(_registrant(job.key).entry_id, Span(first, last), why, by=job.by)


ENTRY = Desk(
    f"{PATH}/entry",
    "Back to them",
    _entry,
    each(
        Act(
            "died",
            "Write down that they have died",
            "Pass it to a registrar",
            _DEATH,
            _OFFICER,
            "It waits for a registrar to confirm. Nothing has changed yet.",
            _report,
            fixed(
                Field("died_on", "On which day, if you know it", "Such as 3 March 2027.", "day"),
                Field("told_by", "Who told us?", "Their name, and who they are to them."),
                Field("reach", "How can we reach them?", "A telephone number or an address."),
                Field("seen", "What do we know it from?", "A certificate, a notice, or a call back.", "words", rows=3),
            ),
            blame="told_by",
        ),
        Act(
            "away",
            "Write down leave for them",
            "Agree to it, and tell them",
            _WHY_LEAVE,
            _OFFICER,
            "It is agreed. We told them.",
            _write_leave,
            fixed(
                Field("starts_on", "First day away", "", "day"),
                Field("ends_on", "Last day away", "", "day"),
                Field("reason", "Why?", "Sealed. Only officers read it.", "choices", options(*LeaveReason)),
                Field("words", "In their words. You may leave this out", "", "words", rows=3),
            ),
            blame="starts_on",
        ),
        Act(
            "mistaken",
            "Say that they were taken off by mistake",
            "Pass it to a registrar",
            _MISTAKE,
            _OFFICER,
            "It waits for a registrar. Nothing has changed yet.",
            lambda job: mistakes.say_mistaken(_registrant(job.key).entry_id, why=job.sent.words("words"), by=job.by),
            fixed(
                Field("words", "What happened, and how do we know?", "", "words", rows=4),
                about="For a death of somebody who is alive, or a leaving that nobody wished.",
            ),
            blame="words",
        ),
    ),
    "number",
)


def _doors(desk: Desk, name: str) -> Blueprint:
    made = Blueprint(name, __name__)
    desk.install(made)
    return made


BLUEPRINTS = (
    _doors(LEAVING, "staff_leaving"),
    _doors(LEAVE, "staff_leave"),
    _doors(DEATH, "staff_death"),
    _doors(MISTAKE, "staff_mistake"),
    _doors(ENTRY, "staff_departures_entry"),
)
