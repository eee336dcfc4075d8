"""A mailbox as its reporter reads it: where the concern is, who has it, what is next, why late, and all that was said.

Made from what is theirs to read and from the days of contact. Days only: nobody is shown an hour, and of us they see
first names and roles.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from concerns import bad_news, clocks, correspondence, queries, reporter_rules, rules
from concerns.correspondence import Officer
from concerns.models import Closure, Concern, Delay, Message, Request, Step
from concerns.views.own_proof import ToCheck, of_reporter
from concerns.views.reporter_decided import ToldOutcome, outcome
from concerns.views.reporter_files import ShownFile, shown_files
from concerns.views.reporter_requests import ShownRequest, shown
from concerns.views.stage_line import LABELS, WAITING, WHERE, Point, stage_line
from concerns.vocabulary import (
    AS_WISHED,
    ClockName,
    CloseReason,
    Direction,
    Naming,
    Stage,
    StatementKind,
    StepKind,
)
from foundation import clock, locks
from foundation.errors import allows
from foundation.locks import Box

NOT_SAID_WHY = "We are late, and we have not told you why yet. It is on the list of the concerns manager."
LATE_AGAIN = "We are late again, and we have not told you why yet. It is on the list of the concerns manager."
YOU_TOOK_IT_BACK = "You took it back, and nobody is at risk"
_PROMISES = {
    ClockName.REPLY: "A person reads what you told us and replies to you here",
    ClockName.TRIAGE: "We tell you whether it is ours to look into, and why",
    ClockName.CONTACT: "We write to you, even when nothing is new",
    ClockName.LOCAL_RESOLUTION: "It is settled, or we go on",
    ClockName.THRESHOLD: "We tell you whether we investigate it, and why",
    ClockName.INVESTIGATION: "We have gathered what can be found out",
    ClockName.EXAMINATION: "Two case examiners decide whether there is a case to answer",
    ClockName.PANEL: "A panel decides",
    ClockName.OUTCOME: "We write to everybody about what was decided",
    ClockName.APPEAL: "Three other people answer the appeal",
}


@dataclass(frozen=True)
class ShownMessage:
    """One message."""

    mine: bool
    #: Who wrote it, for us: "Sam, concerns officer".
    writer: str
    on: date
    words: str
    files: tuple[ShownFile, ...]
    #: Ours, and not opened yet: its words are not shown before the button is pressed.
    new: bool
    #: Theirs: the day on which we first opened it.
    read_on: date | None


@dataclass(frozen=True)
class Promise:
    """What happens next and by when."""

    words: str
    #: 5pm on its day.
    by: datetime
    late: bool
    #: When we said it would be, before we said that it takes longer.
    before: date | None
    #: Why it is late, or later than we said at first; empty when it is not.
    why: str


@dataclass(frozen=True)
class ShownStep:
    """A line of the timeline."""

    on: date
    words: str


@dataclass(frozen=True)
class ShownClosing:
    """Why it is closed."""

    on: date
    reason: str
    words: str
    review_until: date


@dataclass(frozen=True)
class ShownStatement:
    """What the reporter told us, in the words of the page."""

    title: str
    on: date
    pages: Sequence[dict[str, Any]]
    files: tuple[ShownFile, ...]


@dataclass(frozen=True)
class Rights:
    """What they may still do."""

    take_back: bool
    give_name: bool
    look_again: bool
    #: The stages they may say something about, with their words.
    feedback: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Mailbox:
    """All of it."""

    reference: str
    closed: bool
    anonymous: bool
    line: tuple[Point, ...]
    where: str
    holder: str
    promises: tuple[Promise, ...]
    closing: ShownClosing | None
    outcome: ToldOutcome
    proofs: tuple[ToCheck, ...]
    steps: tuple[ShownStep, ...]
    messages: tuple[ShownMessage, ...]
    requests: tuple[ShownRequest, ...]
    rights: Rights

    @property
    def new(self) -> int:
        """How many of our messages they have not opened."""
        return sum(one.new for one in self.messages)


def mailbox(concern: Concern) -> Mailbox:
    """The mailbox of a concern as it is today."""
    today, box = clock.today(), locks.box_of(concern.lock_id)
    steps = queries.steps(concern.id)
    written = correspondence.messages(concern.id)
    asked = correspondence.requests(concern.id)
    closing = correspondence.closing(concern.id) if concern.stage is Stage.CLOSED else None
    if closing is not None and not _is_out(closing):
        # Nothing here says that it is closed before the letter does.
        closing, steps = None, _before_closing(steps)
    stage = steps[-1].stage if concern.stage is Stage.CLOSED and closing is None else concern.stage
    people = correspondence.officers([concern.officer_id, *(one.by_account_id for one in written)])
    return Mailbox(
        reference=concern.reference,
        closed=stage is Stage.CLOSED,
        anonymous=rules.is_anonymous(concern),
        line=stage_line(stage, {step.stage for step in steps}),
        where=_where(concern, stage),
        holder=_holder(concern, stage, people),
        promises=_promises(concern, stage, box, today),
        closing=_closing(closing, box),
        outcome=outcome(concern, box),
        proofs=of_reporter(concern, box),
        steps=tuple(ShownStep(step.on, step.kind.words) for step in steps),
        messages=_messages(written, box, people),
        requests=tuple(shown(one, box) for one in asked),
        rights=_rights(concern, closing, asked, steps, today),
    )


def told(concern: Concern) -> tuple[ShownStatement, ...]:
    """Everything the reporter told us, oldest first."""
    box = locks.box_of(concern.lock_id)
    given = correspondence.statements(concern.id)
    held = correspondence.files("statement", [one.id for one in given])
    titles = {
        StatementKind.FIRST: "What you told us first",
        StatementKind.ADDED: "What you added",
        StatementKind.CORRECTED: "What you put right",
    }
    return tuple(
        ShownStatement(titles[one.kind], one.given_on, box.open_json(one.words_sealed), shown_files(held[one.id]))
        for one in given
    )


def feedback_stages(concern: Concern, steps: Sequence[Step]) -> tuple[tuple[str, str], ...]:
    """The stages a reporter may still say something about."""
    given = correspondence.feedback_given(concern.id)
    reached = {step.stage for step in steps}
    return tuple((stage.value, LABELS[stage]) for stage in Stage if stage in reached and stage not in given)


def _is_out(closing: Closure) -> bool:
    return closing.reason in AS_WISHED or bad_news.is_out(closing.closed_at)


def _before_closing(steps: Sequence[Step]) -> Sequence[Step]:
    """The timeline up to the closing that is not told yet."""
    last = max((place for place, step in enumerate(steps) if step.kind is StepKind.CLOSED), default=len(steps))
    return steps[:last]


def _where(concern: Concern, stage: Stage) -> str:
    if stage is Stage.CLOSED:
        return "We have closed your concern."
    said = WHERE.get(stage)
    if said is not None:
        return f"{said} {WAITING}" if concern.paused_on is not None else said
    if concern.replied_on is None:
        return "We have your concern. A person will read all of it and reply to you."
    return "A person has read your concern and replied. Next we find out whether it is ours to look into."


def _holder(concern: Concern, stage: Stage, people: dict[int, Officer]) -> str:
    if stage is Stage.CLOSED:
        return "Nobody, since it is closed. We still read what you write here."
    officer = people.get(concern.officer_id) if concern.officer_id is not None else None
    if officer is not None:
        return officer.words
    return "Nobody by name yet. It is on the list of all concerns officers, who share out new ones."


def _promises(concern: Concern, stage: Stage, box: Box, today: date) -> tuple[Promise, ...]:
    facts = replace(queries.facts([concern])[concern.id], stage=stage)
    said: dict[ClockName, Delay] = {one.clock: one for one in correspondence.delays(concern.id)}
    return tuple(_promise(due, said.get(due.name), box, today) for due in clocks.running(facts))


def _promise(due: clocks.Due, delay: Delay | None, box: Box, today: date) -> Promise:
    words = _PROMISES[due.name]
    if delay is None or delay.expected_on <= due.on:
        late = due.late(today)
        return Promise(words, due.at, late, None, NOT_SAID_WHY if late else "")
    moved = clocks.Due(due.name, delay.expected_on)
    late = moved.late(today)
    why = box.open(delay.words_sealed)
    return Promise(words, moved.at, late, due.on, f"{why}\n\n{LATE_AGAIN}" if late else why)


def _closing(closing: Closure | None, box: Box) -> ShownClosing | None:
    if closing is None:
        return None
    words = box.open(closing.words_sealed)
    reason = YOU_TOOK_IT_BACK if closing.reason is CloseReason.WITHDRAWN else closing.reason.label
    return ShownClosing(closing.closed_on, reason, words, closing.review_until)


def _messages(written: Sequence[Message], box: Box, people: dict[int, Officer]) -> tuple[ShownMessage, ...]:
    held = correspondence.files("message", [one.id for one in written])
    shown = []
    for one in written:
        mine = one.direction is Direction.TO_US
        new = not mine and one.read_on is None
        writer = people.get(one.by_account_id) if one.by_account_id is not None else None
        shown.append(
            ShownMessage(
                mine=mine,
                writer=writer.words if writer is not None else "",
                on=one.sent_on,
                words="" if new else box.open(one.words_sealed),
                files=() if new else shown_files(held[one.id]),
                new=new,
                read_on=one.read_on if mine else None,
            )
        )
    return tuple(shown)


def _rights(
    concern: Concern, closing: Closure | None, asked: Sequence[Request], steps: Sequence[Step], today: date
) -> Rights:
    return Rights(
        take_back=allows(reporter_rules.check_take_back, concern, asked),
        give_name=concern.naming is not Naming.NAMED,
        look_again=allows(reporter_rules.check_look_again, concern, closing, asked, today),
        feedback=feedback_stages(concern, steps),
    )
