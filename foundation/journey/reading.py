"""What was typed into a page, read into plain answers, and what is wrong with them in sentences.

Everything typed comes back to the page, also when it is too long or makes no sense. Refuses nothing but what no person
types: control characters, halves of characters, and signs that turn the writing direction of what follows.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from foundation.journey.conditions import Answers
from foundation.journey.pages import Kind, ListPage, Page, Problem, Question, all_questions, in_force
from foundation.words import read_typed_day, say_count

#: What is kept of one answer that is far too long; the page shows all of it again.
MOST_KEPT = 100_000
#: Signs that turn or hide what stands after them.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]{2,}")


def tame(text: str) -> str:
    """Text as it was typed, without what no person types; line ends as one sign."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    if plain.isascii() and plain.replace("\n", "").isprintable():
        return plain
    return "".join(
        sign
        for sign in plain
        if sign == "\n" or (sign not in _TURNING and unicodedata.category(sign) not in ("Cc", "Cs", "Co", "Cn"))
    )


def tame_line(text: str) -> str:
    """One line of it, with single spaces."""
    return " ".join(tame(text).split())


def read(questions: Iterable[Question], form: MultiDict[str, str]) -> dict[str, Any]:
    """The answers to these questions as a form sent them. A question that the form does not know is left alone."""
    found: dict[str, Any] = {}
    for question in all_questions(questions):
        if question.kind is Kind.CHOICES:
            known = {option.value for option in question.options}
            picked = [one for one in form.getlist(question.name) if one in known]
            alone = {option.value for option in question.options if option.alone}
            found[question.name] = _settle(list(dict.fromkeys(picked)), alone)
        elif question.kind is Kind.CHOICE:
            value = form.get(question.name, "")
            found[question.name] = value if any(option.value == value for option in question.options) else ""
        elif question.name in form:
            typed = form.get(question.name, "")
            found[question.name] = tame(typed).strip() if question.kind is Kind.TEXT else tame_line(typed)
    return found


def _settle(picked: list[str], alone: set[str]) -> list[str]:
    """Somebody who ticks "none of these" beside others meant the others: nothing they said is dropped."""
    others = [one for one in picked if one not in alone]
    return others or picked[:1]


def cut(answers: Mapping[str, Any]) -> dict[str, Any]:
    """What of these answers is kept."""
    return {name: value[:MOST_KEPT] if isinstance(value, str) else value for name, value in answers.items()}


def fits(answers: Mapping[str, Any]) -> bool:
    """Whether all of these answers is kept."""
    return all(len(value) <= MOST_KEPT for value in answers.values() if isinstance(value, str))


def problems(page: Page, answers: Answers) -> list[Problem]:
    """What is wrong with a page's answers; empty when nothing is."""
    if isinstance(page, ListPage):
        return _problems_of_list(page, answers)
    return [*problems_of(page.questions, answers), *page.check(answers)]


def problems_of(questions: Iterable[Question], answers: Answers) -> list[Problem]:
    """What is wrong with the answers to questions, each with the id of its field."""
    found: list[Problem] = []
    for question in in_force(questions, answers):
        held = answers.get(question.name)
        if not held:
            if question.required:
                found.append((question.name, question.required))
        elif (sentence := _wrong(question, held)) is not None:
            found.append((question.name, sentence))
    return found


def _wrong(question: Question, held: Any) -> str | None:
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        return None
    if len(held) > question.most:
        more = len(held) - question.most
        return f"This is {say_count(more)} characters too long. The most is {say_count(question.most)}"
    if question.kind is Kind.EMAIL and not _EMAIL.fullmatch(held):
        return "Type an email address like name@example.com"
    if question.kind is Kind.PHONE and sum(sign.isdigit() for sign in held) < 5:
        return "Type a phone number, such as 01632 960 001"
    if question.kind is Kind.DAY and read_typed_day(held) is None:
        return "Type the day like 3 March 2027"
    return None


def _problems_of_list(page: ListPage, answers: Answers) -> list[Problem]:
    held: list[dict[str, Any]] = answers.get(page.items) or []
    found: list[Problem] = []
    if not answers.get(page.more) and not held:
        found.append((page.more, page.required))
    if answers.get(page.more) == "yes" and not held:
        found.append((page.more, "Add at least one, or choose no"))
    for number, item in enumerate(held, start=1):
        wrong = problems_of(page.item_questions, item)
        if wrong:
            found.append((f"item-{number}", f"{page.item_title} {number}: {wrong[0][1]}"))
    return [*found, *page.check(answers)]


def without_losses(page: Page, typed: dict[str, Any], held: Answers) -> dict[str, Any]:
    """What was typed, without empty answers to what has to be answered and is.

    A second tab that was opened before the answer was given sends such emptiness; nobody means it.
    """
    needed = {question.name for question in in_force(page.questions, held) if question.required}
    return {name: value for name, value in typed.items() if value or name not in needed or not held.get(name)}


def put_item(answers: dict[str, Any], page: ListPage, item_id: str, item: Mapping[str, Any]) -> bool:
    """Add an item, or put it in the place of the one with the same id: a second press adds nothing.

    False says that the list is full and the item is not in it.
    """
    held = list(answers.get(page.items) or [])
    made = {"id": item_id, **item}
    place = next((place for place, one in enumerate(held) if one.get("id") == item_id), None)
    if place is not None:
        held[place] = made
    elif len(held) < page.most:
        held.append(made)
    else:
        return False
    answers[page.items] = held
    answers[page.more] = ""
    return True


def take_item(answers: dict[str, Any], page: ListPage, item_id: str) -> None:
    """Take an item out."""
    answers[page.items] = [one for one in answers.get(page.items) or [] if one.get("id") != item_id]
