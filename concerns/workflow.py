"""The life of a concern as a table: where it stands, who acts there, and what may follow (rules 6.6, stages 0 to 2).

The whole investigation extends this table; nothing else in the house says what may follow what.
"""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.vocabulary import Stage
from foundation.workflow import Move, State, Workflow

WORKFLOW = Workflow(
    "concern",
    (
        State(Stage.RECEIVED.value, "officer", "We have the concern. A person reads it and replies."),
        State(Stage.TRIAGE.value, "officer", "We find out whether it is ours to look into."),
        State(Stage.CLOSED.value, "nobody", "The concern is closed."),
    ),
    (
        Move(
            "begin_triage",
            frozenset({Stage.RECEIVED.value}),
            Stage.TRIAGE.value,
            Permission.TRIAGE.value,
            silent_because="The mailbox shows it at once; the first reply has told the reporter what happens.",
        ),
        Move(
            "close",
            frozenset({Stage.RECEIVED.value, Stage.TRIAGE.value}),
            Stage.CLOSED.value,
            Permission.TRIAGE.value,
            letter="concern_message",
        ),
        Move(
            "reopen",
            frozenset({Stage.CLOSED.value}),
            Stage.TRIAGE.value,
            Permission.HEAR_APPEALS.value,
            letter="concern_message",
        ),
    ),
)
