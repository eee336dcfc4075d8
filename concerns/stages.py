"""What rules 6.6 say of each stage: the question it answers, who decides, who may not, and by when.

`docs/life-of-a-concern.md` shows it beside the workflow; `concerns.clocks` and `concerns.targets` take days from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from concerns import policy
from concerns.vocabulary import ClockName, Job, Stage
from foundation import clock
from foundation.policy import Policy

#: From which day a target counts: that on which we had the concern, or that on which it came to the stage.
Since = Literal["receipt", "stage"]


@dataclass(frozen=True)
class Rule:
    """One line of the table."""

    number: str
    decides: str
    test: str
    may_not: str
    clock: ClockName | None = None
    target: Policy[int] | None = None
    since: Since = "receipt"

    def due_on(self, since: date, days: int) -> date:
        """The day by which a stage is to be left when it counts from a day; `days` in the policy's unit."""
        if self.target is not None and self.target.unit == "working days":
            return clock.add_working_days(since, days)
        return since + timedelta(days=days)


RULES: dict[Stage, Rule] = {
    Stage.RECEIVED: Rule(
        "0 and 1",
        "concerns officer",
        "How great is the risk: likelihood by impact, and what is red by itself?",
        "Lower alone what the rules call red.",
    ),
    Stage.TRIAGE: Rule(
        "2",
        "triage lead",
        "Is it ours: somebody who is or was registered then, about practice, conduct or health, within the age limit, "
        "and not only about a bill, a service or a job?",
        "Apply the threshold test to the same concern.",
        ClockName.TRIAGE,
        policy.TRIAGE,
    ),
    Stage.LOCAL_RESOLUTION: Rule(
        "3",
        "the parties, and an officer watches",
        "Is it safe, are both sides willing, and is it minor?",
        "Go on when somebody is at risk.",
        ClockName.LOCAL_RESOLUTION,
        policy.LOCAL_RESOLUTION,
        "stage",
    ),
    Stage.THRESHOLD: Rule(
        "4",
        "concerns manager",
        "Could it show a serious departure from the Standards or another ground, that matters today, and that can "
        "fairly be looked into?",
        "Have triaged it, or investigate it afterwards.",
        ClockName.THRESHOLD,
        policy.THRESHOLD,
    ),
    Stage.INVESTIGATION: Rule(
        "5",
        "investigating officer",
        "What happened? Evidence from everybody, and the registrant’s answer.",
        "Have applied the threshold test; decide whether there is a case to answer.",
        ClockName.INVESTIGATION,
        policy.INVESTIGATION,
    ),
    Stage.EXAMINATION: Rule(
        "6",
        "two case examiners, one lay and one registrant",
        "Is there a realistic prospect that the facts are proved and that action is needed?",
        "Sit on its panel; see what the other wrote before writing.",
        ClockName.EXAMINATION,
        policy.EXAMINATION,
    ),
    Stage.PANEL: Rule(
        "7",
        "panel of three: lay chair, lay member, registrant",
        "Facts, then Standards breached, then impairment now, then sanction. Balance of probabilities; IRCM proves.",
        "Have had any earlier part in it.",
        ClockName.PANEL,
        policy.PANEL,
    ),
    Stage.OUTCOME: Rule(
        "8",
        "publication editor and registrar",
        "Do the words say what was decided, and nothing private?",
        "Publish alone.",
        ClockName.OUTCOME,
        policy.OUTCOME_LETTERS,
        "stage",
    ),
    Stage.APPEAL: Rule(
        "9",
        "appeal panel of three",
        "An error of process, an unreasonable decision, or new evidence?",
        "Have had a part in the first decision.",
        ClockName.APPEAL,
        policy.APPEAL_HEARD,
        "stage",
    ),
    Stage.MONITORING: Rule(
        "9",
        "compliance officer",
        "Is what was ordered kept?",
        "Change the order.",
    ),
}
CLOCK_OF: dict[Stage, ClockName] = {stage: rule.clock for stage, rule in RULES.items() if rule.clock is not None}
#: The jobs of a stage: somebody is missing while nobody is listed for them.
NEEDED: dict[Stage, tuple[Job, ...]] = {
    Stage.INVESTIGATION: (Job.INVESTIGATOR,),
    Stage.EXAMINATION: (Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT),
    Stage.MONITORING: (Job.COMPLIANCE,),
}
