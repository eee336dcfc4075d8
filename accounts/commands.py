"""Accounts from the shell: `flask account create | sweep | app-code`."""

from __future__ import annotations

import sys
from datetime import datetime

import click
from flask import current_app
from flask.cli import AppGroup

from accounts import demo, policy
from accounts.models import Role
from accounts.operations import inviting
from accounts.roles import TIME_LIMITED
from foundation import clock
from foundation.audit import Actor
from foundation.errors import DomainError
from foundation.settings import Settings

ACCOUNT = AppGroup("account", help="Staff accounts.")
SHELL = Actor("shell", None, "the shell")
GROUPS = (ACCOUNT,)


@ACCOUNT.command("create")
@click.argument("email")
@click.option(
    "--role",
    "wanted",
    required=True,
    multiple=True,
    type=click.Choice([role.value for role in Role]),
    help="May be given more than once.",
)
@click.option("--name", default="", help="The person's name; the first part of the address when left out.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Last day, for roles that need one.")
def create(email: str, wanted: tuple[str, ...], name: str, until: datetime | None) -> None:
    """Make a staff account and print its one-time set-up link."""
    settings: Settings = current_app.config["SETTINGS"]
    chosen = [Role(one) for one in wanted]
    if until is None and set(chosen) & TIME_LIMITED:
        click.echo("That role needs a last day: add --until YYYY-MM-DD.", err=True)
        sys.exit(1)
    ends = clock.end_of_day(until.date()) if until else None
    try:
        account, token = inviting.make_from_shell(
            email=email, name=name or email.partition("@")[0], wanted=chosen, until=ends, by=SHELL
        )
    except DomainError as error:
        click.echo(error.sentence, err=True)
        sys.exit(1)
    click.echo(f"{account.email} may set up their account here, once, within {policy.SET_UP_LASTS.value()} hours:")
    click.echo(f"{settings.public_url.rstrip('/')}/staff/new-password/{token}")


@ACCOUNT.command("app-code")
@click.argument("email")
def app_code(email: str) -> None:
    """Print the code that a demo account's authenticator app would show now. Never in production."""
    code = demo.code_for(email)
    if code is None:
        click.echo("That is no account of the demo.", err=True)
        sys.exit(1)
    click.echo(code)
