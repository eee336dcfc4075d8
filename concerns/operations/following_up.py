"""What a reporter may do after sending: add, put right, take back, give a name, ask for another look, say how it went.

What was said before always stays. Whoever is anonymous leaves a day and nothing else. Pressing twice does it once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from concerns import correspondence, queries, reporter_rules, rules
from concerns.models import Concern, Feedback, Request, Step
from concerns.operations.receiving import add_statement
from concerns.operations.steps import note_step, rate_within_a_day
from concerns.rules import REPORTER
from concerns.telling import Reach
from concerns.vocabulary import Naming, RequestKind, Stage, StatementKind, StepKind
from foundation import audit, clock, locks
from foundation.database import db, operation
from foundation.errors import Refused

_STEPS = {StatementKind.ADDED: StepKind.ADDED, StatementKind.CORRECTED: StepKind.CORRECTED}
_ASKED = {
    RequestKind.WITHDRAWAL: StepKind.WITHDRAWAL_ASKED,
    RequestKind.CLOSURE_REVIEW: StepKind.REVIEW_ASKED,
}


@operation
def tell_more(reference: str, kind: StatementKind, page: Mapping[str, Any]) -> int:
    """Add a statement, or one that puts an earlier one right; gives its id. The earlier ones stay as they are.

    `page` holds the title, and each question with its answer in the words that were read, as plain values.
    """
    concern = _take(reference)
    box = locks.box_of(concern.lock_id)
    last = correspondence.statements(concern.id)[-1]
    if last.kind is kind and box.open_json(last.words_sealed) == [dict(page)]:
        return last.id
    statement = add_statement(concern, kind, [dict(page)], box=box, by=REPORTER)
    note_step(concern, _STEPS[kind], by=REPORTER, detail={"statement": statement.number})
    rate_within_a_day(concern)
    return statement.id


@operation
def take_back(reference: str, words: str) -> None:
    """Ask that a concern goes no further. An officer decides: others may be at risk."""
    concern = _take(reference)
    asked = correspondence.requests(concern.id)
    if _is_repeated(concern, asked, RequestKind.WITHDRAWAL, words):
        return
    reporter_rules.check_take_back(concern, asked)
    _ask(concern, RequestKind.WITHDRAWAL, words)


@operation
def ask_for_another_look(reference: str, words: str) -> None:
    """Ask that somebody independent looks at a closing again: once, and within its days (rules 6.9)."""
    if not words.strip():
        raise Refused("Tell us what we should look at again.")
    concern = _take(reference)
    asked = correspondence.requests(concern.id)
    if _is_repeated(concern, asked, RequestKind.CLOSURE_REVIEW, words):
        return
    reporter_rules.check_look_again(concern, correspondence.closing(concern.id), asked, clock.today())
    _ask(concern, RequestKind.CLOSURE_REVIEW, words)


@operation
def give_name(reference: str, *, name: str, naming: Naming, reach: Reach) -> None:
    """Let somebody who was anonymous, or known to us alone, be named. Only they can wish it.

    The hour in which an anonymous concern came stays unknown, and so does the hour of this step.
    """
    if naming is Naming.ANONYMOUS or not name.strip():
        raise Refused("Tell us your name.")
    concern = _take(reference)
    held = concern.reporter
    box = locks.box_of(concern.lock_id)
    if concern.naming is naming and held.name_sealed and box.open(held.name_sealed) == name:
        return
    reporter_rules.check_give_name(concern)
    note_step(concern, StepKind.NAMED, by=REPORTER, detail={"naming": naming.value})
    concern.naming = naming
    held.name_sealed = box.seal(name)
    held.reach_sealed = box.seal_json(reach.as_plain())


@operation
def change_reach(reference: str, reach: Reach) -> None:
    """Change how we may reach a reporter. Of somebody anonymous only what would make it easier for them is kept."""
    concern = _take(reference)
    nameless = rules.is_anonymous(concern)
    kept = Reach(needs=reach.needs) if nameless else reach
    concern.reporter.reach_sealed = locks.box_of(concern.lock_id).seal_json(kept.as_plain())
    audit.record(action="concern.reach_changed", subject=(rules.MATTER, concern.id), by=REPORTER, day_only=nameless)


@operation
def give_feedback(reference: str, stage: Stage, *, score: int, words: str) -> None:
    """Say what one stage was like, once: 1 is bad and 5 is very good."""
    if not 1 <= score <= 5:
        raise Refused("Choose one of the five answers.")
    concern = _take(reference)
    reached = set(db.session.scalars(select(Step.stage).where(Step.concern_id == concern.id)))
    reporter_rules.check_feedback(stage, reached, correspondence.feedback_given(concern.id))
    box = locks.box_of(concern.lock_id)
    db.session.add(
        Feedback(
            concern_id=concern.id,
            stage=stage,
            score=score,
            words_sealed=box.seal(words) if words else None,
            given_on=clock.today(),
        )
    )
    audit.record(
        action="concern.feedback",
        subject=(rules.MATTER, concern.id),
        by=REPORTER,
        detail={"stage": stage.value},
        day_only=rules.is_anonymous(concern),
    )


def _take(reference: str) -> Concern:
    """The concern, while nobody else changes one."""
    audit.take_turn()
    return queries.get(reference)


def _is_repeated(concern: Concern, asked: Sequence[Request], kind: RequestKind, words: str) -> bool:
    """Whether the very same was asked a moment ago: a second press, or a second tab."""
    open_one = reporter_rules.waiting(asked, kind)
    return open_one is not None and locks.box_of(concern.lock_id).open(open_one.words_sealed) == words


def _ask(concern: Concern, kind: RequestKind, words: str) -> None:
    db.session.add(
        Request(
            concern_id=concern.id,
            kind=kind,
            words_sealed=locks.box_of(concern.lock_id).seal(words),
            asked_on=clock.today(),
            asked_at=None if rules.is_anonymous(concern) else clock.now(),
        )
    )
    note_step(concern, _ASKED[kind], by=REPORTER)
