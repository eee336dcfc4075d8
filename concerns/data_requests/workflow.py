"""The life of a request or complaint about data as a table (law 11.1). Nothing in it waits for any other dispute."""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.data_requests.vocabulary import DataStanding
from foundation.workflow import Move, State, Workflow

WORKFLOW = Workflow(
    "data_request",
    (
        State(DataStanding.RECEIVED.value, "officer", "We have it. A person reads it and says so."),
        State(DataStanding.ACKNOWLEDGED.value, "officer", "We look into it, and answer."),
        State(DataStanding.CLOSED.value, "nobody", "It was answered and is closed.", final=True),
    ),
    (
        Move(
            "acknowledge",
            frozenset({DataStanding.RECEIVED.value}),
            DataStanding.ACKNOWLEDGED.value,
            Permission.HANDLE_DATA.value,
            letter="data_request_message",
        ),
        Move(
            "close",
            frozenset({DataStanding.RECEIVED.value, DataStanding.ACKNOWLEDGED.value}),
            DataStanding.CLOSED.value,
            Permission.HANDLE_DATA.value,
            letter="data_request_message",
        ),
    ),
)
