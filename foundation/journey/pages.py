"""A journey as data: its sections, pages and questions, which of them are in force, what is missing, what was said.

Nothing here asks the database or the web. What a page may hold is judged from the answers alone, so a page that was
skipped, posted out of order or left half done is found out the same way, whenever one looks.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from foundation.journey.conditions import Answers, always, chosen

Words = str | Callable[[Answers], str]
#: What is wrong: the id of the field, and the sentence.
Problem = tuple[str, str]

LONGEST_LINE = 200
LONGEST_TEXT = 20_000


class Kind(enum.StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    #: One of several.
    CHOICE = "choice"
    #: Any of several.
    CHOICES = "choices"
    DAY = "day"
    #: A time in free words: "last spring", "2019 or 2020".
    WHEN = "when"
    EMAIL = "email"
    PHONE = "phone"


class State(enum.StrEnum):
    """How far a part of a journey is."""

    NOT_STARTED = "not started"
    STARTED = "started"
    DONE = "done"
    NOT_YET = "cannot start yet"
    OPTIONAL = "optional"


@dataclass(frozen=True)
class Content:
    """What a draft holds: the answers, and which pages were sent at least once."""

    answers: dict[str, Any] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be kept."""
        return {"answers": self.answers, "seen": self.seen}

    @classmethod
    def from_json(cls, held: Mapping[str, Any]) -> Content:
        """What `as_json` made."""
        return cls(dict(held.get("answers", {})), list(held.get("seen", [])))

    def mark(self, slug: str) -> None:
        """Note that a page was sent."""
        if slug not in self.seen:
            self.seen.append(slug)


def fine(_answers: Answers) -> list[Problem]:
    """For pages with nothing to check beyond their questions."""
    return []


def said(words: Words, answers: Answers) -> str:
    """Words that may depend on the answers."""
    return words if isinstance(words, str) else words(answers)


@dataclass(frozen=True)
class Option:
    """One answer to choose, and what it asks further."""

    value: str
    words: Words
    hint: Words = ""
    follow: tuple[Question, ...] = ()
    #: Rules out every other one: "none of these".
    alone: bool = False


@dataclass(frozen=True)
class Question:
    """One question. Without words of its own it is the page's title that asks."""

    name: str
    words: Words = ""
    kind: Kind = Kind.LINE
    hint: Words = ""
    options: tuple[Option, ...] = ()
    #: The sentence when nothing was answered; empty when it may be left out.
    required: str = ""
    longest: int = 0
    rows: int = 6
    autocomplete: str = "off"
    small: bool = False

    @property
    def most(self) -> int:
        """How many characters may be typed."""
        return self.longest or (LONGEST_TEXT if self.kind is Kind.TEXT else LONGEST_LINE)

    def followed(self) -> Iterator[tuple[Option, Question]]:
        """Every question asked further, with the option that asks it."""
        for option in self.options:
            for question in option.follow:
                yield option, question

    def asks(self, answers: Answers) -> str:
        """Its words for these answers."""
        return said(self.words, answers)


def yes_no(
    name: str,
    words: Words = "",
    *,
    hint: Words = "",
    required: str = "",
    yes: tuple[Question, ...] = (),
    no: tuple[Question, ...] = (),
    unsure: str = "",
) -> Question:
    """A question that is answered with yes or no, or (with the words of `unsure`) with neither."""
    options = [Option("yes", "Yes", follow=yes), Option("no", "No", follow=no)]
    if unsure:
        options.append(Option("unsure", unsure))
    return Question(name, words, Kind.CHOICE, hint, tuple(options), required)


@dataclass(frozen=True)
class Page:
    """One page: as a rule one question."""

    slug: str
    title: Words
    questions: tuple[Question, ...] = ()
    applies: Callable[[Answers], bool] = always
    check: Callable[[Answers], list[Problem]] = fine
    #: A template with words to stand before the questions.
    intro: str = ""
    #: Drawn and read by the room itself, at the same address.
    own: bool = False
    #: The names of the answers that such a page keeps.
    keeps: tuple[str, ...] = ()
    button: str = "Save and go on"
    #: May be left out: whoever never opens it has missed nothing.
    optional: bool = False

    def heading(self, answers: Answers) -> str:
        """Its title for these answers."""
        return said(self.title, answers)


@dataclass(frozen=True)
class ListPage(Page):
    """A page that repeats: add one, change it, take it out. Its items stand in the answers as a list."""

    items: str = ""
    item_title: str = ""
    item_questions: tuple[Question, ...] = ()
    #: Asked while there is none, and once there is one.
    first: str = ""
    another: str = ""
    #: Sentence when neither yes nor no was answered.
    required: str = "Choose yes or no"
    most: int = 20

    @property
    def more(self) -> str:
        """The name of the yes-or-no question."""
        return f"{self.items}_more"

    @property
    def asks_for_more(self) -> Question:
        """The question whether there is one (more)."""
        return yes_no(self.more, lambda answers: self.another if answers.get(self.items) else "")


@dataclass(frozen=True)
class Section:
    """A line of the task list."""

    slug: str
    title: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Task:
    """A section as the task list shows it."""

    section: Section
    state: State
    #: Where to go on: its first page that is not done, else its first.
    page: Page


@dataclass(frozen=True)
class Told:
    """One question as it was asked, and what was answered: what a sent form is frozen to."""

    name: str
    question: str
    answer: str

    def as_json(self) -> dict[str, str]:
        """Plain values."""
        return {"name": self.name, "question": self.question, "answer": self.answer}


@dataclass(frozen=True)
class ToldPage:
    """One page with its questions and answers."""

    section: str
    page: str
    title: str
    told: tuple[Told, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values."""
        answers = [one.as_json() for one in self.told]
        return {"section": self.section, "page": self.page, "title": self.title, "answers": answers}


def in_force(questions: Iterable[Question], answers: Answers) -> Iterator[Question]:
    """The questions that these answers ask, follow-up questions behind the one they follow."""
    for question in questions:
        yield question
        for option, further in question.followed():
            if chosen(question.name, option.value)(answers):
                yield from in_force([further], answers)


def all_questions(questions: Iterable[Question]) -> Iterator[Question]:
    """Every question, asked or not."""
    for question in questions:
        yield question
        yield from all_questions(further for _, further in question.followed())


def words_of(question: Question, answers: Answers) -> tuple[str, ...]:
    """An answer in the words that were chosen or typed; empty when there is none."""
    held: Any = answers.get(question.name)
    if not held:
        return ()
    if question.kind in (Kind.CHOICE, Kind.CHOICES):
        named = {option.value: said(option.words, answers) for option in question.options}
        return tuple(named.get(one, str(one)) for one in (held if isinstance(held, list) else [held]))
    return (str(held),)


@dataclass(frozen=True)
class Journey:
    """A whole form."""

    name: str
    sections: tuple[Section, ...]
    #: Judges one page: the room's reading of answers (foundation.journey.reading.problems).
    judge: Callable[[Page, Answers], list[Problem]]
    #: How pages that the room draws itself, and items of lists, are told: page -> questions with answers.
    tell: Callable[[Page, Answers], Iterable[Told]] = lambda _page, _answers: ()

    def pages(self, answers: Answers) -> list[Page]:
        """The pages in force, in order."""
        return [page for section in self.sections for page in section.pages if page.applies(answers)]

    def page(self, slug: str) -> Page | None:
        """A page by its slug, in force or not."""
        return next((page for section in self.sections for page in section.pages if page.slug == slug), None)

    def section_of(self, slug: str) -> Section:
        """The section a page stands in."""
        return next(section for section in self.sections if any(page.slug == slug for page in section.pages))

    def after(self, slug: str, answers: Answers) -> Page | None:
        """The page in force that follows."""
        order = [page.slug for section in self.sections for page in section.pages]
        place = order.index(slug)
        return next((page for page in self.pages(answers) if order.index(page.slug) > place), None)

    def before(self, slug: str, answers: Answers) -> Page | None:
        """The page in force that stands before."""
        order = [page.slug for section in self.sections for page in section.pages]
        place = order.index(slug)
        earlier = [page for page in self.pages(answers) if order.index(page.slug) < place]
        return earlier[-1] if earlier else None

    def is_done(self, page: Page, content: Content) -> bool:
        """Whether a page was sent, or may be left out, and nothing is wrong with it."""
        return (page.optional or page.slug in content.seen) and not self.judge(page, content.answers)

    def missing(self, content: Content) -> list[Page]:
        """The pages in force that are not done."""
        return [page for page in self.pages(content.answers) if not self.is_done(page, content)]

    def tasks(self, content: Content) -> list[Task]:
        """The task list."""
        found: list[Task] = []
        for section in self.sections:
            pages = [page for page in section.pages if page.applies(content.answers)]
            if not pages:
                continue
            open_pages = [page for page in pages if not self.is_done(page, content)]
            if all(page.optional and page.slug not in content.seen for page in pages):
                state = State.OPTIONAL
            elif not open_pages:
                state = State.DONE
            elif any(page.slug in content.seen for page in pages):
                state = State.STARTED
            else:
                state = State.NOT_STARTED
            found.append(Task(section, state, (open_pages or pages)[0]))
        return found

    def last_state(self, tasks: Iterable[Task]) -> State:
        """How far checking and sending is, which ends every journey: it cannot start before all else is done."""
        done = all(task.state in (State.DONE, State.OPTIONAL) for task in tasks)
        return State.NOT_STARTED if done else State.NOT_YET

    def told(self, page: Page, answers: Answers) -> tuple[Told, ...]:
        """One page's questions in force, each with its answer in words."""
        if page.own:
            return tuple(self.tell(page, answers))
        if isinstance(page, ListPage):
            return tuple(_told_items(page, answers))
        heading = page.heading(answers)
        return tuple(
            Told(question.name, question.asks(answers) or heading, "\n".join(words_of(question, answers)))
            for question in in_force(page.questions, answers)
        )

    def frozen(self, content: Content) -> list[ToldPage]:
        """The form in the very words that were asked and answered: pages in force only, in order."""
        answers = content.answers
        return [
            ToldPage(section.title, page.slug, page.heading(answers), self.told(page, answers))
            for section in self.sections
            for page in section.pages
            if page.applies(answers)
        ]

    def answers_in_force(self, answers: Answers) -> dict[str, Any]:
        """The answers without those that a changed mind left behind."""
        names: set[str] = set()
        for page in self.pages(answers):
            names.update(question.name for question in in_force(page.questions, answers))
            if isinstance(page, ListPage):
                names.add(page.items)
            names.update(page.keeps)
        return {name: value for name, value in answers.items() if name in names}


def _told_items(page: ListPage, answers: Answers) -> Iterator[Told]:
    held: list[dict[str, Any]] = answers.get(page.items) or []
    if not held:
        yield Told(page.items, page.first, "No" if answers.get(page.more) == "no" else "")
    for number, item in enumerate(held, start=1):
        lines = [
            f"{question.asks(item)}: {', '.join(words)}"
            for question in in_force(page.item_questions, item)
            if (words := words_of(question, item))
        ]
        yield Told(page.items, f"{page.item_title} {number}", "\n".join(lines))
