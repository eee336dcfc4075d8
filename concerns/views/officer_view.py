"""One concern as its officer reads it: where it stands, what must happen next, everybody in it, and all that was said.

What only staff write (notes, contacts, hand-overs) stands in fields of its own, never among what the reporter reads.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts import authority
from accounts.rules import who_is_clear
from concerns import correspondence, kept, parties, queries, rules, standing
from concerns.models import Assignment, Concern, Contact, Delay, Feedback, Message, Note, Request, Statement, Step
from concerns.parties import Parties
from concerns.views import officer_people, risk_view
from concerns.views.next_steps import Situation, next_steps
from concerns.views.officer_files import ShownFile, shown_files
from concerns.views.officer_shown import (
    Had,
    OfficerPage,
    Opinion,
    ShownClosing,
    ShownRequest,
    ShownStatement,
    ShownStep,
    ShownSubject,
    Written,
)
from concerns.views.officer_steps import STEPS
from concerns.views.stage_line import LABELS, stage_line
from concerns.vocabulary import (
    WORRIES_BY_CODE,
    Answer,
    Band,
    Channel,
    Direction,
    Queue,
    RequestKind,
    Stage,
    StatementKind,
)
from concerns.workflow import WORKFLOW
from foundation import clock, evidence, locks
from foundation.locks import Box

_STATEMENTS = {
    StatementKind.FIRST: "What they told us",
    StatementKind.ADDED: "What they added",
    StatementKind.CORRECTED: "What they put right",
}
_ANSWERS = {
    Answer.CLOSED: "Closed, as they asked",
    Answer.CARRIED_ON: "Carried on",
    Answer.UPHELD: "The closing was upheld",
    Answer.SENT_BACK: "Sent back",
}
ASKED = {
    RequestKind.WITHDRAWAL: "They ask to take it back",
    RequestKind.CLOSURE_REVIEW: "They ask for another look at the closing",
}


def view(reference: str) -> OfficerPage:
    """A concern with everything in it, in a fixed number of statements.

    Raises:
        Missing: there is none, or it was deleted.
    """
    concern = queries.get(reference)
    box = locks.box_of(concern.lock_id)
    people = parties.of_one(concern)
    return _Page(concern, box, people).made()


class _Page:
    """What a page is made of, read once."""

    def __init__(self, concern: Concern, box: Box, people: Parties) -> None:
        self.concern, self.box, self.people = concern, box, people
        self.told = correspondence.statements(concern.id)
        self.written = correspondence.messages(concern.id)
        self.asked = correspondence.requests(concern.id)
        self.delays = correspondence.delays(concern.id)
        self.closing = correspondence.closing(concern.id)
        self.steps = queries.steps(concern.id)
        self.notes = kept.of(Note, concern.id)
        self.contacts = kept.of(Contact, concern.id)
        self.assignments = kept.of(Assignment, concern.id)
        self.opinions = kept.of(Feedback, concern.id)
        self.files = evidence.files_of_many(
            [
                *(("statement", str(one.id)) for one in self.told),
                *(("message", str(one.id)) for one in self.written),
                *(("note", str(one.id)) for one in self.notes),
            ]
        )
        self.risk = risk_view.read(concern)
        self.names = authority.names_of({one for one in self._account_ids() if one is not None})

    def _account_ids(self) -> list[int | None]:
        found: list[int | None] = [self.concern.officer_id, self.concern.taken_by_id]
        found += [one.taken_by_id for one in self.told] + [one.by_account_id for one in self.written]
        found += [one.by_account_id for one in self.steps] + [one.written_by_id for one in self.notes]
        found += [one.recorded_by_id for one in self.contacts] + [one.answered_by_id for one in self.asked]
        for given in self.assignments:
            found += [given.officer_id, given.given_by_id]
        found += [one.told_by_id for one in self.delays]
        found += [one.rated_by_id for one in self.risk[0]] + [one.asked_by_id for one in self.risk[1]]
        return [*found, self.closing.closed_by_id if self.closing else None]

    def name(self, account_id: int | None) -> str:
        """Who an account is."""
        return self.names.get(account_id, "") if account_id is not None else ""

    def open(self, sealed: str | None) -> str:
        """Sealed words, or none."""
        return self.box.open(sealed) if sealed else ""

    def made(self) -> OfficerPage:
        """The page."""
        concern, today = self.concern, clock.today()
        worries = [WORRIES_BY_CODE[code] for code in concern.worries if code in WORRIES_BY_CODE]
        danger = ["The reporter says somebody may be in danger"] if concern.danger else []
        subjects = officer_people.subjects(concern, self.people, self.box, today)
        messages = tuple(self._message(one) for one in self.written)
        return OfficerPage(
            reference=concern.reference,
            version=concern.version,
            stage=concern.stage,
            line=stage_line(concern.stage, {step.stage for step in self.steps}),
            about=WORKFLOW.state(concern.stage.value).about,
            paused=concern.paused_on is not None,
            red=concern.risk is Band.RED if concern.risk else standing.is_red(concern.danger, concern.worries),
            red_because=(*danger, *(one.words for one in worries if one.red)),
            risk=risk_view.shown(concern, self.risk, names=self.names, opened=self.open),
            worries=tuple((one.words, one.standards) for one in worries),
            ongoing=concern.ongoing,
            channel="" if concern.channel is Channel.ONLINE else concern.channel.label,
            queue=concern.queue,
            received_on=concern.received_on,
            received_at=concern.received_at,
            days=(today - concern.received_on).days,
            working_days=max(0, clock.working_days_until(today, since=concern.received_on)),
            officer_id=concern.officer_id,
            officer=self.name(concern.officer_id),
            officer_since=concern.officer_since_at,
            taken_by=self.name(concern.taken_by_id),
            next=next_steps(self._situation(subjects, messages)),
            subjects=subjects,
            reporter=officer_people.reporter(concern, self.people, self.box),
            affected=officer_people.affected(concern, self.people, self.box),
            statements=tuple(self._statement(one) for one in self.told),
            messages=messages,
            notes=tuple(self._note(one) for one in self.notes),
            contacts=tuple(self._contact(one) for one in self.contacts),
            steps=tuple(self._step(one) for one in self.steps),
            had=tuple(self._assignment(one) for one in self.assignments),
            delays=tuple(self._delay(one) for one in self.delays),
            requests=tuple(self._request(one) for one in self.asked),
            closing=self._closing(),
            feedback=tuple(self._opinion(one) for one in self.opinions),
        )

    def _situation(self, subjects: Sequence[ShownSubject], messages: Sequence[Written]) -> Situation:
        concern = self.concern
        tied = False
        if concern.officer_id is not None and concern.stage is not Stage.CLOSED:
            tied = who_is_clear([concern.officer_id], self.people.matter, called=rules.CALLED).nobody_left
        return Situation(
            reference=concern.reference,
            facts=queries.facts([concern])[concern.id],
            officer=self.name(concern.officer_id),
            officer_tied=tied,
            unread=sum(one.to_us and one.read_on is None for one in messages),
            asked=tuple((one.kind, one.asked_on) for one in self.asked if one.answered_at is None),
            not_found=tuple((one.id, one.name) for one in subjects if one.number is None),
            not_told=tuple(
                (one.id, one.name, one.held_back_until) for one in subjects if one.number and one.told_on is None
            ),
            rated=concern.risk is not None,
            lowering=any(one.answered_at is None for one in self.risk[1]),
            may_be_found=concern.queue is Queue.CONCERNS,
        )

    def _statement(self, one: Statement) -> ShownStatement:
        return ShownStatement(
            heading=_STATEMENTS[one.kind],
            on=one.given_on,
            at=one.given_at,
            taken_by=self.name(one.taken_by_id),
            pages=self.box.open_json(one.words_sealed),
            files=self._files("statement", one.id),
        )

    def _message(self, one: Message) -> Written:
        return Written(
            by=self.name(one.by_account_id),
            on=one.sent_on,
            at=one.sent_at,
            words=self.box.open(one.words_sealed),
            files=self._files("message", one.id),
            to_us=one.direction is Direction.TO_US,
            read_on=one.read_on,
        )

    def _note(self, one: Note) -> Written:
        day = clock.day_of(one.written_at)
        words = self.box.open(one.words_sealed)
        return Written(self.name(one.written_by_id), day, one.written_at, words, self._files("note", one.id))

    def _contact(self, one: Contact) -> Written:
        name, words = self.name(one.recorded_by_id), self.open(one.words_sealed)
        return Written(name, one.made_on, one.recorded_at, words, way=one.way.label)

    def _assignment(self, one: Assignment) -> Had:
        return Had(self.name(one.officer_id), one.given_at, self.name(one.given_by_id), self.open(one.note_sealed))

    def _delay(self, one: Delay) -> Written:
        return Written(self.name(one.told_by_id), one.expected_on, one.told_at, self.open(one.words_sealed))

    def _opinion(self, one: Feedback) -> Opinion:
        return Opinion(LABELS[one.stage], one.score, self.open(one.words_sealed), one.given_on)

    def _step(self, one: Step) -> ShownStep:
        return ShownStep(STEPS[one.kind], one.on, one.at, self.name(one.by_account_id))

    def _request(self, one: Request) -> ShownRequest:
        return ShownRequest(
            kind=one.kind,
            asked=ASKED[one.kind],
            on=one.asked_on,
            words=self.box.open(one.words_sealed),
            answer=_ANSWERS[one.answer] if one.answer is not None else "",
            reasons=self.open(one.reasons_sealed),
            answered_by=self.name(one.answered_by_id),
            waits=one.answered_at is None,
        )

    def _closing(self) -> ShownClosing | None:
        held = self.closing
        if held is None:
            return None
        words = self.box.open(held.words_sealed)
        return ShownClosing(held.closed_on, held.reason.label, words, self.name(held.closed_by_id), held.review_until)

    def _files(self, kind: str, owner_id: int) -> tuple[ShownFile, ...]:
        return shown_files(self.files.get((kind, str(owner_id)), []))
