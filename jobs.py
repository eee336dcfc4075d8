"""The door for the clock: `flask jobs deliver-mail | hourly | nightly`.

Each job is one call of one operation, safe to run twice, at any time, on several machines.
"""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup

from accounts.operations import sweeping
from concerns import nightly as concerns_nightly
from concerns.operations import announcing, writing
from concerns.publishing import accuracy, restored
from concerns.reports import making as reports
from concerns.retention import nightly as retention
from cpd import nightly as registrants_nightly
from cpd.audit.operations import drawing as cpd_draws
from cpd.circulars.operations import sending as circulars
from foundation import audit, evidence, limits, outbox
from foundation.backup import erasing
from foundation.journey import drafts
from foundation.returned import folder as returned
from register import coming_down
from register.following import telling as following
from register.post import nightly as post
from register.reconciliation import check_public_view, keep

GROUP = AppGroup("jobs", help="What the clock starts: deliver-mail, hourly, nightly.")


@GROUP.command("deliver-mail")
def deliver_mail() -> None:
    """Send the letters that are due."""
    done = outbox.deliver()
    click.echo(f"{done.sent} sent, {done.put_back} to be tried again, {done.given_up} given up.")


@GROUP.command("hourly")
def hourly() -> None:
    """Read what came back, tell of new concerns, write to many, make draws, try letters again, check files, clear away.

    Run every hour: a concern is told of no more finely than that, and counts of requests are kept no longer. Fails
    loudly, when all else is done, when letters that came back could not be noted.
    """
    back = returned.read()
    new = announcing.announce()
    to_many = circulars.run()
    drawn = cpd_draws.run()
    told = following.run().told
    done = outbox.deliver()
    click.echo(f"{new} new concerns were told of, {done.sent} letters sent.")
    _say_back(back)
    click.echo(f"{to_many} letters of circulars were written.")
    click.echo(f"{told} letters about entries that changed were written.")
    click.echo(drawn)
    scanned = evidence.scan_waiting()
    click.echo(f"{scanned.clean} files checked, {len(scanned.refused)} shredded as harmful, {scanned.waiting} waiting.")
    click.echo(f"{evidence.sweep()} leftovers of files were cleared away.")
    click.echo(f"{erasing.carry_out()} erased keys were told to the store.")
    limits.forget_ended()
    if back is not None and back.failed:
        sys.exit(1)


def _say_back(back: returned.Reading | None) -> None:
    """What came of reading the folder of returned letters, if there is one."""
    if back is not None:
        click.echo(str(back), err=back.problem is not None or back.stuck > 0)


@GROUP.command("nightly")
def nightly() -> None:
    """Check orders in force against the public view, walk the audit trail, say who was left waiting, and clear away.

    Reminds people, ends what ran out, and deletes what may not be kept, for applications too. Fails loudly when the
    public view or the trail is wrong, or letters that came back could not be noted.
    """
    # First, so that nothing else that fails this night keeps it from being said.
    down = coming_down.run()
    restored.keep()
    mismatches = [*check_public_view(), *accuracy.check()]
    keep(mismatches)
    swept = sweeping.sweep()
    reminded, gone = drafts.remind(), drafts.sweep(shred=evidence.destroy_all)
    # Before what failed goes on paper.
    back = returned.read()
    on_paper = post.run()
    registrants_side = registrants_nightly.run(shred=evidence.destroy_all)
    looking_into = concerns_nightly.run()
    late, held_back = announcing.tell_left_waiting(), announcing.remind_of_telling()
    swept += writing.sweep_waiting_files()
    over, holds = retention.list_over(), retention.remind_of_holds()
    retention.forget_patterns()
    reports.publish()
    verdict = audit.verify()
    click.echo(f"{verdict.lines} audit lines fit together." if verdict.broken is None else "The audit trail is broken.")
    for one in mismatches:
        click.echo(f"{one.number}: {one.problem}", err=True)
    _say_back(back)
    click.echo(f"{swept} leftovers of signing in and of unsent pages were cleared away.")
    click.echo(f"{reminded} reminders of drafts were written, {gone} drafts were deleted.")
    for sentence in (on_paper, *registrants_side, following.nightly(), *looking_into):
        click.echo(sentence)
    click.echo(f"{late} concerns are late, {held_back} registrants are to be told or held back again.")
    click.echo(f"{over} concerns are listed because their time is over, {holds} legal holds are to be looked at again.")
    click.echo(f"{down.gone} decisions came down and are proved to be gone.")
    for address in down.still_there:
        click.echo(f"{address} should be gone and is still there.", err=True)
    click.echo(f"{len(mismatches)} entries do not show what is in force.")
    if mismatches or down.still_there or verdict.broken is not None or (back is not None and back.failed):
        sys.exit(1)
