"""What is told on a renewal is kept as long as rules 6.11 say, and no longer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from cpd.disclosures.telling import HEALTH, Said
from cpd.renewal.models import InsuranceTold, RenewalAnswer, RenewalHealth, RenewalStatement
from cpd.renewal.operations import forgetting, nightly
from foundation.database import db
from foundation.locks import Lock
from tests.cpd.renewal.arrange import ILL, answers, member

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)


def _count(table: Any) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(table)) or 0


def _night() -> tuple[int, list[tuple[str, str]]]:
    shredded: list[tuple[str, str]] = []
    return nightly.run(shred=shredded.append).over, shredded


def test_clear_answers_go_after_three_years_and_worrying_ones_six_after_the_register(
    set_clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forgetting, "BATCH", 4)
    set_clock("2027-12-01 10:00")
    clear, worrying = member(START, END), member(START, END, name="Felicity")
    clear.renew()
    worrying.renew(answers=answers(D02="yes"), health=Said(HEALTH, 1, "yes", ILL))
    locks = _count(Lock)
    set_clock("2030-12-01 02:00")
    assert _night()[0] == 0
    set_clock("2030-12-02 02:00")
    _, shredded = _night()
    assert [row.code for row in db.session.scalars(select(RenewalAnswer))] == ["D02"]
    assert (_count(RenewalStatement), _count(InsuranceTold)) == (0, 2)
    # Health of the one who said yes stays with its matter; the other one's is gone, and its key as well.
    assert (_count(RenewalHealth), _count(Lock)) == (1, locks - 1)
    assert {kind for kind, _ in shredded} == {"renewal"}
    assert _night()[0] == 0
    set_clock("2031-12-02 02:00")  # the insurance itself ended a year after it was told
    _, shredded = _night()
    assert (_count(InsuranceTold), {kind for kind, _ in shredded}) == (0, {"insurance"})
    set_clock("2035-01-14 02:00")
    assert _night()[0] == 0
    set_clock("2035-01-16 02:00")
    _night()
    assert (_count(RenewalAnswer), _count(RenewalHealth)) == (0, 0)
