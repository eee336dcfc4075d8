"""States that a concern must never come to: a gap in cover, an order nobody can end, words nobody can put right."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns import stages, targets
from concerns.examiners import deciding as examining
from concerns.investigation import queries as investigation
from concerns.investigation import responding, working
from concerns.operations import closing, pausing
from concerns.panels import effects, hearings, orders
from concerns.panels import queries as panels
from concerns.panels.determining import Short
from concerns.publishing import accuracy, releasing, taking_down, texts
from concerns.publishing import queries as publishing
from concerns.risk import rating
from concerns.threshold import triage
from concerns.views import publishing_list
from concerns.views.looking_steps import looking_steps
from concerns.vocabulary import (
    Band,
    Cause,
    Decided,
    Finding,
    Flag,
    HearingKind,
    InterimGround,
    PauseReason,
    Sanction,
    Stage,
    TextAbout,
    TriageOutcome,
)
from foundation import clock
from foundation.database import db
from foundation.errors import NotAllowed, Refused
from register import decisions
from register import queries as register
from register.models import Restriction
from register.reconciliation import check_public_view
from tests.accounts.staff import hire
from tests.concerns import looking, officers
from tests.concerns.arrange import telling
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id, public_status, writes
from tests.concerns.test_panels import appeals, decide, decided, interim, listed, reached, red, released
from tests.concerns.test_publishing import letters
from tests.concerns.test_risk import SIOBHAN
from tests.conftest import StillClock
from tests.frame import cast

SUSPENDED = Short(Decided.INTERIM_SUSPENSION, 12, [InterimGround.PROTECT])


def covered(set_clock: StillClock) -> tuple[Looking, int, int]:
    """A suspension that is released and not begun, and the interim order that covers the time; their ids."""
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    ask_for_cover(held)
    decide(held, listed(held, set_clock, HearingKind.INTERIM, days=7), SUSPENDED)
    cover = panels.orders(concern_id(held))[-1].id
    for who in (held.lay, held.peer):
        writes(held, who, Finding.REFER)
    decide(held, listed(held, set_clock), reached(held))
    return held, cover, released(held)


def ask_for_cover(held: Looking) -> None:
    red(held)
    hearings.decide_interim(held.reference, apply=True, reasons="Now.", version=held.version, by=held.manager.actor)


# -------------------------------------------------------------------------------------------------------- the cover


def test_an_appeal_leaves_no_gap_in_the_cover_and_an_upheld_one_ends_it(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, cover, order_id = covered(set_clock)
    row, sanction = panels.order(concern_id(held), cover), panels.order(concern_id(held), order_id)
    assert (row.ends_at, row.review_on) == (sanction.starts_at, date(2027, 6, 1))
    assert clock.day_of(row.cut_from or row.starts_at) == date(2027, 11, 30)
    appeals(held, order_id)
    set_clock.move(days=60)
    row = panels.order(concern_id(held), cover)
    assert (public_status(held), row.cut_from) == ("Interim suspension", None)
    assert clock.day_of(row.ends_at or clock.now()) == date(2027, 11, 30)
    assert (accuracy.check(), check_public_view()) == ([], [])
    decide(held, listed(held, set_clock, HearingKind.APPEAL, order_id=order_id), Short(Decided.OVERTURNED))
    assert public_status(held) == "Registered", "what falls takes its cover with it"
    assert accuracy.check() == []


def test_cover_ends_when_the_sanction_starts_and_a_review_meanwhile_is_not_lost(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, cover, order_id = covered(set_clock)
    hearing_id = listed(held, set_clock, HearingKind.INTERIM_REVIEW, days=7, order_id=cover)
    decide(held, hearing_id, Short(Decided.EXTEND, 6))
    row = panels.order(concern_id(held), cover)
    assert clock.day_of(row.cut_from or clock.now()) == date(2028, 5, 31)
    starts = panels.order(concern_id(held), order_id).starts_at
    assert row.ends_at == starts
    assert starts is not None
    set_clock(starts)
    assert public_status(held) == "Suspended"
    taking_down.take_down(held.reference, order_id, reason="x", version=held.version, by=hire(Role.REGISTRAR).actor)
    assert public_status(held) == "Registered", "a cover that is over does not come back"


def test_closing_calls_hearings_off_and_nothing_is_ordered_afterwards(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    ask_for_cover(held)
    hearing_id = listed(held, set_clock, HearingKind.INTERIM, days=7)
    before = len(letters("registrant_concern"))
    by = held.manager.actor
    closing.discontinue(held.reference, words="Over.", note="x", version=held.version, by=by)
    assert panels.hearing(concern_id(held), hearing_id).called_off_at is not None
    said = [one.body for one in letters("registrant_concern")[before:]]
    assert len(said) == 2
    assert "A hearing that was set is called off" in said[0]
    told = {one.recipient for one in letters("staff_hearing_off")}
    assert told == {who.email for who in held.panel.values()}
    with pytest.raises(Refused, match="closed"):
        decide(held, hearing_id, SUSPENDED)
    with pytest.raises(Refused, match="closed"):
        hearings.give_notice(held.reference, hearing_id, version=held.version, by=by)


def test_an_interim_order_is_told_at_once(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    held, _ = interim(set_clock)  # at 16:00, when bad news would wait for the next morning
    assert letters("registrant_concern")[-1].due_at == clock.now()
    assert public_status(held) == "Interim suspension"


# ------------------------------------------------------------------------------------------------- words and orders


def test_wrong_words_go_and_the_order_stands_until_two_people_put_them_right(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    order_id = released(held)
    set_clock("2029-01-08 10:00")  # two years later: it is over and still shown, and the concern is closed
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    orders.finish(held.reference, words="Done.", version=held.version, by=registrar.actor)
    taking_down.hide_words(held.reference, order_id, reason="A name.", version=held.version, by=registrar.actor)
    assert shown() == (texts.HIDDEN, "", "")
    assert accuracy.check() == []
    assert letters("staff_taken_down")
    given = {"version": held.version, "by": registrar.actor}
    with pytest.raises(Refused, match="hidden because they are wrong"):
        releasing.release(held.reference, order_id, **given)
    assert [one.words for one in publishing_list.publishing("").steps] == [
        "Prepare the words that the public will read."
    ]
    set_clock.move(minutes=5)
    looking.written(held, order_id, "She took it.", editor)
    with pytest.raises(Refused, match="Send the proof copies"):
        releasing.release(held.reference, order_id, version=held.version, by=registrar.actor)
    looking.unwaited(held, order_id, hire(Role.REGISTRAR))
    with pytest.raises(NotAllowed):
        releasing.release(held.reference, order_id, version=held.version, by=editor.actor)
    releasing.release(held.reference, order_id, version=held.version, by=registrar.actor)
    assert shown()[0] == "She took it."
    assert (accuracy.check(), len(publishing.releases_of(concern_id(held)))) == ([], 2)
    assert publishing_list.publishing("").steps == ()
    with pytest.raises(Refused, match="not possible now"):
        looking.written(held, order_id, "Again.", editor)


def shown() -> tuple[str, str, str]:
    """What the public reads of the last decision about Siobhan."""
    db.session.rollback()
    one = next(one for one in decisions.listed(1).decisions if one.number == cast.SIOBHAN)
    found = decisions.one(one.number, one.address.rsplit("/", 1)[1])
    assert found is not None
    return one.text, found.facts, found.decision


def test_wrong_words_of_an_order_in_force_leave_it_in_force(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock, Sanction.WARNING, 12)
    order_id = released(held)
    until = panels.order(concern_id(held), order_id).appeal_until
    assert until is not None
    set_clock(f"{until + timedelta(days=1)} 09:00")
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    orders.finish(held.reference, words="Done.", version=held.version, by=registrar.actor)
    # A warning is not followed, so its concern is closed while it is in force: it can be not met all the same.
    looking.written(held, order_id, "She did it again: LS1 4DY.", editor, TextAbout.NOT_MET)
    looking.unwaited(held, order_id, hire(Role.REGISTRAR), TextAbout.NOT_MET)
    again = {"why": "It is a place.", "by": registrar.actor}
    releasing.release_not_met(held.reference, order_id, version=held.version, **again)
    taking_down.hide_words(held.reference, order_id, reason="A place.", version=held.version, by=registrar.actor)
    assert public_status(held) == "Registered – warning"
    assert [one.notice for one in notices(held)] == [texts.HIDDEN_NOTICE]
    looking.written(held, order_id, "She did it again.", editor, TextAbout.NOT_MET)
    looking.unwaited(held, order_id, hire(Role.REGISTRAR), TextAbout.NOT_MET)
    releasing.release_not_met(held.reference, order_id, version=held.version, by=registrar.actor)
    assert [(one.notice, one.wording) for one in notices(held)] == [("She did it again.", texts.HIDDEN)]


def notices(held: Looking) -> list[Restriction]:
    row = panels.orders(concern_id(held))[-1]
    return [register.restriction(row.restriction_id or 0)]


# ---------------------------------------------------------------------------------------------- risk and examiners


def test_what_was_set_aside_is_red_again_when_something_new_says_so(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.at_threshold()

    def rated(cause: Cause, *flags: Flag) -> Band:
        given = {"likelihood": 1, "impact": 2, "reasons": "x", "by": held.officer.actor}
        return rating.rate(held.reference, flags=flags, cause=cause, version=held.version, **given)

    def lowered() -> Band:
        by = held.officer.actor
        rating.ask_to_lower(held.reference, flags=[Flag.SEXUAL], reasons="x", version=held.version, by=by)
        return rating.answer_lowering(
            held.reference, agrees=True, words="Yes.", version=held.version, by=held.manager.actor
        )

    assert rated(Cause.ROUTINE, Flag.SEXUAL) is Band.RED
    assert lowered() is Band.GREEN
    assert rated(Cause.ROUTINE, Flag.SEXUAL) is Band.GREEN, "two people agreed, and nothing is new"
    assert rated(Cause.NEW_INFORMATION) is Band.GREEN, "something else is new"
    assert rated(Cause.NEW_INFORMATION, Flag.SEXUAL) is Band.RED
    assert rated(Cause.ROUTINE) is Band.RED, "it stays until two people agree anew"
    assert lowered() is Band.GREEN


def test_after_it_was_sent_back_both_examiners_write_anew(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    writes(held, held.lay, Finding.NO_CASE)
    set_clock.move(minutes=5)
    examining.send_back(held.reference, reasons="Ask the bank.", version=held.version, by=held.peer.actor)
    set_clock.move(days=5)
    working.send_to_examiners(held.reference, version=held.version, by=held.investigator.actor)
    set_clock.move(days=5)
    assert writes(held, held.peer, Finding.NO_CASE) is None, "what was written of less counts no more"
    assert {one.account_id for one in examining.shown_to(concern_id(held), held.peer.id)} == {held.peer.id}
    assert writes(held, held.lay, Finding.REFER) is None, "apart for the first time"
    for who in (held.lay, held.peer):
        last = writes(held, who, Finding.REFER)
    assert last is Finding.REFER


# ------------------------------------------------------------------------------------------------- reviews and days


def test_a_review_is_not_listed_for_ever_and_a_longer_sanction_may_be_appealed(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    order_id = released(held)
    concern, registrar = concern_id(held), hire(Role.REGISTRAR)
    first = panels.order(concern, order_id).review_on
    assert first is not None
    set_clock(f"{first - timedelta(days=14)} 09:00")
    decide(held, listed(held, set_clock, HearingKind.REVIEW, order_id=order_id), Short(Decided.CONTINUE))
    row = panels.order(concern, order_id)
    assert (row.review_on, panels.to_review(clock.today())) == (None, [])
    with pytest.raises(Refused, match="time to appeal is over"):
        appeals(held, order_id)
    ends = row.ends_at
    orders.monitor(held.reference, version=held.version, by=registrar.actor)
    decide(held, listed(held, set_clock, HearingKind.REVIEW, order_id=order_id), Short(Decided.EXTEND, 6))
    row = panels.order(concern, order_id)
    assert row.review_on is not None
    assert row.review_on > clock.today()
    appeals(held, order_id)
    assert (officers.now(held.reference).stage, public_status(held)) == (Stage.MONITORING, "Suspended"), "beside"
    with pytest.raises(Refused, match="You have appealed"):
        appeals(held, order_id)
    words = "That the order runs longer is appealed."
    assert [one.button for one in looking_steps(held.reference) if words in one.words] == ["Set the day"]
    hearing_id = listed(held, set_clock, HearingKind.APPEAL, order_id=order_id)
    assert not any(words in one.words for one in looking_steps(held.reference))
    decide(held, hearing_id, Short(Decided.OVERTURNED))
    assert panels.order(concern, order_id).ends_at == ends, "it ends when it would have ended"
    assert (public_status(held), accuracy.check()) == ("Suspended", [])


def test_each_review_of_a_temporary_measure_has_its_own_time_to_appeal(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id = interim(set_clock)
    appeals(held, order_id)
    decide(held, listed(held, set_clock, HearingKind.APPEAL, order_id=order_id), Short(Decided.DISMISSED))
    with pytest.raises(Refused, match="no decision here"):
        appeals(held, order_id)
    decide(held, listed(held, set_clock, HearingKind.INTERIM_REVIEW, order_id=order_id), Short(Decided.CONTINUE))
    appeals(held, order_id)
    decide(held, listed(held, set_clock, HearingKind.APPEAL, order_id=order_id), Short(Decided.OVERTURNED))
    assert public_status(held) == "Registered"


@pytest.mark.parametrize(
    ("ends", "months", "until"),
    [
        (date(2026, 3, 28), 12, date(2027, 3, 28)),  # the clocks go forward the night after
        (date(2027, 3, 27), 6, date(2027, 9, 27)),
        (date(2026, 10, 24), 6, date(2027, 4, 24)),
        (date(2028, 1, 30), 1, date(2028, 2, 28)),
    ],
)
def test_an_extension_runs_from_the_day_after_on_any_night(ends: date, months: int, until: date) -> None:
    assert effects.longer(clock.end_of_day(ends), months) == clock.end_of_day(until)


def test_a_pause_moves_working_days_by_working_days_and_an_ill_registrant_has_their_days_left(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    triage_rule = stages.RULES[Stage.TRIAGE]
    assert targets.later(triage_rule, date(2026, 12, 8), date(2026, 11, 24), date(2026, 11, 28)) == date(2026, 12, 11)
    panel_rule = stages.RULES[Stage.PANEL]
    assert targets.later(panel_rule, date(2026, 12, 8), date(2026, 11, 24), date(2026, 11, 28)) == date(2026, 12, 12)
    assert targets.interim_by(date(2026, 11, 1), date(2026, 11, 20)) == date(2026, 11, 29)
    assert targets.interim_by(date(2026, 1, 1), date(2026, 11, 20)) == date(2026, 12, 4)
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    due = responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    set_clock.move(days=20)
    by = held.manager.actor
    pausing.pause(held.reference, reason=PauseReason.HEALTH, words="x", version=held.version, by=by)
    set_clock.move(days=30)
    pausing.resume(held.reference, words="x", version=held.version, by=by)
    asked = investigation.responses(concern_id(held))[held.subject_id]
    assert asked.due_on == due + timedelta(days=30)
    assert asked.waited.waits(clock.today())


def test_more_time_to_settle_it_moves_the_target(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    officer = officers.officer("Sam Officer")
    reference = officers.in_triage(officer, telling(subjects=SIOBHAN))
    given = {"happened_on": looking.happened(), "reasons": "Minor.", "by": officer.actor}
    triage.find_ours(reference, TriageOutcome.LOCAL, version=officers.version(reference), **given)
    until = triage.extend_local(reference, reasons="Soon.", version=officers.version(reference), by=officer.actor)
    concern = officers.now(reference).id
    assert targets.of([concern])[concern, Stage.LOCAL_RESOLUTION].due_on == until
