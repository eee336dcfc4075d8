"""CPD audit from the shell: make a draw that was asked for, and do one again."""

from __future__ import annotations

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from cpd.audit import drawing, exporting, queries
from cpd.audit.drawing import Checked
from cpd.audit.operations import drawing as draws
from foundation.errors import Missing

cpd = AppGroup("cpd", help="What registrants do to stay on the register.")


@cpd.command("draw")
def draw() -> None:
    """Make the draw that an officer asked for now, without waiting for the hour. May be stopped and run again."""
    click.echo(draws.run())


@cpd.command("verify-draw")
@click.argument("which", metavar="NUMBER_OR_FILE")
def verify_draw(which: str) -> None:
    """Do a draw again: the one of a number, from the register on; or the one of a file that was downloaded.

    Ends with 1 when something does not fit.
    """
    checked = _by_number(int(which)) if which.isdecimal() else _by_file(Path(which))
    for problem in checked.problems:
        click.echo(problem)
    if not checked.fine:
        raise SystemExit(1)
    click.echo(f"The draw is as it was said: {len(checked.drawn)} drawn by the seed from the list that was frozen.")


def _by_number(draw_id: int) -> Checked:
    if queries.draw_under_way() == draw_id:
        raise click.ClickException("This draw is still being made. Try again when it is made.")
    try:
        return exporting.check_stored(queries.draw(draw_id))
    except Missing as missing:
        raise click.ClickException(missing.sentence) from missing


def _by_file(path: Path) -> Checked:
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise click.ClickException(f"{path} cannot be read as a file of a draw.") from error
    return drawing.check(said if isinstance(said, dict) else {})
