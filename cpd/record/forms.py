"""What registrants type about an activity or a goal, read into plain values. Nothing here decides anything."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from werkzeug.datastructures import MultiDict

from cpd.record import naming
from cpd.record.naming import Seen
from cpd.record.operations.planning import GoalTold
from cpd.record.times import read_time
from cpd.record.vocabulary import Company
from cpd.record.words import GoalWords, Told, Words
from cpd.requirements.vocabulary import ActivityKind
from foundation import clock
from foundation.journey import reading
from foundation.words import read_typed_day

Problem = tuple[str, str]
OTHER_TIME = "other"
#: The times that are one press away, in minutes.
TIMES = ((30, "30 minutes"), (60, "1 hour"), (90, "1½ hours"), (120, "2 hours"), (180, "3 hours"), (360, "6 hours"))
_LINES = (
    "done_on",
    "kind",
    "time",
    "other_time",
    "company",
    "goal",
    "find",
    "once",
    "version",
    "looked",
    "title",
    "found_for",
)
_TEXTS = ("learned", "changed", "benefit", "goal_words", "how", "outcome")
_ONCE = re.compile(r"[0-9a-f]{16,32}")
_KEPT = 20_000


@dataclass
class Form:
    """A form that was sent: what was typed, to be shown again, and what is wrong with it."""

    values: dict[str, str]
    #: The Standards that were ticked.
    standards: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def get(self, name: str) -> str:
        """What was typed into a field."""
        return self.values.get(name, "")

    @property
    def once(self) -> str:
        """What names the page, so that sending it twice does one thing."""
        return self.get("once") if _ONCE.fullmatch(self.get("once")) else ""

    @property
    def looks(self) -> bool:
        """Whether Standards are looked for, and nothing kept yet: by the button, or by Enter after a new word."""
        if self.get("go") == "enter":
            return self.get("find") not in ("", self.get("found_for"))
        return self.get("go") == "find"

    @property
    def version(self) -> int:
        """Which state the page showed."""
        text = self.get("version")
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0

    @property
    def looked(self) -> set[str]:
        """The marks of what the person was pointed to already."""
        return set(self.get("looked").split(",")) - {""}

    def looked_at(self, seen: Iterable[Seen]) -> None:
        """Note that the person is pointed to these."""
        self.values["looked"] = ",".join(sorted(self.looked | {one.mark for one in seen}))


def read(form: MultiDict[str, str]) -> Form:
    """The fields of a form, whatever they say."""
    values = {name: reading.tame_line(form.get(name, ""))[:_KEPT] for name in _LINES}
    values |= {name: reading.tame(form.get(name, "")).strip()[:_KEPT] for name in _TEXTS}
    values["go"] = form.get("go", "")
    return Form(values, list(dict.fromkeys(reading.tame_line(one)[:10] for one in form.getlist("standards"))))


def read_activity(form: Form, *, known: Collection[str]) -> Told:
    """An activity; what cannot be read is noted and left out. `known` are the Standards there are."""
    return Told(
        done_on=_day(form, "done_on"),
        minutes=_minutes(form),
        kind=next((one for one in ActivityKind if one.value == form.get("kind")), None),
        company=next((one for one in Company if one.value == form.get("company")), None),
        standards=tuple(one for one in form.standards if one in known),
        plan_item_id=int(form.get("goal")) if re.fullmatch(r"[0-9]{1,9}", form.get("goal"), re.ASCII) else None,
        words=Words(form.get("title"), form.get("learned"), form.get("changed"), form.get("benefit")),
    )


def _day(form: Form, name: str) -> date | None:
    text = form.get(name)
    day = read_typed_day(text) if text else None
    if text and (day is None or not 1900 < day.year < 2200):
        form.problems.append((name, "Type the day like 3 March 2027"))
        return None
    return day


def _minutes(form: Form) -> int | None:
    chosen = form.get("time")
    if chosen in {str(minutes) for minutes, _ in TIMES}:
        return int(chosen)
    text = form.get("other_time")
    if not text:
        if chosen == OTHER_TIME:
            form.problems.append(("other_time", "Type how long it took, such as 45 minutes or 2:30"))
        return None
    minutes = read_time(text)
    if minutes is None:
        form.problems.append(("other_time", "Type the time like 45 minutes, 2 hours or 2:30"))
    return minutes


def typed(told: Told) -> Form:
    """A form filled with an activity that is there."""
    known = {str(minutes) for minutes, _ in TIMES}
    shown = str(told.minutes) if told.minutes else ""
    hours, rest = divmod(told.minutes or 0, 60)
    values = {
        "done_on": told.done_on.isoformat() if told.done_on else "",
        "kind": told.kind.value if told.kind else "",
        "time": shown if shown in known or not shown else OTHER_TIME,
        "other_time": f"{hours}:{rest:02d}" if shown and shown not in known else "",
        "company": told.company.value if told.company else "",
        "goal": str(told.plan_item_id or ""),
        **told.words.as_json(),
    }
    return Form(values, list(told.standards))


def seen_in(words: Words) -> list[Seen]:
    """What in the words may name somebody."""
    return naming.look(words.as_json())


def read_goal(form: Form, *, known: Collection[str]) -> GoalTold:
    """A goal of a plan."""
    if not form.get("goal_words"):
        form.problems.append(("goal_words", "Say what you want to learn or get better at"))
    due_on = _day(form, "done_on")
    words = GoalWords(form.get("goal_words"), form.get("how"), form.get("outcome"))
    return GoalTold(words, tuple(one for one in form.standards if one in known), due_on)


def typed_goal(told: GoalTold) -> Form:
    """A form filled with a goal that is there."""
    values = {
        "goal_words": told.words.goal,
        "how": told.words.how,
        "outcome": told.words.outcome,
        "done_on": told.due_on.isoformat() if told.due_on else "",
    }
    return Form(values, list(told.standards))


def fresh(day: date | None = None) -> Form:
    """An empty form for an activity of today."""
    return Form({"done_on": (day or clock.today()).isoformat()})
