"""The forms of looking into a concern, as data: which fields an act has, at which stage it is offered, and who may.

Nothing here decides anything: the operation behind an act checks all of it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from werkzeug.datastructures import MultiDict

from accounts.forms.staff import Typed, tidy
from accounts.permissions import Permission
from concerns.forms.staff import LONGEST
from concerns.vocabulary import Factor, Ground, PauseReason, Stage, TriageOutcome, Yes
from concerns.workflow import LOOKED_INTO

Kind = Literal["line", "text", "day", "choices"]
Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Field:
    """One field. `needed` is the sentence when it is empty; `of` names choices that depend on the concern."""

    name: str
    label: str
    kind: Kind = "text"
    options: Options = ()
    hint: str = ""
    needed: str = ""
    of: str = ""


@dataclass(frozen=True)
class Form:
    """One act: its heading, the words on its button, what it asks, and when and to whom it is offered."""

    heading: str
    button: str
    may: tuple[Permission, ...]
    stages: tuple[Stage, ...]
    fields: tuple[Field, ...] = ()
    said: str = "It is done."
    #: Shown beside the form.
    advice: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Given:
    """What was typed, read."""

    typed: Typed
    days: Mapping[str, date | None]

    def __getitem__(self, name: str) -> str:
        return self.typed.values.get(name, "")

    def day(self, name: str) -> date | None:
        """A day, or none."""
        return self.days.get(name)

    def listed(self, name: str) -> list[str]:
        """What stands between commas or on lines of its own."""
        return [one.strip() for one in self[name].replace("\n", ",").split(",") if one.strip()]

    def lines(self, name: str) -> list[str]:
        """What stands on lines of its own."""
        return [one.strip() for one in self[name].split("\n") if one.strip()]


def read(form: Form, sent: MultiDict[str, str], choices: Mapping[str, Options]) -> Given:
    """Read what was sent; what is wrong is noted by field."""
    typed = Typed({"version": tidy(sent.get("version", ""))})
    days: dict[str, date | None] = {}
    for one in form.fields:
        text = sent.get(one.name, "")
        typed.values[one.name] = _words(typed, one.name, text) if one.kind == "text" else tidy(text, LONGEST)
        if one.kind == "day":
            days[one.name] = typed.day(one.name, needed=one.needed or None)
        elif one.kind == "choices" and typed.values[one.name] not in dict(choices.get(one.of) or one.options):
            if typed.values[one.name] or one.needed:
                typed.wrong(one.name, one.needed or "Choose one of these")
        elif one.needed:
            typed.needs(one.name, one.needed)
    return Given(typed, days)


def _words(typed: Typed, name: str, text: str) -> str:
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign in "\n\t").strip()
    if len(kept) > LONGEST:
        typed.wrong(name, f"This is longer than {LONGEST:,} characters. Make it shorter, or send it as a file")
    return kept


def _options(kind: type[TriageOutcome | Ground | PauseReason]) -> Options:
    return tuple((one.value, one.label) for one in kind)


_YES = ((Yes.YES.value, "Yes"), (Yes.DOUBT.value, "I am in doubt"), (Yes.NO.value, "No"))
_YES_NO = ((Yes.YES.value, "Yes"), (Yes.NO.value, "No"))
_REASONS = Field("words", "Your reasons", needed="Write your reasons", hint="Only staff read this.")
_TO_REPORTER = Field(
    "words",
    "Your words to the reporter",
    needed="Write the reasons for the reporter",
    hint="They read these as they stand.",
)
_STANDARDS = Field("standards", "Which Standards?", "line", hint="Their numbers, such as 3.1, 3.7")
_SUBJECT = Field("subject", "Whom?", "choices", needed="Choose whom", of="subjects")
TRIAGE, MANAGE = (Permission.TRIAGE,), (Permission.THRESHOLD,)
GIVE, WORK = (Permission.ALLOCATE,), (Permission.INVESTIGATE,)
_ANYBODY = (*TRIAGE, *MANAGE, *WORK)
_OPEN = tuple(one for one in Stage if one is not Stage.CLOSED)
_AT_WORK = (Stage.INVESTIGATION,)


def _listing(heading: str, stages: tuple[Stage, ...], *, of: str, registrant: bool = False) -> Form:
    number = Field(
        "number", "Their own registration number", "line", needed="Type the number of their own entry on the register"
    )
    fields = (
        Field("person", "Who?", "choices", needed="Choose who does it", of=of),
        *((number,) if registrant else ()),
        Field("note", "What do they need to know?", hint="Only staff read this."),
    )
    return Form(heading, "List them", GIVE, stages, fields, "They are listed. Nobody else with their role can open it.")


FORMS: dict[str, Form] = {
    "ours": Form(
        "It is ours to look into",
        "Pass it on",
        TRIAGE,
        (Stage.TRIAGE,),
        (
            Field("outcome", "Where does it go?", "choices", _options(TriageOutcome), needed="Choose where it goes"),
            Field("happened_on", "When did it happen?", "day", needed="Say when it happened", hint="The first day."),
            Field("happened_until", "Until when?", "day", hint="Leave it empty when it was one day."),
            _STANDARDS,
            Field("too_old", "If it is longer ago than the age limit: why look into it all the same?"),
            _REASONS,
        ),
        "It goes on. The reporter can see it, and the person it is about cannot leave the register meanwhile.",
    ),
    "more-time": Form(
        "More time to settle it",
        "Give more time",
        TRIAGE,
        (Stage.LOCAL_RESOLUTION,),
        (_REASONS,),
        "More time.",
    ),
    "settled": Form(
        "It is settled",
        "Close it",
        TRIAGE,
        (Stage.LOCAL_RESOLUTION,),
        (Field("agreed", "What did they agree on?", needed="Write what they agreed on"), _TO_REPORTER),
        "It is closed.",
    ),
    "not-settled": Form(
        "Settling it did not work",
        "Go on to the threshold",
        TRIAGE,
        (Stage.LOCAL_RESOLUTION,),
        (_REASONS,),
        "It is at the threshold now.",
    ),
    "threshold": Form(
        "The threshold test",
        "Decide",
        MANAGE,
        (Stage.THRESHOLD,),
        (
            Field("serious", "Could it show a serious departure, or another ground?", "choices", _YES),
            Field("matters", "Could it matter today?", "choices", _YES),
            Field("fair", "Can it fairly be looked into?", "choices", _YES_NO),
            Field("ground", "On which ground?", "choices", _options(Ground), hint="Needed when you investigate."),
            _STANDARDS,
            *(Field(f"factor_{one.value}", one.label, hint="Leave it empty if it weighs nothing.") for one in Factor),
            _REASONS,
            Field("closing", "If you close it: your words to the reporter", hint="They read these as they stand."),
            Field("advice", "If you close it: advice for the registrant"),
        ),
        "It is decided.",
        (
            "All three yes: investigate. In doubt on the first or the second: investigate.",
            "If what we were told were true, could it show a serious departure from a Standard, or another ground?",
            "Does that matter today for the safety of service users, for confidence in case managers, or for "
            "upholding the Standards?",
        ),
    ),
    "wait": Form(
        "Let its clock stand still",
        "Stop the clock",
        _ANYBODY,
        _OPEN,
        (Field("reason", "Why?", "choices", _options(PauseReason), needed="Choose the reason"), _REASONS),
        "Its clock stands still. The risk is rated and the reporter hears from us all the same.",
    ),
    "keep-waiting": Form("We still have to wait", "Keep waiting", _ANYBODY, _OPEN, (_REASONS,), "We still wait."),
    "go-on": Form("Let its clock run again", "Go on", _ANYBODY, _OPEN, (_REASONS,), "Its clock runs again."),
    "investigator": _listing("Who investigates it?", _AT_WORK, of="investigators"),
    "lay-examiner": _listing("Who is the lay examiner?", (Stage.INVESTIGATION, Stage.EXAMINATION), of="lay_examiners"),
    "registrant-examiner": _listing(
        "Who is the examiner from the register?",
        (Stage.INVESTIGATION, Stage.EXAMINATION),
        of="registrant_examiners",
        registrant=True,
    ),
    "plan": Form(
        "The plan",
        "Keep the plan",
        WORK,
        _AT_WORK,
        (Field("words", "What will you find out, from whom, by when?", needed="Write the plan"),),
    ),
    "allege": Form(
        "Put an allegation",
        "Put it",
        WORK,
        _AT_WORK,
        (
            _SUBJECT,
            Field("ground", "On which ground?", "choices", _options(Ground), needed="Choose the ground"),
            _STANDARDS,
            Field("words", "The allegation in a sentence", needed="Put the allegation in a sentence"),
            Field("facts", "The facts, one on each line", needed="Write the facts, one on each line"),
        ),
        "It is put.",
    ),
    "withdraw-allegation": Form(
        "Withdraw an allegation",
        "Withdraw it",
        WORK,
        _AT_WORK,
        (Field("number", "Which?", "choices", needed="Choose which", of="allegations"), _REASONS),
    ),
    "ask-for": Form(
        "Ask somebody for information",
        "Put it on record",
        WORK,
        _AT_WORK,
        (
            Field("whom", "Whom, and how are they reached?", "line", needed="Say whom you ask"),
            Field("words", "What do you ask for, and why?", needed="Say what you ask for"),
        ),
    ),
    "statement": Form(
        "Take a statement",
        "Keep it",
        WORK,
        _AT_WORK,
        (
            Field("witness", "Whose statement?", "line", needed="Say whose statement it is"),
            Field("words", "The statement", needed="Write down the statement"),
            Field("signed_on", "Signed on which day?", "day", hint="Leave it empty until it is signed."),
        ),
    ),
    "ask-answer": Form(
        "Ask the registrant to answer",
        "Ask them",
        WORK,
        _AT_WORK,
        (_SUBJECT,),
        "They have a letter.",
    ),
    "more-answer-time": Form(
        "More time to answer", "Give more time", WORK, _AT_WORK, (_SUBJECT, _REASONS), "More time."
    ),
    "report": Form(
        "The report",
        "Keep the report",
        WORK,
        _AT_WORK,
        (Field("words", "What was found, for and against each fact?", needed="Write the report"),),
    ),
    "to-examiners": Form("Send it to the case examiners", "Send it", WORK, _AT_WORK, (), "It is before the examiners."),
    "discontinue": Form(
        "We cannot go on with it",
        "Close it",
        MANAGE,
        LOOKED_INTO,
        (Field("note", "What happened?", needed="Write what happened", hint="Only staff read this."), _TO_REPORTER),
        "It is closed.",
    ),
    "look-anew": Form(
        "Open it again",
        "Open it",
        MANAGE,
        (Stage.CLOSED,),
        (Field("words", "What is new?", needed="Write what is new", hint="Only staff read this."),),
        "It is in triage again.",
    ),
}


def offered(stage: Stage, *, paused: bool) -> list[tuple[str, Form]]:
    """The acts that belong to a stage, by their slugs. Clocks that stand still are offered to run, and no others."""
    hidden = {"wait"} if paused else {"keep-waiting", "go-on"}
    return [(slug, form) for slug, form in FORMS.items() if stage in form.stages and slug not in hidden]
