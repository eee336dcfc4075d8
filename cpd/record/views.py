"""The registrant's own pages as plain objects: words opened, sentences made. A page asks nothing more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import ceil

from cpd import folders
from cpd.record import policy, progress, queries
from cpd.record.models import FILES, ActivityKept, PlanItem
from cpd.record.operations.keeping import told_of
from cpd.record.operations.planning import words_of
from cpd.record.standards import Cited
from cpd.record.vocabulary import Company, GoalState
from cpd.record.words import GoalWords, Told
from cpd.registrants import Registrant
from cpd.requirements import policy as requirements
from cpd.requirements.engine import Judgement, Line
from cpd.requirements.spans import Span
from cpd.requirements.vocabulary import ActivityKind, LineCode, Verdict, hours_in_words
from foundation import evidence
from foundation.evidence import FileStanding, StoredFile
from foundation.locks import Box
from foundation.words import say_day

PAGE = 50
_HARMFUL, _CHECKED = "We deleted it: the virus check found something harmful.", "Still in the virus check."


@dataclass(frozen=True)
class ShownFile:
    """A file beside an activity."""

    name: str
    size: int
    token: str
    #: Why it cannot be opened; empty when it can.
    problem: str
    has_view: bool


@dataclass(frozen=True)
class Shown:
    """One activity."""

    id: int
    version: int
    told: Told
    goal: str
    kept: bool
    deleted_at: datetime | None
    changed_at: datetime
    #: Whether it waits for its reflection before it counts.
    waits: bool

    @property
    def title(self) -> str:
        """What it is called: its title, or what it was."""
        return self.told.words.title or self.kind or "An activity"

    @property
    def kind(self) -> str:
        """What it was."""
        return self.told.kind.label if self.told.kind else ""

    @property
    def time(self) -> str:
        """How long it took."""
        return hours_in_words(self.told.minutes) if self.told.minutes else ""

    @property
    def company(self) -> str:
        """Who else was there."""
        return self.told.company.label if self.told.company else ""

    @property
    def to_add(self) -> tuple[str, ...]:
        """What can still be added, as ends of a sentence."""
        words = self.told.words
        there = (
            (words.changed, "what changed"),
            (words.benefit, "how service users or safety benefited"),
            (self.told.company, "whether others were there"),
            (self.told.standards, "the Standards it touches"),
        )
        return tuple(sentence for held, sentence in there if not held)


@dataclass(frozen=True)
class ShownGoal:
    """One goal of the plan."""

    id: int
    version: int
    words: GoalWords
    standards: tuple[str, ...]
    due_on: date | None
    state: GoalState
    closed_on: date | None
    tied: tuple[Shown, ...]

    @property
    def time(self) -> str:
        """How much time is tied to it."""
        return hours_in_words(sum(one.told.minutes or 0 for one in self.tied))


@dataclass(frozen=True)
class Year:
    """One period somebody records for, as a link."""

    span: Span
    shown: bool

    @property
    def words(self) -> str:
        """As people read it."""
        return f"{say_day(self.span.starts_on)} to {say_day(self.span.ends_on)}"


@dataclass(frozen=True)
class Home:
    """The record as its first page shows it."""

    span: Span
    now: bool
    judgement: Judgement
    activities: tuple[Shown, ...]
    total: int
    page: int
    pages: int
    drafts: tuple[Shown, ...]
    years: tuple[Year, ...]
    goals_open: int
    months_kept: int

    @property
    def gone(self) -> bool:
        """Whether part of the record of this period was deleted, its years being over."""
        return self.judgement.verdict is Verdict.GONE

    @property
    def to_show(self) -> list[Line]:
        """What is asked for first: what is missing, and in any case how much time there is."""
        return [line for line in self.judgement.lines if _comes_first(line)]

    @property
    def there(self) -> list[Line]:
        """What is there already, or need not be shown yet."""
        return [line for line in self.judgement.lines if not _comes_first(line)]


def _comes_first(line: Line) -> bool:
    return line.code in (LineCode.HOURS, LineCode.PIECES) or (line.due and not line.met)


def home(registrant: Registrant, *, starts_on: date | None = None, page: int = 1) -> Home | None:
    """The record of a period, the one that runs when none is named. None for who was never registered."""
    now = progress.span_of(registrant)
    spans = progress.spans_of(registrant)
    span = next((one for one in spans if one.starts_on == starts_on), now)
    if span is None or now is None:
        return None
    total = queries.count_in(registrant.entry_id, span)
    pages = max(1, ceil(total / PAGE))
    page = min(page, pages)
    rows = queries.kept_in(registrant.entry_id, span, page=page, size=PAGE)
    drafts = queries.drafts(registrant.entry_id)
    goals = queries.goals(registrant.entry_id)
    opener = Opener(registrant.entry_id, goals)
    begun = [one for one in spans if one.starts_on <= now.starts_on]
    return Home(
        span=span,
        now=span == now,
        judgement=progress.judge(registrant, span),
        activities=tuple(opener.show(row) for row in rows),
        total=total,
        page=page,
        pages=pages,
        drafts=tuple(opener.show(row) for row in drafts),
        years=tuple(Year(one, one == span) for one in reversed(begun)),
        goals_open=sum(1 for one in goals if one.state is GoalState.OPEN),
        months_kept=policy.KEEP.value(),
    )


class Opener:
    """Opens activities and goals of one person. The key is asked for once."""

    def __init__(self, entry_id: int, goals: Sequence[PlanItem]) -> None:
        self._entry_id, self._held = entry_id, goals
        self._box: Box | None = None
        self._needs_reflection = requirements.NEEDS_REFLECTION

    @property
    def box(self) -> Box:
        """What opens this person's words."""
        if self._box is None:
            self._box = folders.box_of(self._entry_id)
        return self._box

    def show(self, row: ActivityKept) -> Shown:
        """One activity, opened."""
        told = told_of(row, self.box)
        goal = next((one for one in self._held if one.id == row.plan_item_id), None)
        kept = row.kept_at is not None
        return Shown(
            id=row.id,
            version=row.version,
            told=told,
            goal=words_of(goal, self.box).goal if goal is not None else "",
            kept=kept,
            deleted_at=row.deleted_at,
            changed_at=row.changed_at,
            waits=kept and not row.reflected and self._needs_reflection.value(row.done_on),
        )

    def goal(self, row: PlanItem, tied: Sequence[ActivityKept] = ()) -> ShownGoal:
        """One goal, opened."""
        return ShownGoal(
            id=row.id,
            version=row.version,
            words=words_of(row, self.box),
            standards=tuple(row.standards),
            due_on=row.due_on,
            state=row.state,
            closed_on=row.closed_on,
            tied=tuple(self.show(one) for one in tied),
        )


@dataclass(frozen=True)
class Past:
    """One line of an activity's history."""

    at: datetime
    what: str
    #: How it stood then, in words; only where it differs from what stands now.
    told: Told


@dataclass(frozen=True)
class ShownWhole:
    """One activity with all that belongs to it."""

    shown: Shown
    standards: tuple[Cited, ...]
    files: tuple[ShownFile, ...]
    history: tuple[Past, ...]


def activity(entry_id: int, activity_id: int) -> Shown:
    """One activity of a person."""
    row = queries.of(entry_id, activity_id)
    return Opener(entry_id, queries.goals(entry_id)).show(row)


def whole(entry_id: int, activity_id: int, *, cited: Sequence[Cited]) -> ShownWhole:
    """One activity with its files and history. `cited` are its Standards, in words."""
    row = queries.of(entry_id, activity_id)
    opener = Opener(entry_id, queries.goals(entry_id))
    shown = opener.show(row)
    history = [
        Past(one.recorded_at, one.change.label, Told.from_json(opener.box.open_json(one.sealed)))
        for one in queries.versions(activity_id)
    ]
    return ShownWhole(shown, tuple(cited), files_of(activity_id), tuple(history))


def files_of(activity_id: int) -> tuple[ShownFile, ...]:
    """The files of one activity."""
    return tuple(shown_file(one) for one in evidence.files_of((FILES, str(activity_id))))


def shown_file(file: StoredFile) -> ShownFile:
    """One file."""
    problem = _HARMFUL if file.standing is FileStanding.INFECTED else "" if file.is_readable else _CHECKED
    return ShownFile(file.name or "A file", file.size, file.token, problem, file.has_view)


def plan(entry_id: int) -> list[ShownGoal]:
    """The plan, with what is tied to each goal. A fixed number of statements."""
    goals = queries.goals(entry_id)
    tied = queries.tied(entry_id)
    opener = Opener(entry_id, [])
    return [opener.goal(one, tied.get(one.id, ())) for one in goals]


def open_goals(entry_id: int, *, also: int | None = None) -> list[ShownGoal]:
    """The goals an activity can be tied to, and the one it is tied to already."""
    opener = Opener(entry_id, [])
    goals = queries.goals(entry_id)
    return [opener.goal(one) for one in goals if one.state is GoalState.OPEN or one.id == also]


def recent(entry_id: int, *, most: int = 3) -> list[Shown]:
    """What somebody did lately, each sort once: to do the same again."""
    opener = Opener(entry_id, [])
    found: dict[tuple[str, int | None], Shown] = {}
    for row in queries.kept_in(entry_id, page=1, size=30):
        shown = opener.show(row)
        found.setdefault((shown.title.casefold(), shown.told.minutes), shown)
    return list(found.values())[:most]


def alike(entry_id: int, told: Told, *, but: int | None = None) -> list[Shown]:
    """Kept activities of the same day, time and kind, and with the same title."""
    if told.done_on is None or told.minutes is None or told.kind is None:
        return []
    rows = queries.twins(entry_id, done_on=told.done_on, minutes=told.minutes, kind=told.kind)
    opener = Opener(entry_id, [])
    shown = [opener.show(row) for row in rows if row.id != but]
    return [one for one in shown if one.told.words.same_title == told.words.same_title]


def copied(told: Told, today: date) -> Told:
    """The same again: day and words of reflection are new each time."""
    words = replace(told.words, learned="", changed="", benefit="")
    return replace(told, done_on=today, words=words)


def kinds(favourites: Sequence[ActivityKind]) -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of CPD to choose from: those somebody uses most, and all."""
    every = [(one.value, one.label) for one in ActivityKind]
    if not favourites:
        return [("", every)]
    often = [(one.value, one.label) for one in favourites]
    return [("You use these most", often), ("All kinds", [one for one in every if one not in often])]


COMPANIES = [(one.value, one.label, one.hint) for one in Company]
