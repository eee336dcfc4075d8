"""The life of a concern as a table: where it stands, who acts there, and what may follow (rules 6.6, stages 0 to 9).

Nothing else in the house says what may follow what. A first risk rating (stage 1) stands between a concern and its
triage; interim measures run beside the stages, so neither is a stage here.
"""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.vocabulary import Stage
from foundation.workflow import Move, State, Workflow

_SEEN = "The mailbox shows it at once, and nothing is asked of anybody."
_TOLD_APART = "Its own letters tell the registrant and the reporter, each in their words."


def _from(*stages: Stage) -> frozenset[str]:
    return frozenset(stage.value for stage in stages)


def _state(stage: Stage, owner: str, about: str) -> State:
    return State(stage.value, owner, about)


def _move(
    name: str,
    origins: tuple[Stage, ...],
    to: Stage,
    permission: Permission,
    *,
    letter: str | None = None,
    silent: str | None = None,
) -> Move:
    return Move(name, _from(*origins), to.value, permission.value, letter, silent)


#: From the day on which somebody was found to be ours to look into until the outcome.
LOOKED_INTO = (
    Stage.LOCAL_RESOLUTION,
    Stage.THRESHOLD,
    Stage.INVESTIGATION,
    Stage.EXAMINATION,
    Stage.PANEL,
)

WORKFLOW = Workflow(
    "concern",
    (
        _state(Stage.RECEIVED, "officer", "We have the concern. A person reads it and replies."),
        _state(Stage.TRIAGE, "officer", "We find out whether it is ours to look into."),
        _state(Stage.LOCAL_RESOLUTION, "parties", "Those involved try to settle it, and an officer watches."),
        _state(Stage.THRESHOLD, "manager", "We ask whether it could be serious enough to investigate."),
        _state(Stage.INVESTIGATION, "investigator", "An investigating officer gathers the evidence."),
        _state(Stage.EXAMINATION, "examiners", "Two case examiners decide whether there is a case to answer."),
        _state(Stage.PANEL, "panel", "A panel of three hears it and decides."),
        _state(Stage.OUTCOME, "editor", "It is decided. We write to everybody, and publish what has to be public."),
        _state(Stage.APPEAL, "appeal panel", "Three other people look at the decision."),
        _state(Stage.MONITORING, "compliance officer", "An order is in force, and we follow whether it is kept."),
        _state(Stage.CLOSED, "nobody", "The concern is closed."),
    ),
    (
        _move(
            "begin_triage",
            (Stage.RECEIVED,),
            Stage.TRIAGE,
            Permission.TRIAGE,
            silent="The mailbox shows it at once; the first reply has told the reporter what happens.",
        ),
        _move("close", (Stage.RECEIVED, Stage.TRIAGE), Stage.CLOSED, Permission.TRIAGE, letter="concern_message"),
        _move("try_local", (Stage.TRIAGE,), Stage.LOCAL_RESOLUTION, Permission.TRIAGE, letter="concern_message"),
        _move("pass_on", (Stage.TRIAGE,), Stage.THRESHOLD, Permission.TRIAGE, letter="concern_message"),
        _move("fast_track", (Stage.TRIAGE,), Stage.INVESTIGATION, Permission.TRIAGE, letter="concern_message"),
        _move("settle", (Stage.LOCAL_RESOLUTION,), Stage.CLOSED, Permission.TRIAGE, letter="concern_message"),
        _move("end_local", (Stage.LOCAL_RESOLUTION,), Stage.THRESHOLD, Permission.TRIAGE, letter="concern_message"),
        _move("close_at_threshold", (Stage.THRESHOLD,), Stage.CLOSED, Permission.THRESHOLD, letter="concern_message"),
        _move("investigate", (Stage.THRESHOLD,), Stage.INVESTIGATION, Permission.THRESHOLD, letter="concern_message"),
        _move("to_examiners", (Stage.INVESTIGATION,), Stage.EXAMINATION, Permission.INVESTIGATE, silent=_SEEN),
        _move("send_back", (Stage.EXAMINATION,), Stage.INVESTIGATION, Permission.EXAMINE, silent=_SEEN),
        _move("find_no_case", (Stage.EXAMINATION,), Stage.CLOSED, Permission.EXAMINE, letter="concern_message"),
        _move("agree_outcome", (Stage.EXAMINATION,), Stage.OUTCOME, Permission.EXAMINE, silent=_TOLD_APART),
        _move("refer", (Stage.EXAMINATION,), Stage.PANEL, Permission.EXAMINE, letter="concern_message"),
        _move("decide", (Stage.PANEL,), Stage.OUTCOME, Permission.CHAIR, silent=_TOLD_APART),
        _move("appeal", (Stage.OUTCOME, Stage.MONITORING), Stage.APPEAL, Permission.PUBLISH, silent=_TOLD_APART),
        _move("dismiss_appeal", (Stage.APPEAL,), Stage.OUTCOME, Permission.HEAR_APPEALS, silent=_TOLD_APART),
        _move("hear_again", (Stage.APPEAL,), Stage.PANEL, Permission.HEAR_APPEALS, silent=_TOLD_APART),
        _move("monitor", (Stage.OUTCOME,), Stage.MONITORING, Permission.PUBLISH, silent=_SEEN),
        _move("finish", (Stage.OUTCOME, Stage.MONITORING), Stage.CLOSED, Permission.PUBLISH, letter="concern_message"),
        _move("discontinue", LOOKED_INTO, Stage.CLOSED, Permission.THRESHOLD, letter="concern_message"),
        _move("reopen", (Stage.CLOSED,), Stage.TRIAGE, Permission.HEAR_APPEALS, letter="concern_message"),
        _move("reopen_threshold", (Stage.CLOSED,), Stage.THRESHOLD, Permission.HEAR_APPEALS, letter="concern_message"),
        _move(
            "reopen_examination",
            (Stage.CLOSED,),
            Stage.EXAMINATION,
            Permission.HEAR_APPEALS,
            letter="concern_message",
        ),
        _move(
            "reopen_investigation",
            (Stage.CLOSED,),
            Stage.INVESTIGATION,
            Permission.HEAR_APPEALS,
            letter="concern_message",
        ),
        _move("reopen_panel", (Stage.CLOSED,), Stage.PANEL, Permission.HEAR_APPEALS, letter="concern_message"),
        _move("look_anew", (Stage.CLOSED,), Stage.TRIAGE, Permission.THRESHOLD, letter="concern_message"),
    ),
)
