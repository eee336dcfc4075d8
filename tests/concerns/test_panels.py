"""Panels: who sits, notice, the steps of a decision, the way to the register, appeals, interim orders and reviews."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from concerns import bad_news, queries
from concerns.investigation import queries as investigation
from concerns.operations import closing
from concerns.panels import determining, hearings, ladder, orders
from concerns.panels import queries as panels
from concerns.panels.determining import Short, Words
from concerns.panels.ladder import Reached
from concerns.publishing import queries as publishing
from concerns.publishing import releasing
from concerns.risk import rating
from concerns.vocabulary import (
    LADDER,
    AppealGround,
    Decided,
    Finding,
    HearingKind,
    InterimGround,
    Job,
    Sanction,
    Stage,
)
from foundation import audit, clock
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from register.reconciliation import check_public_view
from tests.accounts.staff import Person, hire
from tests.concerns import looking, officers
from tests.concerns.looking import Looking, Role
from tests.concerns.test_examiners import concern_id, public_status, writes
from tests.conftest import StillClock

ALL_RUNGS = {one.value: f"About {one.value}." for one in LADDER} | {one: f"On {one}." for one in ladder.STEPS}


def reached(held: Looking, sanction: Sanction = Sanction.SUSPENSION, months: int | None = 6) -> Reached:
    asked = investigation.about(concern_id(held), held.subject_id)
    return Reached(dict.fromkeys(asked, True), ["3.1"], True, sanction, months, ALL_RUNGS)


def at_panel(set_clock: StillClock) -> Looking:
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, Finding.REFER)
    return held


def listed(
    held: Looking, set_clock: StillClock, kind: HearingKind = HearingKind.FINAL, *, days: int = 28, **more: object
) -> int:
    """A hearing with its people and its notice; the clock stands on its day."""
    since = clock.today() if kind.is_interim else bad_news.letter_day()
    on = clock.working_day_from(since + timedelta(days=days))
    by = held.manager.actor
    hearing_id = hearings.list_hearing(
        held.reference, held.subject_id, kind, on=on, version=held.version, by=by, **more
    )
    held.panel = looking.panel(held, hearing_id, role=Role.APPEAL_PANEL if kind is HearingKind.APPEAL else None)
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)
    set_clock(f"{on} 16:00")
    return hearing_id


def decide(held: Looking, hearing_id: int, decision: Reached | Short, *, against: int = 0) -> None:
    chair = held.panel[Job.CHAIR]
    final = isinstance(decision, Reached)
    reasons = {"decision": "Because."} | {one.value: "Needed." for one in InterimGround}
    determining.draft(
        held.reference,
        hearing_id,
        words=Words(dict(decision.reasons) if final else reasons, "What the public reads."),
        reached=decision if final else None,
        short=None if final else decision,
        version=held.version,
        by=chair.actor,
    )
    for number, job in enumerate((Job.MEMBER_LAY, Job.MEMBER_REGISTRANT, Job.CHAIR)):
        determining.vote(
            held.reference,
            hearing_id,
            agrees=number >= against,
            words="" if number >= against else "I see it otherwise.",
            version=held.version,
            by=held.panel[job].actor,
        )
    determining.sign(held.reference, hearing_id, version=held.version, by=chair.actor)


def decided(set_clock: StillClock, sanction: Sanction = Sanction.SUSPENSION, months: int | None = 6) -> Looking:
    held = at_panel(set_clock)
    hearing_id = listed(held, set_clock)
    decide(held, hearing_id, reached(held, sanction, months))
    return held


def released(held: Looking) -> int:
    """The last decision, prepared by one and released by another; gives its id."""
    order_id = panels.orders(concern_id(held))[-1].id
    looking.published(held, order_id)
    return order_id


# --------------------------------------------------------------------------------------------------------- hearings


def test_nobody_with_an_earlier_part_sits(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    held = at_panel(set_clock)
    hearing_id = hearings.list_hearing(
        held.reference,
        held.subject_id,
        HearingKind.FINAL,
        on=clock.working_day_from(clock.today() + timedelta(days=30)),
        version=held.version,
        by=held.manager.actor,
    )
    for role, part in ((Role.CONCERNS_OFFICER, "rate"), (Role.CASE_EXAMINER, "write")):
        who = hire(role, Role.PANEL_MEMBER)
        if part == "rate":
            officers.rated(who, held.reference)
        else:
            continue
        with pytest.raises(NotAllowed, match="earlier part"):
            looking.listed(held, Job.MEMBER_LAY, who, hearing_id=hearing_id)
    registrar = hire(Role.REGISTRAR)
    with pytest.raises(NotAllowed, match="hold the role"):
        looking.listed(held, Job.MEMBER_LAY, registrar, hearing_id=hearing_id)


def test_a_hearing_needs_28_days_notice_and_cannot_be_shortened(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = at_panel(set_clock)
    # At this hour the letter waits for the next morning, and the days count from there.
    set_clock("2026-11-24 16:00")
    on, off = date(2026, 12, 22), {"version": held.version, "by": held.manager.actor}
    for day in (date(2026, 12, 20), date(2026, 12, 25), date(2026, 12, 28)):
        with pytest.raises(Refused, match=r"A panel meets on a working day\. Choose 2[19] December 2026"):
            hearings.list_hearing(held.reference, held.subject_id, HearingKind.FINAL, on=day, **off)
    hearing_id = hearings.list_hearing(
        held.reference,
        held.subject_id,
        HearingKind.FINAL,
        on=on,
        version=held.version,
        by=held.manager.actor,
    )
    with pytest.raises(Refused, match=r"28 days.* goes on 25 November 2026\. Choose 23 December 2026"):
        hearings.give_notice(
            held.reference, hearing_id, shortened="Quick.", version=held.version, by=held.manager.actor
        )
    off["version"] = held.version
    with pytest.raises(Refused, match="working day"):
        hearings.adjourn(held.reference, hearing_id, to=date(2026, 12, 26), reasons="Notice.", **off)
    hearings.adjourn(
        held.reference,
        hearing_id,
        to=on + timedelta(days=1),
        reasons="Notice.",
        version=held.version,
        by=held.manager.actor,
    )
    hearings.give_notice(held.reference, hearing_id, version=held.version, by=held.manager.actor)
    assert panels.hearing(concern_id(held), hearing_id).notice_on == date(2026, 11, 25)
    held.panel = looking.panel(held, hearing_id)
    with pytest.raises(Refused, match="still to come"):
        decide(held, hearing_id, reached(held))


def test_only_the_three_decide_and_most_of_them_carry_it(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = at_panel(set_clock)
    hearing_id = listed(held, set_clock)
    outsider = hire(Role.PANEL_CHAIR)
    for who in (outsider, held.panel[Job.ADVISER]):
        with pytest.raises(NotAllowed):
            determining.vote(held.reference, hearing_id, agrees=True, version=held.version, by=who.actor)
    with pytest.raises(Refused, match="most of them"):
        decide(held, hearing_id, reached(held), against=2)
    assert officers.now(held.reference).stage is Stage.PANEL
    decide(held, hearing_id, reached(held), against=1)
    assert officers.now(held.reference).stage is Stage.OUTCOME


# ------------------------------------------------------------------------------------------- from decision to register


def test_a_suspension_starts_after_the_time_to_appeal_and_ends_on_its_day(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    assert public_status(held) == "Registered"
    set_clock("2027-01-04 09:00")
    order_id = released(held)
    row = panels.order(concern_id(held), order_id)
    assert (row.appeal_until, clock.day_of(row.starts_at)) == (date(2027, 2, 1), date(2027, 2, 2))
    assert public_status(held) == "Registered", "nothing is public before its start"
    with pytest.raises(Refused, match="time to appeal"):
        orders.finish(held.reference, words="Done.", version=held.version, by=hire(Role.REGISTRAR).actor)
    set_clock("2027-02-02 00:00")
    assert public_status(held) == "Suspended"
    assert check_public_view() == []
    registrar = hire(Role.REGISTRAR)
    orders.monitor(held.reference, version=held.version, by=registrar.actor)
    assert officers.now(held.reference).stage is Stage.MONITORING
    with pytest.raises(Refused, match="in force"):
        orders.finish(held.reference, words="Done.", version=held.version, by=registrar.actor)
    assert panels.order(concern_id(held), order_id).review_on == date(2027, 8, 1) - timedelta(days=84)
    set_clock("2027-05-10 09:00")
    assert [one.id for one in panels.to_review(clock.today())] == [order_id]
    set_clock("2027-08-02 09:00")
    orders.finish(held.reference, words="Done.", version=held.version, by=registrar.actor)
    assert officers.now(held.reference).stage is Stage.CLOSED


def test_one_person_never_writes_and_releases(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    held = decided(set_clock)
    both = hire(Role.PUBLICATION_EDITOR, Role.REGISTRAR)
    order_id = panels.orders(concern_id(held))[-1].id
    looking.written(held, order_id, "Words.", both)
    with pytest.raises(NotAllowed, match="Somebody else says"):
        looking.unwaited(held, order_id, both)
    looking.unwaited(held, order_id, hire(Role.REGISTRAR))
    with pytest.raises(NotAllowed):
        releasing.release(held.reference, order_id, version=held.version, by=both.actor)


def appeals(held: Looking, order_id: int) -> None:
    assert held.siobhan is not None
    orders.lodge_appeal(
        held.reference,
        order_id,
        account_id=held.siobhan.id,
        grounds=[AppealGround.UNREASONABLE],
        words="It is too much.",
        by=held.siobhan.actor,
    )


def test_an_appeal_on_its_last_day_makes_the_sanction_wait(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    order_id = released(held)
    until = panels.order(concern_id(held), order_id).appeal_until
    assert until is not None
    set_clock(f"{until} 23:58")
    appeals(held, order_id)
    set_clock.move(days=10)
    assert (officers.now(held.reference).stage, public_status(held)) == (Stage.APPEAL, "Registered")
    hearing_id = listed(held, set_clock, HearingKind.APPEAL, order_id=order_id)
    decide(held, hearing_id, Short(Decided.DISMISSED))
    released(held)
    assert public_status(held) == "Registered", "nobody reads of it before they do"
    looking.letters_go(set_clock)
    assert public_status(held) == "Suspended", "it starts at once: the time to appeal was used"


def test_an_appeal_a_day_late_is_refused(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    held = decided(set_clock)
    order_id = released(held)
    until = panels.order(concern_id(held), order_id).appeal_until
    assert until is not None
    set_clock(f"{until + timedelta(days=1)} 00:00")
    with pytest.raises(Refused, match="time to appeal is over"):
        appeals(held, order_id)


def test_a_decision_that_falls_leaves_no_trace_and_one_to_hear_again_finds_new_people(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    order_id = released(held)
    before = held.panel
    appeals(held, order_id)
    hearing_id = listed(held, set_clock, HearingKind.APPEAL, order_id=order_id)
    decide(held, hearing_id, Short(Decided.HEAR_AGAIN))
    assert officers.now(held.reference).stage is Stage.PANEL
    again = hearings.list_hearing(
        held.reference,
        held.subject_id,
        HearingKind.FINAL,
        on=clock.working_day_from(clock.today() + timedelta(days=30)),
        version=held.version,
        by=held.manager.actor,
    )
    with pytest.raises(NotAllowed, match="sat on"):
        looking.listed(held, Job.MEMBER_LAY, before[Job.MEMBER_LAY], hearing_id=again)
    assert public_status(held) == "Registered"


# ------------------------------------------------------------------------------------------------------ interim orders


def red(held: Looking, who: Person | None = None) -> None:
    who = who or held.officer
    rating.rate(held.reference, likelihood=5, impact=5, reasons="He is in danger.", version=held.version, by=who.actor)


def interim(set_clock: StillClock, months: int = 12) -> tuple[Looking, int]:
    """A concern under investigation with an interim suspension; and the order's id."""
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    red(held)
    hearings.decide_interim(
        held.reference, apply=True, reasons="He is not safe.", version=held.version, by=held.manager.actor
    )
    hearing_id = listed(held, set_clock, HearingKind.INTERIM, days=7)
    decide(held, hearing_id, Short(Decided.INTERIM_SUSPENSION, months, [InterimGround.PROTECT]))
    return held, panels.orders(concern_id(held))[-1].id


def test_only_what_is_red_goes_to_an_interim_panel_within_14_days(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    given = {"version": held.version, "by": held.manager.actor}
    with pytest.raises(Refused, match="red"):
        hearings.list_hearing(held.reference, held.subject_id, HearingKind.INTERIM, on=date(2026, 12, 1), **given)
    red(held)
    concern = concern_id(held)
    assert panels.to_decide_interim() == {concern: date(2026, 11, 24)}
    # What another concern is found to be later takes this one off no list.
    other = looking.at_threshold()
    officers.rated(other.officer, other.reference, likelihood=1, impact=1)
    assert panels.to_decide_interim() == {concern: date(2026, 11, 24)}
    assert panels.to_decide_since(officers.now(held.reference)) == date(2026, 11, 24)
    given["version"] = held.version
    with pytest.raises(Refused, match="decide first"):
        hearings.list_hearing(held.reference, held.subject_id, HearingKind.INTERIM, on=date(2026, 12, 1), **given)
    hearings.decide_interim(
        held.reference, apply=True, reasons="He is not safe.", version=held.version, by=held.manager.actor
    )
    assert panels.to_decide_interim() == {}
    assert panels.to_decide_since(officers.now(held.reference)) is None
    given["version"] = held.version
    late = {"on": date(2026, 12, 9), **given}
    with pytest.raises(Refused, match="held by 8 December 2026"):
        hearings.list_hearing(held.reference, held.subject_id, HearingKind.INTERIM, **late)
    set_clock("2026-12-08 09:00")
    with pytest.raises(Refused, match="held by 8 December 2026"):
        hearings.list_hearing(held.reference, held.subject_id, HearingKind.INTERIM, **late)
    made = hearings.list_hearing(held.reference, held.subject_id, HearingKind.INTERIM, late="No room.", **late)
    assert panels.hearing(concern, made).late_sealed


def test_what_was_found_and_decided_before_it_turned_red_answers_nothing(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-02 09:00")
    held = looking.alleged()
    officers.rated(held.officer, held.reference, likelihood=1, impact=1)
    set_clock("2026-11-03 09:00")
    no = {"apply": False, "reasons": "It is not red.", "by": held.manager.actor}
    hearings.decide_interim(held.reference, **no, version=held.version)
    set_clock("2026-11-24 09:00")
    red(held)
    assert panels.to_decide_interim() == {concern_id(held): date(2026, 11, 24)}
    assert panels.to_decide_since(officers.now(held.reference)) == date(2026, 11, 24)


def test_an_interim_suspension_is_public_at_once_and_says_that_nothing_was_found(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id = interim(set_clock)
    assert public_status(held) == "Interim suspension"
    assert check_public_view() == []
    assert panels.order(concern_id(held), order_id).review_on == date(2027, 6, 1), "six months on"
    with pytest.raises(Refused, match="interim order is in force"):
        closing.discontinue(held.reference, words="Over.", note="x", version=held.version, by=officers.manager().actor)


def test_who_sat_on_the_interim_panel_does_not_sit_on_the_other(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, _ = interim(set_clock)
    sat = held.panel[Job.MEMBER_LAY]
    concern = officers.now(held.reference)
    assert sat.id in queries_seats(concern.id)
    with pytest.raises(NotAllowed):
        looking.listed(held, Job.EXAMINER_LAY, sat)


def queries_seats(held: int) -> set[int]:
    return {one.account_id for one in queries.seats(held)}


def test_reviews_come_every_three_months_and_the_whole_lasts_at_most_18(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id = interim(set_clock)
    set_clock("2027-06-01 09:00")
    assert [one.id for one in panels.to_review(clock.today())] == [order_id]
    hearing_id = listed(held, set_clock, HearingKind.INTERIM_REVIEW, days=7, order_id=order_id)
    assert panels.to_review(clock.today()) == [], "it is listed"
    with pytest.raises(Refused, match="18 months"):
        decide(held, hearing_id, Short(Decided.EXTEND, 7))
    hearings.call_off(held.reference, hearing_id, reasons="Too long.", version=held.version, by=held.manager.actor)
    hearing_id = listed(held, set_clock, HearingKind.INTERIM_REVIEW, days=7, order_id=order_id)
    decide(held, hearing_id, Short(Decided.EXTEND, 6))
    row = panels.order(concern_id(held), order_id)
    assert row.ends_at is not None
    assert clock.day_of(row.ends_at) == date(2028, 5, 31)
    assert row.review_on == clock.add_months(clock.today(), 3)
    hearing_id = listed(held, set_clock, HearingKind.INTERIM_REVIEW, days=7, order_id=order_id)
    decide(held, hearing_id, Short(Decided.END))
    assert public_status(held) == "Registered"


def test_a_review_asks_for_no_more_than_the_rules_and_only_while_the_order_runs(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock, Sanction.SUSPENSION, 2)
    order_id = released(held)
    until = panels.order(concern_id(held), order_id).appeal_until
    assert until is not None
    set_clock(f"{until + timedelta(days=1)} 09:00")
    hearing_id = listed(held, set_clock, HearingKind.REVIEW, order_id=order_id)
    for months in (0, 13, 600):
        with pytest.raises(Refused, match="at most 12 months at a time"):
            decide(held, hearing_id, Short(Decided.EXTEND, months))
    given = {"on": clock.today() + timedelta(days=30), "order_id": order_id, "by": held.manager.actor}
    with pytest.raises(Refused):
        hearings.list_hearing(held.reference, held.subject_id, HearingKind.APPEAL, version=held.version, **given)
    set_clock.move(days=90)
    with pytest.raises(Refused, match="nothing to review"):
        decide(held, hearing_id, Short(Decided.CONTINUE))


def test_a_release_that_breaks_off_leaves_nothing_behind(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = decided(set_clock)
    order_id = panels.orders(concern_id(held))[-1].id

    def killed(*_: object, **__: object) -> int:
        raise RuntimeError("the machine died")

    monkeypatch.setattr("concerns.publishing.releasing.register.impose_restriction", killed)
    with pytest.raises(RuntimeError, match="died"):
        released(held)
    db.session.rollback()
    row = panels.order(concern_id(held), order_id)
    assert (row.starts_at, row.effected_at, row.restriction_id) == (None, None, None)
    assert publishing.releases_of(concern_id(held)) == []
    assert public_status(held) == "Registered"
    monkeypatch.undo()
    assert released(held) == order_id
    assert panels.order(concern_id(held), order_id).restriction_id is not None
    assert audit.verify().broken is None
