"""The reckoning after a trial: each receipt has its concern, statement, files and letter, and nothing else is there.

It looks at the database and the files from outside the server, with the application's own keys, and says what is wrong
in sentences. An empty list means: nothing lost, nothing doubled, nothing left over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import func, select

from bench import leftovers
from bench.browser import Upload
from concerns.models import Concern, Reporter, Statement, Step
from concerns.vocabulary import StatementKind, StepKind
from foundation import audit, locks
from foundation.audit import AuditRecord
from foundation.database import db
from foundation.journey.drafts import Draft
from foundation.outbox import Letter


@dataclass(frozen=True)
class Receipt:
    """What a reporter holds after sending: what they were shown, and what they had told us."""

    reference: str
    secret: str
    words: str
    files: tuple[Upload, ...] = ()
    anonymous: bool = False


@dataclass
class Reckoning:
    """The receipts of a trial held against what is there."""

    receipts: Collection[Receipt]
    wrong: list[str] = field(default_factory=list)

    def run(self, app: Flask) -> list[str]:
        """Everything that is wrong."""
        with app.app_context():
            self.wrong += leftovers.clear_up()
            self.wrong += self._doubles()
            for receipt in self.receipts:
                self.wrong += self._one(receipt)
            self.wrong += self._nothing_else()
            self.wrong += self._files()
            self.wrong += self._trail()
            db.session.remove()
            db.engine.dispose()
        return self.wrong

    def _doubles(self) -> Iterator[str]:
        held = Counter(receipt.reference for receipt in self.receipts)
        yield from (f"{reference} stands on {count} receipts" for reference, count in held.items() if count > 1)

    def _one(self, receipt: Receipt) -> Iterator[str]:
        name = receipt.reference
        concerns = db.session.scalars(select(Concern).where(Concern.reference == name)).all()
        if len(concerns) != 1:
            yield f"{name} has {len(concerns)} concerns"
            return
        concern = concerns[0]
        if not locks.is_secret(concern.secret_hash, receipt.secret):
            yield f"{name}: the secret that was shown does not open it"
        box = locks.box_of(concern.lock_id)
        statements = db.session.scalars(select(Statement).where(Statement.concern_id == concern.id)).all()
        if [one.kind for one in statements] != [StatementKind.FIRST]:
            yield f"{name} has {len(statements)} statements"
        for one in statements:
            said = [answer["answer"] for page in box.open_json(one.words_sealed) for answer in page["answers"]]
            if receipt.words not in said:
                yield f"{name}: its statement says something else"
            yield from leftovers.files_of(name, ("statement", str(one.id)), receipt.files)
        steps = db.session.scalars(select(Step.kind).where(Step.concern_id == concern.id)).all()
        if steps != [StepKind.RECEIVED]:
            yield f"{name} has the steps {steps}"
        reporters = db.session.scalar(select(func.count()).where(Reporter.concern_id == concern.id))
        if reporters != 1:
            yield f"{name} has {reporters} reporters"
        if (concern.received_at is None) != receipt.anonymous:
            yield f"{name} keeps a time, or none, against the reporter's wish"
        drafts = db.session.scalars(select(Draft).where(Draft.reference == name)).all()
        if [(one.sent_as, one.sealed) for one in drafts] != [(name, None)]:
            yield f"{name}: its draft is not an empty, sent one"

    def _nothing_else(self) -> Iterator[str]:
        known = {receipt.reference for receipt in self.receipts}
        there = set(db.session.scalars(select(Concern.reference)))
        yield from (f"{reference} is a concern without a receipt" for reference in sorted(there - known))
        sent = {one for one in db.session.scalars(select(Draft.sent_as)) if one is not None}
        yield from (f"a draft says it was sent as {reference}, which is nowhere" for reference in sent - there)
        named = sum(1 for receipt in self.receipts if not receipt.anonymous)
        letters = db.session.scalar(select(func.count()).where(Letter.template == "concern_received"))
        if letters != named:
            yield f"{letters} letters say that we have it, for {named} reporters who gave an address"
        statements = db.session.scalar(select(func.count()).select_from(Statement))
        if statements != len(known):
            yield f"{statements} statements for {len(known)} receipts"

    def _files(self) -> Iterator[str]:
        drafts = {str(one) for one in db.session.scalars(select(Draft.id).where(Draft.sent_as.is_(None)))}
        statements = {str(one) for one in db.session.scalars(select(Statement.id))}
        yield from leftovers.files({"draft": drafts, "statement": statements})

    def _trail(self) -> Iterator[str]:
        verdict = audit.verify()
        if verdict.broken is not None:
            yield f"the audit trail is broken at line {verdict.broken}"
        lines = db.session.scalar(select(func.count()).where(AuditRecord.action == "concern.received"))
        if lines != len({receipt.reference for receipt in self.receipts}):
            yield f"{lines} audit lines of concerns received, for {len(self.receipts)} receipts"
