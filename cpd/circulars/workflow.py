"""The life of a circular as a table. The letters are those of the circular itself: no step writes one about it."""

from __future__ import annotations

from accounts.permissions import Permission
from cpd.circulars.vocabulary import Standing
from foundation.workflow import Move, State, Workflow

_DRAFT, _OFFERED, _SENDING = Standing.DRAFT.value, Standing.OFFERED.value, Standing.SENDING.value
_ON_THEIR_LIST = "Whoever has to act sees it on their list."
_MAY = Permission.CIRCULATE.value

WORKFLOW = Workflow(
    "circular",
    (
        State(_DRAFT, "officer", "It is being written."),
        State(_OFFERED, "officer", "A second person looks at it and releases it."),
        State(_SENDING, "system", "It goes out, some letters at a time."),
        State(Standing.SENT.value, "nobody", "Everybody on the list was written to.", final=True),
        State(Standing.STOPPED.value, "nobody", "It was stopped. Nobody else is written to.", final=True),
        State(Standing.THROWN_AWAY.value, "nobody", "It was thrown away, and never sent.", final=True),
    ),
    (
        Move("offer", frozenset({_DRAFT}), _OFFERED, _MAY, silent_because=_ON_THEIR_LIST),
        Move("send_back", frozenset({_OFFERED}), _DRAFT, _MAY, silent_because=_ON_THEIR_LIST),
        Move("release", frozenset({_OFFERED}), _SENDING, _MAY, letter="circular"),
        Move("finish", frozenset({_SENDING}), Standing.SENT.value, None, silent_because=_ON_THEIR_LIST),
        Move("stop", frozenset({_SENDING}), Standing.STOPPED.value, _MAY, silent_because=_ON_THEIR_LIST),
        Move(
            "throw_away",
            frozenset({_DRAFT, _OFFERED}),
            Standing.THROWN_AWAY.value,
            _MAY,
            silent_because="Nobody was ever told of it.",
        ),
    ),
)
