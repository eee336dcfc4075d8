"""The answers of the journey as a `Telling`, and the whole form frozen in the words that were read and typed."""

from __future__ import annotations

from typing import Any

from concerns.intake.pages import AT_DESK, JOURNEY, MYSELF, people
from concerns.telling import AffectedTold, Reach, SubjectTold, Telling
from concerns.vocabulary import (
    Capacity,
    Channel,
    Naming,
    Nation,
    OnRegister,
    Relation,
    Speaking,
    Way,
    Who,
)
from foundation.journey.conditions import Answers
from foundation.journey.pages import Content
from foundation.references import read_number
from foundation.words import read_typed_day

_WAYS = (("email", Way.EMAIL), ("phone", Way.PHONE), ("post", Way.LETTER))
_YES_OR_NO = {"yes": True, "no": False}
#: Where what was read aloud or agreed to on the last page stands among the frozen pages.
DECLARATION = "What I have told you is true as far as I know."


def read(content: Content, *, account_id: int | None = None, files: list[str] | None = None) -> Telling:
    """What was told, from a draft that has nothing missing. Answers that a changed mind left behind are left out."""
    answers = JOURNEY.answers_in_force(content.answers)
    myself = MYSELF(answers)
    naming = Naming.NAMED if myself else Naming(answers["naming"])
    at_desk = AT_DESK(content.answers)
    return Telling(
        channel=Channel(answers["channel"]) if at_desk else Channel.ONLINE,
        naming=naming,
        relation=Relation.ONESELF if myself else Relation(answers["relation"]),
        subjects=(_oneself(answers),) if myself else tuple(_subject(person) for person in people(answers)),
        statement=freeze(content, files or []),
        affected=_affected(answers, myself=myself),
        name=answers.get("name") or "",
        reach=_reach(answers),
        worries=tuple(answers.get("worries") or ()),
        danger=answers.get("risk") == "yes",
        ongoing=_YES_OR_NO.get(answers.get("ongoing") or ""),
        received_on=read_typed_day(answers.get("received") or "") if at_desk else None,
        account_id=account_id if myself else None,
    )


def freeze(content: Content, files: list[str]) -> list[dict[str, Any]]:
    """Every page in force with its questions and answers, the names of the files, and what was agreed to."""
    pages = [page.as_json() for page in JOURNEY.frozen(content)]
    for page in pages:
        if page["page"] == "files":
            said = "\n".join(files) or "No files"
            page["answers"] = [{"name": "files", "question": page["title"], "answer": said}]
    agreed = {"name": "true", "question": DECLARATION, "answer": "Yes"}
    pages.append({"section": "Check and send", "page": "check", "title": "Is it true?", "answers": [agreed]})
    return pages


def _oneself(answers: Answers) -> SubjectTold:
    number = read_number(answers.get("own_number") or "").number
    return SubjectTold(answers.get("name") or "", OnRegister.FOUND if number else OnRegister.NOT_SURE, number)


def _subject(person: dict[str, Any]) -> SubjectTold:
    if person.get("number"):
        return SubjectTold(person["name"], OnRegister.FOUND, person["number"])
    about = "\n".join(line for line in (person.get("work"), person.get("more")) if line)
    return SubjectTold(person["name"], OnRegister(person["on_register"]), about=about)


def _affected(answers: Answers, *, myself: bool) -> AffectedTold | None:
    who = Who(answers.get("affected") or Who.NOBODY.value)
    if who is Who.NOBODY:
        return None
    speaking = answers.get("speaking")
    papers = answers.get(f"authority_{speaking}") or ""
    reasons = (answers.get("why_best"), papers, answers.get("why_not_told"))
    return AffectedTold(
        who=who,
        name=answers.get("affected_name") or "",
        is_child=_YES_OR_NO.get(answers.get("is_child") or ""),
        speaking=Speaking.OWN if who is Who.ME else Speaking(speaking) if speaking and not myself else None,
        capacity=Capacity(answers["capacity"]) if answers.get("capacity") else None,
        nation=Nation(answers["nation"]) if answers.get("nation") else None,
        knows=_YES_OR_NO.get(answers.get("they_know") or ""),
        reason="\n".join(reason for reason in reasons if reason),
    )


def _reach(answers: Answers) -> Reach:
    ways = answers.get("ways") or []
    safe = answers.get("safe") or []
    return Reach(
        email=answers.get("email") or "",
        phone=answers.get("phone") or "",
        post=answers.get("post") or "",
        ways=tuple(way for code, way in _WAYS if code in ways),
        safe_times=answers.get("safe_times") or "",
        no_voicemail="no_voicemail" in safe,
        no_post="no_post" in safe,
        quiet="quiet" in safe,
        needs=_needs(answers),
        helper=answers.get("helper") or "",
    )


def _needs(answers: Answers) -> str:
    page = JOURNEY.page("easier")
    asked = page.questions[0] if page else None
    named = {option.value: str(option.words) for option in asked.options} if asked else {}
    more = {"language": answers.get("needs_language"), "other": answers.get("needs_other")}
    chosen = [code for code in answers.get("needs") or [] if code != "nothing"]
    return "\n".join(f"{named[code]}: {more[code]}" if more.get(code) else named[code] for code in chosen)
