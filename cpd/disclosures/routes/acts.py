"""Every act of staff on what a registrant told us."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, ActingDesk, Asked, Job, Subject, each, fixed, who_sits
from cpd.disclosures import staff_view
from cpd.disclosures.operations import adding, reading, reviewing
from cpd.disclosures.operations.reading import Opened
from cpd.disclosures.routes.telling import known
from cpd.disclosures.vocabulary import OFFICER_FINDS, PANEL_FINDS, ConcernsFinding, Finding, HealthFinding
from cpd.forms import Field, options
from cpd.panels import operations as panels
from foundation.audit import Actor

PATH = "/staff/disclosures"
_REASONS = "How serious, how long ago, how it bears on the work. Only staff read them."
_ADVICE = Field(
    "advice", "Advice to the registrant, if you chose it", "They read it in their account.", "words", rows=4
)
_FACTORS = (
    "What counts: how it bears on the work, how long ago it was, whether it is a pattern, what led to it, and what "
    "they have done since. Telling us late is recorded; it is no breach by itself."
)


def _subject(key: str, by: Actor) -> Subject:
    opened = reading.open_disclosure(key, by=by)
    return Subject(opened.registrant.name, opened.disclosure.reference, opened.disclosure.version, opened)


def _review(job: Job) -> None:
    finding = job.sent.choice("finding", Finding, "Choose what follows from it")
    if finding is not None:
        reviewing.review(
            job.key,
            finding=finding,
            reasons=job.sent.words("reasons"),
            advice=job.sent.words("advice"),
            at_once="yes" in job.sent.many("at_once"),
            version=job.sent.version,
            by=job.by,
        )


def _vote(job: Job) -> None:
    finding = job.sent.choice("finding", Finding, "Choose what you find")
    if finding is not None:
        reviewing.vote(
            job.key,
            finding=finding,
            reasons=job.sent.words("reasons"),
            advice=job.sent.words("advice"),
            by=job.by,
        )


def _settle(job: Job) -> None:
    finding = job.sent.choice("finding", ConcernsFinding, "Choose what becomes of it")
    if finding is not None:
        reviewing.settle(
            job.key,
            finding=finding,
            reasons=job.sent.words("reasons"),
            advice=job.sent.words("advice"),
            concern=job.sent.line("concern"),
            version=job.sent.version,
            by=job.by,
        )


def _health(job: Job) -> None:
    finding = job.sent.choice("finding", HealthFinding, "Choose what follows from it")
    if finding is not None:
        reviewing.find_health(
            job.key,
            finding=finding,
            words=job.sent.words("words"),
            shared=job.sent.words("shared"),
            advice=job.sent.words("advice"),
            version=job.sent.version,
            by=job.by,
        )


def _seat_asks(opened: Opened, _which: str) -> Asked:
    return who_sits(panels.candidates(reviewing.panel_of(opened.disclosure, opened.registrant)))


def _unseat_asks(opened: Opened, _which: str) -> Asked:
    seated = staff_view.seated(opened.disclosure)
    return Asked([Field("member", "Who leaves the panel?", kind="choices", options=seated)], nobody=not seated)


def _seat(job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        reviewing.seat(job.key, account_id=account_id, by=job.by)


def _unseat(job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        reviewing.unseat(job.key, account_id=account_id, by=job.by)


_OFFICER = (Permission.LOOK_AFTER_REGISTRANTS,)
ACTS = each(
    Act(
        "review",
        "What follows from it?",
        "Put it on record",
        "An officer reads first what a registrant told us.",
        _OFFICER,
        "It is on record.",
        _review,
        fixed(
            Field("finding", "What follows from it?", kind="choices", options=options(*OFFICER_FINDS)),
            Field("reasons", "Your reasons", _REASONS, "words"),
            _ADVICE,
            Field(
                "at_once",
                "Can it wait?",
                "Only if you pass it on as a possible concern.",
                "ticks",
                [("yes", "It cannot wait: limits on their work may be needed today")],
            ),
            about=_FACTORS + " What is not clearly minor goes to two people of the panel.",
        ),
        blame="finding",
    ),
    Act(
        "take-on",
        "Look after it",
        "Look after it",
        "Officers share what comes in.",
        _OFFICER,
        "You look after it now.",
        lambda job: reviewing.take_on(job.key, by=job.by),
        fixed(about="Your name stands beside it on the list, so that nobody else begins with it."),
    ),
    Act(
        "seat",
        "List somebody for the panel",
        "List them",
        "Officers list people for panels, never anybody with a tie or an earlier part.",
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
        "Officers list people for panels, never anybody with a tie or an earlier part.",
        _OFFICER,
        "They are off the panel.",
        _unseat,
        _unseat_asks,
        blame="member",
    ),
    Act(
        "vote",
        "What do you find?",
        "Say it: it cannot be changed",
        "Two people of the panel each say what they find.",
        (Permission.VOTE,),
        "It is on record. What both of you found is shown when both have said it.",
        _vote,
        fixed(
            Field("finding", "What do you find?", kind="choices", options=options(*PANEL_FINDS)),
            Field("reasons", "Your reasons", _REASONS, "words"),
            _ADVICE,
            about=_FACTORS,
        ),
        blame="finding",
    ),
    Act(
        "settle",
        "What becomes of it?",
        "Put it on record",
        "The concerns officer reads what was passed on.",
        (Permission.TAKE_IN_CONCERNS,),
        "It is on record.",
        _settle,
        fixed(
            Field("finding", "What becomes of it?", kind="choices", options=options(*ConcernsFinding)),
            Field("concern", "Reference of the concern, if you opened one", "Such as CN-2026-7K3M9X."),
            Field("reasons", "Your reasons", _REASONS, "words"),
            _ADVICE,
            about="If it has to be looked into, open a concern first. Its reference ties the two together.",
        ),
        blame="finding",
    ),
    Act(
        "health",
        "What follows from it?",
        "Put it on record",
        "Only the health officer says what follows from what is about health.",
        (Permission.READ_HEALTH,),
        "It is on record.",
        _health,
        fixed(
            Field("finding", "What follows from it?", kind="choices", options=options(*HealthFinding)),
            Field("words", "What you looked at", "Only health officers read it.", "words"),
            Field(
                "shared",
                "What the concerns officer has to know",
                "Only if you pass it on. Nothing of what the illness is.",
                "words",
                rows=4,
            ),
            Field(
                "advice",
                "What you agreed with the registrant",
                "Only if you agreed something. They read it in their account.",
                "words",
                rows=4,
            ),
        ),
        blame="finding",
    ),
    Act(
        "ask",
        "Ask the registrant something",
        "Send the question",
        "Whoever looks at it may ask the registrant about it.",
        (Permission.LOOK_AFTER_REGISTRANTS, Permission.TAKE_IN_CONCERNS, Permission.READ_HEALTH),
        "We wrote to them. The answer will stand on this page.",
        lambda job: adding.ask(job.key, job.sent.words("words"), by=job.by),
        fixed(Field("words", "Your question", "They read it as it stands, in their account.", "words")),
        blame="words",
    ),
    Act(
        "told-in-error",
        "This was told in error",
        "Take it back for them",
        "What the law does not let us ask is hidden at once and deleted.",
        _OFFICER,
        "It is hidden from everybody, and will be deleted.",
        lambda job: adding.take_back(job.key, by=job.by),
        fixed(
            about="Use this when they told us more than the law lets us ask, such as a spent or protected caution. "
            "From now on nobody can read it, and in a week its words and files are deleted."
        ),
        ends=True,
    ),
)

DESK = ActingDesk(PATH, "Back to it", _subject, ACTS, "told", known)
blueprint = DESK.blueprint("staff_disclosures_acts")
