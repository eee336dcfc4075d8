"""Applications for the tests of this room: made by the real operations, by nobody real, taken to any stage."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import select

from accounts.models import Realm, Role
from cpd.declarations import Asked, asked_at
from cpd.joining import queries
from cpd.joining.applying import (
    Answer,
    Applying,
    Continuity,
    Details,
    Insured,
    Job,
    OtherTold,
    Qualification,
    RecordCheck,
    RefereeTold,
    ReferenceGiven,
)
from cpd.joining.findings import AssessmentFinding, Outcome, PanelFinding, ReviewFinding, SeatKind
from cpd.joining.models import Application
from cpd.joining.operations import assessing, checking, deciding, declaring, panels, references, verifying
from cpd.joining.operations.deciding import Deciding
from cpd.joining.operations.sending_in import send_in
from cpd.joining.operations.verifying import Checked
from cpd.joining.vocabulary import CheckItem, CheckOutcome, IdentityDocument, RefereeTie, Route, Stage
from cpd.vocabulary import Nation
from foundation import clock
from foundation.database import db
from foundation.outbox import Letter
from foundation.references import application_reference
from register.vocabulary import WorksWith
from tests.accounts.staff import Person, hire

#: Words that stand in one place of an application each, so that a test can look where they turn up.
CONVICTION = "zzconviction was long ago"
HEALTHY = "zzillness comes and goes"
REFERRED = "zzreference praises them"

DETAILS = Details(
    title="Dr",
    forenames="Perpetua",
    surname="Oakenshaw",
    known_as="Pippa",
    previous_names=("Elderbush",),
    born_on=date(1980, 2, 29),
    phone="01632 960 111",
    post="1 Made Up Street",
    town="Leeds",
    outcode="LS1",
    organisation="Calder Case Management Ltd",
    languages=("Welsh",),
    areas=("health", "rehabilitation"),
    works_with=WorksWith.ADULTS,
    hours_12_months=900,
    hours_24_months=1800,
    hours_in_all=2600,
    months_in_all=30,
    last_practised_on=date(2026, 10, 1),
    identity="live",
    qualifications=(Qualification("Degree in nursing", "A university", "2003"),),
    work=(Job("Calder Case Management Ltd", "Case manager", date(2019, 1, 1)),),
    elsewhere=(OtherTold("NMC", "00A0000Z"),),
    insured=Insured("A mutual", "P-1", date(2026, 1, 1), date(2027, 12, 31), True),
    continuity=Continuity("They take my files.", "Jo Nobody", "01632 960 112", True),
    record_check=RecordCheck(True, "DBS", "enhanced", "001", date(2026, 3, 1), "Calder Case Management Ltd", True),
)
REFEREES = (
    RefereeTold("Ada Manager", "ada@calder.example", "Calder", "Head of service", RefereeTie.MANAGER, date(2020, 1, 1)),
    RefereeTold("Bo Solicitor", "bo@law.example", "Law & Co", "Solicitor", RefereeTie.INSTRUCTS, date(2021, 1, 1)),
)
STATEMENT = [{"section": "About you", "page": "name", "title": "Your name", "answers": []}]
GIVEN = ReferenceGiven(
    RefereeTie.MANAGER, date(2020, 1, 1), True, [{"question": "How do you know them?", "answer": REFERRED}]
)


def answers(branch: str = "", **said: str) -> tuple[Answer, ...]:
    """Answers in which nothing is worrying, but for the codes that are named: `answers(D02="yes")`."""
    found = []
    for one in asked_at(Asked.APPLICATION, clock.today(), branch=branch):
        if one.code in ("D07", "D22"):
            continue
        fine = "no" if one.worrying == "yes" else "yes"
        chosen = said.get(one.code, fine)
        words = CONVICTION if chosen == one.worrying else ""
        found.append(Answer(one.code, one.version, chosen, words, one.branch))
    return tuple(found)


def applying(account: Person, **changes: Any) -> Applying:
    """A sound application by the route of experience, from England."""
    told = Applying(
        account_id=account.id,
        route=Route.EXPERIENCE,
        nation=Nation.ENGLAND_WALES,
        email=account.email,
        details=DETAILS,
        referees=REFEREES,
        answers=answers(),
        statement=STATEMENT,
        standards_edition="2023",
        terms="1",
        health=Answer("D07", 1, "no"),
        monitoring={"age": "40_49", "sex": "female"},
        roles={"personal_care": "no", "health_care": "no", "money": "no", "children": "no"},
    )
    return replace(told, **changes)


def somebody(name: str = "Perpetua Oakenshaw") -> Person:
    """Somebody with a public account."""
    return hire(name=name, realm=Realm.PUBLIC)


def tokens() -> list[str]:
    """The links that stand in letters to referees, oldest first."""
    bodies = db.session.scalars(
        select(Letter.body).where(Letter.template == "referee_invited").order_by(Letter.id)
    ).all()
    return [body.split("/reference/")[1].split()[0] for body in bodies]


@dataclass
class Office:
    """The people of the institute who work on applications."""

    @cached_property
    def officer(self) -> Person:
        return hire(Role.REGISTRATION_OFFICER, name="Olu Officer")

    @cached_property
    def second_officer(self) -> Person:
        return hire(Role.REGISTRATION_OFFICER, name="Second Officer")

    @cached_property
    def assessor(self) -> Person:
        return hire(Role.ASSESSOR, name="Asa Assessor")

    @cached_property
    def second_assessor(self) -> Person:
        return hire(Role.ASSESSOR, name="Second Assessor")

    @cached_property
    def registrar(self) -> Person:
        return hire(Role.REGISTRAR, name="Reg Registrar")

    @cached_property
    def second_registrar(self) -> Person:
        return hire(Role.REGISTRAR, name="Second Registrar")

    @cached_property
    def panel(self) -> tuple[Person, Person]:
        return hire(Role.PANEL_MEMBER, name="Pan One"), hire(Role.PANEL_CHAIR, name="Pan Two")

    @cached_property
    def appeal_panel(self) -> tuple[Person, Person, Person]:
        return tuple(hire(Role.APPEAL_PANEL, name=f"Appeal {one}") for one in "ABC")

    @cached_property
    def health_officer(self) -> Person:
        return hire(Role.HEALTH_OFFICER, name="Hal Health")

    @cached_property
    def finance(self) -> Person:
        return hire(Role.FINANCE, name="Fin Finance")


@dataclass
class Case:
    """One application on its way, with everybody who has to do with it."""

    applicant: Person
    office: Office
    reference: str

    @property
    def application(self) -> Application:
        db.session.rollback()
        found = queries.get(self.reference)
        db.session.refresh(found)
        return found

    @property
    def version(self) -> int:
        return self.application.version

    @property
    def stage(self) -> Stage:
        return self.application.stage

    # ------------------------------------------------------------------------------------------ the steps one by one

    def complete(self) -> Case:
        checking.confirm_complete(self.reference, version=self.version, by=self.office.officer.actor)
        return self

    def referees_answer(self) -> Case:
        for token in tokens()[-2:]:
            references.give(token, GIVEN)
        return self

    def tick_everything(self, **changes: Any) -> Case:
        for one in verifying.check_list(self.application):
            checked = Checked(one.item, CheckOutcome.CONFIRMED, "Seen on their page.", clock.today(), one.place)
            if one.item is CheckItem.IDENTITY:
                checked = replace(checked, document=IdentityDocument.PASSPORT, last_four="12ab", seen_live=True)
            if not one.problem:
                verifying.record_check(self.reference, replace(checked, **changes), by=self.office.officer.actor)
        return self

    def verify(self) -> Case:
        verifying.finish(self.reference, version=self.version, by=self.office.officer.actor)
        return self

    def review(self, finding: ReviewFinding = ReviewFinding.CLEAR, by: Person | None = None) -> Case:
        declaring.review(
            self.reference,
            finding=finding,
            reasons="It was small and long ago.",
            advice="Tell your employer." if finding is ReviewFinding.CLEAR_WITH_ADVICE else "",
            version=self.version,
            by=(by or self.office.second_officer).actor,
        )
        return self

    def sit(self, kind: SeatKind = SeatKind.DECLARATIONS) -> Case:
        people = self.office.panel if kind is SeatKind.DECLARATIONS else self.office.appeal_panel
        for person in people:
            panels.seat(self.reference, kind=kind, account_id=person.id, by=self.office.officer.actor)
        return self

    def panel_votes(self, *findings: PanelFinding) -> Case:
        for person, finding in zip(self.office.panel, findings, strict=True):
            advice = "Tell your employer." if finding is PanelFinding.CLEAR_WITH_ADVICE else ""
            declaring.vote(
                self.reference, finding=finding, reasons="We looked with care.", advice=advice, by=person.actor
            )
        return self

    def give_assessor(self, person: Person | None = None) -> Case:
        assessing.give_assessor(
            self.reference,
            account_id=(person or self.office.assessor).id,
            version=self.version,
            by=self.office.officer.actor,
        )
        return self

    def assess(self, finding: AssessmentFinding = AssessmentFinding.MEETS, by: Person | None = None) -> Case:
        assessing.assess(
            self.reference,
            finding=finding,
            reasons="They show it well.",
            standards=() if finding is AssessmentFinding.MEETS else ("7.5",),
            items=("A plan you wrote",) if finding is AssessmentFinding.MORE_EVIDENCE else (),
            version=self.version,
            by=(by or self.office.assessor).actor,
        )
        return self

    def decide(self, outcome: Outcome = Outcome.GRANT, by: Person | None = None, **more: Any) -> Case:
        deciding.decide(
            self.reference,
            Deciding(outcome, "Because of what we read.", **more),
            version=self.version,
            by=(by or self.office.registrar).actor,
        )
        return self

    # ------------------------------------------------------------------------------------------------------ all at once

    def to(self, stage: Stage) -> Case:
        """Take a fresh application to a stage by the real steps."""
        if stage is Stage.COMPLETENESS:
            return self
        self.complete()
        if stage is Stage.VERIFICATION:
            return self
        self.referees_answer().tick_everything().verify()
        if self.stage is Stage.DECLARATIONS and stage is not Stage.DECLARATIONS:
            if stage is Stage.DECLARATION_PANEL:
                return self.review(ReviewFinding.REFER)
            self.review()
        if stage in (Stage.DECLARATIONS, Stage.ASSESSMENT):
            return self
        self.give_assessor().assess()
        if stage is Stage.DECISION:
            return self
        if stage in (Stage.REFUSED, Stage.APPEAL):
            return self.decide(Outcome.REFUSE)
        return self.decide()


def case(office: Office | None = None, applicant: Person | None = None, **changes: Any) -> Case:
    """A fresh application that was sent in."""
    person = applicant or somebody()
    reference = application_reference(2026)
    send_in(applying(person, **changes), reference=reference, by=person.actor)
    return Case(person, office or Office(), reference)


def declared(office: Office | None = None, **said: str) -> Case:
    """One in which a declaration needs a look of its own."""
    return case(office, answers=answers(**(said or {"D02": "yes"})))
