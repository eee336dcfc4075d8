"""The doors of the concerns room: for reporters, for registrants who were told, and for officers."""

from __future__ import annotations

from flask import Flask

from accounts import due, sealed
from accounts.sealed import Sealed
from concerns import queries, rules
from concerns.operations import envelopes
from concerns.panels import starting_later
from concerns.retention import records
from concerns.routes import (
    data,
    following_up,
    how_we_are_doing,
    mailbox,
    new_secret,
    no_finding,
    own_concern,
    own_order,
    proofs,
    registrant,
    report,
    service,
    staff,
)
from concerns.views import own_due
from foundation.references import read_concern_reference
from register.post import batching, desks, writing


def _find(typed: str) -> str | None:
    reference = read_concern_reference(typed)
    found = queries.find(reference) if reference else None
    return str(found.id) if found is not None else None


sealed.seal(Sealed(rules.MATTER, "the concern", _find))
due.declare(own_due.due)
batching.declare(starting_later.note_posted)
writing.declare_anew("registrant_concern", starting_later.write_anew)
desks.declare(envelopes.kept_from)
batching.keep(records.entries_held, private=True)


def install(app: Flask) -> None:
    """Put the room's pages into an app."""
    report.install(app)
    for module in (
        mailbox,
        new_secret,
        following_up,
        registrant,
        own_concern,
        own_order,
        no_finding,
        data.asking,
        data.staff,
        service.complaining,
        service.staff,
        how_we_are_doing,
    ):
        app.register_blueprint(module.blueprint)
    app.register_blueprint(proofs.registrants)
    app.register_blueprint(proofs.reporters)
    for blueprint in staff.BLUEPRINTS:
        app.register_blueprint(blueprint)
