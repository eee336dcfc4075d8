"""Letters about a concern that came back and go on paper: whose days count again, and what starts after them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns.panels import hearings
from concerns.panels import queries as panels
from concerns.publishing import accuracy, releasing
from concerns.vocabulary import HearingKind, Sanction
from foundation import clock, outbox
from foundation.errors import Refused
from foundation.outbox import Letter
from foundation.returned.noting import Outcome, receive
from register import queries as register
from register.post import arriving
from register.post import nightly as post
from tests.accounts.staff import hire
from tests.concerns import looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_on_paper import asking, lives_at, posts, siobhan
from tests.concerns.test_panels import decided, public_status, red, released
from tests.concerns.test_wrong_states import covered
from tests.conftest import StillClock
from tests.foundation.returned.bounces import bounce
from tests.frame.mailbox import Mailbox


def comes_back(letter: Letter, mailbox: Mailbox) -> None:
    """The email to her, which was sent, comes back."""
    [sent] = [one for one in mailbox.letters if one["Message-ID"].startswith(f"<letter-{letter.id}-")]
    assert receive(bounce(sent)) is Outcome.CAME_BACK


@pytest.mark.parametrize("sanction", [Sanction.SUSPENSION, Sanction.REMOVAL])
def test_no_order_starts_while_the_time_to_appeal_still_runs(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, mailbox: Mailbox, sanction: Sanction
) -> None:
    held = decided(set_clock, sanction, 6 if sanction is Sanction.SUSPENSION else None)
    set_clock("2027-01-04 09:00")
    lives_at(on_paper=False)
    order_id = released(held)
    row = panels.order(concern_id(held), order_id)
    assert (row.appeal_until, row.starts_at) == (date(2027, 2, 1), clock.start_of_day(date(2027, 2, 2)))
    outbox.deliver()
    set_clock("2027-01-08 10:00")
    comes_back(asking(), mailbox)
    set_clock("2027-01-09 02:00")
    post.run()
    posts(held.officer, "2027-01-20", set_clock)
    row = panels.order(concern_id(held), order_id)
    # Posted on a Wednesday, there on the Monday after, 28 days from then, and the order the day after.
    assert (row.appeal_until, row.starts_at) == (date(2027, 2, 22), clock.start_of_day(date(2027, 2, 23)))
    ends = date(2027, 8, 22) if sanction is Sanction.SUSPENSION else None
    assert row.ends_at == (clock.end_of_day(ends) if ends else None)
    assert row.restriction_id is not None
    stands = register.restriction(row.restriction_id)
    assert (stands.starts_at, stands.ends_at) == (row.starts_at, row.ends_at)
    assert not accuracy.check()
    for day, said in ((22, "Registered"), (23, "Suspended" if ends else "Removed")):
        set_clock(f"2027-02-{day} 12:00")
        assert public_status(held) == said


def test_nothing_is_released_while_a_letter_that_failed_waits_for_the_night(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, mailbox: Mailbox
) -> None:
    held = decided(set_clock)
    set_clock("2027-01-04 09:00")
    lives_at(on_paper=False)
    order_id = panels.orders(concern_id(held))[-1].id
    releasing.tell(held.reference, order_id, version=held.version, by=hire(Role.REGISTRAR).actor)
    mailbox.refused.add(str(register.email_of(siobhan())))
    outbox.deliver()
    database.session.rollback()
    with pytest.raises(Refused, match="goes on paper"):
        looking.published(held, order_id)


def test_the_temporary_measure_covers_the_longer_time_to_appeal(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, mailbox: Mailbox
) -> None:
    held, cover_id, order_id = covered(set_clock)
    lives_at(on_paper=False)
    set_clock(f"{clock.add_working_days(clock.today(), 3)} 11:00")
    outbox.deliver()
    comes_back(asking(), mailbox)
    post.run()
    posts(held.officer, (clock.today() + timedelta(days=9)).isoformat(), set_clock)
    row, cover = (panels.order(concern_id(held), one) for one in (order_id, cover_id))
    assert row.appeal_until is not None
    assert row.starts_at == cover.ends_at == clock.start_of_day(row.appeal_until + timedelta(days=1))
    assert cover.cut_from is not None
    assert not accuracy.check()


# The letter is in the post on that day and there on Friday: too late for tomorrow, in time for the Monday after.
@pytest.mark.parametrize(
    ("on", "told"),
    [
        (date(2026, 11, 25), ("cannot be there by then", date(2026, 11, 24), date(2026, 11, 24))),
        (date(2026, 11, 30), ("less than 7 days", date(2026, 11, 27), None)),
    ],
)
def test_who_cannot_have_the_letter_by_the_hearing_is_called_and_a_late_letter_is_no_notice(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, on: date, told: tuple[str, date, date | None]
) -> None:
    asks, told_on, after = told
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    red(held)
    lives_at(on_paper=True)
    by, why = held.manager.actor, {"reasons": "He is not safe.", "apply": True}
    hearings.decide_interim(held.reference, **why, version=held.version, by=by)
    place = {"on": on, "version": held.version, "by": by}
    made = hearings.list_hearing(held.reference, held.subject_id, HearingKind.INTERIM, **place)
    with pytest.raises(Refused, match=asks):
        hearings.give_notice(held.reference, made, version=held.version, by=by)
    hearings.give_notice(held.reference, made, shortened="Sam rang her at 10.", version=held.version, by=by)
    assert panels.hearing(concern_id(held), made).notice_on == told_on
    posts(held.officer, "2026-11-30", set_clock)
    assert panels.hearing(concern_id(held), made).notice_on == after


def test_what_is_posted_for_a_day_is_there_by_then(app: Flask) -> None:
    for there_by in (date(2027, 1, 4) + timedelta(days=one) for one in range(120)):
        last = arriving.posted_for(there_by)
        assert clock.is_working_day(last)
        assert arriving.there_on(last) <= there_by
        assert arriving.there_on(clock.add_working_days(last, 1)) > there_by, "and no later day would do"
