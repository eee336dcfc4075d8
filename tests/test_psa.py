"""The evidence pack: one command, the same to the last byte on one day, and nobody who told us of a concern in it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from flask_sqlalchemy import SQLAlchemy

from accounts.models import PartTaken
from accounts.operations.parts import take_part
from accounts.separation import Part
from concerns.operations import triaging
from concerns.vocabulary import CloseReason
from foundation import audit, clock
from foundation.database import db, transaction
from register.vocabulary import OrderKind
from tests.concerns import officers
from tests.concerns.arrange import EMAIL, NAME, WORDS
from tests.conftest import StillClock
from tests.frame import cast
from tests.register import arrange
from tests.register.arrange import london

#: Somebody on the register without any order yet.
WARNED, *OTHERS = (number for number, *_ in cast.MANY[:3])


def sheet(archive: zipfile.ZipFile, name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read(f"{name}.csv").decode("utf-8-sig"))))


def test_the_pack_is_whole_repeatable_and_names_nobody_who_told_us(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, runner: FlaskCliRunner, tmp_path: Path
) -> None:
    set_clock("2027-01-04 10:00")
    officer = officers.officer("Sam Officer")
    for reference in [officers.in_triage(officer) for _ in range(5)]:
        triaging.close(
            reference,
            reason=CloseReason.FEES,
            words="It is about a bill.",
            version=officers.version(reference),
            by=officer.actor,
        )
    arrange.impose(WARNED, OrderKind.WARNING, london("2027-01-05"), london("2028-01-05"))
    arrange.impose(OTHERS[0], OrderKind.WARNING, london("2027-01-20"), london("2027-01-25"))
    arrange.impose(OTHERS[1], OrderKind.WARNING, london("2027-02-01"), london("2028-02-01"))
    set_clock("2027-02-01 10:00")
    asked = ["psa", "pack", "--from", "2027-01-01", "--to", "2027-01-31"]
    made = []
    for name in ("one.zip", "two.zip"):
        result = runner.invoke(args=[*asked, str(tmp_path / name)])
        assert result.exit_code == 0, result.output
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        manifest = json.loads(archive.read("manifest.json"))
        assert set(archive.namelist()) == {*manifest["files"], "manifest.json"}
        for name, digest in manifest["files"].items():
            held = archive.read(name)
            assert hashlib.sha256(held).hexdigest() == digest
            for secret in (NAME, EMAIL, WORDS, "Sam Officer"):
                assert secret not in held.decode("utf-8-sig"), name
        assert ["What came of concerns", "Closed at triage", "Concerns", "5", "5"] in sheet(archive, "figures")
        assert ["concerns.triage", "10"] in [[row[0], row[2]] for row in sheet(archive, "policies")]
        published = sheet(archive, "decisions-published")[1:]
        assert [(row[0], row[6], row[7]) for row in published] == [
            (WARNED, "2027-01-05", "yes"),
            ("", "2027-01-20", "no, since 2027-01-25"),
        ]
        decision = published[0]
        assert decision[2] == "Warning"
        not_taken = [tuple(row) for row in sheet(archive, "refusals")]
        assert ("Closed at triage", CloseReason.FEES.label, "5") in not_taken
        assert ("Closed at triage", "All", "5") in not_taken
        assert ("Closed at the threshold", "All", "0") in not_taken
        assert ("Applications, decided by the registrar, all", "Refuse", "0") in not_taken
        assert decision[5].endswith(f"/decisions/{WARNED}/warning-2027-01-05")
        assert sheet(archive, "register-accuracy")[-1][:2] == ["2027-02-01", "0"]
        assert {row[5] for row in sheet(archive, "separation-of-duties")[1:]} == {"0"}
        assert "fits together" in sheet(archive, "audit-trail")[1][1]
        page = archive.read("index.html").decode()
    assert "Separation of duties" in page
    assert "<script" not in page
    refused = runner.invoke(args=["psa", "pack", "--from", "2027-02-01", "--to", "2027-03-01", str(tmp_path / "x.zip")])
    assert refused.exit_code == 1
    assert audit.verify().broken is None


@pytest.mark.usefixtures("database")
def test_two_parts_of_one_person_that_have_to_be_apart_would_be_told(runner: FlaskCliRunner, tmp_path: Path) -> None:
    officer = officers.officer()
    take_part(("concern", "1"), Part.TRIAGED, by=officer.actor)
    with transaction("a test breaks the rule"):
        row = {"account_id": officer.id, "matter_kind": "concern", "matter_id": "1", "taken_at": clock.now()}
        db.session.add(PartTaken(part=Part.APPLIED_THRESHOLD, **row))
    today = clock.today().isoformat()
    path = tmp_path / "pack.zip"
    assert runner.invoke(args=["psa", "pack", "--from", today, "--to", today, str(path)]).exit_code == 0
    with zipfile.ZipFile(path) as archive:
        found = {(row[0], row[1]): row[5] for row in sheet(archive, "separation-of-duties")}
    assert found["triaged", "applied_threshold"] == "1"
