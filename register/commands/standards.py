"""`flask standards`: the institute's own Standards document into a dated edition, and a list of the editions."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
from flask.cli import AppGroup

from foundation import standards
from foundation.audit import Actor
from foundation.errors import Refused
from foundation.standards.document import LONGEST_FILE
from foundation.words import say_day

SHELL = Actor("shell", None, "the shell")

commands = AppGroup("standards", help="The Standards of Proficiency.")


@commands.command("load")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", "name", help="The edition it is. A name we do not have yet makes a new edition.")
@click.option("--from", "starts", type=click.DateTime(["%Y-%m-%d"]), help="The first day it is in force, 2027-03-31.")
@click.option(
    "--numbers-changed", is_flag=True, help="A new edition has other numbers than the one before, on purpose."
)
def load(file: Path, name: str | None, starts: datetime | None, *, numbers_changed: bool) -> None:
    """Read the institute's document (plain text) and add its wording. The same text again changes nothing."""
    try:
        with file.open("rb") as stream:
            source = stream.read(LONGEST_FILE + 1)
        done = standards.load_document(
            source,
            edition=name,
            starts=starts.date() if starts else None,
            numbers_may_change=numbers_changed,
            by=SHELL,
        )
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be read: {error.strerror}.") from None
    for sentence in _told(done):
        click.echo(sentence)


@commands.command("list")
def list_editions() -> None:
    """Every edition, newest first, with the days it is in force."""
    listed = standards.editions()
    for item in listed:
        days = f"from {say_day(item.edition.in_force_from)}" + (f" to {say_day(item.until)}" if item.until else "")
        wording = "with the institute's wording" if item.edition.has_wording else "numbers and short labels only"
        click.echo(f"{item.edition.slug}: {item.edition.name}, in force {days} ({item.standing}), {wording}.")
    if not listed:
        click.echo("There is no edition yet.")


def _told(done: standards.Loaded) -> list[str]:
    edition = done.edition
    if not done.changed:
        return [f"Nothing to change: {edition.name} already has this wording."]
    told = []
    if done.wording_added:
        told.append(f"{edition.name} now has the wording of {len(edition.clauses)} Standards.")
    told.append(f"It is in force from {say_day(edition.in_force_from)}.")
    if not edition.day_given:
        told.append("That day is our default, for the document has none: give the true day with --from.")
    if done.added:
        told.append(f"Numbers the edition before does not have: {', '.join(done.added)}.")
    if done.left_out:
        told.append(f"Numbers only the edition before has: {', '.join(done.left_out)}.")
    if done.without_label:
        told.append(f"Standards without a short label: {', '.join(done.without_label)}.")
    return told
