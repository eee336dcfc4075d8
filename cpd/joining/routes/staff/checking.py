"""An officer's acts: take it on, say that it is complete, check, put right, write a note, close."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from accounts.permissions import Permission
from cpd.acting import Act, Asked, Job, choosing, fixed
from cpd.forms import Field, number, options
from cpd.joining import queries
from cpd.joining.applying import Details
from cpd.joining.findings import CloseReason
from cpd.joining.matters import details_of
from cpd.joining.operations import checking, verifying
from cpd.joining.operations.reading import Opened
from cpd.joining.operations.verifying import Checked, ToCheck
from cpd.joining.routes.staff.acting import doors
from cpd.joining.views import candidates
from cpd.joining.views.officer_parts import OUTCOMES
from cpd.joining.vocabulary import CheckItem, CheckOutcome, IdentityDocument
from foundation import clock
from foundation.errors import Missing
from foundation.words import say_day

_CHECK = (Permission.CHECK_APPLICATIONS,)
_WHY = "Officers check applications."
_OUTCOMES = [(one.value, words) for one, words in OUTCOMES.items()]
_LIVE = [("live", "Live: on a call or in the room"), ("copy", "A certified copy")]


# ------------------------------------------------------------------------------------------------------- who has it


def _give_asks(opened: Opened, _which: str) -> Asked:
    found = candidates.officers(opened.application)
    return choosing(found, "to", "Who looks after it now?")


def _give(job: Job) -> None:
    account_id = job.sent.account("to", "Choose an officer")
    if job.sent.fine:
        candidates.officers(queries.get(job.key)).check(account_id)
        checking.give_to(job.key, account_id=account_id, by=job.by)


# ---------------------------------------------------------------------------------------------------------- checking


def _line(opened: Opened, which: str) -> ToCheck:
    item, _, place = which.rpartition("-")
    for one in verifying.check_list(opened.application, opened.box):
        if one.item.value == item and one.place == number(place):
            return one
    raise Missing("That is not on the list of this application.")


def _check_asks(opened: Opened, which: str) -> Asked:
    line = _line(opened, which)
    fields = [Field("outcome", "What came of it?", kind="choices", options=_OUTCOMES)]
    if line.item is CheckItem.IDENTITY:
        fields += [
            Field("document", "Which paper did you see?", kind="choice", options=options(*IdentityDocument)),
            Field("last_four", "The last four signs of its number", "Nothing more of the number is kept."),
            Field("live", "How did you see it?", kind="choices", options=_LIVE),
        ]
    fields += [
        Field("seen_on", "On which day did you look?", kind="day", start=clock.today().isoformat()),
        Field("seen", "What did you see?", "Where you looked and what it said.", "words"),
    ]
    return Asked(fields, [f"{line.item.label}: {line.label}", *_helps(opened.details, line)])


def _helps(details: Details, line: ToCheck) -> list[str]:
    """What the applicant said about it."""
    if line.item is CheckItem.IDENTITY:
        born = say_day(details.born_on) if details.born_on else "no day"
        return [f"They say: {details.name}, born {born}."]
    if line.item is CheckItem.OTHER_REGISTER:
        return [
            "Open that body’s register yourself and look the number up. Nothing is fetched.",
            "Write down the name you found, its standing, and any limits or findings.",
        ]
    if line.item is CheckItem.INSURANCE:
        insured = details.insured
        ends = say_day(insured.ends_on) if insured.ends_on else "no day"
        return [f"They say: {insured.insurer or 'no insurer'}, {insured.number or 'no number'}, until {ends}."]
    if line.item is CheckItem.RECORD_CHECK:
        told = details.record_check
        return [f"They say: {told.scheme}, {told.level}. Never write down what a certificate says."]
    return []


def _check(job: Job) -> None:
    item, _, place = job.which.rpartition("-")
    found = next((one for one in CheckItem if one.value == item), None)
    if found is None:
        raise Missing("That is not on the list of this application.")
    sent = job.sent
    outcome = sent.choice("outcome", CheckOutcome, "Choose what came of it")
    seen_on = sent.typed.day("seen_on", needed="Say on which day you looked")
    seen = sent.words("seen")
    if not seen:
        sent.typed.wrong("seen", "Say what you saw")
    if outcome is None or seen_on is None or not sent.fine:
        return
    checked = Checked(found, outcome, seen, seen_on, number(place))
    if found is CheckItem.IDENTITY:
        document = next((one for one in IdentityDocument if one.value == sent.line("document")), None)
        live = {"live": True, "copy": False}.get(sent.line("live"))
        checked = replace(checked, document=document, last_four=sent.line("last_four"), seen_live=live)
    verifying.record_check(job.key, checked, by=job.by)


# -------------------------------------------------------------------------------------------------------- put right

_RIGHT = (
    ("title", "Title"),
    ("forenames", "First names"),
    ("surname", "Last name"),
    ("known_as", "Known as"),
    ("town", "Town on the register"),
    ("outcode", "First half of the postcode"),
    ("organisation", "Organisation"),
    ("phone", "Telephone"),
)
_INSURED = (("insurer", "Insurer"), ("number", "Number of the policy"))


def _correct_asks(opened: Opened, _which: str) -> Asked:
    details, insured = opened.details, opened.details.insured
    fields = [Field(name, words, start=getattr(details, name)) for name, words in _RIGHT]
    fields += [
        Field("born_on", "Born on", kind="day", start=_text(details.born_on)),
        *(Field(f"insured_{name}", words, start=getattr(insured, name)) for name, words in _INSURED),
        Field("insured_began_on", "Insured from", kind="day", start=_text(insured.began_on)),
        Field("insured_ends_on", "Insured until", kind="day", start=_text(insured.ends_on)),
        Field("why", "Why is this put right?", "Kept with your name. What stood there before is kept too.", "words"),
    ]
    return Asked(fields, ["Only what a paper or the applicant has shown you. What they sent stays as it is."])


def _text(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


def _correct(job: Job) -> None:
    sent = job.sent
    before = details_of(queries.get(job.key))
    born, began, ends = (sent.typed.day(name) for name in ("born_on", "insured_began_on", "insured_ends_on"))
    if not sent.words("why"):
        sent.typed.wrong("why", "Say why this is put right")
    if not sent.fine:
        return
    told: dict[str, Any] = {name: sent.line(f"insured_{name}") for name, _ in _INSURED}
    insured = replace(before.insured, **told, began_on=began, ends_on=ends)
    changed: dict[str, Any] = {name: sent.line(name) for name, _ in _RIGHT}
    after = replace(before, **changed, born_on=born, insured=insured)
    checking.correct_details(job.key, after, why=sent.words("why"), version=sent.version, by=job.by)


# ----------------------------------------------------------------------------------------------------- note, closing


def _note(job: Job) -> None:
    words = job.sent.words("words")
    if not words:
        job.sent.typed.wrong("words", "Write the note first")
    if job.sent.fine:
        checking.write_note(job.key, words, by=job.by)


def _close(job: Job) -> None:
    reason = job.sent.choice("reason", CloseReason, "Choose why")
    if reason is not None:
        checking.close(job.key, reason=reason, version=job.sent.version, by=job.by)


ACTS = (
    Act(
        "take-on",
        "Take it on",
        "Take it on",
        _WHY,
        _CHECK,
        "You look after this application now.",
        lambda job: checking.take_on(job.key, by=job.by),
    ),
    Act(
        "give-to",
        "Give it to another officer",
        "Give it to them",
        _WHY,
        _CHECK,
        "They look after it now.",
        _give,
        _give_asks,
        blame="to",
    ),
    Act(
        "complete",
        "Say that it is complete",
        "It is complete",
        _WHY,
        _CHECK,
        "It is complete. We told the applicant.",
        lambda job: checking.confirm_complete(job.key, version=job.sent.version, by=job.by),
        fixed(about="Nothing is missing: we can begin to check what it says."),
    ),
    Act(
        "check",
        "Put a check on record",
        "Put it on record",
        _WHY,
        _CHECK,
        "It is on record.",
        _check,
        _check_asks,
        blame="seen",
        has_part=True,
    ),
    Act(
        "checked",
        "Say that everything is checked",
        "Everything is checked",
        _WHY,
        _CHECK,
        "Everything is checked.",
        lambda job: verifying.finish(job.key, version=job.sent.version, by=job.by),
        fixed(about="Every line of the check list has been looked at."),
    ),
    Act(
        "correct",
        "Put something right",
        "Put it right",
        _WHY,
        _CHECK,
        "It is put right.",
        _correct,
        _correct_asks,
        blame="why",
    ),
    Act(
        "note",
        "Write a note",
        "Keep the note",
        "Officers write for each other.",
        _CHECK,
        "The note is kept.",
        _note,
        fixed(Field("words", "The note", "Only staff read it. The applicant may ask for it by law.", "words")),
        blame="words",
    ),
    Act(
        "close",
        "Close it without a decision",
        "Close it",
        _WHY,
        _CHECK,
        "It is closed.",
        _close,
        fixed(
            Field("reason", "Why?", kind="choices", options=options(*CloseReason)),
            about="We write to the applicant, unless they have died.",
        ),
        blame="reason",
    ),
)
blueprint = doors("staff_application_checks", ACTS)
