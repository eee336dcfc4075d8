"""Commands of the foundation: the audit trail, policies and keys; files, letters and backups have their own."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from foundation import audit, locks, policy
from foundation.backup.commands import BACKUP, RESTORE
from foundation.evidence.commands import EVIDENCE
from foundation.returned.commands import MAIL

AUDIT = AppGroup("audit", help="The audit trail.")
POLICY = AppGroup("policy", help="The institute's own numbers.")
LOCKS = AppGroup("locks", help="The keys of private records.")
GROUPS: tuple[click.Command, ...] = (AUDIT, POLICY, LOCKS, EVIDENCE, MAIL, BACKUP, RESTORE)


@AUDIT.command("verify")
@click.option("--head", default=None, help="The hash noted after an earlier walk; it must still be in the trail.")
def verify(head: str | None) -> None:
    """Walk the hash chain. Exit 1 names the first broken record, or says that the noted head is gone."""
    verdict = audit.verify()
    if verdict.broken is not None:
        click.echo(f"Record {verdict.broken} does not fit. {verdict.lines} records before it do.", err=True)
        sys.exit(1)
    if head is not None and not audit.contains(head):
        click.echo("The noted head is not in the trail: records at its end were taken away.", err=True)
        sys.exit(1)
    click.echo(f"{verdict.lines} records fit together. Head: {verdict.head}")


@POLICY.command("list")
def list_policies() -> None:
    """Every policy with the value in force today."""
    for one in policy.declared():
        click.echo(f"{one.name}: {one.value()} {one.unit} ({one.about})")


@LOCKS.command("renew")
def renew() -> None:
    """Wrap the keys of private records, files and authenticator apps again with the newest of the service's keys."""
    renewed = locks.renew()
    click.echo(f"{renewed.done} keys are wrapped with the newest key.")
    if renewed.lost:
        click.echo(f"{renewed.lost} could not be read with any key. What they lock stays closed.", err=True)
        sys.exit(1)
