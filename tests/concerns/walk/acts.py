"""What the crowd of the walk may try up to the panel, each on the newest page; what came of it is told the model."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from typing import Any

from sqlalchemy import func, select

from accounts.models import Role
from concerns import queries
from concerns.examiners import deciding, offering
from concerns.investigation import alleging, responding, working
from concerns.investigation import queries as investigation
from concerns.investigation.responding import Stance
from concerns.models import Concern, Message
from concerns.operations import closing, having, pausing, seating, telling_registrants, triaging, writing
from concerns.panels import queries as panels
from concerns.risk import rating
from concerns.threshold import deciding as threshold
from concerns.threshold import triage
from concerns.vocabulary import Factor, Finding, Ground, Job, PauseReason, Stage, TriageOutcome, Yes
from foundation import clock
from foundation.database import db
from foundation.errors import DomainError
from tests.accounts.staff import Person
from tests.concerns import looking, officers
from tests.concerns.walk import people
from tests.concerns.walk.by_the_text import ByTheText, Decision
from tests.conftest import StillClock

#: Words that only staff read, or only the registrant.
SECRETS = ("NOTEWORDS", "PLANWORDS", "VIEWWORDS", "REPORTWORDS", "ANSWERWORDS", "PRIVATEWORDS", "WHYWORDS")
NOTE, PLAN, VIEW, REPORT, ANSWER, PRIVATE, WHY = SECRETS
_JOBS = (Job.INVESTIGATOR, Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT)


class Acts:
    """One concern about Siobhan, and a crowd."""

    set_clock: StillClock
    crowd: people.Crowd
    siobhan: Person
    reference: str
    model: ByTheText

    @property
    def concern(self) -> Concern:
        return officers.now(self.reference)

    @property
    def subject_id(self) -> int:
        return self.concern.subjects[0].id

    def tries(self, act: Callable[[], Any]) -> bool:
        """Whether an act was allowed. It may be refused, but only in a sentence."""
        refused = ""
        try:
            act()
        except DomainError as error:
            refused = error.sentence
            db.session.rollback()
        assert not refused or refused.endswith("."), refused
        return not refused

    def does(
        self, act: Callable[..., Any], dice: Random, roles: tuple[Role, ...], *args: Any, part: str = "", **more: Any
    ) -> Person | None:
        """Somebody tries an act, then those who hold a role, until one of them may; says who."""
        for person in self.crowd.try_in_turn(dice, roles):
            seen = self.concern.version
            if self.tries(lambda by=person, seen=seen: act(self.reference, *args, version=seen, by=by.actor, **more)):
                if part:
                    self.model.takes(person.id, part)
                return person
        return None

    # -------------------------------------------------------------------------------------------- until it is triaged

    def takes_it_in(self, dice: Random) -> None:
        """An officer takes it, replies, rates it and tells Siobhan of it."""
        self.does(having.take, dice, people.OFFICERS, part="takes in")
        has = next(one for one in self.crowd.people if one.id == self.concern.officer_id)
        writing.write_message(self.reference, "We have read it.", once=f"{1:032x}", by=has.actor)
        writing.write_note(self.reference, NOTE, once=f"{2:032x}", by=has.actor)
        self.rates(dice, 2)
        self.does(triaging.begin_triage, dice, people.OFFICERS, part="triages")
        told = {"on": clock.today(), "how": "By letter."}
        self.does(telling_registrants.record_told, dice, people.OFFICERS, self.subject_id, **told)
        assert db.session.scalar(select(func.count()).select_from(Message)) == 1
        assert self.concern.stage is Stage.TRIAGE

    def rates(self, dice: Random, likelihood: int | None = None) -> None:
        self.does(
            rating.rate,
            dice,
            people.OFFICERS,
            likelihood=likelihood or dice.randint(1, 5),
            impact=4,
            reasons=WHY,
            part="rates",
        )

    def finds_it_ours(self, dice: Random, outcome: TriageOutcome | None = None) -> None:
        self.does(
            triage.find_ours,
            dice,
            people.OFFICERS,
            outcome or dice.choice(list(TriageOutcome)),
            happened_on=looking.happened(),
            standards_named=["3.1"],
            reasons=WHY,
            part="triages",
        )

    def gives_up_settling(self, dice: Random) -> None:
        self.does(triage.give_up_settling, dice, people.OFFICERS, reasons=WHY)

    def applies_the_test(self, dice: Random, serious: Yes | None = None) -> None:
        self.does(
            threshold.apply_test,
            dice,
            people.MANAGERS,
            serious=serious or dice.choice(list(Yes)),
            matters=Yes.YES,
            fair=Yes.YES,
            grounds=[Ground.MISCONDUCT],
            factors={Factor.HARM: WHY},
            reasons=WHY,
            words="It is closed.",
            part="applies the threshold",
        )

    def pauses_and_goes_on(self, dice: Random) -> None:
        if self.concern.paused_on is None:
            self.does(pausing.pause, dice, people.OFFICERS, reason=PauseReason.HEALTH, words=WHY)
        else:
            self.does(pausing.resume, dice, people.OFFICERS, words=WHY)

    # ------------------------------------------------------------------------------------------------- investigating

    def lists(self, dice: Random, job: Job | None = None) -> None:
        """Anybody at all is listed for a job, if they may be."""
        job = job or dice.choice(_JOBS)
        wanted = people.INVESTIGATORS if job is Job.INVESTIGATOR else people.EXAMINERS
        for account in self.crowd.try_in_turn(dice, wanted):
            if self.does(seating.list_for, dice, people.MANAGERS, job, account_id=account.id):
                return

    def somebody(self, dice: Random, job: Job) -> None:
        """Whoever may do a job, if nobody does it yet."""
        if queries.seat(self.concern.id, job) is None:
            self.lists(dice, job)

    def investigates(self, dice: Random) -> None:
        by = {"part": "investigates"}
        self.does(working.make_plan, dice, people.INVESTIGATORS, words=PLAN, **by)
        self.does(
            alleging.allege,
            dice,
            people.INVESTIGATORS,
            self.subject_id,
            grounds=[Ground.MISCONDUCT],
            standards_named=["3.1"],
            words="Her conduct fell below the Standards.",
            particulars=["One."],
            **by,
        )
        self.does(responding.ask, dice, people.INVESTIGATORS, self.subject_id, **by)

    def siobhan_answers(self, _dice: Random) -> None:
        asked = investigation.about(self.concern.id, self.subject_id)
        self.tries(
            lambda: responding.respond(
                self.reference,
                account_id=self.siobhan.id,
                stances=dict.fromkeys(asked, Stance.DENIED),
                words=ANSWER,
                by=self.siobhan.actor,
            )
        )

    def reports(self, dice: Random) -> None:
        self.does(working.write_report, dice, people.INVESTIGATORS, words=REPORT, part="investigates")
        self.does(working.send_to_examiners, dice, people.INVESTIGATORS, part="investigates")

    # ----------------------------------------------------------------------------------------------------- examining

    def examines(self, dice: Random, finding: Finding | None = None) -> None:
        found = finding or dice.choice(list(Finding))
        said = {"reasons": VIEW, "terms": "Terms.", "part": "examines"}
        self.does(deciding.write_view, dice, people.EXAMINERS, found, **said)

    def follows_the_examiners(self, dice: Random) -> None:
        if dice.random() < 0.1:
            self.does(deciding.send_back, dice, people.EXAMINERS, reasons=VIEW, part="examines")
        self.does(deciding.close_without_case, dice, people.EXAMINERS, words="No case.", part="examines")
        offered = {"terms": "The words.", "facts": "She did it.", "months": 12, "about_health": dice.random() < 0.3}
        self.does(offering.offer, dice, people.EXAMINERS, self.subject_id, part="examines", **offered)
        # Whoever wrote it tries too, and is refused.
        for _ in range(2):
            agrees = dice.random() < 0.8
            self.does(offering.read_offer, dice, people.EXAMINERS, agrees=agrees, words=WHY, part="examines")
        self.does(offering.refer_unanswered, dice, people.EXAMINERS, part="examines")

    def siobhan_takes_the_offer(self, dice: Random) -> None:
        act = offering.accept if dice.random() < 0.7 else offering.decline
        self.tries(lambda: act(self.reference, account_id=self.siobhan.id, by=self.siobhan.actor))
        for one in panels.orders(self.concern.id):
            if one.id not in self.model.decisions:
                self.model.decisions[one.id] = Decision(one.kind, one.months, agreed=True, health=one.about_health)

    def stops_or_looks_anew(self, dice: Random) -> None:
        if dice.random() < 0.5:
            self.does(closing.discontinue, dice, people.MANAGERS, words="It is over.", note=NOTE)
        else:
            self.does(closing.look_anew, dice, people.MANAGERS, note=NOTE)
