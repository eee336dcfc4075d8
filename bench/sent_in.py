"""The reckoning after a trial of applications: each that was acknowledged is there whole, and nothing else is there.

It looks at the database and the files from outside the server, with the application's own keys, and says what is wrong
in sentences. An empty list means: nothing lost, nothing doubled, nothing half there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute

from bench import leftovers
from bench.browser import Upload
from cpd.declarations import Asked, asked_at
from cpd.joining.matters import details_of
from cpd.joining.models import (
    Application,
    DeclarationAnswer,
    DetailsKept,
    FrozenStatement,
    HealthAnswer,
    MonitoringLink,
    MonitoringSet,
    Referee,
    Step,
)
from cpd.joining.vocabulary import Stage, StepKind
from foundation import audit, clock, locks
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.journey.drafts import Draft
from foundation.locks import Box
from foundation.outbox import Letter

#: Answered in places of their own: health, and the monitoring questions.
_APART = ("D07", "D22")
_STEPS = Counter((StepKind.RECEIVED, StepKind.CHECK_BEGUN, StepKind.REFEREE_ASKED, StepKind.REFEREE_ASKED))
_ONE_EACH: dict[str, InstrumentedAttribute[int]] = {
    "frozen statements": FrozenStatement.application_id,
    "sets of details": DetailsKept.application_id,
    "answers about health": HealthAnswer.application_id,
    "links to monitoring answers": MonitoringLink.application_id,
}


@dataclass(frozen=True)
class Acknowledged:
    """What an applicant was shown after sending, and what they had told us."""

    reference: str
    account_id: int
    plan: str
    files: tuple[Upload, ...] = ()


@dataclass
class SentIn:
    """What was acknowledged in a trial, held against what is there."""

    acknowledged: Collection[Acknowledged]
    wrong: list[str] = field(default_factory=list)

    def run(self, app: Flask) -> list[str]:
        """Everything that is wrong."""
        with app.app_context():
            self.wrong += leftovers.clear_up()
            held = Counter(one.reference for one in self.acknowledged)
            self.wrong += [f"{reference} was told to {count} people" for reference, count in held.items() if count > 1]
            for one in self.acknowledged:
                self.wrong += self._one(one)
            self.wrong += self._nothing_else()
            self.wrong += self._trail()
            db.session.remove()
            db.engine.dispose()
        return self.wrong

    def _one(self, told: Acknowledged) -> Iterator[str]:
        name = told.reference
        found = db.session.scalars(select(Application).where(Application.account_id == told.account_id)).all()
        if [one.reference for one in found] != [name]:
            yield f"{name}: its applicant has {[one.reference for one in found]}"
            return
        [application] = found
        for words, column in _ONE_EACH.items():
            count = db.session.scalar(select(func.count()).where(column == application.id))
            if count != 1:
                yield f"{name} has {count} {words}"
        box = locks.box_of(application.lock_id)
        yield from self._told(told, application, box)
        yield from self._answers(name, application, box)
        yield from leftovers.files_of(name, ("application", str(application.id)), told.files)
        if application.stage is not Stage.COMPLETENESS or application.due_on is None:
            yield f"{name} stands at {application.stage.value}, due {application.due_on}"
        drafts = db.session.scalars(select(Draft).where(Draft.reference == name)).all()
        if [(one.sent_as, one.sealed) for one in drafts] != [(name, None)]:
            yield f"{name}: its draft is not an empty, sent one"

    def _told(self, told: Acknowledged, application: Application, box: Box) -> Iterator[str]:
        """The words in the frozen statement and in the details, and the lists, each thing once."""
        name = told.reference
        for one in db.session.scalars(select(FrozenStatement).where(FrozenStatement.application_id == application.id)):
            said = [answer["answer"] for page in box.open_json(one.sealed) for answer in page["answers"]]
            if told.plan not in said:
                yield f"{name}: its statement says something else"
        details = details_of(application, box)
        if details.continuity is None or details.continuity.plan != told.plan:
            yield f"{name}: its details say something else"
        counts = tuple(map(len, (details.qualifications, details.work, details.elsewhere)))
        if counts != (1, 1, 1) or details.insured is None or details.born_on is None:
            yield f"{name}: qualifications, work and other registers number {counts}, and each was told once"
        referees = db.session.scalars(select(Referee).where(Referee.application_id == application.id)).all()
        if sorted(one.number for one in referees) != [1, 2] or not all(one.token_hash for one in referees):
            yield f"{name} has {len(referees)} referees, or one without a link"

    def _answers(self, name: str, application: Application, box: Box) -> Iterator[str]:
        """Every declaration that was asked, once, with what was said."""
        asked = [one.code for one in asked_at(Asked.APPLICATION, clock.today()) if one.code not in _APART]
        rows = db.session.scalars(select(DeclarationAnswer).where(DeclarationAnswer.application_id == application.id))
        found = Counter(one.code for one in rows if box.open_json(one.sealed)["said"])
        if found != Counter(asked):
            yield f"{name}: asked {sorted(asked)}, and there are answers to {sorted(found.elements())}"
        steps = Counter(db.session.scalars(select(Step.kind).where(Step.application_id == application.id)))
        if steps != _STEPS:
            yield f"{name} has the steps {dict(steps)}"

    def _nothing_else(self) -> Iterator[str]:
        known = {one.reference for one in self.acknowledged}
        rows = db.session.execute(select(Application.reference, Application.id)).all()
        there = {reference for reference, _ in rows}
        yield from (f"{one} is an application that nobody was told of" for one in sorted(there - known))
        drafts = db.session.execute(select(Draft.id, Draft.sent_as)).all()
        sent = {name for _, name in drafts if name is not None}
        yield from (f"a draft says it was sent as {one}, which is nowhere" for one in sorted(sent - there))
        unsent = {str(draft_id) for draft_id, name in drafts if name is None}
        if unsent:
            yield f"{len(unsent)} drafts are left over, of people who sent theirs"
        letters = Counter(db.session.scalars(select(Letter.template)))
        if (letters["application_received"], letters["referee_invited"]) != (len(known), 2 * len(known)):
            yield f"letters for {len(known)} applications: {dict(letters)}"
        sets = db.session.scalar(select(func.count()).select_from(MonitoringSet))
        if sets != len(known):
            yield f"{sets} sets of monitoring answers for {len(known)} applications"
        yield from leftovers.files({"draft": unsent, "application": {str(number) for _, number in rows}})

    def _trail(self) -> Iterator[str]:
        verdict = audit.verify()
        if verdict.broken is not None:
            yield f"the audit trail is broken at line {verdict.broken}"
        lines = db.session.scalar(
            select(func.count()).where(AuditRecord.action == f"application.{StepKind.RECEIVED.value}")
        )
        if lines != len(self.acknowledged):
            yield f"{lines} audit lines of applications received, for {len(self.acknowledged)} acknowledged"
