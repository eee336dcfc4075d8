"""The door for the clock: `flask jobs deliver-mail | hourly | nightly`.

Each job is one call of one operation, safe to run twice, at any time, on several machines.
"""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from foundation import audit, outbox
from register.reconciliation import check_public_view

GROUP = AppGroup("jobs", help="What the clock starts: deliver-mail, hourly, nightly.")


@GROUP.command("deliver-mail")
def deliver_mail() -> None:
    """Send the letters that are due."""
    done = outbox.deliver()
    click.echo(f"{done.sent} sent, {done.put_back} to be tried again, {done.given_up} given up.")


@GROUP.command("hourly")
def hourly() -> None:
    """Try letters again; run every hour."""
    done = outbox.deliver()
    click.echo(f"{done.sent} letters sent.")


@GROUP.command("nightly")
def nightly() -> None:
    """Check orders in force against the public view, and walk the audit trail. Fails loudly when either is wrong."""
    mismatches = check_public_view()
    verdict = audit.verify()
    click.echo(f"{verdict.lines} audit lines fit together." if verdict.broken is None else "The audit trail is broken.")
    for one in mismatches:
        click.echo(f"{one.number}: {one.problem}", err=True)
    click.echo(f"{len(mismatches)} entries do not show what is in force.")
    if mismatches or verdict.broken is not None:
        sys.exit(1)
