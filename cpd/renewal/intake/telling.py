"""The answers of the form as values, and the form frozen in the words that were read and typed.

Declarations, health and monitoring are handed on apart and never stand in the frozen form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpd.declarations import Asked, Declaration, asked_at
from cpd.disclosures.telling import Said
from cpd.joining.intake import terms
from cpd.joining.intake.pages.declared import branch_of, question_name
from cpd.joining.intake.telling import monitoring
from cpd.renewal.applying import CheckTold, CoverTold, Renewing
from cpd.renewal.intake.pages import (
    APART,
    FILES,
    HEALTH,
    NOT_ELIGIBLE,
    SAFEGUARDED_AT,
    SAFEGUARDED_ON,
    SAFEGUARDING,
    journey,
)
from foundation import clock
from foundation.errors import Refused
from foundation.journey.conditions import Answers
from foundation.journey.pages import Content
from foundation.words import read_typed_day
from register.vocabulary import WorksWith

#: What is agreed to by pressing send.
TRUE = "What I have told you is true and complete as far as I know."
#: Not declared: insurance and record checks are told as facts, monitoring answers are only counted.
_NOT_ASKED = frozenset({"D08", "D20", "D22"})


def cover(answers: Answers) -> CoverTold | None:
    """Insurance as it was typed; None while its day is missing."""
    ends_on = read_typed_day(_said(answers, "insured_to"))
    if ends_on is None:
        return None
    covers = answers.get("covers") == "yes"
    return CoverTold(_said(answers, "insurer"), _said(answers, "policy_number"), ends_on, covers)


def record_check(answers: Answers) -> CheckTold | None:
    """A record check as it was typed; None when none was."""
    scheme = _said(answers, "check_scheme")
    if not scheme:
        return None
    if scheme == NOT_ELIGIBLE:
        return CheckTold(from_on=clock.today())
    return CheckTold(scheme, _said(answers, f"check_level_{scheme}"), read_typed_day(_said(answers, "check_issued")))


def read(content: Content, names: Mapping[str, str]) -> Renewing:
    """What was told, from a draft that has nothing missing."""
    today = clock.today()
    answers = journey(today).answers_in_force(content.answers)
    asked = [one for one in asked_at(Asked.RENEWAL, today, branch=branch_of(answers)) if one.code not in _NOT_ASKED]
    told = cover(answers)
    if told is None:
        raise Refused("Tell us until when you are insured.")
    works_with = _said(answers, "works_with")
    return Renewing(
        answers=tuple(_answer(one, answers) for one in asked if one.code != HEALTH),
        health=next(_answer(one, answers) for one in asked if one.code == HEALTH),
        cover=told,
        statement=freeze(content, names),
        areas=tuple(answers.get("areas") or ()),
        works_with=WorksWith(works_with) if works_with else None,
        record_check=record_check(answers),
        certificate_files=tuple(answers.get(FILES["insurance-files"]) or ()),
        evidence_files=tuple(answers.get(FILES["cpd-files"]) or ()),
    )


def monitoring_of(content: Content) -> dict[str, str]:
    """The monitoring answers, by the names of their questions. They are handed on with nothing else."""
    return monitoring(journey(clock.today()).answers_in_force(content.answers))


def _answer(one: Declaration, answers: Answers) -> Said:
    name = question_name(one)
    words = _said(answers, f"{name}_words")
    if one.code == SAFEGUARDING and not words:
        words = ", ".join(part for part in (_said(answers, SAFEGUARDED_ON), _said(answers, SAFEGUARDED_AT)) if part)
    return Said(one.code, one.version, _said(answers, name), words, one.branch)


def _said(answers: Answers, name: str) -> str:
    value = answers.get(name)
    return value if isinstance(value, str) else ""


def freeze(content: Content, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """Every page in force but those apart, with the names of its files, and what was agreed to word for word."""
    form = journey(clock.today())
    pages: list[dict[str, Any]] = []
    for page in form.frozen(content):
        if form.section_of(page.page).slug in APART:
            continue
        plain = page.as_json()
        if page.page in FILES:
            there = [names[one] for one in content.answers.get(FILES[page.page]) or () if one in names]
            plain["answers"] = [{"name": "files", "question": page.title, "answer": "\n".join(there) or "No files"}]
        if page.page == "agreement":
            version = _said(content.answers, "agreed_terms")
            plain["answers"] += [
                {
                    "name": "edition",
                    "question": "The Standards that you agree to",
                    "answer": _said(content.answers, "agreed_edition"),
                },
                {
                    "name": "terms",
                    "question": f"The terms of registration that you agree to, version {version}",
                    "answer": "\n".join(terms.words_of(version)),
                },
            ]
        pages.append(plain)
    sent = {"name": "true", "question": TRUE, "answer": "Yes"}
    pages.append({"section": "Check and send", "page": "check", "title": "Is it true?", "answers": [sent]})
    return pages
