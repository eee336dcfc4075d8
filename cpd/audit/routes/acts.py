"""Every act on an audit: giving it to somebody, more time, marking, deciding, appeals, and doubts about honesty."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.acting import Act, Asked, Asks, Job, choosing, fixed
from cpd.audit import queries
from cpd.audit.models.judged import Marker
from cpd.audit.operations import appealing, assessing, deciding, giving, worrying
from cpd.audit.operations.reading import Opened
from cpd.audit.routes.acting import doors
from cpd.audit.views import candidates
from cpd.audit.views.staff import findings_for
from cpd.audit.vocabulary import AppealOutcome, Finding
from cpd.forms import Field, number, options
from foundation.words import say_day

_RUN, _ASSESS = (Permission.AUDIT_CPD,), (Permission.ASSESS,)
_DECIDE, _HEAR = (Permission.DECIDE_REGISTER,), (Permission.HEAR_APPEALS,)
_GIVES = "Officers give audits to assessors, never to anybody with a tie or an earlier part."
_PANEL = "Officers list people for an appeal, never anybody with a tie or an earlier part."
_TIME = "Officers give more time."
_TOLD = Field(
    "told",
    "What the registrant has to know",
    "The advice, what you ask for, or what is missing. They read it as it stands. Leave it empty only for “Met”.",
    "words",
    rows=5,
)


def _assessor_asks(marker: Marker) -> Asks:
    def asks(opened: Opened, _which: str) -> Asked:
        found = candidates.assessors(opened.audit, marker)
        about = ["They do not see the first mark, nor why they are asked."] if marker is Marker.SECOND else []
        return choosing(found, "assessor", "Who marks it?", about)

    return asks


def _give(marker: Marker, job: Job) -> None:
    account_id = job.sent.account("assessor", "Choose an assessor")
    if job.sent.fine:
        candidates.assessors(queries.get(job.key), marker).check(account_id)
        giving.give_assessor(job.key, marker=marker, account_id=account_id, version=job.sent.version, by=job.by)


def _time_asks(opened: Opened, _which: str) -> Asked:
    asked = queries.open_extension(opened.audit.id)
    about = [f"They have until {say_day(opened.audit.due_on)}."] if opened.audit.due_on else []
    if asked is not None:
        about.append(f"They wrote: {opened.box.open(asked.sealed)}")
    fields = [
        Field("until", "Until which day?", "Leave it empty to say no.", "day"),
        Field("words", "What do you tell them?", "They read it as it stands.", "words", rows=3),
    ]
    return Asked(fields, about)


def _time(job: Job) -> None:
    until = job.sent.typed.day("until")
    if job.sent.fine:
        giving.answer_time(job.key, until=until, words=job.sent.words("words"), by=job.by)


def _mark_asks(opened: Opened, _which: str) -> Asked:
    found = findings_for(opened.audit, registrar=False)
    fields = [
        Field("finding", "What do you find?", kind="choices", options=options(*found)),
        Field("reasons", "Your reasons", "For the file. Name the activities you mean.", "words"),
        _TOLD,
    ]
    about = [
        "Judge what is there: is it enough, is it their own, does it say what they learned and what changed?",
        "Do you doubt that it is honest? Do not decide that here: pass it to a concerns officer.",
    ]
    return Asked(fields, about)


def _mark(job: Job) -> None:
    finding = job.sent.choice("finding", Finding, "Choose what you find")
    if finding is not None:
        assessing.mark(
            job.key,
            finding=finding,
            reasons=job.sent.words("reasons"),
            told=job.sent.words("told"),
            version=job.sent.version,
            by=job.by,
        )


def _decide_asks(opened: Opened, _which: str) -> Asked:
    found = findings_for(opened.audit, registrar=True)
    fields = [
        Field("finding", "What do you decide?", kind="choices", options=options(*found)),
        Field("reasons", "Your reasons", "In words that the registrant can follow: they read them.", "words"),
    ]
    cause = opened.audit.cause
    return Asked(fields, [cause.sentence] if cause is not None else [])


def _decide(job: Job) -> None:
    finding = job.sent.choice("finding", Finding, "Choose what you decide")
    if finding is not None:
        deciding.decide(
            job.key,
            finding=finding,
            reasons=job.sent.words("reasons"),
            version=job.sent.version,
            by=job.by,
        )


def _seat_asks(opened: Opened, _which: str) -> Asked:
    found = candidates.for_appeal(opened.audit)
    return choosing(found, "member", "Who hears it?")


def _seat(job: Job) -> None:
    account_id = job.sent.account("member", "Choose somebody")
    if job.sent.fine:
        candidates.for_appeal(queries.get(job.key)).check(account_id)
        appealing.seat(job.key, account_id=account_id, by=job.by)


def _unseat(job: Job) -> None:
    appealing.unseat(job.key, account_id=number(job.which), by=job.by)


def _vote_asks(_opened: Opened, _which: str) -> Asked:
    fields = [
        Field("outcome", "How do you decide?", kind="choices", options=options(*AppealOutcome)),
        Field("reasons", "Your reasons", "In words that the registrant can follow.", "words"),
    ]
    return Asked(
        fields, ["Each of the three decides alone. Most of three counts; when no two agree, others assess again."]
    )


def _vote(job: Job) -> None:
    outcome = job.sent.choice("outcome", AppealOutcome, "Choose how you decide")
    if outcome is not None:
        appealing.vote(job.key, outcome=outcome, reasons=job.sent.words("reasons"), by=job.by)


def _words_asks(words: str, hint: str, about: str = "") -> Asks:
    return fixed(Field("words", words, hint, "words", rows=5), about=about)


ACTS = (
    Act("assessor", "Give it to an assessor", "Give it to them", _GIVES, _RUN, "It is theirs now.",
        lambda job: _give(Marker.FIRST, job), _assessor_asks(Marker.FIRST), "assessor"),
    Act("second", "Give it to a second assessor", "Give it to them", _GIVES, _RUN, "It is theirs now.",
        lambda job: _give(Marker.SECOND, job), _assessor_asks(Marker.SECOND), "assessor"),
    Act("time", "More time", "Tell them", _TIME, _RUN, "They are told.", _time, _time_asks, "until"),
    Act("post", "They were told by post", "They were told today", "Officers write to those without an email address.",
        _RUN, "Their time begins today.",
        lambda job: giving.told_by_post(job.key, version=job.sent.version, by=job.by)),
    Act("stop", "Stop this audit", "Stop it", "Officers stop what should not go on.", _RUN, "It is stopped.",
        lambda job: giving.stop(
            job.key, why=job.sent.words("words"), version=job.sent.version, by=job.by
        ),
        _words_asks("Why?", "For the file. The registrant is told that it is stopped, and not why."), "words"),
    Act("mark", "Mark this record", "Mark it", "Assessors mark the records given to them.", _ASSESS,
        "Your mark is kept.", _mark, _mark_asks, "finding"),
    Act("decide", "Decide this audit", "Decide", "The registrar decides where a record is not met.", _DECIDE,
        "It is decided, and the registrant is told.", _decide, _decide_asks, "finding"),
    Act("worry", "Pass it to a concerns officer", "Pass it on",
        "Whoever judges a record passes doubts about its honesty on, and does not decide them.",
        (Permission.ASSESS, Permission.DECIDE_REGISTER),
        "A concerns officer is written to. The audit stands still.",
        lambda job: worrying.raise_worry(job.key, words=job.sent.words("words"), by=job.by),
        _words_asks("What makes you doubt it?", "Say what you saw, and where.",
                    "Whether a record is honest is never decided inside an audit. The registrant is not told of this."),
        "words"),
    Act("go-on", "Let the audit go on", "Let it go on", "A concerns officer says what came of a doubt.",
        (Permission.TAKE_IN_CONCERNS,), "The audit can go on.",
        lambda job: worrying.let_go_on(job.key, words=job.sent.words("words"), by=job.by),
        _words_asks("What came of it?", "The reference of the concern, or why there is none."), "words"),
    Act("seat", "List somebody to hear the appeal", "List them", _PANEL, _RUN, "They are on the panel.", _seat,
        _seat_asks, "member"),
    Act("unseat", "Take somebody off the panel", "Take them off", _PANEL, _RUN, "They are off the panel.", _unseat,
        has_part=True),
    Act("vote", "Say how you decide", "Decide", "Each of three says how they decide an appeal.", _HEAR,
        "What you decided is kept.", _vote, _vote_asks, "outcome"),
)  # fmt: skip
blueprint = doors("staff_cpd_acts", ACTS)
