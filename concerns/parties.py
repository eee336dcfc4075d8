"""Everybody in a concern, as conflicts of interest are checked: whom it is about, who raised it, who was affected.

Somebody who works at the institute or sits on its panels and bears the name of a person in a concern is taken to be
that person: better kept away once too often. However many concerns are asked for, the statements are the same few.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from accounts import authority
from accounts.conflicts import Matter, Somebody, Work, same_name
from concerns import rules
from concerns.models import Concern
from foundation import clock, locks
from foundation.database import read_already, read_once
from foundation.locks import Box
from register import queries as register
from register.rules import Record

Read = Callable[[Collection[int]], dict[int, Record]]


@dataclass(frozen=True)
class Party:
    """Somebody a concern is about: as told, and as the register knows them."""

    subject_id: int
    told_name: str
    told_about: str
    number: str | None = None
    name_on_register: str | None = None

    @property
    def name(self) -> str:
        """The name of the register where there is one, else as told."""
        return self.name_on_register or self.told_name


@dataclass(frozen=True)
class Parties:
    """The people of one concern, in plain words."""

    subjects: tuple[Party, ...]
    reporter: str
    affected: str
    matter: Matter


def of(
    concerns: Sequence[Concern], boxes: Mapping[int, Box] | None = None, *, read: Read = register.named
) -> dict[int, Parties]:
    """The people of concerns that were loaded with subjects, reporter and affected; without those whose key is gone."""
    held = boxes if boxes is not None else locks.boxes_of([one.lock_id for one in concerns])
    linked = {subject.entry_id for one in concerns for subject in one.subjects if subject.entry_id is not None}
    whole = read_already((register.who_and_how.__name__, *sorted(linked)))
    records = whole if whole is not None else read_once((read.__name__, *sorted(linked)), lambda: read(linked))
    staff = _staff()
    return {one.id: _parties(one, held[one.lock_id], records, staff) for one in concerns if one.lock_id in held}


def _staff() -> dict[str, int]:
    """Who works here, by name."""
    staff: dict[str, int] = {}
    for account_id, name in authority.staff_names().items():
        staff.setdefault(same_name(name), account_id)
    return staff


def registrants(entry_ids: Collection[int]) -> dict[int, Matter]:
    """These people on the register, each alone, as conflicts of interest are checked."""
    staff, records = _staff(), register.named(entry_ids)
    return {one: Matter("entry", str(one), tuple(_registrant(record, staff))) for one, record in records.items()}


def of_one(concern: Concern) -> Parties:
    """The people of one concern.

    Raises:
        Missing: its key was destroyed.
    """
    return read_once(
        ("parties", concern.id),
        # Its page asks how they stand anyway (`risk.queries.from_register`).
        lambda: of([concern], {concern.lock_id: locks.box_of(concern.lock_id)}, read=register.who_and_how)[concern.id],
    )


def _parties(concern: Concern, box: Box, records: Mapping[int, Record], staff: Mapping[str, int]) -> Parties:
    subjects, people = [], []
    for one in concern.subjects:
        told, about = box.open(one.name_sealed), box.open(one.about_sealed) if one.about_sealed else ""
        record = records.get(one.entry_id) if one.entry_id is not None else None
        name = record.particulars_at(clock.now()).name if record else None
        subjects.append(Party(one.id, told, about, record.number if record else None, name))
        people += _registrant(record, staff) if record else [_described(told, staff)]
    reporter = box.open(concern.reporter.name_sealed) if concern.reporter.name_sealed else ""
    affected = concern.affected
    harmed = box.open(affected.name_sealed) if affected is not None and affected.name_sealed else ""
    people += [_described(name, staff) for name in (reporter, harmed) if name]
    return Parties(tuple(subjects), reporter, harmed, rules.matter(concern, people))


def _described(name: str, staff: Mapping[str, int]) -> Somebody:
    return Somebody(name, account_id=staff.get(same_name(name)))


def _registrant(record: Record, staff: Mapping[str, int]) -> list[Somebody]:
    """A registrant under every name they had, with everywhere they worked and until when."""
    facts = sorted(record.particulars, key=lambda fact: fact.effective_from)
    work = []
    for fact, after in zip(facts, [*facts[1:], None], strict=True):
        if fact.organisation and same_name(fact.organisation) != "self employed":
            ended = clock.day_of(after.effective_from) if after is not None else None
            work.append(Work(fact.organisation, clock.day_of(fact.effective_from), ended))
    names = dict.fromkeys(name for fact in facts for name in (fact.name, f"{fact.forenames} {fact.surname}".strip()))
    return [Somebody(name, record.number, tuple(work), staff.get(same_name(name))) for name in names if name]
