"""What was told in error on a renewal: hidden at once, deleted after a week (rules 6.11)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select

from cpd.disclosures import queries as disclosures
from cpd.disclosures.operations import adding, sweeping
from cpd.renewal import account
from cpd.renewal.models import RenewalAnswer
from cpd.renewal.operations import nightly, reading
from foundation import evidence
from foundation.database import db
from tests.cpd.renewal.arrange import CONVICTION, Member, answers, member
from tests.frame.outbox import letters

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)


def test_what_was_told_in_error_on_a_renewal_is_hidden_at_once_and_deleted_after_a_week(set_clock: Any) -> None:
    set_clock("2027-12-01 10:00")
    one, other = member(START, END), member(START, END, name="Felicity")
    for each in (one, other):
        each.renew(answers=answers(D02="yes"))
    entry_id = one.entry.entry_id
    told_of = disclosures.of_entry(entry_id)[0].reference

    def read(of: Member) -> list[str]:
        opened = reading.open_registrant(of.number, by=of.office.officer.actor)
        return [answer.declaration.code for answer in opened.answers if answer.words == CONVICTION]

    def downloaded() -> str:
        return str(account.held(one.entry))

    def kept() -> int:
        db.session.rollback()
        held = select(func.count()).select_from(RenewalAnswer).where(RenewalAnswer.code == "D02")
        return db.session.scalar(held) or 0

    assert (read(one), CONVICTION in downloaded(), kept()) == (["D02"], True, 2)
    adding.take_back(told_of, by=one.office.officer.actor)
    assert (read(one), CONVICTION in downloaded()) == ([], False)
    assert read(other) == ["D02"]
    set_clock("2027-12-07 02:00")
    assert nightly.run(shred=lambda _owner: None).answers_deleted == 0
    assert kept() == 2
    set_clock("2027-12-08 02:00")
    assert nightly.run(shred=lambda _owner: None).answers_deleted == 1
    assert nightly.run(shred=lambda _owner: None).answers_deleted == 0
    assert (kept(), read(one), read(other)) == (1, [], ["D02"])
    sweeping.run(shred=evidence.destroy_all)
    [letter] = letters("disclosure_words_deleted")
    assert "You took back" not in letter.body
    assert "was taken back" in letter.body
    assert "deleted it from your renewal too" in letter.body
