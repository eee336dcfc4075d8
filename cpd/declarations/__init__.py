"""The declarations D01 to D22 of rules 6.3 as dated, versioned questions. Pure: no database, no clock.

A change of wording is a new version beside the old one, never a change of it: an answer names the version it was given
to. Refuses to be built when a version is missing or two hold on the same day.
"""

from cpd.declarations.asking import asked_at, get, in_force, panel_reads, worries, worrying
from cpd.declarations.records import Eligibility, Role, eligibility
from cpd.declarations.shape import Asked, Declaration, GoesTo, Reader

__all__ = [
    "Asked",
    "Declaration",
    "Eligibility",
    "GoesTo",
    "Reader",
    "Role",
    "asked_at",
    "eligibility",
    "get",
    "in_force",
    "panel_reads",
    "worries",
    "worrying",
]
