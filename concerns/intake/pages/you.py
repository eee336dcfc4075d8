"""Who the reporter is in this, who was affected, and whether they may speak for that person (law 11.5)."""

from __future__ import annotations

from concerns.intake.pages.who import MYSELF, SOMEBODY
from concerns.vocabulary import Capacity, Nation, Relation, Speaking
from foundation.journey.conditions import both, chosen
from foundation.journey.pages import Kind, Option, Page, Question, Section, yes_no

ANOTHER = chosen("affected", "somebody")
SPEAKING_FOR = both(SOMEBODY, ANOTHER)
GROWN_UP = both(SPEAKING_FOR, chosen("is_child", "no", "unsure"))

_WHY = Question(
    "why_best",
    "Why is it best for them that you tell us?",
    Kind.TEXT,
    rows=3,
    longest=2000,
    required="Say in a few words why it is best for them",
)
_PAPERS = {
    Speaking.DEPUTY: "Which court decided it, and when?",
    Speaking.ATTORNEY: "What is the power of attorney for: money, health, or both?",
    Speaking.LITIGATION_FRIEND: "Which court, and what is its number for this?",
    Speaking.ADVOCATE: "Which service do you work for?",
}
_SPEAKING_HINTS = {
    Speaking.DEPUTY: "In Scotland a guardian, in Northern Ireland a controller.",
    Speaking.BEST_INTERESTS: "Even with help they cannot make this one choice.",
    Speaking.NONE: "You can still tell us. We look at what we may do with it.",
}


def _speaking(value: Speaking) -> Option:
    follow: tuple[Question, ...] = ()
    if value is Speaking.BEST_INTERESTS:
        follow = (_WHY,)
    elif value in _PAPERS:
        follow = (Question(f"authority_{value.value}", _PAPERS[value], hint="Leave it empty if you are not sure."),)
    return Option(value.value, value.label, hint=_SPEAKING_HINTS.get(value, ""), follow=follow)


_AFFECTED = (
    Option("somebody", "One other person"),
    Option("several", "More than one person"),
    Option("nobody", "Nobody, as far as I know"),
)

SECTION = Section(
    "you",
    "You, and who was affected",
    (
        Page(
            "you",
            "What is your part in this?",
            (
                Question(
                    "relation",
                    kind=Kind.CHOICE,
                    options=tuple(
                        Option(value.value, value.label)
                        for value in Relation
                        if value not in (Relation.ONESELF, Relation.INSTITUTE)
                    ),
                    required="Choose what fits you best",
                ),
            ),
            applies=SOMEBODY,
        ),
        Page(
            "affected",
            "Who did it happen to?",
            (
                Question(
                    "affected",
                    kind=Kind.CHOICE,
                    options=(Option("me", "Me"), *_AFFECTED),
                    required="Choose who it happened to",
                ),
            ),
            applies=SOMEBODY,
        ),
        Page(
            "affected-by-you",
            "Was anyone affected?",
            (Question("affected", kind=Kind.CHOICE, options=_AFFECTED, required="Choose who was affected"),),
            applies=MYSELF,
        ),
        Page(
            "them",
            "What is that person’s name?",
            (
                Question(
                    "affected_name",
                    hint="You do not have to say. It helps us to know whose records to look for.",
                    autocomplete="off",
                ),
            ),
            applies=ANOTHER,
        ),
        Page(
            "child",
            "Are they under 18?",
            (yes_no("is_child", required="Choose yes, no or not sure", unsure="I am not sure"),),
            applies=ANOTHER,
        ),
        Page(
            "speaking",
            "May you speak for them?",
            (
                Question(
                    "speaking",
                    kind=Kind.CHOICE,
                    hint="It tells us how much we may share with you. Whatever you choose, we read what you tell us.",
                    options=tuple(_speaking(value) for value in Speaking if value is not Speaking.OWN),
                    required="Choose what fits, or none of these",
                ),
            ),
            applies=SPEAKING_FOR,
        ),
        Page(
            "deciding",
            "Can they decide about this for themselves?",
            (
                Question(
                    "capacity",
                    kind=Kind.CHOICE,
                    hint=(
                        "We start from yes. People can decide if they can understand it, think it over and let others "
                        "know, with all the help they need. A choice that others find unwise is still a choice."
                    ),
                    options=(
                        Option(Capacity.CAN.value, "Yes"),
                        Option(Capacity.CANNOT.value, "No, not even with help"),
                        Option(Capacity.UNSURE.value, "I am not sure"),
                    ),
                    required="Choose yes, no or not sure",
                ),
            ),
            applies=GROWN_UP,
        ),
        Page(
            "nation",
            "Where do they live?",
            (
                Question(
                    "nation",
                    kind=Kind.CHOICE,
                    hint="The law about who may speak for someone is not the same everywhere.",
                    options=tuple(Option(value.value, value.label) for value in Nation),
                    required="Choose where they live",
                ),
            ),
            applies=SPEAKING_FOR,
        ),
        Page(
            "they-know",
            "Do they know that you are telling us?",
            (
                yes_no(
                    "they_know",
                    required="Choose yes or no",
                    yes=(
                        yes_no(
                            "they_want",
                            "Do they want you to tell us?",
                            required="Choose what they want",
                            unsure="Not sure",
                        ),
                    ),
                    no=(
                        Question(
                            "why_not_told",
                            "Is there a reason not to tell them?",
                            Kind.TEXT,
                            hint="For example that it would frighten them. Leave it empty if there is none.",
                            rows=3,
                            longest=2000,
                        ),
                    ),
                ),
            ),
            applies=SPEAKING_FOR,
        ),
    ),
)
