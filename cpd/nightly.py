"""What the clock does every night on the registrant's side, part by part."""

from __future__ import annotations

from collections.abc import Callable

from cpd.audit.operations import drawing as draws
from cpd.audit.operations import nightly as audit
from cpd.disclosures.operations import sweeping as disclosures
from cpd.joining.operations import nightly as joining
from cpd.leaving.operations import nightly as leaving
from cpd.money import forgetting as money
from cpd.record.operations import nightly as record
from cpd.renewal.operations import nightly as renewal


def run(*, shred: Callable[[tuple[str, str]], object]) -> list[str]:
    """All of it; says in sentences what it came to. `shred` destroys the files of an owner (`foundation.evidence`)."""
    return [
        joining.run(shred=shred).sentence,
        # Before renewal: nobody is reminded to renew on the day they leave.
        leaving.run(shred=shred),
        renewal.run(shred=shred).sentence,
        # After renewal: the letter that what was told in error is deleted is true of the renewal as well.
        disclosures.run(shred=shred),
        # Before the audits: whoever is drawn tonight is told tonight.
        draws.run(),
        audit.run(shred=shred).sentence,
        # After renewal and the audits: what they were to see was still there.
        record.run(shred=shred).sentence,
        f"Money: {money.delete_over()} invoices were deleted, their years being over.",
    ]
