"""`flask mail returned`: a mail server hands over what came back, one message a call."""

from __future__ import annotations

import os
import sys

import click
import structlog
from flask.cli import AppGroup

from foundation.returned.noting import Outcome, receive
from foundation.returned.reports import MOST_BYTES

MAIL = AppGroup("mail", help="Letters that come back.")
_REFUSED = (Outcome.NO_REPORT, Outcome.UNREADABLE)
_AT_A_TIME = 64 * 1024


@MAIL.command("returned")
def returned() -> None:
    """Read one message from standard input.

    Exit 0: dealt with. 75: not now, the mail server keeps the message and tries again. 65: no report of a delivery, so
    that whoever wrote it is told.
    """
    try:
        outcome = receive(_message())
    except Exception as error:  # whatever is wrong here is no reason to lose the message
        structlog.get_logger().error("returned.failed", problem=type(error).__name__)
        click.echo("Not now: the service cannot work.", err=True)
        sys.exit(os.EX_TEMPFAIL)
    if outcome is Outcome.BUSY:
        click.echo("Not now: the letter is being sent.", err=True)
        sys.exit(os.EX_TEMPFAIL)
    if outcome in _REFUSED:
        click.echo("This address takes only letters that come back. Nobody reads what is written to it.", err=True)
        sys.exit(os.EX_DATAERR)
    click.echo(outcome.value)


def _message() -> bytes:
    """The beginning of the message; the rest is taken and let go, so that the server does not write into nothing."""
    stream = sys.stdin.buffer
    seen = stream.read(MOST_BYTES)
    while stream.read(_AT_A_TIME):
        pass
    return seen
