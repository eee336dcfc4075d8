"""A circular as staff see it: its words, whom it goes to, three real people's letters, and what can be done now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cpd import registrants
from cpd.circulars import emails, queries
from cpd.circulars.models import Circular
from cpd.circulars.operations.releasing import check_is_second
from cpd.circulars.vocabulary import REACHED, TO_WRITE, Fate, Standing
from cpd.registrants import Registrant
from foundation.audit import Actor
from foundation.errors import allows

SHOWN = 3


@dataclass(frozen=True)
class Sample:
    """One real person's letter."""

    name: str
    number: str
    subject: str
    body: str


@dataclass(frozen=True)
class StepShown:
    """A line of what happened."""

    words: str
    by: str
    at: datetime


@dataclass(frozen=True)
class Line:
    """A circular in a list."""

    circular: Circular
    to: str
    people: int
    written: int


@dataclass(frozen=True)
class Page:
    """One circular."""

    circular: Circular
    to: str
    #: What became, or is to become, of how many people.
    counts: Sequence[tuple[str, int]]
    people: int
    by_email: int
    on_paper: int
    samples: Sequence[Sample]
    #: The look at the list after this one; 0 when there are no others.
    next_look: int
    steps: Sequence[StepShown]
    can_change: bool
    can_offer: bool
    can_send_back: bool
    can_release: bool
    #: Why somebody else has to release it; empty when they may.
    not_second: str
    can_stop: bool

    @property
    def waits(self) -> bool:
        """Whether it waits for a second person."""
        return self.circular.standing is Standing.OFFERED


def listed(*, is_open: bool) -> list[Line]:
    """Circulars that are open, or over."""
    found = queries.listed(is_open=is_open)
    fates = queries.fates([one.id for one in found])
    return [Line(one, goes_to(one), sum(fates[one.id].values()), _written(fates[one.id])) for one in found]


def _written(counts: Mapping[Fate, int]) -> int:
    return sum(counts.get(one, 0) for one in REACHED)


def page(circular_id: int, *, look: int, by: Actor) -> Page:
    """One circular. `look` turns to other people of the list."""
    circular = queries.get(circular_id)
    counts = queries.fates([circular.id])[circular.id]
    standing = circular.standing
    fate = next((one for one in (*TO_WRITE, *REACHED) if counts.get(one)), Fate.WRITTEN)
    total = counts.get(fate, 0)
    steps = queries.steps(circular.id)
    names = queries.names({one.by_account_id for one in steps if one.by_account_id is not None})
    second = allows(check_is_second, circular, by=by)
    return Page(
        circular=circular,
        to=goes_to(circular),
        counts=[(one.label, counts[one]) for one in Fate if counts.get(one)],
        people=sum(counts.get(one, 0) for one in TO_WRITE),
        by_email=counts.get(Fate.WAITING, 0),
        on_paper=counts.get(Fate.PAPER, 0),
        samples=_samples(circular, fate, total, look),
        next_look=look + 1 if total > SHOWN else 0,
        steps=[
            StepShown(one.kind.label, names.get(one.by_account_id or 0, "The service"), one.at)
            for one in reversed(steps)
        ],
        can_change=standing is Standing.DRAFT,
        can_offer=standing is Standing.DRAFT and any(counts.get(one) for one in TO_WRITE),
        can_send_back=standing is Standing.OFFERED,
        can_release=standing is Standing.OFFERED and second,
        not_second="You had a hand in this letter, so somebody else has to release it." if not second else "",
        can_stop=standing is Standing.SENDING,
    )


def goes_to(circular: Circular) -> str:
    """Whom it goes to, in words."""
    if circular.nation is not None:
        return f"{circular.people.label}: {circular.nation.label}"
    return f"{circular.people.label}: {circular.area.label}" if circular.area is not None else circular.people.label


def _samples(circular: Circular, fate: Fate, total: int, look: int) -> list[Sample]:
    """The letters of three people from all over the list; another look turns to three others."""
    if not total:
        return []
    places = {(place * total // SHOWN + look) % total for place in range(SHOWN)}
    ids = queries.some_of(circular.id, fate=fate, places=places)
    people = registrants.many(ids)
    return [_sample(circular, people[one]) for one in ids if one in people]


def _sample(circular: Circular, person: Registrant) -> Sample:
    letter = emails.filled(circular, person)
    if letter is None:
        return Sample(person.name, person.number, "", "This letter says something that we no longer know about them.")
    return Sample(person.name, person.number, letter.subject, emails.preview(letter))
