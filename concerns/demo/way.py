"""The way of one concern of the demo through its stages: each step by the real operation, on its own day."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any

from concerns import queries
from concerns.demo.house import House, Registrant
from concerns.demo.teller import Teller, version_of
from concerns.examiners import deciding as examining
from concerns.examiners import offering
from concerns.investigation import alleging, exhibits, responding, working
from concerns.investigation import queries as investigation
from concerns.investigation.responding import Stance
from concerns.operations import having, seating, telling_registrants, triaging, writing
from concerns.panels import determining, hearings
from concerns.panels import queries as panels
from concerns.panels.determining import Short, Words
from concerns.panels.ladder import STEPS, Reached
from concerns.publishing import proofs, releasing, texts
from concerns.risk import rating
from concerns.telling import Telling
from concerns.threshold import deciding, triage
from concerns.vocabulary import (
    LADDER,
    Decided,
    Factor,
    Finding,
    Ground,
    HearingKind,
    InterimGround,
    Job,
    Sanction,
    TextAbout,
    TriageOutcome,
    Yes,
)
from foundation import clock
from foundation.audit import Actor

_SEATS = (Job.CHAIR, Job.MEMBER_LAY, Job.MEMBER_REGISTRANT)
_RUNGS: Mapping[str, str] = {
    "facts": "The panel believes the diary and the carers. Both were written at the time.",
    "standards": "A report that is not true breaks the Standard on honesty.",
    "impairment": "He sees now what he did, but has not yet shown that it will not happen again.",
    "none": "That would say that it does not matter.",
    "advice": "It was more than a slip.",
    "warning": "A warning would not protect anybody from another such report.",
    "conditions": "No condition can make sure that a report is true.",
    "suspension": "It marks how serious it is, and gives him time to show that he has learned from it.",
}


class Way:
    """One concern on its way."""

    def __init__(self, teller: Teller, house: House, about: Registrant) -> None:
        self.teller, self.house, self.about, self.reference = teller, house, about, ""

    def do(self, days_ago: int, act: Callable[[], object], hour: int = 11) -> None:
        """Let something happen so many days ago."""
        day = self.teller.today - timedelta(days=days_ago)
        with clock.played_back(min(datetime.combine(day, time(hour), clock.LONDON), clock.now())):
            act()

    def acts(self, days_ago: int, operation: Callable[..., object], *args: Any, by: Actor, **more: Any) -> None:
        """Let somebody do something to the concern as it stands."""
        self.do(
            days_ago,
            lambda: operation(self.reference, *args, version=version_of(self.reference), by=by, **more),
        )

    @property
    def subject_id(self) -> int:
        """The registrant's place in it."""
        return queries.get(self.reference).subjects[0].id

    @property
    def concern_id(self) -> int:
        """Its id."""
        return queries.get(self.reference).id

    @property
    def last_order(self) -> int:
        """What was decided last."""
        return panels.orders(self.concern_id)[-1].id

    # ---------------------------------------------------------------------------------------- until it is investigated

    def raised(self, told: Telling, days_ago: int) -> None:
        """Somebody tells us; the officer replies and rates it, and triage begins."""
        self.do(days_ago, lambda: self._raise(told), hour=10)
        officer, words = self.house.officer, "Thank you for telling us. I have read all of it."
        self.acts(days_ago, having.take, by=officer)
        once = self.teller.once()
        self.do(days_ago, lambda: writing.write_message(self.reference, words, once=once, by=officer), 12)
        why = "One person is affected, and it may happen again."
        self.acts(days_ago, rating.rate, likelihood=3, impact=3, reasons=why, by=officer)
        self.acts(days_ago, triaging.begin_triage, by=officer)

    def _raise(self, told: Telling) -> None:
        self.reference = self.teller.raise_now(told)

    def found_ours(self, days_ago: int) -> None:
        """Triage passes it to the threshold, and the registrant is told."""
        officer = self.house.officer
        happened = queries.get(self.reference).received_on - timedelta(days=40)
        self.acts(
            days_ago,
            triage.find_ours,
            TriageOutcome.THRESHOLD,
            happened_on=happened,
            standards_named=["3.1"],
            reasons="It is about practice, and it happened while they were registered.",
            by=officer,
        )
        told = {"on": self.teller.today - timedelta(days=days_ago), "how": "By telephone, then by letter"}
        self.acts(days_ago, telling_registrants.record_told, self.subject_id, by=officer, **told)

    def to_investigate(self, days_ago: int) -> None:
        """The threshold test sends it to an investigating officer, who plans."""
        house = self.house
        self.acts(
            days_ago,
            deciding.apply_test,
            serious=Yes.YES,
            matters=Yes.YES,
            fair=Yes.YES,
            grounds=[Ground.MISCONDUCT],
            factors={Factor.TRUST: "The family relied on it."},
            reasons="If it is true, it is a serious departure from the Standards.",
            by=house.manager,
        )
        self.acts(days_ago, seating.list_for, Job.INVESTIGATOR, account_id=house.investigator.id or 0, by=house.manager)
        words = "Ask for the records of the visits. Speak with the carers. Then ask for an answer."
        self.acts(days_ago, working.make_plan, words=words, by=house.investigator)

    def alleged(self, days_ago: int, words: str, facts: Sequence[str]) -> None:
        """What is alleged, with its facts; the registrant is asked to answer."""
        by = self.house.investigator
        alleged = {"grounds": [Ground.MISCONDUCT], "standards_named": ["3.1"], "words": words, "particulars": facts}
        self.acts(days_ago, alleging.allege, self.subject_id, by=by, **alleged)
        self.acts(days_ago, responding.ask, self.subject_id, by=by)

    def took_statement(self, days_ago: int, witness: str, words: str) -> None:
        """A statement comes into the register of evidence."""
        signed_on = self.teller.today - timedelta(days=days_ago)
        said = {"witness": witness, "words": words, "signed_on": signed_on}
        self.acts(days_ago, exhibits.add_statement, by=self.house.investigator, **said)

    def investigated(self, days_ago: int, words: str, facts: Sequence[str]) -> None:
        """From triage to the registrant's answer, within three weeks."""
        self.found_ours(days_ago)
        self.to_investigate(days_ago - 4)
        self.alleged(days_ago - 8, words, facts)
        self.took_statement(days_ago - 12, "A carer", "I was there, and wrote it down on the same day.")
        self.do(days_ago - 20, self._answer)

    def _answer(self) -> None:
        by = self.house.let_in(self.about)
        asked = investigation.about(self.concern_id, self.subject_id)
        said = dict.fromkeys(asked, Stance.NEITHER)
        words = "I remember it otherwise. I am sorry for the trouble it has made."
        responding.respond(self.reference, account_id=by.id or 0, stances=said, words=words, by=by)

    # -------------------------------------------------------------------------------------------------- and is decided

    def sent_to_examiners(self, days_ago: int) -> None:
        """The report goes to two case examiners."""
        house, words = self.house, "What the carers wrote down agrees with what we were told. The answer does not."
        self.acts(days_ago, working.write_report, words=words, by=house.investigator)
        self.acts(days_ago, working.send_to_examiners, by=house.investigator)
        lay, peer = house.examiners
        self.acts(days_ago, seating.list_for, Job.EXAMINER_LAY, account_id=lay.id or 0, by=house.manager)
        self.acts(days_ago, seating.list_for, Job.EXAMINER_REGISTRANT, account_id=peer.id or 0, by=house.manager)

    def examined(self, days_ago: int, finding: Finding, *, only: int = 2) -> None:
        """Each examiner writes, or only the first so far."""
        said = {"reasons": "I have read all of it, and this is what I find.", "terms": "What would be written down."}
        for who in self.house.examiners[:only]:
            self.acts(days_ago, examining.write_view, finding, by=who, **said)

    def closed_without_case(self, days_ago: int) -> None:
        """Both found that there is no case to answer."""
        words = (
            "Thank you for telling us.\n\nTwo people, one of them a case manager, have read all of it. He did not know "
            "the owner then: they met a year later. So there is no case to answer."
        )
        self.acts(days_ago, examining.close_without_case, words=words, by=self.house.examiners[0])

    def agreed(self, days_ago: int, words: str, months: int) -> None:
        """Both examiners agree to offer a warning, and the registrant accepts it six days later."""
        offered = {"terms": words, "facts": "Six of eight reports of the year were late.", "months": months}
        writes, reads = self.house.examiners[:2]
        self.acts(days_ago, offering.offer, self.subject_id, about_health=False, by=writes, **offered)
        self.acts(days_ago, offering.read_offer, agrees=True, by=reads)

        def accept() -> None:
            by = self.house.let_in(self.about)
            offering.accept(self.reference, account_id=by.id or 0, by=by)

        self.do(days_ago - 6, accept)

    def heard(self, kind: HearingKind, *, listed: int, on: int) -> None:
        """A day is set, a panel listed, and the registrant told of it; `on` is negative for a day to come.

        A panel meets on a working day, so the hearing may be some days later than that.
        """
        house, day = self.house, clock.working_day_from(self.teller.today - timedelta(days=on))
        self.acts(listed, hearings.list_hearing, self.subject_id, kind, on=day, by=house.manager)
        hearing_id = panels.hearings(self.concern_id)[-1].id
        for job, who in zip(_SEATS, self._panel(kind), strict=True):
            given = {"account_id": who.id or 0, "hearing_id": hearing_id}
            self.acts(listed, seating.list_for, job, by=house.manager, **given)
        self.acts(listed, hearings.give_notice, hearing_id, by=house.manager)

    def _panel(self, kind: HearingKind) -> tuple[Actor, ...]:
        return self.house.other_panel if kind.is_interim else self.house.panel

    def _decided(self, kind: HearingKind, **drafted: Any) -> None:
        """On the day of the hearing the chair drafts, all three vote for it, and the chair signs."""
        hearing, people = panels.hearings(self.concern_id)[-1], self._panel(kind)
        hearing_id, days_ago = hearing.id, (self.teller.today - hearing.on).days
        self.acts(days_ago, determining.draft, hearing_id, by=people[0], **drafted)
        for who in people:
            self.acts(days_ago, determining.vote, hearing_id, agrees=True, by=who)
        self.acts(days_ago, determining.sign, hearing_id, by=people[0])

    def suspended(self, months: int) -> None:
        """The panel finds the facts proved, and suspends."""
        facts = investigation.about(self.concern_id, self.subject_id)
        reasons = {one: _RUNGS[one] for one in (*STEPS, *(rung.value for rung in LADDER)) if one in _RUNGS}
        reached = Reached(dict.fromkeys(facts, True), ["3.1"], True, Sanction.SUSPENSION, months, reasons)
        words = Words(reasons, "He wrote reports of visits that did not take place.")
        self._decided(HearingKind.FINAL, words=words, reached=reached)

    def turns_red(self, days_ago: int) -> None:
        """Something new makes it red, and a manager asks a panel for an interim order."""
        why = {"likelihood": 5, "impact": 5, "reasons": "A second carer has seen the same."}
        self.acts(days_ago, rating.rate, by=self.house.officer, **why)
        reasons = "Somebody may be hurt while we look into it."
        self.acts(days_ago, hearings.decide_interim, apply=True, reasons=reasons, by=self.house.manager)

    def interim(self, *, listed: int, on: int) -> None:
        """An interim suspension for a year."""
        self.heard(HearingKind.INTERIM, listed=listed, on=on)
        reasons = {"decision": "Nothing is found yet.", InterimGround.PROTECT.value: "Two people have seen it."}
        short = Short(Decided.INTERIM_SUSPENSION, 12, [InterimGround.PROTECT])
        words = Words(reasons, "A temporary measure while we look into something.")
        self._decided(HearingKind.INTERIM, words=words, short=short)

    # ------------------------------------------------------------------------------------------- what the public reads

    def told_both(self, days_ago: int) -> None:
        """Both sides are told what was decided."""
        self.acts(days_ago, releasing.tell, self.last_order, by=self.house.registrar)

    def published(self, days_ago: int, summary: str) -> None:
        """The editor writes the words; two weeks later, when nobody found a fact wrong, the registrar releases them."""
        self.told_both(days_ago)
        words = texts.Words(summary, "Five visits did not take place.", "The panel suspends them for six months.")
        self.acts(days_ago, texts.prepare, self.last_order, words=words, by=self.house.editor)
        self.acts(days_ago, proofs.send, self.last_order, about=TextAbout.DECISION, by=self.house.editor)
        self.acts(days_ago - 14, releasing.release, self.last_order, by=self.house.registrar)
