"""One application as staff read it: what must happen next, who it is, what was checked, found, decided and written.

Nothing of health stands here but what the health officer found, and nothing of monitoring. What panel members find is
shown once all of them have said it. Notes are for those whose work is with every application.
"""

from __future__ import annotations

from collections.abc import Sequence

from cpd.joining import clocks
from cpd.joining.findings import AppealGround, HealthStanding, SeatKind
from cpd.joining.history import shortfalls
from cpd.joining.operations.panels import SIZE
from cpd.joining.operations.reading import AnswerRead, Opened
from cpd.joining.views import officer_parts
from cpd.joining.views.officer_next import PATH, next_step, other_acts
from cpd.joining.views.officer_rows import Rows, read
from cpd.joining.views.officer_shown import (
    Act,
    Alike,
    OfficerPage,
    Point,
    Said,
    ShownAnswer,
    ShownLetter,
    ShownStep,
    Sitting,
    Viewer,
)
from cpd.joining.vocabulary import UNDECIDED, Stage
from cpd.money import views as bills
from foundation import clock
from foundation.outbox import Letter
from foundation.outbox import Standing as LetterStanding
from foundation.words import say_day, say_moment

_LINE = (
    (Stage.COMPLETENESS, "Complete?"),
    (Stage.VERIFICATION, "Checks"),
    (Stage.DECLARATIONS, "Declarations"),
    (Stage.ASSESSMENT, "Assessment"),
    (Stage.DECISION, "Decision"),
    (Stage.OFFER, "Fee"),
    (Stage.REGISTERED, "On the register"),
)
_ENDS = {
    Stage.REFUSED: "Refused",
    Stage.REFUSAL_STANDS: "Refused, after an appeal",
    Stage.EXPIRED: "The offer ran out",
    Stage.WITHDRAWN: "Taken back",
    Stage.CLOSED: "Closed",
    Stage.APPEAL: "Appeal",
    Stage.INSURANCE: "Waiting for insurance",
}
_ROUTES = {
    "experience": "Experience",
    "certificate": "Certificate of Proficiency",
    "recognised_grade": "Grade of another body",
    "return": "Return after a break",
    "restoration": "Restoration after removal",
}
_HEALTH = {
    HealthStanding.NOTHING_TO_READ: "Nothing for the health officer to read.",
    HealthStanding.WAITING: "The health officer has still to read what was said.",
}
_LETTERS = {
    LetterStanding.WAITING: "Waits to be sent",
    LetterStanding.SENDING: "Being sent",
    LetterStanding.SENT: "Sent",
    LetterStanding.GIVEN_UP: "Could not be sent: a person has to look",
}


def route_label(route: str) -> str:
    """A route as staff read it."""
    return _ROUTES[route]


def view(opened: Opened, answers: Sequence[AnswerRead], viewer: Viewer) -> OfficerPage:
    """The page of an application that was opened, in a fixed number of statements."""
    rows = read(opened)
    application, sees_all = rows.application, viewer.sees_all
    today = clock.today()
    overall = clocks.overall_due_on(rows.facts) if application.decided_on is None else None
    return OfficerPage(
        reference=application.reference,
        version=application.version,
        name=application.name,
        stage=application.stage,
        route=_ROUTES[application.route],
        nation=application.nation.label,
        number=application.number,
        received_on=application.received_on,
        line=_line(rows),
        next=next_step(rows, viewer),
        overall=overall,
        officer=rows.name(application.officer_id),
        assessor=rows.name(application.assessor_id),
        acts=other_acts(rows, viewer),
        alike=_alike(rows) if sees_all else (),
        shortfalls=tuple(shortfalls(opened.details, application.route, today)),
        person=officer_parts.person(opened.details),
        work=officer_parts.work(opened.details),
        statement=opened.statement,
        agreed=f"The Standards, {application.standards_edition}, and the terms, version {application.terms}",
        corrections=_corrections(rows),
        answers=tuple(_answer(one, rows, viewer) for one in answers),
        health=_health(rows) if viewer.decides or viewer.hears else "",
        checks=officer_parts.checks(rows, viewer),
        referees=officer_parts.referees(rows, viewer),
        lists=officer_parts.lists(rows),
        files=officer_parts.files(rows),
        reviews=_reviews(rows),
        panel=_sitting(rows, viewer, SeatKind.DECLARATIONS),
        panel_found=_panel_found(rows),
        assessments=_assessments(rows, viewer),
        decisions=_decisions(rows),
        appeals=_appeals(rows),
        appeal_panel=_sitting(rows, viewer, SeatKind.APPEAL),
        invoices=tuple(bills.shown(rows.invoices, rows.balances)) if sees_all or viewer.invoices else (),
        steps=tuple(ShownStep(one.kind.sentence, one.at, rows.name(one.by_account_id)) for one in rows.steps),
        notes=_notes(rows) if sees_all else (),
        letters=tuple(
            ShownLetter(one.subject, one.recipient, one.written_at, letter_standing(one)) for one in rows.letters
        )
        if sees_all
        else (),
        sees_all=sees_all,
    )


def _line(rows: Rows) -> tuple[Point, ...]:
    application = rows.application
    reached = {one.stage for one in rows.steps}
    if application.stage in _ENDS:
        been = [Point(words, "done") for stage, words in _LINE if stage in reached and stage is not application.stage]
        return (*been, Point(_ENDS[application.stage], "now"))
    now = Stage.DECLARATIONS if application.stage is Stage.DECLARATION_PANEL else application.stage
    found, passed = [], True
    for stage, words in _LINE:
        if stage is Stage.DECLARATIONS and not application.declared and stage not in reached:
            continue
        if stage is now:
            with_panel = application.stage is Stage.DECLARATION_PANEL
            found.append(Point("Declarations: panel of two" if with_panel else words, "now"))
            passed = False
        else:
            found.append(Point(words, "done" if passed else "later"))
    return tuple(found)


def _alike(rows: Rows) -> tuple[Alike, ...]:
    return tuple(
        Alike(
            one.application.reference,
            one.application.name,
            "born on the same day, a name like this one" if one.same_birth else "the same name, another day of birth",
        )
        for one in rows.alike
    )


def _answer(one: AnswerRead, rows: Rows, viewer: Viewer) -> ShownAnswer:
    takes_back = viewer.checks and one.worrying and rows.application.stage in UNDECIDED
    code = one.declaration.code
    address = f"{PATH}/{rows.application.reference}/told-in-error/{code}"
    return ShownAnswer(
        code=code,
        about=one.declaration.about,
        question=one.declaration.words,
        said=one.said.capitalize(),
        words=one.words,
        worrying=one.worrying and one.declaration.goes_to.is_disputed,
        standards=one.declaration.standards,
        legal=one.declaration.legal,
        given_at=one.given_at,
        act=Act("Told in error", address) if takes_back and one.declaration.goes_to.is_disputed else None,
    )


def _health(rows: Rows) -> str:
    """For those who decide and nobody else: that there is something to read tells of somebody's health already."""
    if rows.health is None:
        return ""
    if rows.health.finding is not None:
        return f"The health officer found: {rows.health.finding.label}."
    return _HEALTH[rows.health.standing]


def _corrections(rows: Rows) -> tuple[Said, ...]:
    return tuple(
        Said("Put right", rows.name(one.recorded_by_id), one.recorded_at, rows.box.open(one.why_sealed))
        for one in rows.versions
        if one.why_sealed
    )


def _reviews(rows: Rows) -> tuple[Said, ...]:
    return tuple(
        Said(
            one.finding.label,
            rows.name(one.reviewed_by_id),
            one.reviewed_at,
            rows.box.open(one.reasons_sealed),
            _more(rows, ("Advice to the applicant", one.advice_sealed)),
        )
        for one in rows.reviews
    )


def _panel_found(rows: Rows) -> tuple[Said, ...]:
    done = {
        number
        for number in {one.round for one in rows.votes}
        if sum(one.round == number for one in rows.votes) >= SIZE[SeatKind.DECLARATIONS]
    }
    return tuple(
        Said(
            one.finding.label,
            rows.name(one.member_id),
            one.voted_at,
            rows.box.open(one.reasons_sealed),
            _more(rows, ("Advice to the applicant", one.advice_sealed)),
        )
        for one in rows.votes
        if one.round in done
    )


def _assessments(rows: Rows, viewer: Viewer) -> tuple[Said, ...]:
    all_of_them = viewer.sees_all or viewer.hears
    return tuple(
        Said(
            one.finding.label,
            rows.name(one.assessed_by_id),
            one.assessed_at,
            rows.box.open(one.reasons_sealed),
            (("Standards", ", ".join(one.standards)),) if one.standards else (),
        )
        for one in rows.assessments
        if all_of_them or one.assessed_by_id == viewer.account_id
    )


def _decisions(rows: Rows) -> tuple[Said, ...]:
    return tuple(
        Said(
            one.outcome.label + (", by the appeal panel" if one.on_appeal else ""),
            rows.name(one.decided_by_id),
            one.decided_at,
            rows.box.open(one.reasons_sealed),
            (
                *_more(rows, ("Conditions", one.conditions_sealed), ("Advice", one.advice_sealed)),
                *((("Until", say_day(one.conditions_until)),) if one.conditions_until else ()),
            ),
        )
        for one in rows.decisions
    )


def _appeals(rows: Rows) -> tuple[Said, ...]:
    found = []
    for one in rows.appeals:
        grounds = ", ".join(AppealGround(code).label for code in one.grounds)
        words = rows.box.open(one.sealed)
        found.append(Said("The applicant appeals", rows.application.name, one.lodged_at, words, (("Why", grounds),)))
        if one.outcome is not None and one.decided_at is not None:
            said = [
                Said(vote.outcome.label, rows.name(vote.member_id), vote.voted_at, rows.box.open(vote.reasons_sealed))
                for vote in rows.appeal_votes
                if vote.appeal_id == one.id
            ]
            found += [*said, Said(f"Together: {one.outcome.label}", "The panel", one.decided_at, "")]
    return tuple(found)


def _sitting(rows: Rows, viewer: Viewer, kind: SeatKind) -> tuple[Sitting, ...]:
    voted = rows.voted(kind)
    name = "appeal-unseat" if kind is SeatKind.APPEAL else "unseat"
    stage = Stage.APPEAL if kind is SeatKind.APPEAL else Stage.DECLARATION_PANEL
    may = viewer.checks and rows.application.stage is stage
    path = f"{PATH}/{rows.application.reference}"
    return tuple(
        Sitting(
            rows.name(one.account_id),
            one.account_id in voted,
            Act("Take off the panel", f"{path}/{name}/{one.account_id}")
            if may and one.account_id not in voted
            else None,
        )
        for one in rows.seated(kind)
    )


def _notes(rows: Rows) -> tuple[Said, ...]:
    return tuple(
        Said("Note", rows.name(one.written_by_id), one.written_at, rows.box.open(one.sealed)) for one in rows.notes
    )


def _more(rows: Rows, *pairs: tuple[str, str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((words, rows.box.open(sealed)) for words, sealed in pairs if sealed)


def letter_standing(letter: Letter) -> str:
    """What happened to a letter."""
    if letter.returned_at is not None:
        return f"Came back: a person has to look, {say_moment(letter.returned_at)}"
    words = _LETTERS[letter.standing]
    return f"{words}, {say_moment(letter.sent_at)}" if letter.sent_at is not None else words
