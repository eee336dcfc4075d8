"""What officers write down on an entry for somebody who called: a death, a leave, an ending that was a mistake."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd import registrants
from cpd.acting import Act, ActingDesk, Job, Subject, each, fixed
from cpd.forms import Field, options
from cpd.leaving.operations import deaths, leave, mistakes
from cpd.leaving.staff_view import PATH
from cpd.leaving.telling import News, WhyAway
from cpd.leaving.vocabulary import LeaveReason
from cpd.registrants import Registrant
from cpd.requirements.spans import Span
from foundation.audit import Actor
from foundation.errors import Missing
from foundation.references import read_number

_OFFICER = (Permission.LOOK_AFTER_REGISTRANTS,)
_DEATH = "One person writes a death down, and a registrar who did not confirms it."
_WHY_LEAVE = "Officers agree to leave, or say why not."
_MISTAKE = "One person says that an ending is wrong, and a registrar who did not takes it back."


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


DESK = ActingDesk(
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
blueprint = DESK.blueprint("staff_departures_entry")
