"""Finding and deciding: declarations by an officer and two of a panel, assessment, the decision, and appeals."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, Asked, Asks, Job, choosing, fixed
from cpd.forms import Field, number, options
from cpd.joining import queries
from cpd.joining.findings import (
    AppealOutcome,
    AssessmentFinding,
    Outcome,
    PanelFinding,
    ReviewFinding,
    SeatKind,
)
from cpd.joining.operations import appealing, assessing, deciding, declaring, panels
from cpd.joining.operations.deciding import Deciding
from cpd.joining.operations.reading import Opened
from cpd.joining.routes.staff.acting import doors
from cpd.joining.views import candidates

_CHECK = (Permission.CHECK_APPLICATIONS,)
_PANEL = "Officers list people for panels, never anybody with a tie or an earlier part."
_FACTORS = (
    "What counts: how it bears on the work, how long ago it was and at what age, whether it is a pattern, "
    "what led to it, and what the person has done since. A “yes” alone never decides anything."
)
_REASONS = "How serious, how long ago, how it bears on the work."
_ADVICE = Field(
    "advice",
    "Advice to the applicant, if you chose it",
    "It stands in the letter about the decision.",
    "words",
    rows=4,
)


# ----------------------------------------------------------------------------------------------------- declarations


def _review(job: Job) -> None:
    finding = job.sent.choice("finding", ReviewFinding, "Choose what they come to")
    if finding is not None:
        declaring.review(
            job.key,
            finding=finding,
            reasons=job.sent.words("reasons"),
            advice=job.sent.words("advice"),
            version=job.sent.version,
            by=job.by,
        )


def _vote(job: Job) -> None:
    finding = job.sent.choice("finding", PanelFinding, "Choose what you find")
    if finding is not None:
        declaring.vote(
            job.key,
            finding=finding,
            reasons=job.sent.words("reasons"),
            advice=job.sent.words("advice"),
            by=job.by,
        )


def _seat_asks(kind: SeatKind) -> Asks:
    def asks(opened: Opened, _which: str) -> Asked:
        found = candidates.for_panel(opened.application, kind)
        return choosing(found, "member", "Who sits on it?")

    return asks


def _seat(kind: SeatKind, job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        candidates.for_panel(queries.get(job.key), kind).check(account_id)
        panels.seat(job.key, kind=kind, account_id=account_id, by=job.by)


def _unseat(kind: SeatKind, job: Job) -> None:
    panels.unseat(job.key, kind=kind, account_id=number(job.which), by=job.by)


# -------------------------------------------------------------------------------------------------------- assessment


def _assessor_asks(opened: Opened, _which: str) -> Asked:
    found = candidates.assessors(opened.application)
    return choosing(found, "assessor", "Who assesses it?")


def _give_assessor(job: Job) -> None:
    account_id = job.sent.account("assessor", "Choose an assessor")
    if job.sent.fine:
        candidates.assessors(queries.get(job.key)).check(account_id)
        assessing.give_assessor(job.key, account_id=account_id, version=job.sent.version, by=job.by)


def _assess(job: Job) -> None:
    sent = job.sent
    finding = sent.choice("finding", AssessmentFinding, "Choose what you find")
    if finding is not None:
        assessing.assess(
            job.key,
            finding=finding,
            reasons=sent.words("reasons"),
            standards=[one.strip() for one in sent.line("standards").split(",") if one.strip()],
            items=sent.each_line("items"),
            version=sent.version,
            by=job.by,
        )


# ---------------------------------------------------------------------------------------------------------- decision


def _decide(job: Job) -> None:
    sent = job.sent
    outcome = sent.choice("outcome", Outcome, "Choose what you decide")
    until = sent.typed.day("until")
    if outcome is not None and sent.fine:
        held = Deciding(outcome, sent.words("reasons"), sent.words("conditions"), until, sent.words("advice"))
        deciding.decide(job.key, held, version=sent.version, by=job.by)


def _appeal_vote(job: Job) -> None:
    outcome = job.sent.choice("outcome", AppealOutcome, "Choose how you decide")
    if outcome is not None:
        appealing.vote(job.key, outcome=outcome, reasons=job.sent.words("reasons"), by=job.by)


ACTS = (
    Act(
        "review",
        "What do the declarations come to?",
        "Put it on record",
        "An officer reads the declarations first.",
        _CHECK,
        "It is on record.",
        _review,
        fixed(
            Field("finding", "What do they come to?", kind="choices", options=options(*ReviewFinding)),
            Field("reasons", "Your reasons", _REASONS, "words"),
            _ADVICE,
            about=_FACTORS + " What is not clearly minor goes to two people of the panel.",
        ),
        blame="finding",
    ),
    Act(
        "told-in-error",
        "This was told in error",
        "Take it back for them",
        "What the law does not let us ask is hidden at once and deleted.",
        _CHECK,
        "It is hidden from everybody, and will be deleted.",
        lambda job: declaring.told_in_error(job.key, job.which, by=job.by),
        fixed(
            about="Use this when they told us more than the law lets us ask, such as a spent or protected caution. "
            "From now on nobody can read the answer, and in a week it is deleted. A “no” stands in its place."
        ),
        has_part=True,
    ),
    Act(
        "seat",
        "List somebody for the declarations panel",
        "List them",
        _PANEL,
        _CHECK,
        "They are listed. They can read the application now.",
        lambda job: _seat(SeatKind.DECLARATIONS, job),
        _seat_asks(SeatKind.DECLARATIONS),
        blame="member",
    ),
    Act(
        "unseat",
        "Take somebody off the declarations panel",
        "Take them off",
        _PANEL,
        _CHECK,
        "They are off the panel.",
        lambda job: _unseat(SeatKind.DECLARATIONS, job),
        has_part=True,
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
            Field("finding", "What do you find?", kind="choices", options=options(*PanelFinding)),
            Field("reasons", "Your reasons", _REASONS, "words"),
            _ADVICE,
            about=_FACTORS,
        ),
        blame="finding",
    ),
    Act(
        "assessor",
        "Give it to an assessor",
        "Give it to them",
        "Officers give applications to assessors without a tie.",
        _CHECK,
        "The assessor has it.",
        _give_assessor,
        _assessor_asks,
        blame="assessor",
    ),
    Act(
        "assess",
        "Does this person meet the Standards?",
        "Put it on record",
        "The assessor to whom it was given says what they find.",
        (Permission.ASSESS,),
        "It is on record.",
        _assess,
        fixed(
            Field("finding", "What do you find?", kind="choices", options=options(*AssessmentFinding)),
            Field("reasons", "Your reasons", "The registrar reads them, and the applicant may ask for them.", "words"),
            Field("standards", "Standards that are not met, or not shown", "By number, with commas: 2.1, 7.5"),
            Field(
                "items",
                "What more do we need?",
                "Only if you need more evidence: one thing on each line. The applicant reads these as they stand.",
                "words",
                rows=4,
            ),
        ),
        blame="finding",
    ),
    Act(
        "decide",
        "Decide this application",
        "Decide, and tell the applicant",
        "The registrar decides, never whoever assessed it.",
        (Permission.DECIDE_APPLICATIONS,),
        "It is decided. We told the applicant.",
        _decide,
        fixed(
            Field("outcome", "What do you decide?", kind="choices", options=options(*Outcome)),
            Field(
                "reasons", "Your reasons", "The applicant reads these as they stand, in their account.", "words", rows=8
            ),
            Field(
                "conditions",
                "Conditions",
                "Only with conditions. The public reads these on the entry.",
                "words",
                rows=4,
            ),
            Field("until", "Conditions end on", "Only with conditions.", "day"),
            Field("advice", "Advice, if any", "Only the applicant reads it.", "words", rows=4),
        ),
        blame="outcome",
    ),
    Act(
        "to-assessment",
        "Ask for an assessment first",
        "Send it to be assessed",
        "The registrar may ask for an assessment before deciding.",
        (Permission.DECIDE_APPLICATIONS,),
        "It waits for an assessor.",
        lambda job: deciding.send_to_assessment(
            job.key, why=job.sent.words("why"), version=job.sent.version, by=job.by
        ),
        fixed(Field("why", "What should the assessor look at?", "Kept as a note.", "words")),
        blame="why",
    ),
    Act(
        "appeal-seat",
        "List somebody for the appeal panel",
        "List them",
        _PANEL,
        _CHECK,
        "They are listed. They can read the application now.",
        lambda job: _seat(SeatKind.APPEAL, job),
        _seat_asks(SeatKind.APPEAL),
        blame="member",
    ),
    Act(
        "appeal-unseat",
        "Take somebody off the appeal panel",
        "Take them off",
        _PANEL,
        _CHECK,
        "They are off the panel.",
        lambda job: _unseat(SeatKind.APPEAL, job),
        has_part=True,
    ),
    Act(
        "appeal-vote",
        "How do you decide about the appeal?",
        "Say it: it cannot be changed",
        "Three people with no earlier part decide an appeal.",
        (Permission.HEAR_APPEALS,),
        "It is on record. What most of the three decide counts.",
        _appeal_vote,
        fixed(
            Field("outcome", "How do you decide?", kind="choices", options=options(*AppealOutcome)),
            Field("reasons", "Your reasons", "In words that the applicant can follow.", "words"),
        ),
        blame="outcome",
    ),
)
blueprint = doors("staff_application_judging", ACTS)
