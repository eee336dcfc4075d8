"""What the registrant's pages of this room ask."""

from __future__ import annotations

from typing import Any

from cpd.leaving.telling import Plan, WhyAway
from cpd.leaving.vocabulary import LeaveReason
from cpd.requirements.spans import Span
from foundation.journey.pages import Kind, Option, Question, yes_no
from foundation.words import read_typed_day

LEAVE = (
    Question("starts_on", "First day away", Kind.DAY, required="Type the first day away", small=True),
    Question("ends_on", "Last day away", Kind.DAY, required="Type the last day away", small=True),
    Question(
        "reason",
        "Why will you be away?",
        Kind.CHOICE,
        options=tuple(Option(one.value, one.label) for one in LeaveReason),
        required="Choose why you will be away",
    ),
    Question(
        "words",
        "Anything that helps us to decide?",
        Kind.TEXT,
        hint="You may leave this out. We need no doctor’s note. What you write is sealed.",
        rows=3,
        longest=4000,
    ),
)
BACK = (
    Question(
        "last_day",
        "What is your last day away?",
        Kind.DAY,
        hint="You work again from the day after it.",
        required="Type your last day away",
        small=True,
    ),
)
LEAVING = (
    Question(
        "when",
        "When do you want to leave?",
        Kind.CHOICE,
        options=(
            Option("now", "Today, at once"),
            Option(
                "later",
                "On a day that I choose",
                follow=(
                    Question(
                        "leave_on",
                        "Your last day on the register",
                        Kind.DAY,
                        hint="You can work as a registered case manager until the end of that day.",
                        required="Type your last day on the register",
                        small=True,
                    ),
                ),
            ),
        ),
        required="Choose when you want to leave",
    ),
    Question(
        "why",
        "Why do you leave?",
        Kind.TEXT,
        hint="You may leave this out. It helps us to do better, and is not shown on the register.",
        rows=3,
        longest=4000,
    ),
)
DISAGREE = (
    Question(
        "words", "What is wrong with them?", Kind.TEXT, required="Say what is wrong with them", rows=4, longest=10_000
    ),
)
PLAN = (
    Question(
        "words",
        "What happens to the people you work with, if you fall ill or stop?",
        Kind.TEXT,
        hint="Where their files are, who can open them, and who is told first. Name nobody you work for.",
        required="Write what happens",
        rows=5,
        longest=6000,
    ),
    Question("colleague", "Name of the colleague who takes over", required="Type the name of your colleague"),
    Question("phone", "Their phone number", Kind.PHONE, hint="We need their phone number or their email address."),
    Question("email", "Their email address", Kind.EMAIL, longest=254),
    yes_no("agrees", "Have they agreed to it?", required="Choose yes or no"),
)


def read_leave(answers: dict[str, Any]) -> tuple[Span, WhyAway] | None:
    """The days and the reason; None when something is missing."""
    first, last = read_typed_day(answers.get("starts_on") or ""), read_typed_day(answers.get("ends_on") or "")
    reason = next((one for one in LeaveReason if one.value == answers.get("reason")), None)
    if first is None or last is None or reason is None:
        return None
    return Span(first, last), WhyAway(reason, answers.get("words") or "")


def read_plan(answers: dict[str, Any]) -> Plan:
    """The plan as it was typed."""
    held = {name: answers.get(name) or "" for name in ("words", "colleague", "phone", "email")}
    return Plan(**held, agrees=answers.get("agrees") == "yes")


def plan_answers(plan: Plan | None) -> dict[str, str]:
    """The plan as the page shows it."""
    if plan is None:
        return {}
    return {
        "words": plan.words,
        "colleague": plan.colleague,
        "phone": plan.phone,
        "email": plan.email,
        "agrees": "yes" if plan.agrees else "no",
    }
