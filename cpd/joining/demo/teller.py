"""Who acts in the applications of the demo, and on which day: every step is one of the real operations."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import partial
from typing import Any

from sqlalchemy import select

from accounts import demo as accounts_demo
from cpd.joining import queries
from cpd.joining.applying import (
    ReferenceGiven,
)
from cpd.joining.demo.sound import applying
from cpd.joining.findings import AssessmentFinding, Outcome, ReviewFinding, SeatKind
from cpd.joining.operations import (
    assessing,
    checking,
    deciding,
    declaring,
    panels,
    references,
    verifying,
)
from cpd.joining.operations.deciding import Deciding
from cpd.joining.operations.sending_in import send_in
from cpd.joining.operations.verifying import Checked
from cpd.joining.vocabulary import CheckItem, CheckOutcome, IdentityDocument, RefereeTie
from foundation import clock
from foundation.audit import Actor
from foundation.database import db
from foundation.outbox import Letter
from foundation.references import SAYABLE


@dataclass
class Teller:
    """Tells one application after another: who acts, and on which day."""

    staff: dict[str, Actor]
    chance: random.Random
    today: date
    by: Actor

    def at(self, working_days_ago: int, hour: int = 10) -> datetime:
        """An hour of a working day so many working days ago; never later than now."""
        day = clock.add_working_days(self.today, -working_days_ago) if working_days_ago else self.today
        return min(datetime.combine(day, time(hour), clock.LONDON), clock.now())

    def do(self, ago: int, act: Callable[[], object], hour: int = 11) -> None:
        """Let something happen so many working days ago."""
        with clock.played_back(self.at(ago, hour)):
            act()

    def send(self, name: str, ago: int, *, code: str = "", **changes: Any) -> str:
        """Somebody sends an application in; its reference."""
        email = f"{name.lower().replace(' ', '.')}@applicants.example"
        account_id = accounts_demo.fill(registrants=[(name, email)], by=self.by)[email]
        moment = self.at(ago, 9)
        forenames, surname = name.split(" ", 1)
        with clock.played_back(moment):
            told = applying(account_id, email, moment.date(), forenames, surname)
            details = replace(told.details, **changes.pop("details", {}))
            reference = f"AP-{moment.year}-{code or ''.join(self.chance.choice(SAYABLE) for _ in range(6))}"
            send_in(replace(told, details=details, **changes), reference=reference, by=_person(account_id, name))
        return reference

    def complete(self, reference: str, ago: int) -> None:
        """The officer says that nothing is missing."""
        officer = self.staff["officer"]
        self.do(ago, lambda: checking.confirm_complete(reference, version=version(reference), by=officer))

    def referees_answer(self, reference: str, ago: int, *, how_many: int = 2) -> None:
        """The referees follow their links."""
        for token in _tokens(reference)[:how_many]:
            self.do(ago, partial(references.give, token, _GIVEN), 14)

    def check_everything(self, reference: str, ago: int) -> None:
        """The officer goes through the check list."""
        officer = self.staff["officer"]

        def act() -> None:
            for one in verifying.check_list(queries.get(reference)):
                checked = Checked(one.item, CheckOutcome.CONFIRMED, _SEEN[one.item], clock.today(), one.place)
                if one.item is CheckItem.IDENTITY:
                    checked = replace(checked, document=IdentityDocument.PASSPORT, last_four="47KX", seen_live=True)
                verifying.record_check(reference, checked, by=officer)
            verifying.finish(reference, version=version(reference), by=officer)

        self.do(ago, act, 15)

    def review(self, reference: str, ago: int, finding: ReviewFinding) -> None:
        """The officer says what the declarations come to."""
        words = "A caution of 2014 for a minor matter, told in full. It is to be looked at by two people."

        def act() -> None:
            declaring.review(
                reference, finding=finding, reasons=words, version=version(reference), by=self.staff["officer"]
            )

        self.do(ago, act)

    def sit(self, reference: str, ago: int) -> None:
        """Two people are listed for the declarations panel."""
        for name in ("member", "chair"):
            member = self.staff[name].id or 0

            def act(member: int = member) -> None:
                panels.seat(reference, kind=SeatKind.DECLARATIONS, account_id=member, by=self.staff["officer"])

            self.do(ago, act, 12)

    def assess(self, reference: str, given: int, found: int | None, finding: AssessmentFinding) -> None:
        """An assessor is given it, and says what they find."""
        officer, assessor = self.staff["officer"], self.staff["assessor"]

        def give() -> None:
            assessing.give_assessor(reference, account_id=assessor.id or 0, version=version(reference), by=officer)

        def find() -> None:
            assessing.assess(
                reference,
                finding=finding,
                reasons="They show by examples how they assess, plan and review, and know where their work ends.",
                standards=() if finding is AssessmentFinding.MEETS else ("7.5",),
                version=version(reference),
                by=assessor,
            )

        self.do(given, give, 16)
        if found is not None:
            self.do(found, find, 16)

    def decide(self, reference: str, ago: int, outcome: Outcome, words: str) -> None:
        """The registrar decides."""
        registrar = self.staff["registrar"]
        self.do(
            ago,
            lambda: deciding.decide(reference, Deciding(outcome, words), version=version(reference), by=registrar),
        )


_SEEN = {
    CheckItem.IDENTITY: "Passport held up on a video call. Name, photograph and day of birth agree.",
    CheckItem.QUALIFICATION: "Certificate seen, and confirmed by the university by email.",
    CheckItem.WORK: "Two employers confirmed the dates. No gap is longer than six months.",
    CheckItem.OTHER_REGISTER: "Looked at the public register of the NMC: registered, no conditions, no findings.",
    CheckItem.INSURANCE: "Certificate seen. Professional indemnity, covers case management.",
    CheckItem.RECORD_CHECK: "Certificate number and date agree with the update service.",
    CheckItem.REFERENCE: "Answered from the organisation’s own address. Nothing worries them.",
}
_GIVEN = ReferenceGiven(
    RefereeTie.MANAGER,
    date(2020, 1, 6),
    True,
    [
        {"question": "How do you know them, and in which work?", "answer": "I have led their team for five years."},
        {"question": "What have you seen them do well?", "answer": "They listen first, and they write things down."},
    ],
)


def _person(account_id: int, name: str) -> Actor:
    return Actor("account", account_id, name)


def version(reference: str) -> int:
    return queries.get(reference).version


def _tokens(reference: str) -> list[str]:
    """The links in the letters to the referees of an application."""
    application = queries.get(reference)
    statement = select(Letter.body).where(
        Letter.template == "referee_invited", Letter.body.contains(application.name, autoescape=True)
    )
    bodies = db.session.scalars(statement.order_by(Letter.id)).all()
    return [body.split("/reference/")[1].split()[0] for body in bodies]
