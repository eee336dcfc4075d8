"""What stands beside a concern and after its decision: those linked to it, what its order asks for, earlier reviews.

Case examiners read only of what somebody found to matter to what they decide (rules 6.6); panels of nothing linked.
Whoever has a tie to somebody in a linked concern is told that it is there, and nothing more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from accounts import authority, policy
from accounts.conflicts import conflicts
from concerns import parties, queries, rules
from concerns.compliance import queries as compliance
from concerns.compliance.queries import Occasion
from concerns.linking import queries as linking
from concerns.models import Concern, Link
from concerns.operations.papers import Door
from concerns.panels import queries as panels
from concerns.panels import reviewing
from concerns.views.decided_view import HEALTH
from concerns.views.officer_files import shown_files
from concerns.views.one_line import order_words
from concerns.views.section import Line, Section
from concerns.vocabulary import LinkKind
from foundation import clock, evidence, locks
from foundation.audit import Actor
from foundation.locks import Box
from foundation.words import say_day

_SAME = "About the same registrant"
_BROKEN = "A breach of its order is looked into there"
_LINKED = "Linked concerns"
Found = list[tuple[str, tuple[Line, ...]]]


def beside(concern: Concern, box: Box, door: Door, by: Actor, *, health: bool) -> Found:
    """The sections that this door shows, in a fixed number of statements; not all who open it read about `health`."""
    found: Found = []
    if door is Door.WHOLE:
        found.append((_LINKED, _linked(concern, by)))
    if door is Door.EXAMINER:
        found.append((_LINKED, _relevant(concern, box)))
    if door in (Door.WHOLE, Door.PANEL, Door.DECISION):
        found.append(("What the order asks for", _asked(concern, box, health=health)))
    if door in (Door.WHOLE, Door.PANEL, Door.INTERIM):
        found.append(("Asked for an earlier look at an order", _reviews(concern, box)))
    return found


def early(reference: str, by: Actor) -> tuple[Section, ...]:
    """What there is before triage has found it ours: the concerns that belong to it."""
    lines = _linked(queries.get(reference), by)
    return (Section(_LINKED, lines),) if lines else ()


def _linked(concern: Concern, by: Actor) -> tuple[Line, ...]:
    ids = linking.belonging(concern.id)
    if not ids:
        return ()
    same, links = linking.same_registrant(concern.id), linking.links(concern.id)
    others, weighed = queries.load(ids), linking.relevance(concern.id)
    boxes = locks.boxes_of([concern.lock_id, *(one.lock_id for one in others.values())])
    tied, opens = _tied(list(others.values()), boxes, by), rules.may(by, *rules.READERS)
    found = []
    for one in ids:
        other = others[one]
        ours = [held for held in links if linking.other_of(held, concern.id) == one]
        how = [_SAME] if one in same else []
        how += [_how(held, concern) for held in ours]
        term = f"{other.reference}: {'; '.join(how)}"
        if one in tied:
            found.append(Line(term, "", "Something ties you to somebody in it, so you read nothing of it."))
            continue
        words = [
            boxes[concern.lock_id if held.concern_id == concern.id else other.lock_id].open(held.reasons_sealed)
            for held in ours
        ]
        said = weighed.get(one)
        matters = (
            "" if said is None else "Case examiners read of it. " if said.relevant else "It does not matter here. "
        )
        if said is not None:
            words.append(boxes[concern.lock_id].open(said.reasons_sealed))
        address = f"/staff/concerns/{other.reference}" if opens else ""
        found.append(Line(term, "\n".join(words), f"{matters}{other.stage.label}.", address=address))
    return tuple(found)


def _how(link: Link, concern: Concern) -> str:
    """How a link reads from the side of this concern."""
    return _BROKEN if link.kind is LinkKind.BREACH_OF and link.other_id == concern.id else link.kind.label


def _tied(others: Sequence[Concern], boxes: Mapping[int, Box], by: Actor) -> Collection[int]:
    if by.id is None:
        return ()
    people, declared = parties.of(others, boxes), authority.declared_by([by.id])[by.id]
    on, years = clock.today(), policy.TIES_COUNT.value()
    return {
        one.id
        for one in others
        if one.id not in people or conflicts(declared, people[one.id].matter, on=on, years=years, account_id=by.id)
    }


def _relevant(concern: Concern, box: Box) -> tuple[Line, ...]:
    """Only what was found to matter: that it is there, how it belongs, why it matters, and where it stands."""
    weighed = {one: row for one, row in linking.relevance(concern.id).items() if row.relevant}
    if not weighed:
        return ()
    belonging, same = linking.belonging(concern.id), linking.same_registrant(concern.id)
    links, others = linking.links(concern.id), queries.load(list(weighed))
    found = []
    for one, row in weighed.items():
        if one not in belonging:
            continue
        how = [_SAME] if one in same else []
        how += [_how(held, concern) for held in links if linking.other_of(held, concern.id) == one]
        found.append(
            Line(f"{others[one].reference}: {'; '.join(how)}", box.open(row.reasons_sealed), others[one].stage.label)
        )
    return tuple(found)


def _asked(concern: Concern, box: Box, *, health: bool) -> tuple[Line, ...]:
    every = compliance.asked(concern.id)
    asked = [one for one in every if health or not one.order.about_health]
    days = [day for one in asked for day in one.occasions]
    files = evidence.files_of_many([("showing", str(sent.id)) for day in days for sent in day.showings])
    opened = {one.new_concern_id for day in days for one in day.checkings if one.new_concern_id is not None}
    names = {one.id: one.reference for one in queries.load(list(opened)).values()}
    found = []
    for one in asked:
        shown_by = box.open(one.requirement.shown_by_sealed) if one.requirement.shown_by_sealed else "Nothing is sent."
        words = box.open(one.requirement.words_sealed)
        found.append(Line(f"{one.requirement.number}. {words}", f"Shown by: {shown_by}", order_words(one.order)))
        for day in one.occasions:
            sent = shown_files([held for row in day.showings for held in files.get(("showing", str(row.id)), [])])
            found.append(
                Line(f"Due {say_day(day.stood.due_on)}", _happened(day, box, names), day.stood.standing.label, sent)
            )
    if len(asked) < len(every):
        found.append(Line("What an order asks for", HEALTH))
    return tuple(found)


def _happened(day: Occasion, box: Box, names: dict[int, str]) -> str:
    """What was sent and written down of one day, in order."""
    said = []
    for sent in day.showings:
        how = "What stands in the way" if sent.hindered else "Sent"
        said.append((sent.sent_at, f"{how}, {say_day(sent.sent_on)}: {box.open(sent.words_sealed)}"))
    for row in day.checkings:
        until = f" By {say_day(row.until_on)}." if row.until_on else ""
        new = f" It is {names[row.new_concern_id]}." if row.new_concern_id in names else ""
        words = f"{row.checked.label}, {say_day(row.checked_on)}: {box.open(row.words_sealed)}{until}{new}"
        said.append((row.checked_at, words))
    return "\n".join(words for _, words in sorted(said, key=lambda one: one[0]))


def _reviews(concern: Concern, box: Box) -> tuple[Line, ...]:
    held = reviewing.asked(concern.id)
    if not held:
        return ()
    orders = {one.id: one for one in panels.orders(concern.id)}
    found = []
    for one in held:
        found.append(Line(order_words(orders[one.order_id]), box.open(one.words_sealed), say_day(one.asked_on)))
        if one.reasons_sealed is not None:
            said = "A panel looks at it" if one.granted else "No panel looks at it now"
            found.append(Line(said, box.open(one.reasons_sealed)))
    return tuple(found)
