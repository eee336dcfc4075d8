"""Name, place, insurance, other registers, and what is kept back for safety."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from foundation import audit, clock
from foundation.database import db
from foundation.errors import Refused
from foundation.outbox import Letter
from register import operations, publication
from register.vocabulary import Withheld
from tests.conftest import StillClock
from tests.register import arrange
from tests.register.arrange import CLERK, SECOND, WHY, london


def test_a_new_surname_keeps_the_old_one_findable_and_unseen(number: str, set_clock: StillClock) -> None:
    operations.change_particulars(number, changes={"surname": "Newname"}, effective_at=clock.now(), **WHY)
    held = arrange.record(number).particulars_at(clock.now())
    assert held.previous_names == ["Zzprevious", "O’Sample"]
    for on in (None, date(2026, 6, 1)):
        entry = publication.public_entry(number, on=on)
        assert entry is not None
        assert entry.name == "Siân Newname"
        assert entry.former_names == ()


def test_leave_to_show_earlier_names_does_not_cover_a_name_given_up_later(number: str) -> None:
    operations.change_particulars(number, changes={"shows_previous_names": True}, effective_at=clock.now(), **WHY)
    assert getattr(publication.public_entry(number), "former_names", None) == ("Zzprevious",)
    operations.change_particulars(number, changes={"surname": "Newname"}, effective_at=clock.now(), **WHY)
    assert getattr(publication.public_entry(number), "former_names", None) == ()
    changes = {"surname": "Third", "shows_previous_names": True}
    operations.change_particulars(number, changes=changes, effective_at=clock.now(), **WHY)
    assert getattr(publication.public_entry(number), "former_names", None) == ("Zzprevious", "O’Sample", "Newname")


def test_a_change_is_not_recorded_ahead_of_its_day(number: str) -> None:
    """Search cannot learn of it when its day comes without a job having run."""
    later = clock.now() + timedelta(days=1)
    with pytest.raises(Refused, match="not ahead"):
        operations.change_particulars(number, changes={"town": "Hull"}, effective_at=later, **WHY)


def test_changes_that_are_none_or_leave_no_name_are_refused(number: str) -> None:
    now = clock.now()
    for changes in ({}, {"town": "Leeds"}, {"forenames": "", "surname": "", "known_as": ""}):
        with pytest.raises(Refused):
            operations.change_particulars(number, changes=changes, effective_at=now, **WHY)


def test_a_back_dated_change_behind_a_later_one_is_refused(number: str, set_clock: StillClock) -> None:
    operations.change_particulars(number, changes={"town": "Hull"}, effective_at=clock.now(), **WHY)
    with pytest.raises(Refused, match="later change"):
        operations.change_particulars(number, changes={"town": "York"}, effective_at=london("2026-06-01"), **WHY)


def test_the_person_is_told_of_a_change_at_the_addresses_that_count(number: str) -> None:
    operations.change_particulars(number, changes={"town": "Hull"}, effective_at=clock.now(), **WHY)
    operations.change_contact(number, email="zzmail2@example.com", **WHY)
    letters = db.session.execute(select(Letter.template, Letter.recipient).order_by(Letter.id)).all()
    assert [tuple(one) for one in letters] == [
        ("entry_changed", "zzmail@example.com"),
        ("contact_changed", "zzmail@example.com"),
        ("contact_changed", "zzmail2@example.com"),
    ]
    with pytest.raises(Refused, match="on file already"):
        operations.change_contact(number, email="zzmail2@example.com", **WHY)


def test_no_letter_is_written_of_a_change_that_was_refused(number: str) -> None:
    with pytest.raises(Refused):
        operations.change_contact(number, email="zzmail2@example.com", reason="", by=CLERK)
    assert db.session.scalars(select(Letter)).all() == []


def test_withholding_needs_two_people_and_a_day_to_look_again(number: str) -> None:
    given = {"part": Withheld.PLACE, "reason": "zzreason", "by": CLERK}
    renamed = audit.Actor("account", CLERK.id, "Somebody Else")
    for approver in (CLERK, renamed):
        with pytest.raises(Refused, match="second person"):
            operations.withhold(number, review_on=date(2027, 1, 1), approved_by=approver, **given)
    with pytest.raises(Refused, match="day ahead"):
        operations.withhold(number, review_on=date(2026, 7, 1), approved_by=SECOND, **given)
    operations.withhold(number, review_on=date(2027, 1, 1), approved_by=SECOND, **given)
    with pytest.raises(Refused, match="withheld already"):
        operations.withhold(number, review_on=date(2027, 1, 1), approved_by=SECOND, **given)
    operations.end_withholding(number, part=Withheld.PLACE, **WHY)
    with pytest.raises(Refused, match="not withheld"):
        operations.end_withholding(number, part=Withheld.PLACE, **WHY)


def test_the_latest_insurance_seen_holds_even_when_it_ends_sooner(number: str) -> None:
    assert arrange.record(number).insured_to == date(2027, 1, 31)
    operations.confirm_insurance(number, confirmed_to=date(2026, 9, 30), **WHY)
    assert arrange.record(number).insured_to == date(2026, 9, 30)


def test_a_check_elsewhere_is_noted_once_a_place(number: str) -> None:
    place = {"body": "HCPC", "other_number": "OT12345"}
    with pytest.raises(Refused, match="still to come"):
        operations.check_other_registration(number, **place, checked_on=date(2026, 7, 2), **WHY)
    operations.check_other_registration(number, **place, checked_on=date(2026, 7, 1), **WHY)
    assert [tuple(one) for one in arrange.record(number).other_registrations] == [("HCPC", "OT12345", date(2026, 7, 1))]
