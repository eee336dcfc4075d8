"""What a registrant sees of what they told us: where it is, who has it, by when, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cpd.disclosures import queries, rules
from cpd.disclosures.models import Disclosure
from cpd.disclosures.operations.reading import Opened, open_own
from cpd.disclosures.telling import RECORDS, Told
from cpd.disclosures.vocabulary import OPEN, WITH_ADVICE, Finding, Outcome, Stage
from cpd.disclosures.workflow import WORKFLOW
from cpd.panels import queries as panels
from cpd.registrants import Registrant
from foundation import clock, locks
from foundation.audit import Actor
from foundation.evidence import StoredFile, belonging

_WHERE = {
    Stage.OFFICER: "An officer looks at it.",
    Stage.PANEL: "Two people of our panel look at it, each for themselves.",
    Stage.CONCERNS: "A concerns officer looks at it.",
    Stage.HEALTH: "Our health officer looks at it. Nobody else here can read it.",
    Stage.CLOSED: "It is closed.",
    Stage.TAKEN_BACK: "It was told in error and taken back. Nobody can read it.",
}
_ENDED = {
    Outcome.CLEAR: "We looked at it, and nothing follows from it.",
    Outcome.ADVICE: "We looked at it. We have some advice for you, and nothing else follows from it.",
    Outcome.CONCERN: "It is looked into as a concern. We write to you about that by itself.",
}


@dataclass(frozen=True)
class OwnLine:
    """One line of the list of what somebody told us."""

    reference: str
    about: str
    told_at: datetime
    where: str
    is_open: bool
    #: The page of it can be opened: its words are still there.
    opens: bool


@dataclass(frozen=True)
class Message:
    """A question of ours, or something they added."""

    from_us: bool
    words: str
    at: datetime


@dataclass(frozen=True)
class OwnPage:
    """All that somebody sees of one thing they told us."""

    reference: str
    told: Told
    told_at: datetime
    known_on: date | None
    #: Late by the rules; said plainly, without blame.
    duty_on: date | None
    late: bool
    channel: str
    where: str
    due_on: date | None
    overdue: bool
    ended: str
    advice: Sequence[str]
    messages: Sequence[Message]
    files: Sequence[StoredFile]
    is_open: bool
    can_take_back: bool
    asks: bool


def own_list(registrant: Registrant) -> list[OwnLine]:
    """What somebody told us, newest first; in a fixed number of statements."""
    found = queries.of_entry(registrant.entry_id)
    boxes = locks.boxes_of([one.lock_id for one in found if one.lock_id is not None])
    lines = []
    for one in found:
        box = boxes.get(one.lock_id) if one.lock_id is not None else None
        opens = box is not None and one.sealed is not None and one.stage is not Stage.TAKEN_BACK
        about = Told.from_plain(box.open_json(one.sealed)).about if box and one.sealed and opens else "Taken back"
        where = one.outcome.label if one.outcome else _WHERE[one.stage].split(".", maxsplit=1)[0]
        lines.append(OwnLine(one.reference, about, one.told_at, where, one.stage in OPEN, opens))
    return lines


def own_page(reference: str, *, by: Actor) -> OwnPage:
    """One of one's own, opened.

    Raises:
        Missing: it is somebody else's, or was taken back.
    """
    opened = open_own(reference, by=by)
    held, told = opened.disclosure, opened.told
    assert told is not None
    messages = [Message(one.from_us, opened.box.open(one.sealed), one.written_at) for one in queries.messages(held.id)]
    is_open, advice = held.stage in OPEN, own_advice(opened)
    return OwnPage(
        reference=held.reference,
        told=told,
        told_at=held.told_at,
        known_on=held.known_on,
        duty_on=held.duty_on,
        late=held.late,
        channel=held.channel.label,
        where=_WHERE[held.stage],
        due_on=held.due_on,
        overdue=held.due_on is not None and held.due_on < clock.today(),
        ended=_ended(held, advice),
        advice=advice,
        messages=messages,
        files=belonging.files_of(rules.key(held)),
        is_open=is_open,
        can_take_back=told.code == RECORDS,
        asks=is_open and bool(messages) and messages[-1].from_us,
    )


def own_advice(opened: Opened) -> list[str]:
    """The advice that came with the end of it, of those who closed it; while it is open there is none to read yet.

    What earlier reviews wrote is for staff: the words of a health officer for the concerns officer, and the votes of a
    panel that passed it on.
    """
    held = opened.disclosure
    if held.outcome is not Outcome.ADVICE:
        return []
    last = queries.reviews(held.id)[-1]
    if last.stage is Stage.OFFICER and last.finding == Finding.PANEL:
        sealed = [one.advice_sealed for one in panels.found(rules.key(held)) if one.finding == Finding.ADVICE]
    else:
        sealed = [last.advice_sealed] if last.finding in WITH_ADVICE else []
    return [opened.box.open(one) for one in sealed if one]


def _ended(disclosure: Disclosure, advice: Sequence[str]) -> str:
    """How it ended. Where none was written, no advice is promised."""
    if disclosure.outcome is None:
        return ""
    promised = disclosure.outcome is not Outcome.ADVICE or bool(advice)
    return _ENDED[disclosure.outcome if promised else Outcome.CLEAR]


def about_stage(disclosure: Disclosure) -> str:
    """Where it stands, as staff read it."""
    return WORKFLOW.state(disclosure.stage.value).about
