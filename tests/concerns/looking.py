"""Concerns that are looked into, for the tests: each helper brings one a stage further, by the real operations."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy import select

from accounts import authority
from accounts.models import Role, SitsAs
from accounts.operations.sitting import say_sits_as
from concerns import bad_news
from concerns.investigation import alleging, queries, responding, working
from concerns.investigation.responding import Stance
from concerns.operations import seating, telling_registrants
from concerns.panels import queries as panels
from concerns.publishing import proofs, releasing, texts
from concerns.publishing.texts import Words
from concerns.threshold import deciding, triage
from concerns.vocabulary import Factor, Ground, Job, TextAbout, TriageOutcome, Yes
from foundation import clock
from foundation.audit import SYSTEM
from foundation.database import db
from register import queries as register
from register.operations import renew
from tests.accounts.staff import SHELL, Person, hire
from tests.concerns import officers
from tests.concerns.arrange import telling
from tests.concerns.officers import version
from tests.concerns.test_risk import SIOBHAN
from tests.concerns.test_tracker import registrant
from tests.conftest import StillClock
from tests.frame import cast

LONG = date(2039, 12, 31)
FACTS = ("On 3 March 2025 she took GBP 200 from Q.", "She said that she had not.")


def happened() -> date:
    """When it happened: some time ago on whatever day a test stands at, and well within the age limit of that day."""
    return clock.today() - timedelta(days=600)


@dataclass
class Looking:
    """One concern about Siobhan, and everybody who works on it."""

    officer: Person
    manager: Person
    investigator: Person
    lay: Person
    peer: Person
    reference: str = ""
    panel: dict[Job, Person] = field(default_factory=dict)
    siobhan: Person | None = None

    @property
    def version(self) -> int:
        return version(self.reference)

    @property
    def subject_id(self) -> int:
        return officers.now(self.reference).subjects[0].id


def people() -> Looking:
    """Everybody up to the case examiners; who is registered stays so for years."""
    stays_registered(cast.SIOBHAN)
    return Looking(
        officers.officer("Sam Officer"),
        officers.manager("Maya Manager"),
        officers.investigator("Ivo Investigator"),
        officers.examiner("Lena Lay"),
        officers.examiner("Petra Peer"),
    )


def at_threshold(held: Looking | None = None) -> Looking:
    """A concern at the threshold."""
    held = held or people()
    held.reference = officers.in_triage(held.officer, telling(subjects=SIOBHAN))
    triage.find_ours(
        held.reference,
        TriageOutcome.THRESHOLD,
        happened_on=happened(),
        standards_named=["3.1"],
        reasons="It is about her practice.",
        version=held.version,
        by=held.officer.actor,
    )
    return held


def investigated(held: Looking | None = None) -> Looking:
    """A concern under investigation, with its investigating officer."""
    held = at_threshold(held)
    deciding.apply_test(
        held.reference,
        serious=Yes.YES,
        matters=Yes.YES,
        fair=Yes.YES,
        grounds=[Ground.MISCONDUCT],
        factors={Factor.TRUST: "She held the money for him."},
        reasons="It could be dishonest.",
        version=held.version,
        by=held.manager.actor,
    )
    listed(held, Job.INVESTIGATOR, held.investigator)
    return held


def stays_registered(number: str) -> None:
    """Somebody is on the register for years."""
    [entry_id] = register.entry_ids([number]).values()
    last = max(one.ends_on for one in register.records([entry_id])[entry_id].periods)
    if last < LONG:
        renew(number, starts_on=last + timedelta(days=1), ends_on=LONG, reason="A test.", by=SYSTEM)


def sits_as_registrant(who: Person, number: str | None = None) -> str:
    """It is on record that somebody is a registrant: one whom nobody else is, unless a number is given."""
    held = authority.sits_as([who.id]).get(who.id)
    if held is not None and held.number is not None:
        return held.number
    taken = set(db.session.scalars(select(SitsAs.number)))
    number = number or next(one[0] for one in cast.MANY if one[0] not in taken)
    stays_registered(number)
    say_sits_as(who.id, number, by=SHELL)
    return number


def listed(held: Looking, job: Job, who: Person, *, hearing_id: int | None = None) -> None:
    """Somebody is listed for a job; for that of a registrant they are on record as one."""
    if job in seating.REGISTRANTS:
        sits_as_registrant(who)
    seating.list_for(
        held.reference,
        job,
        account_id=who.id,
        hearing_id=hearing_id,
        version=held.version,
        by=held.manager.actor,
    )


def told(held: Looking) -> None:
    """Siobhan knows of it, and holds an account."""
    telling_registrants.record_told(
        held.reference,
        held.subject_id,
        on=clock.today(),
        how="By letter.",
        version=held.version,
        by=held.officer.actor,
    )
    held.siobhan = held.siobhan or registrant()


def alleged(held: Looking | None = None) -> Looking:
    """Plan and allegations are there, and Siobhan knows of the concern."""
    held = investigated(held)
    told(held)
    by = held.investigator.actor
    working.make_plan(held.reference, words="Ask the bank.", version=held.version, by=by)
    alleging.allege(
        held.reference,
        held.subject_id,
        grounds=[Ground.MISCONDUCT],
        standards_named=["3.1", "3.7"],
        words="That her conduct fell below the Standards.",
        particulars=FACTS,
        version=held.version,
        by=by,
    )
    return held


def answered(held: Looking | None = None, stance: Stance = Stance.DENIED) -> Looking:
    """Siobhan was asked and has answered."""
    held = alleged(held)
    assert held.siobhan is not None
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    asked = queries.about(officers.now(held.reference).id, held.subject_id)
    responding.respond(
        held.reference,
        account_id=held.siobhan.id,
        stances=dict.fromkeys(asked, stance),
        words="I never did.",
        by=held.siobhan.actor,
    )
    return held


def examined(held: Looking | None = None) -> Looking:
    """The concern is before its two case examiners."""
    held = answered(held)
    by = held.investigator.actor
    working.write_report(held.reference, words="The bank shows it.", version=held.version, by=by)
    working.send_to_examiners(held.reference, version=held.version, by=by)
    listed(held, Job.EXAMINER_LAY, held.lay)
    listed(held, Job.EXAMINER_REGISTRANT, held.peer)
    return held


PANELS = {
    Job.CHAIR: Role.PANEL_CHAIR,
    Job.MEMBER_LAY: Role.PANEL_MEMBER,
    Job.MEMBER_REGISTRANT: Role.PANEL_MEMBER,
    Job.ADVISER: Role.LEGAL_ADVISER,
}


def panel(held: Looking, hearing_id: int, *, role: Role | None = None) -> dict[Job, Person]:
    """New people on the panel of a hearing."""
    found = {}
    for job, usual in PANELS.items():
        who = hire(usual if role is None or job is Job.ADVISER else role, name=f"{job.label} {secrets.token_hex(3)}")
        listed(held, job, who, hearing_id=hearing_id)
        found[job] = who
    return found


def written(held: Looking, order_id: int, summary: str, editor: Person, about: TextAbout = TextAbout.DECISION) -> None:
    """An editor writes what the public will read."""
    words = Words(summary, "She took it from Service user A.", "It was grave, so this follows.")
    texts.prepare(held.reference, order_id, words=words, about=about, version=held.version, by=editor.actor)


def letters_go(set_clock: StillClock) -> None:
    """The hour comes at which bad news goes: only then do accounts and mailboxes show it."""
    set_clock(bad_news.goes_at(clock.now()))


def published(held: Looking, order_id: int, summary: str = "She took money.") -> None:
    """Words by one person, released by another, without waiting for proof copies."""
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    if not panels.order(officers.now(held.reference).id, order_id).about_health:
        written(held, order_id, summary, editor)
        unwaited(held, order_id, hire(Role.REGISTRAR))
    releasing.release(held.reference, order_id, version=held.version, by=registrar.actor)


def unwaited(held: Looking, order_id: int, registrar: Person, about: TextAbout = TextAbout.DECISION) -> None:
    """Nobody waits for proof copies."""
    proofs.skip(held.reference, order_id, about=about, reason="A test.", version=held.version, by=registrar.actor)
