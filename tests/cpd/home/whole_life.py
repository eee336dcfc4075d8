"""One person's whole life with the institute, so that every place that keeps something of them has something to give.

They were refused and appealed, joined, recorded CPD, renewed twice, told us something, were audited, asked for more
time, appealed again, were away, and left while something was open. What they type begins with "zz"; what is written
behind their back begins with "qq".
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import date, timedelta

from accounts.addresses import read_address
from accounts.models import Role
from cpd.audit.models.judged import Marker
from cpd.audit.operations import appealing as audit_appeals
from cpd.audit.operations import assessing, choosing, giving
from cpd.audit.operations import sending as audit_sending
from cpd.audit.vocabulary import AppealOutcome as AuditOutcome
from cpd.audit.vocabulary import Finding, Why
from cpd.disclosures.operations import adding, telling_us
from cpd.disclosures.telling import HEALTH, Said
from cpd.joining.findings import AppealGround, AppealOutcome, HealthFinding, SeatKind
from cpd.joining.operations import appealing, checking, information
from cpd.joining.operations import health as health_room
from cpd.joining.vocabulary import Stage
from cpd.leaving.operations import continuity, departures
from cpd.leaving.operations import leave as leaves
from cpd.leaving.telling import Plan, WhyAway
from cpd.leaving.vocabulary import LeaveReason
from cpd.money import operations as money
from cpd.money import queries as invoices
from cpd.record.operations import keeping, planning
from cpd.record.vocabulary import Company, GoalState
from cpd.record.words import GoalWords, Told, Words
from cpd.renewal import policy as prices
from cpd.renewal import queries as renewals
from cpd.renewal.applying import CheckTold
from cpd.renewal.operations import beginning, sending, talking
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import ActivityKind
from foundation import clock, evidence
from foundation.database import db
from register.following import asking
from register.post import readers
from register.vocabulary import OrderKind
from tests.accounts.staff import Person, hire
from tests.conftest import StillClock
from tests.cpd import doors
from tests.cpd.audit import arrange as audits
from tests.cpd.joining import arrange as joining
from tests.cpd.joining.arrange import Office
from tests.cpd.member import hold
from tests.cpd.renewal import arrange as renewing
from tests.register.arrange import entry_id as entry_of
from tests.register.arrange import impose

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
REFEREES = tuple(replace(one, name=f"zz{one.name}", organisation=f"zz{one.organisation}") for one in joining.REFEREES)
FORM = [
    {
        "section": "Your work",
        "page": "hours",
        "title": "Your hours",
        "answers": [{"question": "How many hours?", "answer": "zznine hundred hours"}],
    }
]


@dataclass
class Life:
    """Who it is, and how far they are."""

    person: Person
    office: Office
    clock: StillClock
    number: str = ""

    @property
    def entry_id(self) -> int:
        """Their entry."""
        return entry_of(self.number)

    def file(self, name: str, kind: str, of: object, more: bytes = b"") -> None:
        """They send a file."""
        evidence.keep(io.BytesIO(PDF + more), name=name, owner=(kind, str(of)), by=self.person.actor)


def live(set_clock: StillClock) -> Life:
    """All of it."""
    set_clock("2026-03-02 10:00")
    one = Life(joining.somebody(), Office(), set_clock)
    _join(one)
    _learn(one)
    _renew(one, on="2027-02-10 10:00", statement="zzfirst form")
    set_clock("2027-06-01 10:00")
    renewing.fee(prices.RENEWAL_FEE, 12000)
    _renew(one, on="2028-02-10 10:00", statement="zzsecond form", pays=True)
    talk = renewals.talks(one.entry_id)[0]
    talking.note_done(one.number, talk.id, words="We talked of it.", version=talk.version, by=one.office.officer.actor)
    impose(one.number, OrderKind.WARNING, clock.now(), clock.now() + timedelta(days=365))
    _tell(one)
    _be_audited(one)
    _be_away(one)
    _leave(one)
    db.session.rollback()
    return one


def _join(one: Life) -> None:
    health = joining.Answer("D07", 1, "yes", "zzasthma that is managed")
    case = joining.case(one.office, one.person, answers=joining.answers(D02="yes"), health=health, referees=REFEREES)
    application = case.application
    one.file("passport.pdf", "application_identity", application.id, b"passport")
    one.file("certificate.pdf", "application", application.id, b"certificate")
    checking.write_note(case.reference, "qqnote of an officer", by=one.office.officer.actor)
    asked = information.ask(
        case.reference,
        topics=["other"],
        items=["Where did you train?"],
        version=case.version,
        by=one.office.officer.actor,
    )
    information.answer(asked, ["zztrained in Leeds"], by=one.person.actor)
    one.file("where.pdf", "information", asked)
    health_room.tell_anew(case.reference, "yes", "zzand it got better", by=one.person.actor)
    health_room.find(
        case.reference,
        finding=HealthFinding.NOTHING,
        words="qqnothing to worry of",
        by=one.office.health_officer.actor,
    )
    case.to(Stage.REFUSED)
    appealing.appeal(
        case.reference, grounds=[AppealGround.NEW_EVIDENCE], words="zzhere is more of it", by=one.person.actor
    )
    case.sit(SeatKind.APPEAL)
    for person in one.office.appeal_panel:
        appealing.vote(case.reference, outcome=AppealOutcome.OVERTURN, reasons="We agree.", by=person.actor)
    assert case.stage is Stage.REGISTERED
    one.number = case.application.number or ""


def _learn(one: Life) -> None:
    goal = planning.set_goal(
        one.entry_id,
        planning.GoalTold(GoalWords("zzwrite better plans", "zzread of them", ""), ("2.1",), date(2026, 12, 1)),
        once="goal",
        by=one.person.actor,
    )
    words = Words("zzcourse", "zzlearned to ask", "zzask first now", "zzpeople decide")
    told = Told(date(2026, 3, 1), 90, ActivityKind.COURSE, Company.LIVE, ("2.1", "5.3"), goal, words)
    activity = keeping.write(one.entry_id, told, once="one", draft=False, by=one.person.actor)
    one.file("../../slides.pdf", "activity", activity)
    one.file("slides.pdf", "activity", activity, b"other slides")
    keeping.write(one.entry_id, Told(words=Words("zzdraft of a day")), once="two", draft=True, by=one.person.actor)
    planning.close_goal(one.entry_id, goal, GoalState.DONE, outcome="zzplans are read", by=one.person.actor)


def _renew(one: Life, *, on: str, statement: str, pays: bool = False) -> None:
    one.clock(on)
    beginning.begin(content={}, by=one.person.actor)
    renewal = renewals.of_entry(one.entry_id)[0]
    form = [{**FORM[0], "answers": [*FORM[0]["answers"], {"question": "What else?", "answer": statement}]}]  # type: ignore[misc]  # a list of plain values
    sent = sending.send(
        renewal.reference,
        renewing.renewing(
            answers=tuple(
                replace(said, words=said.words and f"{statement} and {said.code}")
                for said in renewing.answers(D02="yes" if pays else "no", D12="no")
            ),
            health=Said(HEALTH, 1, "yes", f"{statement} and health"),
            cover=replace(renewing.renewing().cover, insurer=f"{statement} insurer"),
            statement=form,
            areas=("health",),
            record_check=CheckTold("DBS", "enhanced", clock.today()),
        ),
        by=one.person.actor,
    )
    one.file("log of cpd.pdf", "renewal", sent.id)
    one.file("insurance.pdf", "insurance", renewals.insurance(one.entry_id)[0].id)
    if pays:
        invoice = invoices.of_account(one.person.id)[0]
        money.bill_employer(
            invoice.reference,
            name="zzCalder Ltd",
            email="pay@calder.example",
            address="zz1 Invoice Road",
            by=one.person.actor,
        )
    doors.pay(one.entry_id, one.office)


def _tell(one: Life) -> None:
    one.clock("2028-05-02 10:00")
    told = telling_us.tell(
        Said("D04", 1, "yes", "zzanother register looks at me"),
        known_on=date(2028, 5, 1),
        pressed="once",
        by=one.person.actor,
    )
    one.file("letter of the other register.pdf", "disclosure", told.id)
    adding.ask(told.reference, "When is it over?", by=one.office.officer.actor)
    adding.add(told.reference, "zzit is over in June", by=one.person.actor)


def _be_audited(one: Life) -> None:
    one.clock("2028-06-06 10:00")
    team = audits.crew()
    choosing.add_by_hand(one.number, why=Why.OTHER, words="qqwhy we look", by=team.officer.actor)
    audits.night()
    held = audits.audit_of(one.number)
    audit_sending.ask_for_time(held.reference, words="zzmy roof fell in", by=one.person.actor)
    one.clock.move(days=1)
    giving.answer_time(held.reference, until=date(2028, 8, 1), words="You have until August.", by=team.officer.actor)
    audit_sending.send(held.reference, statement="zzhere it is", by=one.person.actor)
    for marker, assessor in ((Marker.FIRST, team.first), (Marker.SECOND, team.second)):
        audits.give(team, one.number, assessor, marker)
        held = audits.audit_of(one.number)
        assessing.mark(
            held.reference,
            finding=Finding.NOT_MET,
            reasons="qqthin work",
            told="Too few hours.",
            version=held.version,
            by=assessor.actor,
        )
    audits.decide(team, one.number, Finding.NOT_MET)
    audit_appeals.appeal(held.reference, grounds=[AppealGround.PROCESS], words="zzit was unfair", by=one.person.actor)
    for person in team.appeal[:3]:
        audit_appeals.seat(held.reference, account_id=person.id, by=team.officer.actor)
    for person in team.appeal[:3]:
        audit_appeals.vote(held.reference, outcome=AuditOutcome.OVERTURN, reasons="They are right.", by=person.actor)


def _be_away(one: Life) -> None:
    one.clock("2028-09-05 10:00")
    plan = Plan("zzthey take my files", "zzJo Nobody", "01632 960 112", "jo@calder.example", True)
    continuity.keep_plan(one.entry_id, plan, by=one.person.actor)
    asked = leaves.ask_for_leave(
        Span(date(2028, 10, 2), date(2028, 12, 1)), WhyAway(LeaveReason.CARING, "zzmy mother"), by=one.person.actor
    )
    leaves.decide_leave(
        asked.id, agree=True, words="We wish you well.", version=asked.version, by=one.office.officer.actor
    )


def _leave(one: Life) -> None:
    one.clock("2028-12-05 10:00")
    readers.keep(one.entry_id, "zz1 Home Road\nLeeds", on_paper=True, by=one.office.officer.actor)
    asking.name("zzBrook Ltd", read_address("zzwork@brook.example"), by=one.person.actor)
    hold(one.number)
    departure = departures.ask_to_leave(leave_on=None, why="zzenough of it", by=one.person.actor)
    officer = hire(Role.PUBLICATION_EDITOR)
    departures.propose_facts(departure.id, "They left while we looked.", version=departure.version, by=officer.actor)
    departures.answer_facts(departure.id, number=1, agree=False, words="zzthat is not so", by=one.person.actor)
