"""The life of a CPD audit as a table (rules 6.5): where it stands, who acts there, and what may follow."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.audit.vocabulary import OPEN, Actor, Stage
from foundation.workflow import Move, State, Workflow

_RUN, _ASSESS = Permission.AUDIT_CPD.value, Permission.ASSESS.value
_DECIDE, _HEAR = Permission.DECIDE_REGISTER.value, Permission.HEAR_APPEALS.value


def _from(*stages: Stage) -> frozenset[str]:
    return frozenset(stage.value for stage in stages)


def _state(stage: Stage, owner: Actor, about: str, *, final: bool = False) -> State:
    return State(stage.value, owner.value, about, final)


def _silent(name: str, origin: frozenset[str], to: Stage, permission: str | None, because: str) -> Move:
    return Move(name, origin, to.value, permission, silent_because=because)


def _told(name: str, origin: frozenset[str], to: Stage, permission: str | None, letter: str) -> Move:
    return Move(name, origin, to.value, permission, letter=letter)


_SECOND = "That a second assessor looks is kept from everybody but those who give it to them: it has to be blind."
_JUDGED = _from(Stage.ASSESSMENT, Stage.SECOND_MARK, Stage.REGISTRAR)

WORKFLOW = Workflow(
    "cpd_audit",
    (
        _state(Stage.CHOSEN, Actor.SYSTEM, "The person is chosen. The letter goes out tonight."),
        _state(Stage.DEFERRED, Actor.NOBODY, "The person is on approved leave. The audit waits until it is over."),
        _state(Stage.ASKED, Actor.REGISTRANT, "We wait for the record."),
        _state(Stage.ASSESSMENT, Actor.ASSESSOR, "An assessor looks at the record."),
        _state(Stage.SECOND_MARK, Actor.ASSESSOR, "A second assessor looks at the record, blind."),
        _state(Stage.MORE, Actor.REGISTRANT, "We wait for more information."),
        _state(Stage.FURTHER_TIME, Actor.REGISTRANT, "The registrant has time to make the record good."),
        _state(Stage.REGISTRAR, Actor.REGISTRAR, "The registrar decides."),
        _state(Stage.NOTICE, Actor.REGISTRANT, "The registrant will be taken off the register, and may appeal."),
        _state(Stage.APPEAL, Actor.APPEAL_PANEL, "Three other people look at the decision."),
        _state(Stage.MET, Actor.NOBODY, "The record meets what is asked.", final=True),
        _state(Stage.REMOVED, Actor.NOBODY, "The person was taken off the register.", final=True),
        _state(Stage.STOPPED, Actor.NOBODY, "The audit was stopped.", final=True),
    ),
    (
        _told("tell", _from(Stage.CHOSEN, Stage.DEFERRED), Stage.ASKED, None, "cpd_audit_told"),
        _told("defer", _from(Stage.CHOSEN, Stage.ASKED), Stage.DEFERRED, None, "cpd_audit_deferred"),
        _told("send", _from(Stage.ASKED, Stage.MORE, Stage.FURTHER_TIME, Stage.REGISTRAR), Stage.ASSESSMENT, None,
              "cpd_audit_received"),
        _silent("go_on_without", _from(Stage.MORE), Stage.ASSESSMENT, None,
                "The letter that asked for more said that we go on with what we have."),
        _told("run_out", _from(Stage.ASKED, Stage.FURTHER_TIME), Stage.REGISTRAR, None, "cpd_audit_overdue"),
        _silent("mark_again", _from(Stage.ASSESSMENT), Stage.SECOND_MARK, _ASSESS, _SECOND),
        _silent("pass_to_registrar", _from(Stage.SECOND_MARK), Stage.REGISTRAR, _ASSESS,
                "The registrar has not decided yet, and may decide otherwise."),
        _told("pass", _JUDGED, Stage.MET, _ASSESS, "cpd_audit_met"),
        _told("ask_more", _JUDGED, Stage.MORE, _ASSESS, "cpd_audit_more"),
        _told("give_time", _JUDGED, Stage.FURTHER_TIME, _ASSESS, "cpd_audit_further_time"),
        _told("decide_not_met", _from(Stage.REGISTRAR), Stage.NOTICE, _DECIDE, "cpd_audit_not_met"),
        _told("appeal", _from(Stage.NOTICE), Stage.APPEAL, None, "cpd_audit_appeal_received"),
        _told("overturn", _from(Stage.APPEAL), Stage.MET, _HEAR, "cpd_audit_met"),
        _told("redo", _from(Stage.APPEAL), Stage.ASSESSMENT, _HEAR, "cpd_audit_redone"),
        _told("redo_with_time", _from(Stage.APPEAL), Stage.FURTHER_TIME, _HEAR, "cpd_audit_further_time"),
        _told("uphold", _from(Stage.APPEAL), Stage.NOTICE, _HEAR, "cpd_audit_appeal_upheld"),
        _told("remove", _from(Stage.NOTICE), Stage.REMOVED, None, "cpd_audit_removed"),
        _told("stop", _from(*OPEN), Stage.STOPPED, _RUN, "cpd_audit_stopped"),
    ),
)  # fmt: skip


def owner(stage: Stage) -> Actor:
    """Who acts at a stage."""
    return Actor(WORKFLOW.state(stage.value).owner)
