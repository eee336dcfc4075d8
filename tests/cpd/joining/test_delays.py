"""Late, and why: said by whoever has the application, read by the applicant and on the work list; the share in time."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask

from cpd.joining.findings import DelayReason
from cpd.joining.operations import delaying
from cpd.joining.views import applicant_view, officer_list
from cpd.joining.vocabulary import Stage
from cpd.joining.worklist import Filter
from foundation.errors import NotAllowed, Refused
from tests.cpd.joining.arrange import Answer, Case, case, declared
from tests.cpd.joining.test_officer_pages import at

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _on_a_monday(set_clock) -> None:
    set_clock("2026-11-23 10:00")


def say(held: Case, reason: DelayReason = DelayReason.ABSENCE, words: str = "", by: str = "officer") -> None:
    delaying.say_why(
        held.reference, reason=reason, words=words, version=held.version, by=getattr(held.office, by).actor
    )


@pytest.mark.parametrize(
    ("stage", "by"),
    [(Stage.COMPLETENESS, "officer"), (Stage.DECLARATIONS, "officer"), (Stage.DECISION, "registrar")],
)
def test_why_it_is_late_is_said_at_each_stage_and_read_by_the_applicant(stage: Stage, by: str, set_clock) -> None:
    held = (declared() if stage is Stage.DECLARATIONS else case()).to(stage)
    with pytest.raises(Refused, match="not late"):
        say(held, by=by)
    set_clock("2026-12-21 10:00")
    assert "We have more to do than we planned" in applicant_view.show(held.application).late
    say(held, words="She is back on Monday.", by=by)
    told = applicant_view.show(held.application).late
    assert told.endswith("late. The person who has it is away. She is back on Monday.")
    [line] = officer_list.listed(Filter(), page=1, by=held.office.officer.actor).lines
    assert line.why == "The person who has it is away"


def test_what_was_said_at_one_stage_is_not_said_of_the_next(set_clock) -> None:
    held = case()
    set_clock("2026-12-07 10:00")
    say(held)
    held.complete()
    assert applicant_view.show(held.application).late == ""
    set_clock("2027-01-11 10:00")
    assert "is away" not in applicant_view.show(held.application).late


def test_something_else_needs_words_and_strangers_say_nothing(set_clock) -> None:
    held = case()
    set_clock("2026-12-07 10:00")
    with pytest.raises(Refused, match="Say what it is"):
        say(held, DelayReason.OTHER, " ")
    with pytest.raises(NotAllowed):
        say(held, by="assessor")
    with pytest.raises(NotAllowed):
        say(held, by="registrar")  # it is not theirs yet
    say(held, DelayReason.OTHER, "Our post was lost.")
    assert applicant_view.show(held.application).late == "This is 5 working days late. Our post was lost."


def test_an_officer_says_it_on_a_page(app: Flask, set_clock) -> None:
    held = case()
    set_clock("2026-12-07 10:00")
    officer = at(app, held.office.officer)
    page = officer.open(f"/staff/applications/{held.reference}")
    assert "Nobody has told the applicant yet why it is late" in page.text
    page = officer.open(f"/staff/applications/{held.reference}/late")
    page = officer.send(page, {"reason": "many", "words": "Autumn is busy."}, button="Tell them")
    assert "Late because: We have more applications than we planned for. Autumn is busy." in page.text
    assert "We have more applications than we planned for" in officer.open("/staff/applications").text


def test_the_share_in_time_stands_under_the_work_list(app: Flask, set_clock) -> None:
    quick = case().to(Stage.DECISION).decide()
    slow = case(quick.office).to(Stage.DECISION)
    unseen = case(quick.office, health=Answer("D07", 1, "yes", "Something."))
    set_clock("2026-12-21 10:00")
    slow.decide()
    shown = officer_list.in_time()
    assert (shown.decided, shown.in_time, shown.share, shown.wanted, shown.days) == (2, 1, 50, 90, 10)
    text = at(app, quick.office.officer).open("/staff/applications").text
    assert "1 of 2 complete, undisputed applications (50 %) were decided within 10 working days" in text
    assert unseen.application.in_time is None


def test_the_day_of_the_decision_tells_staff_nothing_about_health(app: Flask) -> None:
    well, ill = case(), case(health=Answer("D07", 1, "yes", "Something."))
    for held in (well, ill):
        held.complete()
        page = at(app, held.office.officer).open(f"/staff/applications/{held.reference}")
        assert "Complete and undisputed: to be decided by 7 December 2026" in page.text
    assert applicant_view.show(well.application).overall_by == date(2026, 12, 7)
    assert applicant_view.show(ill.application).overall_by is None
