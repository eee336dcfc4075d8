"""What the clock starts: each job may run twice, at any time, and the nightly one fails loudly."""

from __future__ import annotations

import re
from datetime import date

import pytest
from flask.testing import FlaskCliRunner
from sqlalchemy import text

from foundation import clock, outbox
from foundation.audit import SYSTEM
from foundation.database import db, operation
from register import operations, publication, reconciliation
from register.publication import PublicEntry
from register.vocabulary import OrderKind
from tests.frame.mailbox import Mailbox
from tests.register import arrange
from tests.register.arrange import london

pytestmark = pytest.mark.usefixtures("database")
NO_NEWS = "0 new concerns were told of"
NO_CIRCULARS = "0 letters of circulars were written.\n0 letters about entries that changed were written.\n"
NO_DRAWS = "CPD draws: 0 made.\n"
NO_FILES = "0 files checked, 0 shredded as harmful, 0 waiting.\n0 leftovers of files were cleared away.\n"
NO_FILES += "0 erased keys were told to the store.\n"


@operation
def letter() -> None:
    outbox.write("entry_changed", to="sian@example.com", number="CM004271S", name="Siân", what=["town"])


@pytest.mark.parametrize(
    ("job", "said", "said_again"),
    [
        ("deliver-mail", "1 sent, 0 to be tried again, 0 given up.\n", "0 sent, 0 to be tried again, 0 given up.\n"),
        (
            "hourly",
            f"{NO_NEWS}, 1 letters sent.\n{NO_CIRCULARS}{NO_DRAWS}{NO_FILES}",
            f"{NO_NEWS}, 0 letters sent.\n{NO_CIRCULARS}{NO_DRAWS}{NO_FILES}",
        ),
    ],
)
def test_letters_are_sent_once_however_often_the_job_runs(
    runner: FlaskCliRunner, mailbox: Mailbox, job: str, said: str, said_again: str
) -> None:
    letter()
    first, second = runner.invoke(args=["jobs", job]), runner.invoke(args=["jobs", job])
    assert (first.exit_code, first.stdout, second.exit_code, second.stdout) == (0, said, 0, said_again)
    assert len(mailbox.letters) == 1


def test_the_nightly_check_of_an_empty_register_is_quiet(runner: FlaskCliRunner) -> None:
    result = runner.invoke(args=["jobs", "nightly"])
    assert result.exit_code == 0
    said = result.output.splitlines()
    assert said[0] == "0 audit lines fit together."
    assert said[-1] == "0 entries do not show what is in force."
    parts = {line.split(":")[0] for line in said if ":" in line}
    assert parts == {
        "Applications",
        "Leaving",
        "Renewal",
        "Telling us",
        "CPD audit",
        "CPD draws",
        "CPD record",
        "Money",
        "Post",
        "Following",
        "Concerns",
    }
    counts = re.findall(r"\d+", result.output)
    assert len(counts) > 20
    assert set(counts) == {"0"}, "nothing was there, and something was done"


def test_the_nightly_check_is_quiet_when_all_is_well_and_changes_nothing(runner: FlaskCliRunner) -> None:
    number = arrange.admit((date(2026, 1, 1), date(2090, 12, 31)))
    arrange.impose(number, OrderKind.CONDITIONS, london("2026-02-01"), london("2090-01-01"))
    before = arrange.rows()
    for _ in range(2):
        assert runner.invoke(args=["jobs", "nightly"]).exit_code == 0
    assert arrange.rows() == before


def test_the_nightly_check_names_the_entry_that_does_not_show_its_order(
    runner: FlaskCliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = arrange.admit((date(2026, 1, 1), date(2090, 12, 31)))
    arrange.impose(number, OrderKind.SUSPENSION, london("2026-02-01"), london("2090-01-01"))

    def nothing(*_given: object, **_named: object) -> dict[int, PublicEntry]:
        return {}

    monkeypatch.setattr(publication, "public_entries", nothing)
    assert reconciliation.check_public_view()
    result = runner.invoke(args=["jobs", "nightly"])
    assert result.exit_code == 1
    assert f"{number}: the suspension in force cannot be seen\n" in result.output


def test_the_nightly_check_fails_when_the_trail_is_broken(runner: FlaskCliRunner) -> None:
    operations.place_hold(arrange.admit(), source="zzhold", reason="zzreason", by=SYSTEM)
    db.session.rollback()
    with db.engine.begin() as connection:
        if db.engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_record_refuses_update"))
        else:
            connection.execute(text("ALTER TABLE audit_record DISABLE TRIGGER USER"))
        connection.execute(text("UPDATE audit_record SET detail = '{}'"))
    result = runner.invoke(args=["jobs", "nightly"])
    assert (result.exit_code, "The audit trail is broken.\n" in result.output) == (1, True)
    assert clock.today().year >= 2026
