"""The evidence pack for the Professional Standards Authority: one command, one zip, sorted by the Standards it asks by.

It stands above both sides of the house, since it speaks of both. Counts are those of the reports, small ones not shown;
nobody who told us of a concern is in it. Made twice on one day, it is the same to the last byte.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from datetime import date, datetime
from pathlib import Path

import click
from flask import current_app, render_template
from flask.cli import AppGroup

from concerns.reports import making
from concerns.reports.periods import Period
from foundation import clock
from foundation.words import say_day
from psa import published, refused, working
from psa.sheet import Sheet

GROUP = AppGroup("psa", help="The evidence pack for the Professional Standards Authority.")
#: The first day that a zip can say.
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)


@GROUP.command("pack")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The first day, 2026-01-01.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
@click.argument("out", type=click.Path(dir_okay=False, writable=True, path_type=Path))
def pack(first: datetime, last: datetime, out: Path) -> None:
    """Write the evidence of a stretch of time into OUT.zip: sheets, data, a page to read, and their hashes."""
    if last < first or last.date() > clock.today():
        raise click.ClickException("The last day is not before the first, and not after today.")
    files = contents(first.date(), last.date())
    out.write_bytes(zipped(files))
    click.echo(f"{len(files)} files are in {out.name}. Read index.html first; manifest.json holds their hashes.")


def contents(first: date, last: date) -> dict[str, bytes]:
    """Every file of the pack by its name, the manifest of hashes too."""
    period = Period(f"{first}_{last}", f"{say_day(first)} to {say_day(last)}", first, last)
    made, sheets = making.report(period), sheets_of(period)
    page = render_template("staff/psa_pack.html", report=made, sheets=sheets, institute=_institute())
    files = {
        "index.html": page.encode(),
        "figures.csv": making.as_csv(made).encode(),
        "figures.json": making.as_json(made).encode(),
        **{f"{one.name}.csv": one.as_csv().encode() for one in sheets},
    }
    manifest = {
        "made_on": clock.today().isoformat(),
        "from": first.isoformat(),
        "to": last.isoformat(),
        "files": {name: hashlib.sha256(held).hexdigest() for name, held in sorted(files.items())},
    }
    return files | {"manifest.json": json.dumps(manifest, indent=1, sort_keys=True).encode()}


def zipped(files: dict[str, bytes]) -> bytes:
    """The files as one zip that is the same whenever they are: in order, and without the hour."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, held in sorted(files.items()):
            info = zipfile.ZipInfo(name, _FIRST_DAY)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            archive.writestr(info, held)
    return written.getvalue()


def sheets_of(period: Period) -> tuple[Sheet, ...]:
    """All sheets of a stretch of time."""
    return (
        working.policies(period),
        working.register_checks(period),
        published.decisions(period),
        refused.refusals(period),
        working.separation(),
        working.complaints(period),
        working.cpd_audit(period),
        working.retention(period),
        working.trail(),
    )


def _institute() -> str:
    return str(current_app.config["SETTINGS"].institute_name)
