"""The desk of acts on an audit: how one is opened for somebody who is about to act on it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint

from cpd.acting import Act, ActingDesk, Subject, each
from cpd.audit.operations import reading
from cpd.audit.views.staff import PATH
from foundation.audit import Actor
from foundation.errors import Missing
from foundation.references import read_cpd_audit_reference


def known(typed: str) -> str:
    """The reference in an address, in its one spelling.

    Raises:
        Missing: it cannot be one.
    """
    reference = read_cpd_audit_reference(typed)
    if reference is None:
        raise Missing("There is no audit with that reference.")
    return reference


def _subject(reference: str, by: Actor) -> Subject:
    opened = reading.open_audit(reference, by=by)
    return Subject(opened.audit.name, reference, opened.audit.version, opened, of="The CPD audit of")


def doors(name: str, acts: Sequence[Act]) -> Blueprint:
    """The addresses of some acts."""
    return ActingDesk(PATH, "", _subject, each(*acts), "reference", known).blueprint(name)
