"""`flask backup DIR` and `flask restore DIR`: database and files together."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from foundation import backup

_FOLDER = click.argument("folder", type=click.Path(path_type=Path))


@click.command("backup", help="Write database and files into the new folder FOLDER, and read them back.")
@_FOLDER
@with_appcontext
def BACKUP(folder: Path) -> None:  # noqa: N802 (a command, named like the groups beside it)
    """Exit 1 when nothing could be written, or a file that is still known is missing."""
    try:
        made = backup.make(folder.absolute())
    except backup.Unusable as error:
        click.echo(f"No backup was made. {error}", err=True)
        sys.exit(1)
    click.echo(f"{folder}: the database and {made.files} objects, {made.bytes} bytes, read back.")
    click.echo(f"Head of the audit trail: {made.head}")
    if made.missing:
        click.echo(f"{len(made.missing)} objects are missing in the store: run flask evidence verify.", err=True)
        sys.exit(1)


@click.command("restore", help="Put the backup in FOLDER back into an empty database and the store of files.")
@_FOLDER
@with_appcontext
def RESTORE(folder: Path) -> None:  # noqa: N802 (a command, named like the groups beside it)
    """Exit 1 when nothing was put back, or what was put back needs a person."""
    try:
        back = backup.restore(folder.absolute())
    except backup.Unusable as error:
        click.echo(f"Nothing was put back. {error}", err=True)
        sys.exit(1)
    click.echo(f"Put back as it was at {back.made_at}: the database (schema {back.schema}) and {back.files} objects.")
    click.echo(f"{back.erased} keys that were erased since were erased again.")
    click.echo("Now run: flask db upgrade, flask evidence verify.")
    for problem in back.problems:
        click.echo(problem, err=True)
    if back.problems:
        sys.exit(1)
