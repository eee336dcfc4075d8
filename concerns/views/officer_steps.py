"""The timeline of a concern in the words that staff read."""

from __future__ import annotations

from concerns.vocabulary import StepKind

STEPS = {
    StepKind.RECEIVED: "Received",
    StepKind.REPLIED: "First reply by a person",
    StepKind.TRIAGE_BEGAN: "Triage began",
    StepKind.HANDED_OVER: "Handed over",
    StepKind.CONTACTED: "In touch with the reporter",
    StepKind.DELAY_EXPLAINED: "Delay explained",
    StepKind.REGISTRANT_TOLD: "Registrant told",
    StepKind.ADDED: "The reporter told us more",
    StepKind.CORRECTED: "The reporter put something right",
    StepKind.NAMED: "The reporter gave their name",
    StepKind.WITHDRAWAL_ASKED: "The reporter asked to take it back",
    StepKind.CARRIED_ON: "Carried on",
    StepKind.CLOSED: "Closed",
    StepKind.REVIEW_ASKED: "The reporter asked for another look",
    StepKind.REVIEW_ANSWERED: "Another look was given",
    StepKind.REOPENED: "Opened again",
    StepKind.LOCAL_BEGAN: "Local resolution began",
    StepKind.LOCAL_ENDED: "Local resolution ended",
    StepKind.FOUND_OURS: "Found to be ours",
    StepKind.INVESTIGATION_BEGAN: "Investigation began",
    StepKind.WAITING_BEGAN: "The clock stands still",
    StepKind.WAITING_ENDED: "The clock runs again",
    StepKind.RESPONSE_ASKED: "Registrant asked to answer",
    StepKind.RESPONSE_ENDED: "Registrant answered, or the time for it ended",
    StepKind.TO_EXAMINERS: "Sent to the case examiners",
    StepKind.OUTCOME_OFFERED: "An outcome was offered to the registrant",
    StepKind.TO_PANEL: "Referred to a panel",
    StepKind.INTERIM_ORDER: "Interim order",
    StepKind.HEARING_LISTED: "Hearing listed",
    StepKind.DECIDED: "Decided",
    StepKind.APPEALED: "Appealed",
    StepKind.APPEAL_DECIDED: "Appeal decided",
    StepKind.MONITORING_BEGAN: "Order in force",
    StepKind.REVIEWED: "Order reviewed",
}
