"""The words of the concerns room: each with its code in data, and as people read it. No database, no clock."""

from concerns.vocabulary.bundles import Audience
from concerns.vocabulary.course import (
    AT_TRIAGE,
    HOLDING,
    REVIEWABLE,
    ClockName,
    CloseReason,
    Job,
    PauseReason,
    Stage,
    StepKind,
)
from concerns.vocabulary.followed import Checked, HeldBack, LinkKind
from concerns.vocabulary.judged import (
    LADDER,
    AppealGround,
    Decided,
    Factor,
    Finding,
    Ground,
    HearingKind,
    InterimGround,
    Sanction,
    TriageOutcome,
    Yes,
)
from concerns.vocabulary.messages import Answer, Direction, RequestKind, SecretCheck, StatementKind, Way
from concerns.vocabulary.people import Capacity, Channel, Naming, Nation, OnRegister, Queue, Relation, Speaking, Who
from concerns.vocabulary.published import ProofTo, TextAbout
from concerns.vocabulary.risk import TOLD, Band, Cause, Flag
from concerns.vocabulary.worries import WORRIES, WORRIES_BY_CODE, Worry

__all__ = [
    "AT_TRIAGE",
    "HOLDING",
    "LADDER",
    "REVIEWABLE",
    "TOLD",
    "WORRIES",
    "WORRIES_BY_CODE",
    "Answer",
    "AppealGround",
    "Audience",
    "Band",
    "Capacity",
    "Cause",
    "Channel",
    "Checked",
    "ClockName",
    "CloseReason",
    "Decided",
    "Direction",
    "Factor",
    "Finding",
    "Flag",
    "Ground",
    "HearingKind",
    "HeldBack",
    "InterimGround",
    "Job",
    "LinkKind",
    "Naming",
    "Nation",
    "OnRegister",
    "PauseReason",
    "ProofTo",
    "Queue",
    "Relation",
    "RequestKind",
    "Sanction",
    "SecretCheck",
    "Speaking",
    "Stage",
    "StatementKind",
    "StepKind",
    "TextAbout",
    "TriageOutcome",
    "Way",
    "Who",
    "Worry",
    "Yes",
]
