"""The stages of a wish to leave, who acts at each, and the letters (rules 6.4)."""

from __future__ import annotations

from foundation.workflow import Move, State, Workflow

_REGISTRANT, _SYSTEM, _PANEL, _REGISTRAR, _NOBODY = "registrant", "system", "panel", "registrar", "nobody"

WORKFLOW = Workflow(
    "leaving",
    (
        State("planned", _SYSTEM, "They leave on the day they chose, unless something has to be settled first."),
        State("panel", _PANEL, "Something has to be settled first, so three people decide."),
        State("to_publish", _REGISTRAR, "The panel accepted. The registrar puts the agreed facts on the register."),
        State("left", _NOBODY, "They have left the register.", final=True),
        State("agreed", _NOBODY, "They have left by agreement, with facts that the public can read.", final=True),
        State("refused", _NOBODY, "The panel did not accept it, so they are still on the register.", final=True),
        State("withdrawn", _NOBODY, "They have changed their mind.", final=True),
        State("overtaken", _NOBODY, "Their registration ended in another way.", final=True),
    ),
    (
        Move("leave", frozenset({"planned"}), "left", None, letter="leaving_done"),
        Move("hold", frozenset({"planned"}), "panel", None, letter="leaving_held"),
        Move(
            "let_go",
            frozenset({"panel"}),
            "planned",
            None,
            silent_because="The letter follows when they have left, which is on their day or at once.",
        ),
        Move(
            "accept",
            frozenset({"panel"}),
            "to_publish",
            "panels.vote",
            silent_because="The letter goes when it is on the register.",
        ),
        Move("publish", frozenset({"to_publish"}), "agreed", "publication.publish", letter="leaving_agreed"),
        Move("refuse", frozenset({"panel"}), "refused", "panels.vote", letter="leaving_refused"),
        Move("withdraw", frozenset({"planned", "panel"}), "withdrawn", None, letter="leaving_withdrawn"),
        Move(
            "overtake",
            frozenset({"planned", "panel", "to_publish"}),
            "overtaken",
            None,
            silent_because="Whatever ended their registration wrote its own letter.",
        ),
    ),
)
