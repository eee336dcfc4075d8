"""The stages of what a registrant told us, who acts at each, and the letters (rules 6.3)."""

from __future__ import annotations

from foundation.workflow import Move, State, Workflow

_OFFICER, _PANEL, _CONCERNS, _HEALTH, _NOBODY = "officer", "panel", "concerns officer", "health officer", "nobody"
_OPEN = frozenset({"officer", "panel", "concerns", "health"})

WORKFLOW = Workflow(
    "telling us",
    (
        State("officer", _OFFICER, "An officer looks at what they told us."),
        State("panel", _PANEL, "Two people of the panel look at what they told us."),
        State("concerns", _CONCERNS, "The concerns officer looks at what they told us."),
        State("health", _HEALTH, "The health officer looks at what they told us."),
        State("closed", _NOBODY, "It has been looked at and closed."),
        State("taken_back", _NOBODY, "It was told in error and is hidden from everybody.", final=True),
    ),
    (
        Move("read_by_concerns", frozenset({"officer"}), "concerns", None, letter="disclosure_received"),
        Move("read_by_health", frozenset({"officer"}), "health", None, letter="disclosure_received"),
        Move("refer", frozenset({"officer"}), "panel", "registrants.look_after", letter="disclosure_panel"),
        Move(
            "pass_on",
            frozenset({"officer", "panel", "health"}),
            "concerns",
            "registrants.look_after",
            letter="staff_disclosure_passed",
        ),
        Move("close", _OPEN, "closed", "registrants.look_after", letter="disclosure_closed"),
        Move("take_back", _OPEN | {"closed"}, "taken_back", None, silent_because="They did it themselves, or asked."),
    ),
)
