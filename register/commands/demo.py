"""`flask demo`: a register of made-up people to look at."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from accounts import demo as accounts_demo
from foundation.audit import Actor
from foundation.settings import Settings
from register import queries
from register.demo import SHOWPIECES, fill
from register.demo.more import Demo, fill_others
from register.operations import claiming

DEMO = Actor("system", None, "the demo")


@click.command("demo")
@click.option("--registrants", type=click.IntRange(1, 900_000), default=300, show_default=True, help="How many people.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same people.")
@click.option("--if-empty", is_flag=True, help="Do nothing when somebody is on the register already.")
@click.option("--anyway", is_flag=True, help="Add them although somebody is on the register already.")
@with_appcontext
def command(registrants: int, seed: int, *, if_empty: bool, anyway: bool) -> None:
    """Fill the register with made-up people of every status, through its own operations."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException("This register is in production. Made-up people do not belong on it.")
    if not queries.is_empty() and not anyway:
        if if_empty:
            return
        click.echo("Somebody is on the register already. Add --anyway to add made-up people all the same.", err=True)
        sys.exit(1)
    count = fill(registrants=registrants, seed=seed, by=DEMO)
    click.echo(f"{count:,} made-up people are on the register. Some to look at:")
    for key in ("registered", "conditions", "suspended", "lapsed", "removed"):
        piece = SHOWPIECES[key]
        click.echo(f"  {piece.number}  {piece.name}: {piece.about}")
    click.echo()
    for line in [*_let_in(settings.public_url), *fill_others(Demo(seed, settings.public_url, DEMO))]:
        click.echo(line)


#: Registrants of the demo who have an account.
_HOLDERS = ("registered", "conditions", "lapsed")


def _let_in(public_url: str) -> list[str]:
    """Make accounts for staff of every role and for some registrants; gives the lines that say how to sign in."""
    addresses = {f"{key}@people.example": SHOWPIECES[key] for key in _HOLDERS}
    ids = accounts_demo.fill(registrants=[(piece.name, email) for email, piece in addresses.items()], by=DEMO)
    for email, piece in addresses.items():
        entry_id = queries.entry_ids([piece.number])[piece.number]
        if queries.holder_of(entry_id) is None:
            claiming.hold(piece.number, ids[email], proof="the demo")
    return [*accounts_demo.lines(public_url), *[f"  {email} ({piece.number})" for email, piece in addresses.items()]]
