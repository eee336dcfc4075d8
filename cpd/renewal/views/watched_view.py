"""What somebody sees of their insurance: what the public reads, what we were told, and what an officer said of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cpd import folders
from cpd.registrants import Registrant
from cpd.renewal import policy, queries
from cpd.renewal.models import InsuranceTold
from cpd.renewal.vocabulary import Seen
from foundation import clock
from foundation.errors import Missing
from foundation.words import say_day


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
    Seen.CONFIRMED: "Confirmed",
    Seen.NOT_CONFIRMED: "Not confirmed",
    Seen.OVERTAKEN: "You sent a newer one",
}


def _looked_at_by(told: InsuranceTold, registrant: Registrant) -> str:
    """Our clock for a certificate that nobody has looked at yet."""
    came = clock.day_of(told.told_at)
    by_on = clock.add_working_days(came, policy.CONFIRM_INSURANCE.value(came), registrant.division)
    return (
        f"An officer looks at it by {say_day(by_on)}"
        if by_on >= clock.today()
        else "An officer looks at it. We are late"
    )


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
        standing = _STANDING[one.seen] if one.seen else _looked_at_by(one, registrant)
        found.append(Certificate(said["insurer"], said["number"], one.ends_on, one.told_at, standing, why))
    suspended = registrant.is_on_register() and queries.suspension(registrant.entry_id) is not None
    return Insurance(registrant.insured_to, found, suspended)
