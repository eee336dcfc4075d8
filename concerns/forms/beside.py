"""The forms of what stands beside and after a decision: linked concerns, what an order asks for, an earlier review."""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.forms.fields import Field, Form, options
from concerns.forms.looking import MANAGE, REASONS, YES_NO
from concerns.vocabulary import OPEN_STAGES, Checked, LinkKind, Stage

_LINK, _WEIGH = (Permission.TAKE_IN_CONCERNS, Permission.THRESHOLD), (Permission.INVESTIGATE, Permission.THRESHOLD)
_RELEASE, _FOLLOW = (Permission.PUBLISH,), (Permission.MONITOR_ORDERS,)
_FOLLOWED = (Stage.OUTCOME, Stage.MONITORING)
FORMS: dict[str, Form] = {
    "link": Form(
        "Link it to another concern",
        "Link them",
        _LINK,
        tuple(Stage),
        (
            Field("other", "The reference of the other concern", "line", needed="Type its reference"),
            Field("kind", "How do they belong together?", "choices", options(LinkKind), needed="Choose how"),
            REASONS,
        ),
        "They are linked, and each shows the other.",
        (
            "Concerns about the same registrant are shown by themselves: they need no link.",
            "Case examiners see nothing of it before somebody decides that it matters to what they decide.",
        ),
    ),
    "unlink": Form(
        "Take a link back",
        "Take it back",
        _LINK,
        tuple(Stage),
        (Field("link", "Which?", "choices", needed="Choose which", of="links"), REASONS),
        "They are not linked any more. That they were stays on record.",
    ),
    "relevance": Form(
        "Does another concern matter to what is decided here?",
        "Decide",
        _WEIGH,
        (Stage.THRESHOLD, Stage.INVESTIGATION, Stage.EXAMINATION),
        (
            Field("other", "Which?", "choices", needed="Choose which", of="belonging"),
            Field("relevant", "Does it matter?", "choices", YES_NO, needed="Choose yes or no"),
            Field("words", "Why?", needed="Say why", hint="If it matters, the case examiners read this."),
        ),
        "It is decided.",
        ("What was never proved says little. A pattern, or an earlier finding about the same thing, may say much.",),
    ),
    "requirement": Form(
        "What does the order ask for?",
        "Put it down",
        _RELEASE,
        _FOLLOWED,
        (
            Field("order", "Which order?", "choices", needed="Choose the order", of="followed_orders"),
            Field("words", "What has to be kept?", needed="Write what it asks for", hint="In the order’s own words."),
            Field("shown_by", "What shows it?", hint="Leave it empty when nothing has to be sent."),
            Field("first_due_on", "By which day is that due, the first time?", "day"),
            Field("every_months", "After how many months again?", "line", hint="Leave it empty when it is once."),
        ),
        "The registrant reads it in their account, and is reminded 28, 14 and 2 days before.",
        ("One at a time. You take it from the order: nobody may ask for more than it does.",),
    ),
    "drop-requirement": Form(
        "Take back what was put down",
        "Take it back",
        _RELEASE,
        _FOLLOWED,
        (Field("requirement", "Which?", "choices", needed="Choose which", of="requirements"), REASONS),
        "It is not asked for any more.",
    ),
    "kept": Form(
        "Is the order kept?",
        "Write it down",
        _FOLLOW,
        _FOLLOWED,
        (
            Field("occasion", "Which?", "choices", needed="Choose which", of="occasions"),
            Field("checked", "What do you find?", "choices", options(Checked), needed="Choose what you find"),
            Field("words", "In a few words", needed="Write a few words", hint="The registrant reads them."),
            Field("until", "More is needed, or it is late: by which day may it come?", "day"),
        ),
        "It is on record, and the registrant has a letter.",
        (
            "You follow the order, and cannot change it. If it cannot be kept as it is, a panel looks at it again.",
            "What was not kept is a concern of its own. You write down what happened; others decide what follows.",
        ),
    ),
    "earlier-review": Form(
        "The registrant asks for an earlier look at an order",
        "Answer it",
        MANAGE,
        tuple(one for one in OPEN_STAGES if one is not Stage.RECEIVED),
        (
            Field("order", "Which order?", "choices", needed="Choose the order", of="asked_reviews"),
            Field("grants", "Does a panel look at it now?", "choices", YES_NO, needed="Choose yes or no"),
            Field("words", "Your reasons", needed="Write your reasons", hint="The registrant reads them."),
        ),
        "It is answered. If a panel looks at it, set the day.",
    ),
}
