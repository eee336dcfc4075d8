"""Concerns from the shell: what was erased, and erasing it again after a backup was restored; `flask demo` fills this
room too.
"""

from __future__ import annotations

import json
from pathlib import Path

import click
from click import Command
from flask.cli import AppGroup

from accounts.commands import SHELL
from concerns import demo
from concerns.retention import again
from foundation.errors import DomainError
from register.demo import more

more.declare(demo.fill)
concerns = AppGroup("concerns", help="What was erased, and erasing it again.")


@concerns.command("erasures")
def erasures() -> None:
    """Write the list of everything that was deleted or minimised, a line each. Keep it where the backups are not."""
    for stone in again.stones():
        click.echo(json.dumps(stone, sort_keys=True))


@concerns.command("erase-again")
@click.argument("which", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def erase_again(which: Path) -> None:
    """After a backup was restored: delete or minimise again what a list says. Safe to run twice."""
    try:
        lines = [json.loads(line) for line in which.read_text("utf-8").splitlines() if line.strip()]
        done = again.erase_again(lines, by=SHELL)
    except ValueError as error:
        raise click.ClickException("That file cannot be read as such a list. Nothing was done.") from error
    except DomainError as error:
        raise click.ClickException(error.sentence) from error
    click.echo(f"{done} of {len(lines)} records were erased again.")


GROUPS: tuple[Command, ...] = (concerns,)
