"""Who an audit is about, as conflicts of interest are checked."""

from __future__ import annotations

from accounts.conflicts import Matter
from cpd import registrants
from cpd.audit import rules
from cpd.audit.models import Audit
from cpd.panels.matters import matter_about
from cpd.registrants import Registrant


def registrant_of(audit: Audit) -> Registrant:
    """The registrant of an audit."""
    return registrants.many([audit.entry_id])[audit.entry_id]


def matter(audit: Audit, registrant: Registrant | None = None) -> Matter:
    """An audit as conflicts of interest are checked against it: the registrant, and where they work and worked."""
    return matter_about(rules.key(audit), registrant or registrant_of(audit))
