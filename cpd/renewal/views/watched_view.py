"""What somebody sees of their insurance: what the public reads, what we were told, and what an officer said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cpd import folders
from cpd.registrants import Registrant
from cpd.renewal import queries
from cpd.renewal.vocabulary import Seen
from foundation.errors import Missing


@dataclass(frozen=True)
class Certificate:
    """One certificate."""

    insurer: str
    number: str
    ends_on: date
    told_at: datetime
    standing: str
    why: str


@dataclass(frozen=True)
class Insurance:
    """All of it."""

    confirmed_to: date | None
    certificates: Sequence[Certificate]
    suspended: bool


_STANDING = {
    None: "An officer has still to look at it",
    Seen.CONFIRMED: "Confirmed",
    Seen.NOT_CONFIRMED: "Not confirmed",
    Seen.OVERTAKEN: "You sent a newer one",
}


def insurance(registrant: Registrant) -> Insurance:
    """The insurance of one registrant."""
    held = queries.insurance(registrant.entry_id)[:10]
    found = []
    if held:
        try:
            box = folders.box_of(registrant.entry_id)
        except Missing:
            held = []
    for one in held:
        said = box.open_json(one.sealed)
        why = box.open(one.why_sealed) if one.why_sealed else ""
        found.append(Certificate(said["insurer"], said["number"], one.ends_on, one.told_at, _STANDING[one.seen], why))
    suspended = registrant.is_on_register() and queries.suspension(registrant.entry_id) is not None
    return Insurance(registrant.insured_to, found, suspended)
