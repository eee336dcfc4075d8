"""`flask register import` and `flask register export`: the institute's sheet in, the public register out."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext

from foundation.audit import Actor
from foundation.errors import Refused
from register.sheets import export, loading, report
from register.sheets.loading import RowsRefused
from register.sheets.reading import Unreadable

SHELL = Actor("shell", None, "the shell")

#: Exit codes that scripts rely on.
ALL_GOOD, SOME_REFUSED, UNREADABLE = 0, 1, 2
#: Rows between two lines of progress where there is no screen.
ROWS_A_LINE = 10_000


@click.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--commit", is_flag=True, help="Load it. Without this the command only says what it would do.")
@click.option("--accept-good-rows", is_flag=True, help="Load the good rows although others are refused.")
@click.option(
    "--report",
    "report_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write every finding to this CSV file.",
)
@with_appcontext
def import_sheet(file: Path, report_path: Path | None, *, commit: bool, accept_good_rows: bool) -> None:
    """Load the register sheet, CSV or XLSX.

    Exit 0: all rows good. 1: some rows refused. 2: the file cannot be read.
    """
    if report_path is not None and report_path.exists() and file.exists() and report_path.samefile(file):
        raise click.UsageError("The report would take the place of the sheet. Give it another name.")
    try:
        with loading.open_sheet(file) as sheet, report.writing(report_path) as findings:
            loaded = False
            if commit:
                try:
                    loading.load_sheet(
                        sheet, findings, accept_good_rows=accept_good_rows, by=SHELL, progress=_progress(commit)
                    )
                    loaded = True
                except RowsRefused:
                    loaded = False
            else:
                loading.examine(sheet, findings, progress=_progress(commit))
    except Unreadable as unreadable:
        _end_of_progress()
        click.echo(report.printable(unreadable.sentence), err=True)
        sys.exit(UNREADABLE)
    except Refused as refused:
        _end_of_progress()
        click.echo(report.printable(refused.sentence), err=True)
        sys.exit(SOME_REFUSED)
    except OSError as error:
        _end_of_progress()
        click.echo(f"A file cannot be read or written: {error.strerror}.", err=True)
        sys.exit(UNREADABLE)
    _end_of_progress()
    for line in report.summary(findings, name=file.name, loaded=loaded, tried=commit):
        click.echo(line)
    sys.exit(SOME_REFUSED if findings.refused else ALL_GOOD)


@click.command("export")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def export_register(file: Path) -> None:
    """Write the register as the public may see it to FILE: .csv, .xlsx or .json."""
    try:
        count = export.write(file)
    except Refused as refused:
        raise click.ClickException(refused.sentence) from None
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}.") from None
    click.echo(f"{count:,} {'entry' if count == 1 else 'entries'} written to {file}.")


def add_to(group: AppGroup) -> None:
    """Add both commands to the group `register`."""
    group.add_command(import_sheet)
    group.add_command(export_register)


def _progress(commit: bool) -> Callable[[int], None]:
    """Says how far it is, on long files only: in place on a screen, else a line now and then."""
    word = "loaded" if commit else "checked"
    screen = _on_a_screen()
    told = 0

    def say(rows: int) -> None:
        nonlocal told
        if screen:
            click.echo(f"\r{rows:,} rows {word} …", nl=False, err=True)
        elif rows - told >= ROWS_A_LINE:
            told = rows
            click.echo(f"{rows:,} rows {word} …", err=True)

    return say


def _end_of_progress() -> None:
    if _on_a_screen():
        click.echo(f"\r{' ' * 40}\r", nl=False, err=True)


def _on_a_screen() -> bool:
    return sys.stderr.isatty()
