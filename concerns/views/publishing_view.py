"""Publishing as staff see it: what can be chosen, what stands where, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from accounts import authority
from concerns.models import Concern, Order, OrderText, Proof
from concerns.panels import orders
from concerns.panels import queries as panels
from concerns.publishing import health, proofs, texts
from concerns.publishing import queries as publishing
from concerns.publishing.queries import Held
from concerns.views.decided_view import HEALTH
from concerns.views.one_line import order_words
from concerns.views.section import Line
from concerns.vocabulary import TextAbout
from foundation import clock
from foundation.locks import Box
from foundation.waiting import Standing
from foundation.words import say_day

Options = tuple[tuple[str, str], ...]
_RELEASED_UNPOSTED = "Released though their letter could not be posted. Why:"
_STANDING = {
    Standing.WAITING: "waits, until",
    Standing.EXPIRED: "said nothing by",
    Standing.RECEIVED: "answered, asked until",
}


class Step(NamedTuple):
    """What comes next: the sentence, the act with its button if there is one, and its own day if it has one."""

    words: str
    act: str
    button: str
    on: date | None = None


def _live(concern: Concern) -> list[Order]:
    return [one for one in panels.orders(concern.id) if one.ended_on is None]


def _unwritten(row: Order) -> bool:
    """Whether the public will read words of it that are not released."""
    if texts.is_hidden(row):
        return True
    return row.effected_at is None and row.kind not in orders.PRIVATE and not row.about_health


def _untold(concern: Concern) -> Options:
    return tuple((str(one.id), order_words(one)) for one in _live(concern) if one.told_on is None)


def _public(concern: Concern) -> Options:
    return tuple((str(one.id), order_words(one)) for one in _live(concern) if one.restriction_id is not None)


def _worded(concern: Concern) -> Options:
    """Orders on the register with words that somebody wrote."""
    return tuple(
        (str(one.id), order_words(one))
        for one in _live(concern)
        if one.restriction_id is not None
        and not texts.is_hidden(one)
        and not one.about_health
        and one.kind not in panels.INTERIM
    )


def _not_private(concern: Concern) -> Options:
    held = [one for one in panels.orders(concern.id) if health.may_be_said(one)]
    said = {one.order_id for one in health.waiting(concern.id)} if held else set()
    return tuple((str(one.id), order_words(one)) for one in held if one.id not in said)


def _said_private(concern: Concern) -> Options:
    said = {one.order_id for one in health.waiting(concern.id)} if panels.orders(concern.id) else set()
    return tuple((str(one.id), order_words(one)) for one in panels.orders(concern.id) if one.id in said)


def _endless(concern: Concern) -> Options:
    held = [one for one in _live(concern) if one.shown_again_on is not None and one.restriction_id is not None]
    return tuple((str(one.id), order_words(one)) for one in held)


def _to_write(concern: Concern) -> Options:
    found = []
    for one in _live(concern):
        if _unwritten(one):
            found.append((f"{one.id}-decision", f"{order_words(one)}: the decision"))
        elif one.restriction_id is not None and not one.about_health and one.kind not in panels.INTERIM:
            found.append((f"{one.id}-not_met", f"{order_words(one)}: the notice that it was not met"))
    return tuple(found)


def _unreleased(concern: Concern) -> list[tuple[Order, OrderText]]:
    """The newest version of everything that was written and is not released."""
    held = {one.id: one for one in _live(concern)}
    out = {one.text_id for one in publishing.releases_of(concern.id)}
    newest = {(one.order_id, one.about): one for one in publishing.texts_of(concern.id)}
    return [
        (held[order_id], one)
        for (order_id, _about), one in newest.items()
        if order_id in held and _waits(held[order_id], one, released=one.id in out)
    ]


def _waits(row: Order, text: OrderText, *, released: bool) -> bool:
    """Whether a text is there to be released. One that was taken off with its order is; one that was hidden is not."""
    if text.about is not TextAbout.DECISION or texts.is_hidden(row):
        return not released
    return _unwritten(row)


def _words(concern: Concern) -> Options:
    return tuple(
        (f"{row.id}-{text.about.value}", f"{order_words(row)}: {text.about.label.lower()}")
        for row, text in _unreleased(concern)
    )


def _to_release(concern: Concern) -> Options:
    """Each with the version that is read, and what the public reads no words of."""
    found = [
        (
            f"{row.id}-{text.about.value}-{text.number}",
            f"{order_words(row)}: {text.about.label.lower()}, version {text.number}",
        )
        for row, text in _unreleased(concern)
    ]
    for row in _live(concern):
        if row.about_health and row.effected_at is None and row.kind not in orders.PRIVATE:
            found.append((f"{row.id}-decision-0", f"{order_words(row)}: only that there is a limit"))
        elif row.kind in orders.PRIVATE and row.told_on is None:
            found.append((f"{row.id}-decision-0", f"{order_words(row)}: nothing is public"))
    return tuple(found)


def _by_hand(concern: Concern) -> Options:
    today = clock.today()
    held = [one for one in publishing.proofs_of(concern.id) if one.by_hand and one.waited.waits(today)]
    return tuple((str(one.id), f"{one.goes_to.label}, until {say_day(one.due_on or today)}") for one in held)


CHOICES: dict[str, Callable[[Concern], Options]] = {
    "untold_orders": _untold,
    "public_orders": _public,
    "worded_orders": _worded,
    "not_private_orders": _not_private,
    "said_private_orders": _said_private,
    "endless_orders": _endless,
    "words_to_write": _to_write,
    "unreleased_words": _words,
    "words_to_release": _to_release,
    "proofs_by_hand": _by_hand,
}


def lines(concern: Concern, box: Box, *, health: bool) -> tuple[Line, ...]:
    """The words version by version, what the proof copies brought back, and who released what, in few statements.

    Who reads nothing of `health` reads no words, and nothing that was said of them, of an order that is about it.
    """
    held = {one.id: one for one in panels.orders(concern.id)}
    written, copies = publishing.texts_of(concern.id), publishing.proofs_of(concern.id)
    released = publishing.releases_of(concern.id)
    names = authority.names_of({one.written_by_id for one in written} | {one.released_by_id for one in released})
    found = []
    newest = {(one.order_id, one.about): one.id for one in written}
    for one in written:
        row, is_last = held[one.order_id], newest[one.order_id, one.about] == one.id
        title = f"{order_words(row)}: {one.about.label.lower()}, version {one.number}"
        by = f"Written by {names[one.written_by_id]}, {say_day(clock.day_of(one.written_at))}"
        if row.about_health and not health:
            found.append(Line(title, HEALTH, by))
            continue
        found.append(Line(title, texts.read(one, box).whole if is_last else box.open(one.wording_sealed), by))
        found += [_proof(copy, box) for copy in copies if copy.text_id == one.id]
    for gone in released:
        day = say_day(clock.day_of(gone.released_at))
        unread = held[gone.order_id].about_health and not health
        why = (HEALTH if unread else box.open(gone.why_sealed)) if gone.why_sealed else ""
        what = _RELEASED_UNPOSTED if "unposted" in gone.found else "A name stands in it. Why it may:"
        words = f"{what} {why}" if why else "Nothing in it led to anybody."
        found.append(
            Line(f"Released: {order_words(held[gone.order_id])}", words, f"By {names[gone.released_by_id]}, {day}")
        )
    for row in held.values():
        if row.restriction_id is not None and row.starts_at is not None:
            until = f"comes down {say_day(clock.day_of(row.shown_until))}" if row.shown_until else "no end is known"
            found.append(
                Line(f"On the register: {order_words(row)}", f"From {say_day(clock.day_of(row.starts_at))}", until)
            )
    return tuple(found)


def _proof(one: Proof, box: Box) -> Line:
    standing = _STANDING.get(one.waited.standing(clock.today()), "")
    said = box.open(one.words_sealed) if one.words_sealed else ""
    if one.right is True:
        said = f"It is right. {said}".strip()
    how = "by hand, " if one.by_hand else ""
    quiet = f"{how}{standing} {say_day(one.due_on)}" if one.due_on is not None else how
    return Line(f"Proof copy: {one.goes_to.label.lower()}", said or "Nothing came back yet.", quiet)


def steps(concern: Concern, held: Held | None = None) -> list[Step]:
    """What comes next in publishing a concern's decisions; `held` when many are asked for at once."""
    held = held or publishing.held([concern.id])
    live = [one for one in held.orders.get(concern.id, ()) if one.ended_on is None]
    return [step for row in live for step in _steps(concern, row, held)]


def _steps(concern: Concern, row: Order, held: Held) -> list[Step]:
    found = [Step("Tell both sides what was decided.", "tell", "Tell them")] if row.told_on is None else []
    if not _unwritten(row):
        if row.about_health and row.effected_at is None and row.kind not in orders.PRIVATE:
            found.append(Step("Release it: the public learns only that there is a limit.", "release", "Release it"))
        return found
    since = row.words_hidden_at
    written = [
        one
        for one in held.texts.get(row.id, ())
        if one.about is TextAbout.DECISION and (since is None or one.written_at > since)
    ]
    waits = proofs.still_waits(concern, row, TextAbout.DECISION, held)
    sent = proofs.sent_of(concern, row, TextAbout.DECISION, held)
    by = row.appeal_until
    if not written:
        found.append(Step("Prepare the words that the public will read.", "text", "Prepare them", by))
    elif not waits:
        found.append(Step("Release the words, as a second person.", "release", "Release them", by))
    elif sent:
        due = max(one.due_on for one in sent if one.due_on is not None)
        found.append(Step("Proof copies are out.", "", "", due))
    elif row.told_on is not None:
        found.append(Step("Send the proof copies: seven days to check the facts.", "proofs", "Send them", by))
    return found
