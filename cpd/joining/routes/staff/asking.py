"""Asking the applicant for what is missing: one list, more time for it, and calling it off."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, Asked, Job, fixed
from cpd.forms import Field
from cpd.joining import queries
from cpd.joining.models import InformationRequest
from cpd.joining.operations import information
from cpd.joining.operations.reading import Opened
from cpd.joining.routes.staff.acting import doors
from foundation.errors import Refused
from foundation.words import say_day

_CHECK = (Permission.CHECK_APPLICATIONS,)
_ASKS = "Officers ask the applicant for what is missing."


def _ask_asks(_opened: Opened, _which: str) -> Asked:
    topics = list(information.TOPICS.items())
    return Asked(
        [
            Field("topics", "What is it about?", "So that their page can lead there.", "ticks", topics),
            Field(
                "items",
                "What do we need?",
                "One thing on each line, in plain words. The applicant reads these as they stand, and answers each.",
                "words",
                rows=8,
            ),
        ],
        ["Ask for everything at once. Our clock stands still until the list is answered."],
    )


def _ask(job: Job) -> None:
    items = job.sent.each_line("items")
    if not items:
        job.sent.typed.wrong("items", "Write down what we need, one thing on each line")
    if job.sent.fine:
        information.ask(job.key, topics=job.sent.many("topics"), items=items, version=job.sent.version, by=job.by)


def _open_list(reference: str) -> InformationRequest:
    found = queries.open_information(queries.get(reference).id)
    if found is None:
        raise Refused("No list waits for the applicant.")
    return found


def _call_off(job: Job) -> None:
    information.call_off(_open_list(job.key).id, by=job.by)


def _more_time_asks(opened: Opened, _which: str) -> Asked:
    held = queries.open_information(opened.application.id)
    until = f"They have until {say_day(held.due_on)}." if held is not None and held.due_on else ""
    return Asked([Field("until", "Until which day?", kind="day")], [until] if until else [])


def _more_time(job: Job) -> None:
    until = job.sent.typed.day("until", needed="Say until which day")
    if until is not None and job.sent.fine:
        information.more_time(_open_list(job.key).id, until=until, by=job.by)


ACTS = (
    Act(
        "ask",
        "Ask the applicant for something",
        "Send the list",
        _ASKS,
        _CHECK,
        "We told the applicant that a list waits in their account.",
        _ask,
        _ask_asks,
        blame="items",
    ),
    Act(
        "call-off",
        "We no longer need it",
        "Call the list off",
        _ASKS,
        _CHECK,
        "The list is called off. Our clock runs again.",
        _call_off,
        fixed(about="The applicant no longer has to answer. Our clock runs again."),
    ),
    Act(
        "more-time",
        "Give them more time",
        "Give them more time",
        _ASKS,
        _CHECK,
        "They have more time. We told them.",
        _more_time,
        _more_time_asks,
        blame="until",
    ),
)
blueprint = doors("staff_application_asking", ACTS)
