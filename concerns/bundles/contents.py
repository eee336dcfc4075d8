"""What goes into a bundle for one recipient, and what does not and why. Rows in, rows out; no sealed word is read here.

The rules: a withdrawn exhibit never; where a copy was made for the recipient that copy and nothing else, and none
before a second person checked it; a registrant only what was given to them.
"""

from __future__ import annotations

import enum
import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from concerns.investigation import queries as investigation
from concerns.models import (
    Allegation,
    Bundle,
    Disclosure,
    Exhibit,
    Particular,
    Redaction,
    Report,
    Response,
)
from concerns.operations.copies import made_for
from concerns.vocabulary import Audience
from foundation import evidence
from foundation.database import as_json
from foundation.evidence import Owner, StoredFile


class Why(enum.Enum):
    """Why an exhibit is not in a bundle, as its recipient reads it."""

    WITHDRAWN = "It was withdrawn from the evidence."
    NOT_GIVEN = "It was not given to you."
    NOT_CHECKED = "A copy for you is not ready yet."
    LEFT_OUT = "It was left out of this bundle. The officer who looks after the concern can say why."


@dataclass(frozen=True)
class Recipient:
    """For whom a bundle is."""

    audience: Audience
    subject_id: int | None = None
    hearing_id: int | None = None


@dataclass(frozen=True)
class Item:
    """One exhibit in a bundle, or why it is not."""

    exhibit: Exhibit
    copy: Redaction | None
    why: Why | None

    @property
    def owner(self) -> Owner:
        """What its files belong to."""
        return ("redaction", str(self.copy.id)) if self.copy is not None else ("exhibit", str(self.exhibit.id))


@dataclass(frozen=True)
class Material:
    """All rows of a concern that bundles are made of, in a fixed number of statements."""

    allegations: Sequence[Allegation]
    particulars: Mapping[int, Sequence[Particular]]
    responses: Mapping[int, Response]
    report: Report | None
    exhibits: Sequence[Exhibit]
    copies: Sequence[Redaction]
    given: Sequence[Disclosure]
    files: Mapping[Owner, Sequence[StoredFile]]


def gather(concern_id: int) -> Material:
    """Read them."""
    exhibits, copies = investigation.exhibits(concern_id), investigation.redactions(concern_id)
    responses = investigation.responses(concern_id)
    owners = [("exhibit", str(one.id)) for one in exhibits] + [("redaction", str(one.id)) for one in copies]
    owners += [("response", str(one.id)) for one in responses.values()]
    return Material(
        investigation.allegations(concern_id),
        investigation.particulars(concern_id),
        responses,
        investigation.report(concern_id),
        exhibits,
        copies,
        investigation.disclosures(concern_id),
        evidence.files_of_many(owners),
    )


def items(material: Material, whom: Recipient, left_out: Collection[int] = ()) -> tuple[Item, ...]:
    """Every exhibit, in order, as this recipient may see it."""
    return tuple(_item(material, one, whom, left_out) for one in material.exhibits)


def _item(material: Material, exhibit: Exhibit, whom: Recipient, left_out: Collection[int]) -> Item:
    if exhibit.withdrawn_at is not None:
        return Item(exhibit, None, Why.WITHDRAWN)
    if exhibit.number in left_out:
        return Item(exhibit, None, Why.LEFT_OUT)
    if whom.audience is Audience.REGISTRANT:
        given = [one for one in material.given if one.exhibit_id == exhibit.id and one.subject_id == whom.subject_id]
        if not given:
            return Item(exhibit, None, Why.NOT_GIVEN)
        if (copy_id := given[-1].redaction_id) is not None:
            return Item(exhibit, next(one for one in material.copies if one.id == copy_id), None)
    copy = made_for(exhibit.id, material.copies, whom.audience, whom.subject_id)
    if copy is not None and copy.checked_at is None:
        return Item(exhibit, None, Why.NOT_CHECKED)
    return Item(exhibit, copy, None)


def allegations(material: Material, whom: Recipient) -> list[Allegation]:
    """The allegations that stand; a registrant reads their own."""
    return [one for one in material.allegations if whom.subject_id in (None, one.subject_id)]


def responses(material: Material, whom: Recipient) -> list[Response]:
    """What registrants answered; a registrant reads their own."""
    held = [one for one in material.responses.values() if one.answered_at is not None]
    return [one for one in held if whom.subject_id in (None, one.subject_id)]


def report(material: Material, whom: Recipient) -> Report | None:
    """The report of the investigation is for the case examiners."""
    return material.report if whom.audience is Audience.EXAMINERS else None


def held_by(found: Sequence[Item]) -> list[list[int | None]]:
    """The exhibits that are in it, by number, each with the copy that stands for it."""
    return [[one.exhibit.number, one.copy.id if one.copy else None] for one in found if one.why is None]


def made_of(material: Material, whom: Recipient, found: Sequence[Item]) -> str:
    """A hash of all that a bundle is made of: it changes as soon as a new one would say something else."""
    written = report(material, whom)
    whole = [
        [[one.id, [fact.id for fact in material.particulars.get(one.id, ())]] for one in allegations(material, whom)],
        [[one.id, str(one.answered_at)] for one in responses(material, whom)],
        [[file.sha256 for file in files_of(material, ("response", str(one.id)))] for one in responses(material, whom)],
        written.id if written is not None else None,
        [[one.exhibit.number, one.copy.id if one.copy else None, one.why.name if one.why else None] for one in found],
        [[file.sha256 for file in files_of(material, one.owner)] for one in found if one.why is None],
    ]
    return hashlib.sha256(as_json(whole).encode()).hexdigest()


def files_of(material: Material, owner: Owner) -> list[StoredFile]:
    """The files of something that may be opened."""
    return [one for one in material.files.get(owner, ()) if one.is_readable]


def recipient_of(bundle: Bundle) -> Recipient:
    """For whom a bundle was made."""
    return Recipient(bundle.audience, bundle.subject_id, bundle.hearing_id)


def is_current(material: Material, bundle: Bundle) -> bool:
    """Whether a bundle made now would hold the same."""
    whom = recipient_of(bundle)
    return made_of(material, whom, items(material, whom, bundle.left_out)) == bundle.made_of


def may_still_be_read(material: Material, bundle: Bundle) -> bool:
    """Whether all that a bundle holds may still be read by its recipient: nothing of it was withdrawn or narrowed."""
    now = held_by(items(material, recipient_of(bundle), bundle.left_out))
    return all(one in now for one in bundle.holds)
