"""`flask register search` and `flask register reindex`."""

from __future__ import annotations

import json

import click
from flask.cli import AppGroup

from register import operations
from register.forms import read_search
from register.lookup import look_up

commands = AppGroup("register", help="The register: load, export, search, reindex.")


@commands.command("search")
@click.argument("text")
@click.option("--town", default="", help="Only people in this town.")
@click.option("--json", "as_json", is_flag=True, help="The same object as GET /api/register.")
def search(text: str, town: str, *, as_json: bool) -> None:
    """Search as the public does."""
    found = look_up(read_search({"q": text, "town": town}))
    if as_json:
        click.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
        return
    headings = ("That name", "Sounds the same", "Similar spelling")
    for heading, people in zip(headings, (found.same, found.sounds, found.similar), strict=True):
        if people:
            click.echo(f"{heading}:")
        for one in people:
            place = f", {one.town}" if one.town else ""
            click.echo(f"  {one.number}  {one.name}{place}. {one.status_sentence}")
    if not (found.same or found.sounds or found.similar):
        click.echo("Nobody on the register matches.")


@commands.command("reindex")
def reindex() -> None:
    """Build the search tables afresh from the facts. Safe at any time."""
    click.echo(f"{operations.rebuild_search()} entries are indexed.")
