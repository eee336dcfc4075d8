"""The desk of acts on an application: how one is opened for somebody who is about to act on it."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint

from cpd.acting import Act, ActingDesk, Subject, each
from cpd.joining.operations import reading
from cpd.joining.views.officer_next import PATH
from foundation.audit import Actor
from foundation.errors import Missing
from foundation.references import read_application_reference


def known(typed: str) -> str:
    """The reference in an address, in its one spelling.

    Raises:
        Missing: it cannot be one.
    """
    reference = read_application_reference(typed)
    if reference is None:
        raise Missing("There is no application with that reference.")
    return reference


def _subject(reference: str, by: Actor) -> Subject:
    opened = reading.open_application(reference, by=by)
    held = opened.application
    return Subject(held.name, reference, held.version, opened, of="The application of")


def doors(name: str, acts: Sequence[Act]) -> Blueprint:
    """The addresses of some acts."""
    return ActingDesk(PATH, "", _subject, each(*acts), "application", known).blueprint(name)
