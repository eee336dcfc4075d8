"""Where a renewal can stand, who has to act there, and the moves between."""

from __future__ import annotations

from foundation.workflow import Move, State, Workflow

WORKFLOW = Workflow(
    "renewal",
    (
        State("open", "registrant", "The registrant has begun, and has not sent it yet."),
        State("sent", "registrant", "It was sent, and the fee or current insurance is still missing."),
        State("looked_at", "officer", "An officer looks at it before the person comes back."),
        State("renewed", "nobody", "The next period is on the register.", final=True),
        State("sent_on", "nobody", "The person has to apply to come back the long way.", final=True),
        State("over", "nobody", "The time ran out, or the person left.", final=True),
    ),
    (
        Move("send", frozenset({"open"}), "sent", None, letter="renewal_sent"),
        Move(
            "reopen",
            frozenset({"sent"}),
            "open",
            None,
            silent_because="The person asks for it themselves, on the page that says why.",
        ),
        Move("look", frozenset({"sent"}), "looked_at", None, letter="renewal_looked_at"),
        Move("renew", frozenset({"sent"}), "renewed", None, letter="renewal_renewed"),
        Move("bring_back", frozenset({"looked_at"}), "renewed", "applications.check", letter="renewal_renewed"),
        Move("send_on", frozenset({"looked_at"}), "sent_on", "register.decide", letter="renewal_sent_on"),
        Move(
            "close",
            frozenset({"open", "sent", "looked_at"}),
            "over",
            None,
            silent_because="Nothing changes for the person: they lapsed long before, or they left.",
        ),
    ),
)
