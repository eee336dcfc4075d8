"""The answers of the form as an `Applying`, and the form frozen in the words that were read and typed.

Declarations, health and monitoring are handed on apart and never stand in the frozen form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpd.declarations import Asked, Declaration, asked_at, eligibility
from cpd.declarations.monitoring import QUESTIONS
from cpd.declarations.records import Eligibility
from cpd.joining.applying import (
    Answer,
    Applying,
    Continuity,
    Details,
    Insured,
    OtherTold,
    Qualification,
    RecordCheck,
)
from cpd.joining.intake import terms
from cpd.joining.intake.pages import FILES, cover, declared, journey, work
from cpd.joining.intake.typed import read_month, read_whole
from cpd.joining.sending import HEALTH, MONITORING
from cpd.joining.vocabulary import Route
from cpd.vocabulary import Nation
from foundation import clock
from foundation.journey.conditions import Answers
from foundation.journey.pages import Content
from foundation.references import read_number
from foundation.words import read_typed_day
from register.vocabulary import WorksWith

#: What is agreed to by pressing send.
TRUE = "What I have told you is true and complete as far as I know."
#: The names of files by their tokens.
Names = Mapping[str, str]


def read(content: Content, *, account_id: int, email: str, names: Names) -> Applying:
    """What was told, from a draft that has nothing missing. Answers that a changed mind left behind are left out."""
    today = clock.today()
    answers = journey(today).answers_in_force(content.answers)
    branch = declared.branch_of(answers)
    asked = [one for one in asked_at(Asked.APPLICATION, today, branch=branch) if one.code != MONITORING]
    number = read_number(answers.get("number") or "").number if answers.get("number") else None
    return Applying(
        account_id=account_id,
        route=Route(answers["route"]),
        nation=Nation(answers["nation"]),
        email=email,
        details=details(answers),
        referees=cover.referees(answers),
        answers=tuple(_answer(one, answers) for one in asked if one.code != HEALTH),
        statement=freeze(content, names),
        standards_edition=answers.get("agreed_edition") or "",
        terms=answers.get("agreed_terms") or "",
        health=next((_answer(one, answers) for one in asked if one.code == HEALTH), None),
        monitoring=monitoring(answers),
        number=number or "",
        roles=declared.role_answers(answers),
    )


def _answer(one: Declaration, answers: Answers) -> Answer:
    name = declared.question_name(one)
    return Answer(one.code, one.version, answers.get(name) or "", answers.get(f"{name}_words") or "", one.branch)


def monitoring(answers: Answers) -> dict[str, str]:
    """The monitoring answers, by the names of their questions."""
    held = {one.name: answers.get(f"monitoring_{one.name}") or "" for one in QUESTIONS}
    return {name: value for name, value in held.items() if value}


def _lines(text: str, *, between: str = "\n") -> tuple[str, ...]:
    return tuple(dict.fromkeys(part.strip() for part in text.split(between) if part.strip()))


def _said(answers: Answers, name: str) -> str:
    value = answers.get(name)
    return value if isinstance(value, str) else ""


def _whole(answers: Answers, name: str) -> int:
    return read_whole(_said(answers, name)) or 0


def details(answers: Answers) -> Details:
    """Who somebody is and what they do."""
    former = answers.get("former") == "yes"
    works_with = _said(answers, "works_with")
    outcode = _said(answers, "outcode").upper().replace(" ", "")
    return Details(
        title=_said(answers, "title"),
        forenames=_said(answers, "forenames"),
        surname=_said(answers, "surname"),
        known_as=_said(answers, "known_as"),
        previous_names=_lines(_said(answers, "previous_names")) if former else (),
        shows_previous_names=former and answers.get("shows_previous") == "yes",
        born_on=read_typed_day(_said(answers, "born")),
        phone=_said(answers, "phone"),
        post=_said(answers, "post"),
        town=_said(answers, "town"),
        outcode=outcode,
        organisation=_said(answers, "organisation"),
        languages=_lines(_said(answers, "languages"), between=","),
        areas=tuple(answers.get("areas") or ()),
        works_with=WorksWith(works_with) if works_with else None,
        hours_12_months=_whole(answers, "hours_12"),
        hours_24_months=_whole(answers, "hours_24"),
        hours_in_all=_whole(answers, "hours_all"),
        months_in_all=_whole(answers, "months_all"),
        last_practised_on=read_month(_said(answers, "last_practised")),
        identity=_said(answers, "identity"),
        qualifications=tuple(
            Qualification(*(one.get(name) or "" for name in ("name", "awarded_by", "year", "number")))
            for one in answers.get("qualifications") or ()
        ),
        work=work.jobs(answers),
        gaps=work.gaps(answers),
        elsewhere=tuple(
            OtherTold(one.get("body") or "", one.get("number") or "") for one in answers.get("elsewhere") or ()
        ),
        insured=_insured(answers),
        continuity=Continuity(
            _said(answers, "plan"),
            _said(answers, "colleague"),
            _said(answers, "colleague_reach"),
            answers.get("colleague_agrees") == "yes",
        ),
        record_check=_record_check(answers),
        holds_certificate=answers.get("route") == Route.CERTIFICATE,
        needs=_said(answers, "needs"),
    )


def _insured(answers: Answers) -> Insured:
    if not cover.INSURED(answers):
        return Insured()
    return Insured(
        _said(answers, "insurer"),
        _said(answers, "policy_number"),
        read_typed_day(_said(answers, "insured_from")),
        read_typed_day(_said(answers, "insured_to")),
        answers.get("covers") == "yes",
    )


def _record_check(answers: Answers) -> RecordCheck:
    eligible = eligibility(declared.role_answers(answers)) is Eligibility.EXEMPT
    if answers.get("record_check") != "yes":
        return RecordCheck(eligible=eligible)
    return RecordCheck(
        eligible,
        _said(answers, "check_scheme"),
        _said(answers, "check_level"),
        _said(answers, "check_number"),
        read_typed_day(_said(answers, "check_issued")),
        _said(answers, "check_asked_by"),
        answers.get("check_update") == "yes",
    )


# --------------------------------------------------------------------------------------------------------------- frozen


def freeze(content: Content, names: Names) -> list[dict[str, Any]]:
    """Every page in force but those apart, with the names of its files, and what was agreed to word for word."""
    form = journey(clock.today())
    pages: list[dict[str, Any]] = []
    for page in form.frozen(content):
        if form.section_of(page.page).slug in declared.APART:
            continue
        plain = page.as_json()
        if page.page in FILES:
            there = [names[one] for one in content.answers.get(FILES[page.page]) or () if one in names]
            plain["answers"] = [{"name": "files", "question": page.title, "answer": "\n".join(there) or "No files"}]
        if page.page == "agreement":
            plain["answers"] += _agreed(content.answers)
        pages.append(plain)
    sent = {"name": "true", "question": TRUE, "answer": "Yes"}
    pages.append({"section": "Check and send", "page": "check", "title": "Is it true?", "answers": [sent]})
    return pages


def _agreed(answers: Answers) -> list[dict[str, str]]:
    edition, version = _said(answers, "agreed_edition"), _said(answers, "agreed_terms")
    return [
        {"name": "edition", "question": "The Standards that you agree to", "answer": edition},
        {
            "name": "terms",
            "question": f"The terms of registration that you agree to, version {version}",
            "answer": "\n".join(terms.words_of(version)),
        },
    ]
