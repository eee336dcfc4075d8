"""What covers somebody's work: insurance, a plan for when they cannot go on, and the people who vouch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpd.joining import policy
from cpd.joining.applying import RefereeTold
from cpd.joining.intake.pages.work import LIKE_A_MONTH
from cpd.joining.intake.typed import read_month
from cpd.joining.sending import check_referee
from cpd.joining.vocabulary import RefereeTie
from foundation import clock
from foundation.errors import Refused
from foundation.journey.conditions import Answers, chosen
from foundation.journey.pages import Kind, ListPage, Option, Page, Problem, Question, Section, yes_no
from foundation.words import read_typed_day

INSURED = chosen("insured", "yes")
Item = Mapping[str, Any]


def _check_insurance(answers: Answers) -> list[Problem]:
    began = read_typed_day(answers.get("insured_from") or "")
    ends = read_typed_day(answers.get("insured_to") or "")
    if INSURED(answers) and began is not None and ends is not None and ends < began:
        return [("insured_to", "It ends before it begins. Look at the days again")]
    return []


INSURANCE = Section(
    "insurance",
    "Insurance",
    (
        Page(
            "insurance",
            "Are you insured for your work?",
            (
                yes_no(
                    "insured",
                    hint="We mean cover for your own work, including professional indemnity.",
                    yes=(
                        Question("insurer", "Who insures you?", required="Type who insures you"),
                        Question("policy_number", "Policy number", small=True, required="Type the policy number"),
                        Question(
                            "insured_from", "From", Kind.DAY, hint="For example 3 March 2026.", required="Type the day"
                        ),
                        Question("insured_to", "Until", Kind.DAY, required="Type the day"),
                        yes_no(
                            "covers",
                            "Does it cover case management?",
                            required="Choose yes or no",
                            unsure="I am not sure",
                        ),
                    ),
                    no=(
                        Question(
                            "insured_when",
                            "When will you be?",
                            hint="You can send your application now. You join once you are insured.",
                        ),
                    ),
                    required="Choose yes or no",
                ),
            ),
            check=_check_insurance,
        ),
        Page("insurance-files", "Send your certificate", own=True, applies=INSURED, keeps=("files_insurance",)),
    ),
)

CONTINUITY = Section(
    "continuity",
    "If you could not go on",
    (
        Page(
            "continuity",
            "What happens if you cannot go on?",
            (
                Question(
                    "plan",
                    "Your plan",
                    Kind.TEXT,
                    hint="If you fall ill or stop: who tells the people you work with, and who looks after them?",
                    rows=6,
                    required="Tell us your plan, or that you have none yet",
                ),
                Question("colleague", "Who takes over?", hint="A name. Leave it empty if there is nobody yet."),
                Question("colleague_reach", "How can we reach them?", hint="A phone number or an email address."),
                yes_no("colleague_agrees", "Do they agree?"),
            ),
        ),
    ),
)

# ------------------------------------------------------------------------------------------------------------- referees


def read_referee(item: Item) -> RefereeTold | None:
    """A referee as they were named; None while something is missing."""
    since = read_month(item.get("known_since") or "")
    tie = item.get("tie") or ""
    if since is None or not tie or not item.get("name"):
        return None
    return RefereeTold(
        name=item["name"],
        email=item.get("email") or "",
        organisation=item.get("organisation") or "",
        role=item.get("role") or "",
        tie=RefereeTie(tie),
        known_since=since,
        phone=item.get("phone") or "",
    )


def check_named(item: Item, *, name: str = "", email: str = "") -> list[Problem]:
    """What is wrong with a referee who is named: not a month, known too briefly, too close."""
    typed = item.get("known_since") or ""
    if typed and read_month(typed) is None:
        return [("known_since", LIKE_A_MONTH)]
    told = read_referee(item)
    if told is None:
        return []
    try:
        check_referee(told, name=name or "-", email=email or "-", on=clock.today())
    except Refused as refused:
        field = "tie" if not told.tie.may_vouch else "known_since"
        return [("name" if "your own" in str(refused) else field, str(refused))]
    return []


def referees(answers: Answers) -> tuple[RefereeTold, ...]:
    """Everybody who is named in full."""
    return tuple(one for one in map(read_referee, answers.get("referees") or []) if one is not None)


def _check_referees(answers: Answers) -> list[Problem]:
    name = " ".join(part for part in (answers.get("forenames"), answers.get("surname")) if part)
    for number, item in enumerate(answers.get("referees") or [], start=1):
        wrong = check_named(item, name=name)
        if wrong:
            return [(f"item-{number}", f"Referee {number}: {wrong[0][1]}")]
    named = referees(answers)
    wanted = policy.REFEREES.value()
    if len(named) < wanted and answers.get("referees_more") == "no":
        return [("referees_more", f"We need {wanted} referees. Choose yes to add one")]
    if len({one.email.casefold() for one in named}) < len(named):
        return [("item-1", "Each referee needs an email address of their own")]
    if len(named) >= wanted and not any(one.tie.is_professional for one in named):
        return [("item-1", "At least one has to know your work: a manager, a colleague, another professional")]
    return []


REFEREE_QUESTIONS = (
    Question("name", "Their name", required="Type their name"),
    Question(
        "email",
        "Their email address at work",
        Kind.EMAIL,
        hint="With a private address it takes longer: we then ring where they work.",
        longest=254,
        required="Type their email address",
    ),
    Question("organisation", "Where do they work?", required="Type where they work"),
    Question("role", "Their role there", required="Type their role"),
    Question("phone", "Phone number at work", Kind.PHONE),
    Question(
        "tie",
        "How do they know you?",
        Kind.CHOICE,
        options=tuple(Option(one.value, one.label) for one in RefereeTie),
        required="Choose how they know you",
    ),
    Question(
        "known_since",
        "Since when?",
        hint=lambda _: f"Month and year. It has to be {policy.REFEREE_KNOWN.value()} months or more.",
        small=True,
        required=LIKE_A_MONTH,
    ),
)

REFEREES = Section(
    "referees",
    "Referees",
    (
        ListPage(
            "referees",
            "Who can vouch for you?",
            check=_check_referees,
            intro="cpd/joining/form/intros/referees.html",
            items="referees",
            item_title="Referee",
            item_questions=REFEREE_QUESTIONS,
            first="Do you want to name a referee now?",
            another="Do you want to name another one?",
            required="Choose yes to name a referee",
            most=4,
        ),
    ),
)
