"""The bundles of a concern: those that were made, and what a new one would hold. A fixed number of statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts import authority
from concerns import parties, queries
from concerns.bundles import contents, opening
from concerns.bundles.contents import Recipient
from concerns.bundles.making import STAGES
from concerns.bundles.writing import label_of
from concerns.models import Concern
from concerns.operations.papers import Door
from concerns.panels import queries as panels
from concerns.views.one_line import hearing_words
from concerns.vocabulary import Audience
from foundation import clock, evidence
from foundation.audit import Actor

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class ShownBundle:
    """One bundle."""

    number: int
    whose: str
    made_on: date
    made_by: str
    pages: int
    size: int
    sha256: str
    exhibits: int
    left_out: tuple[int, ...]
    given_on: date | None
    #: A bundle made now would hold the same.
    current: bool
    #: Something of it was taken back, so that only staff open it.
    shut: bool


@dataclass(frozen=True)
class Bundles:
    """What the page shows."""

    version: int
    made: tuple[ShownBundle, ...]
    #: For whom one may be made now: a code and words.
    recipients: Options
    exhibits: Options
    #: What each would get of each exhibit: its number, then a line for each recipient.
    plan: tuple[tuple[int, tuple[str, ...]], ...]


def view(reference: str, door: Door, *, by: Actor) -> Bundles:
    """All bundles and what a new one would hold, for somebody who reads the whole concern; for others, theirs."""
    concern = queries.get(reference)
    held = opening.for_me(concern, door, by=by)
    whole = door is Door.WHOLE
    material = contents.gather(concern.id)
    whom = _recipients(concern)
    wanted = [one for one, words, ahead in whom if ahead] if whole and concern.stage in STAGES else []
    plans = [contents.items(material, one) for one in wanted]
    files = evidence.files_of_many([("bundle", str(one.id)) for one in held])
    people = {one.made_by_id for one in held}
    names = authority.names_of(people)
    words = {one: said for one, said, _ in whom}
    return Bundles(
        version=concern.version,
        made=tuple(
            ShownBundle(
                number=one.number,
                whose=words.get(contents.recipient_of(one), one.audience.label),
                made_on=clock.day_of(one.made_at),
                made_by=names[one.made_by_id],
                pages=one.pages,
                size=file.size,
                sha256=file.sha256,
                exhibits=len(one.holds),
                left_out=tuple(one.left_out),
                given_on=clock.day_of(one.given_at) if one.given_at is not None else None,
                current=contents.is_current(material, one),
                shut=not contents.may_still_be_read(material, one),
            )
            for one in held
            for file in files.get(("bundle", str(one.id)), [])[:1]
        ),
        recipients=tuple((code_of(one), words[one]) for one in wanted),
        exhibits=tuple(
            (str(one.number), f"Exhibit {one.number}") for one in material.exhibits if one.withdrawn_at is None
        )
        if wanted
        else (),
        plan=tuple(
            (
                material.exhibits[row].number,
                tuple(label_of(plan[row].why, copy=plan[row].copy is not None) for plan in plans),
            )
            for row in range(len(material.exhibits))
        )
        if wanted
        else (),
    )


def _recipients(concern: Concern) -> list[tuple[Recipient, str, bool]]:
    """Everybody a bundle can be for, in words, and whether one may be made for them now."""
    found = [(Recipient(Audience.EXAMINERS), Audience.EXAMINERS.label, True)]
    for one in panels.hearings(concern.id):
        ahead = one.called_off_at is None and one.decided_on is None
        words = f"{Audience.PANEL.label}: {hearing_words(one)}"
        found.append((Recipient(Audience.PANEL, hearing_id=one.id), words, ahead))
    told = {one.id for one in concern.subjects if one.told_on is not None}
    for party in parties.of_one(concern).subjects:
        whom = Recipient(Audience.REGISTRANT, subject_id=party.subject_id)
        found.append((whom, party.name, party.subject_id in told))
    return found


def code_of(whom: Recipient) -> str:
    """A recipient as a form sends it."""
    return f"{whom.audience.value}-{whom.hearing_id or whom.subject_id or 0}"


def read_code(code: str) -> Recipient | None:
    """The recipient that a form named."""
    word, _, number = code.partition("-")
    if word not in list(Audience) or not (number.isascii() and number.isdecimal() and len(number) < 10):
        return None
    audience = Audience(word)
    if audience is Audience.EXAMINERS:
        return Recipient(audience)
    if audience is Audience.PANEL:
        return Recipient(audience, hearing_id=int(number))
    return Recipient(audience, subject_id=int(number))
