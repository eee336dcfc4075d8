"""Letters about a concern that lie and are not posted: nothing runs out, and nobody is heard, before they are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Role
from concerns.examiners import lapsing, offering
from concerns.investigation import responding, working
from concerns.models import Release
from concerns.nightly import registrants
from concerns.operations import posted
from concerns.panels import hearings
from concerns.panels import queries as panels
from concerns.publishing import proofs, releasing
from concerns.publishing import queries as publishing
from concerns.reached import there_on
from concerns.views import own_concern
from concerns.vocabulary import HearingKind, Stage, TextAbout
from foundation import clock
from foundation.database import db
from foundation.errors import Refused
from register import queries as register
from register.post import readers
from tests.accounts.staff import SHELL, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns.test_decision_pages import at
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_offers import agreed, offers, reads
from tests.concerns.test_on_paper import asked, lives_at, posts, siobhan
from tests.concerns.test_panels import appeals, at_panel, decide, decided, interim, reached
from tests.conftest import StillClock
from tests.page import Visitor


def test_nothing_runs_out_while_its_letter_lies_unposted(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = agreed()
    lives_at(on_paper=True)
    offers(held, held.lay)
    reads(held, held.peer, agrees=True)
    [row] = offering.made(concern_id(held))
    offer_id = row.id
    assert row.due_on == date(2026, 12, 28)
    for day in ("2026-12-29", "2027-02-03"):
        set_clock(f"{day} 02:00")
        assert registrants.lapse_offers() == 0
        assert not lapsing.lapse(offer_id)
        db.session.rollback()
        assert not offering.unanswered_now(concern_id(held))
    assert officers.now(held.reference).stage is Stage.EXAMINATION
    # By night it counts as if it were posted today, once: whoever reads it in their account can still answer.
    assert [posted.keep_open(), posted.keep_open()] == [1, 0]
    assert held.siobhan is not None
    theirs = own_concern.own_concern(held.reference, held.siobhan.id).offer
    assert theirs is not None
    assert theirs.open
    posts(held.officer, "2027-02-04", set_clock)
    [row] = offering.made(concern_id(held))
    assert (row.asked_on, row.due_on) == (date(2027, 2, 8), date(2027, 3, 8))
    set_clock("2027-03-09 02:00")
    assert registrants.lapse_offers() == 1
    assert officers.now(held.reference).stage is Stage.PANEL


def test_neither_an_answer_nor_a_proof_copy_counts_as_missed_before_it_is_posted(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2027-03-01 10:00")
    held = looking.alleged()
    lives_at(on_paper=True)
    responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    set_clock("2027-05-05 10:00")
    assert any("not in the post" in one for one in working.what_is_missing(concern_id(held)))
    posts(held.officer, "2027-05-05", set_clock)
    assert "The registrant still has time to answer." in working.what_is_missing(concern_id(held))
    assert asked(held) == (date(2027, 5, 10), date(2027, 6, 7))


def test_no_words_are_released_before_the_proof_copy_was_posted(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    lives_at(on_paper=True)
    set_clock("2027-01-04 09:00")
    order_id, editor = panels.orders(concern_id(held))[-1].id, hire(Role.PUBLICATION_EDITOR)
    looking.written(held, order_id, "Words.", editor)
    releasing.tell(held.reference, order_id, version=held.version, by=hire(Role.REGISTRAR).actor)
    posts(held.officer, "2027-01-05", set_clock)
    about = TextAbout.DECISION
    proofs.send(held.reference, order_id, about=about, version=held.version, by=editor.actor)

    def waits() -> str:
        db.session.rollback()
        concern = officers.now(held.reference)
        row = panels.order(concern.id, order_id)
        return proofs.still_waits(concern, row, about, publishing.held([concern.id]))

    set_clock("2027-02-01 10:00")
    assert "not in the post yet" in waits()
    posts(held.officer, "2027-02-01", set_clock)
    assert "seven days are not over" in waits()
    set_clock("2027-02-12 10:00")
    assert not waits(), "seven days from the day on which it was there"


def test_nobody_is_heard_before_the_notice_is_in_the_post_and_one_posted_too_late_is_none(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = at_panel(set_clock)
    lives_at(on_paper=True)
    by, on = held.manager.actor, date(2027, 1, 8)
    hearing_id = hearings.list_hearing(
        held.reference, held.subject_id, HearingKind.FINAL, on=on, version=held.version, by=by
    )
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)
    held.panel = looking.panel(held, hearing_id)
    set_clock("2027-01-08 16:00")
    with pytest.raises(Refused, match="Print and post it under Private post"):
        decide(held, hearing_id, reached(held))
    # Posted on the day of the hearing, it is no notice of it.
    posts(held.officer, "2027-01-08", set_clock)
    with pytest.raises(Refused, match="was not told of this hearing"):
        decide(held, hearing_id, reached(held))
    hearings.adjourn(held.reference, hearing_id, to=date(2027, 2, 22), reasons="Post.", version=held.version, by=by)
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)
    posts(held.officer, "2027-01-11", set_clock)
    set_clock("2027-02-22 16:00")
    decide(held, hearing_id, reached(held))
    assert panels.hearing(concern_id(held), hearing_id).decided_on == date(2027, 2, 22)


def test_notice_of_an_appeal_against_a_temporary_measure_is_as_short_as_of_one(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id = interim(set_clock)
    lives_at(on_paper=True)
    appeals(held, order_id)
    on, by = clock.working_day_from(clock.today() + timedelta(days=21)), held.manager.actor
    hearing_id = hearings.list_hearing(
        held.reference, held.subject_id, HearingKind.APPEAL, on=on, order_id=order_id, version=held.version, by=by
    )
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)
    posted_on = clock.add_working_days(clock.today(), 3)
    posts(held.officer, posted_on.isoformat(), set_clock)
    there = there_on(posted_on)
    assert there + timedelta(days=7) <= on
    assert panels.hearing(concern_id(held), hearing_id).notice_on == there


def test_a_decision_for_which_nobody_knows_an_address_is_released_by_a_second_person_who_says_why(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = decided(set_clock)
    order_id, registrar = panels.orders(concern_id(held))[-1].id, hire(Role.REGISTRAR)
    monkeypatch.setattr(register, "email_of", lambda _entry_id: None)
    releasing.tell(held.reference, order_id, version=held.version, by=hire(Role.REGISTRAR).actor)
    looking.written(held, order_id, "She took money.", hire(Role.PUBLICATION_EDITOR))
    looking.unwaited(held, order_id, hire(Role.REGISTRAR))

    def release(why: str) -> None:
        releasing.release(held.reference, order_id, why=why, version=held.version, by=registrar.actor)

    with pytest.raises(Refused, match=r"no postal address .* say how they were told"):
        release("")
    db.session.rollback()
    lives_at(on_paper=True)
    with pytest.raises(Refused, match="once the private post says"):
        release("We called her.")
    db.session.rollback()
    readers.keep(siobhan(), "", on_paper=False, by=SHELL)
    release("We called her.")
    row = panels.order(concern_id(held), order_id)
    assert row.appeal_until is not None
    assert row.starts_at == clock.start_of_day(row.appeal_until + timedelta(days=1))
    [kept] = db.session.scalars(select(Release).where(Release.order_id == order_id))
    assert (kept.found, bool(kept.why_sealed)) == (["unposted"], True)
    page = Visitor(sit_down(sample, held.officer)).open(at(held))
    assert "Released though their letter could not be posted" in page.text
    assert "We called her." in page.text
