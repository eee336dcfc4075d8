"""`flask evidence verify`: is every file that was kept still there, byte for byte?"""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from foundation.evidence import upkeep
from foundation.evidence.upkeep import Broken

EVIDENCE = AppGroup("evidence", help="The files that people sent.")


@EVIDENCE.command("verify")
def verify() -> None:
    """Read every kept file and compare it with its hash. Exit 1 names what is broken."""
    good = broken = 0
    for found in upkeep.verify():
        if isinstance(found, Broken):
            broken += 1
            click.echo(
                f"File {found.file_id}: {found.problem}" if found.file_id else f"Store: {found.problem}", err=True
            )
        else:
            good += 1
    click.echo(f"{good} files are as they were kept, {broken} things are wrong.")
    if broken:
        sys.exit(1)
