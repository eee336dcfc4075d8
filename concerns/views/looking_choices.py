"""What the fields of an act may choose from in one concern: people who are clear, exhibits, hearings, decisions."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from accounts import authority
from accounts.conflicts import Choice
from concerns import parties, queries
from concerns.investigation import queries as investigation
from concerns.models import Concern, Hearing
from concerns.operations import seating
from concerns.panels import queries as panels
from concerns.views import publishing_view
from concerns.views.beside_choices import CHOICES
from concerns.views.one_line import hearing_words, order_words
from concerns.vocabulary import Audience, HearingKind, Job
from foundation import clock, locks
from foundation.waiting import Standing

Options = tuple[tuple[str, str], ...]
_OF_HEARINGS = frozenset({"hearings", "final_hearings", "other_hearings"})
_BY_ROLE = {
    "investigators": Job.INVESTIGATOR,
    "lay_examiners": Job.EXAMINER_LAY,
    "registrant_examiners": Job.EXAMINER_REGISTRANT,
    "compliance_officers": Job.COMPLIANCE,
    "chairs": Job.CHAIR,
    "lay_members": Job.MEMBER_LAY,
    "registrant_members": Job.MEMBER_REGISTRANT,
    "advisers": Job.ADVISER,
}


def choices(reference: str, wanted: Collection[str], only: frozenset[int] | None = None) -> dict[str, Options]:
    """What each of these names stands for in a concern; `only` are the hearings that the reader sits in."""
    if not wanted:
        return {}
    concern = queries.get(reference)
    found = {of: _people(concern, _BY_ROLE[of]) if of in _BY_ROLE else _OTHERS[of](concern) for of in wanted}
    for of in _OF_HEARINGS.intersection(found):
        found[of] = tuple((one, words) for one, words in found[of] if only is None or int(one) in only)
    return found


@dataclass(frozen=True)
class Clear:
    """How many are clear to take a job, in a sentence, and the names of those whom a tie or an earlier part keeps."""

    sentence: str
    kept_away: tuple[str, ...]


def clear(reference: str, wanted: Collection[str]) -> Clear | None:
    """Who may take the job that a form lists somebody for; None when it lists nobody."""
    jobs = [_BY_ROLE[of] for of in wanted if of in _BY_ROLE]
    if not jobs:
        return None
    concern = queries.get(reference)
    found = [choice for job in jobs for choice in _chosen(concern, job)]
    away = authority.names_of({one for choice in found for one in choice.kept_away})
    return Clear(found[0].sentence if found else "", tuple(sorted(away.values())))


def _chosen(concern: Concern, job: Job) -> list[Choice]:
    if job in (*seating.PANEL, Job.ADVISER):
        kinds = dict.fromkeys(one.kind for one in _ahead(concern))
        return [seating.candidates(concern, job, kind) for kind in kinds]
    return [seating.candidates(concern, job)]


def _people(concern: Concern, job: Job) -> Options:
    """Who is clear, those with the least in hand first."""
    clear = {one for choice in _chosen(concern, job) for one in choice.clear}
    busy, names = queries.seats_each(job), authority.names_of(clear)
    ordered = sorted(clear, key=lambda one: (busy.get(one, 0), names[one]))
    return tuple((str(one), f"{names[one]}, {busy.get(one, 0)} in hand") for one in ordered)


def _subjects(concern: Concern) -> Options:
    return tuple((str(one.subject_id), one.name) for one in parties.of_one(concern).subjects)


def _readers(concern: Concern) -> Options:
    """Those for whom a copy can be made: by audience, and each registrant by the id of their place in it."""
    others = tuple((one.value, one.label) for one in Audience if one is not Audience.REGISTRANT)
    return (*others, *_subjects(concern))


def _allegations(concern: Concern) -> Options:
    return tuple((str(one.number), f"Allegation {one.number}") for one in investigation.allegations(concern.id))


def _particulars(concern: Concern) -> Options:
    box, found = locks.box_of(concern.lock_id), []
    facts = investigation.particulars(concern.id)
    for one in investigation.allegations(concern.id):
        found += [
            (str(fact.id), f"{one.number}.{fact.number} {box.open(fact.words_sealed)}")
            for fact in facts.get(one.id, [])
        ]
    return tuple(found)


def _exhibits(concern: Concern) -> Options:
    box = locks.box_of(concern.lock_id)
    held = [one for one in investigation.exhibits(concern.id) if one.withdrawn_at is None]
    return tuple((str(one.number), f"Exhibit {one.number}: {box.open(one.title_sealed)}") for one in held)


def _copies(concern: Concern, *, checked: bool) -> Options:
    box = locks.box_of(concern.lock_id)
    numbers = {one.id: one.number for one in investigation.exhibits(concern.id)}
    held = [one for one in investigation.redactions(concern.id) if (one.checked_at is not None) == checked]
    return tuple(
        (str(one.id), f"Exhibit {numbers[one.exhibit_id]}, for {box.open(one.recipient_sealed)}") for one in held
    )


def _inquiries(concern: Concern) -> Options:
    box, today = locks.box_of(concern.lock_id), clock.today()
    waits = (Standing.WAITING, Standing.EXPIRED)
    held = [one for one in investigation.inquiries(concern.id) if one.waited.standing(today) in waits]
    return tuple((str(one.id), f"{one.number}. {box.open(one.whom_sealed)}") for one in held)


def _ahead(concern: Concern) -> list[Hearing]:
    held = panels.hearings(concern.id)
    return [one for one in held if one.called_off_at is None and one.decided_on is None]


def _hearings(concern: Concern, *, final: bool | None = None) -> Options:
    """Those to come; to decide them, `final` ones or others, only those whose day has come."""
    held, today = _ahead(concern), clock.today()
    if final is not None:
        held = [one for one in held if (one.kind is HearingKind.FINAL) == final and one.on <= today]
    return tuple((str(one.id), hearing_words(one)) for one in held)


def _orders(concern: Concern, *, new: bool = False) -> Options:
    held = [one for one in panels.orders(concern.id) if one.ended_on is None and not (new and one.told_on)]
    return tuple((str(one.id), order_words(one)) for one in held)


def _seats(concern: Concern) -> Options:
    held = queries.seats(concern.id)
    names = authority.names_of({one.account_id for one in held})
    return tuple((str(one.id), f"{names[one.account_id]}, {one.job.label.lower()}") for one in held)


_OTHERS: dict[str, Callable[[Concern], Options]] = {
    "subjects": _subjects,
    "readers": _readers,
    "allegations": _allegations,
    "particulars": _particulars,
    "exhibits": _exhibits,
    "copies_to_check": lambda concern: _copies(concern, checked=False),
    "copies_checked": lambda concern: _copies(concern, checked=True),
    "inquiries": _inquiries,
    "hearings": _hearings,
    "final_hearings": lambda concern: _hearings(concern, final=True),
    "other_hearings": lambda concern: _hearings(concern, final=False),
    "orders": _orders,
    "new_orders": lambda concern: _orders(concern, new=True),
    "seats": _seats,
    **CHOICES,
    **publishing_view.CHOICES,
}
