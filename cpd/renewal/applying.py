"""What somebody sends when they renew, as values. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cpd.disclosures.telling import Said
from register.vocabulary import WorksWith


@dataclass(frozen=True)
class CheckTold:
    """A criminal record check; no scheme and no level for a role that nobody may check."""

    scheme: str = ""
    level: str = ""
    from_on: date | None = None


@dataclass(frozen=True)
class CoverTold:
    """Insurance."""

    insurer: str
    number: str
    ends_on: date
    covers: bool = True


@dataclass(frozen=True)
class Renewing:
    """Everything that is sent at once."""

    answers: tuple[Said, ...]
    health: Said
    cover: CoverTold
    #: The form in the words that were read, without declarations and health.
    statement: list[dict[str, Any]]
    areas: tuple[str, ...] = ()
    works_with: WorksWith | None = None
    record_check: CheckTold | None = None
    #: Which files are the certificate of insurance; the others belong to the renewal.
    certificate_files: tuple[str, ...] = field(default_factory=tuple)
    #: Which files show their CPD. Whoever comes back in the second year sends some.
    evidence_files: tuple[str, ...] = field(default_factory=tuple)
