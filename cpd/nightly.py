"""What the clock does every night on the registrant's side, part by part."""

from __future__ import annotations

from collections.abc import Callable

from cpd.audit.operations import nightly as audit
from cpd.joining.operations import nightly as joining
from cpd.renewal.operations import nightly as renewal


def run(*, shred: Callable[[tuple[str, str]], object]) -> list[str]:
    """All of it; says in sentences what it came to. `shred` destroys the files of an owner (`foundation.evidence`)."""
    return [joining.run(shred=shred).sentence, renewal.run().sentence, audit.run(shred=shred).sentence]
