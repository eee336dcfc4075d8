"""What people type to ask about their data or to complain, and what staff type when it came another way."""

from __future__ import annotations

from concerns.data_requests.asking import Asked
from concerns.data_requests.vocabulary import DataChannel, DataKind
from foundation.journey.conditions import Answers
from foundation.journey.pages import Kind, Option, Question
from foundation.words import read_typed_day

_KINDS = Question(
    "kind",
    "What would you like to do?",
    Kind.CHOICE,
    options=tuple(Option(kind.value, kind.label) for kind in DataKind),
    required="Choose what you would like to do",
)
_WORDS = Question(
    "words",
    "Tell us more",
    Kind.TEXT,
    hint="What is it about? If you complain: what happened, and what would put it right? You need not know the law.",
    required="Tell us what it is about",
    rows=6,
)
_NAME = Question(
    "name",
    "Your name",
    hint="We need it to find what we hold about you. To complain, you may leave it out.",
    autocomplete="name",
)
_EMAIL = Question(
    "email",
    "Email address",
    Kind.EMAIL,
    hint="If you give one, we send you a note there when we have written. You may leave it out.",
    autocomplete="email",
    longest=254,
)
_PHONE = Question("phone", "Phone number (you may leave this out)", Kind.PHONE, autocomplete="tel", small=True)
ASK = (_KINDS, _WORDS, _NAME, _EMAIL, _PHONE)
NEEDS_A_NAME = ("name", "Type your name, so that we can find what we hold about you")

TYPED_UP = (
    Question(
        "channel",
        "How did it reach us?",
        Kind.CHOICE,
        options=tuple(Option(one.value, one.label) for one in DataChannel if one is not DataChannel.ONLINE),
        required="Choose how it reached us",
    ),
    Question(
        "received",
        "On which day?",
        Kind.DAY,
        hint="The clock counts from that day. For example 3 March 2027.",
        required="Type the day on which it reached us",
    ),
    Question(
        "kind",
        "What do they ask?",
        Kind.CHOICE,
        options=tuple(Option(kind.value, kind.short) for kind in DataKind),
        required="Choose what they ask",
    ),
    Question("words", "Their words", Kind.TEXT, required="Type what they asked", rows=6),
    Question("name", "Their name"),
    Question("email", "Their e-mail address", Kind.EMAIL, longest=254),
    Question("phone", "Their phone number", Kind.PHONE, small=True),
    Question("post", "Their postal address", Kind.TEXT, rows=3, longest=500),
)


def missing_name(answers: Answers) -> list[tuple[str, str]]:
    """Whoever wants something done with their data has to say who they are; whoever complains need not."""
    if answers.get("name") or answers.get("kind") in ("", None, DataKind.COMPLAINT.value):
        return []
    return [NEEDS_A_NAME]


def read_asked(answers: Answers) -> Asked:
    """What was asked, from answers with nothing missing."""
    return Asked(
        kind=DataKind(answers["kind"]),
        words=answers["words"],
        name=answers.get("name") or "",
        email=answers.get("email") or "",
        phone=answers.get("phone") or "",
        post=answers.get("post") or "",
        channel=DataChannel(answers.get("channel") or DataChannel.ONLINE.value),
        received_on=read_typed_day(answers.get("received") or ""),
    )
