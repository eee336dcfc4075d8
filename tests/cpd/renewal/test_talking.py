"""What the questions promise, "we talk to you about what is missing", stands on a list until somebody has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from cpd.renewal import account, worklists
from cpd.renewal.models import RenewalTalk
from cpd.renewal.operations import nightly, talking
from cpd.renewal.vocabulary import Queue
from cpd.renewal.worklists import Tab
from foundation import clock
from foundation.database import db
from foundation.errors import Missing, NotAllowed, Refused
from register import operations as register
from tests.accounts.staff import SHELL, sit_down
from tests.cpd.renewal.arrange import CONVICTION, answers, member
from tests.page import Visitor

pytestmark = pytest.mark.usefixtures("database")
START, END = date(2027, 1, 15), date(2028, 1, 14)


def _notes(queue: Queue | None = None) -> list[str]:
    return sorted(line.note for line in worklists.listed(Tab.TALK, queue=queue).lines)


def test_each_answer_stands_in_the_queue_of_the_rules(set_clock: Any) -> None:
    set_clock("2027-12-01 10:00")
    fine, one = member(START, END), member(START, END, name="Felicity")
    fine.renew()
    assert _notes() == []
    said = answers(D02="yes", D09="no", D13="no", D14="no", D15="no", D16="no", D17="no", D21="no")
    one.renew(answers=[replace(each, words="zzlearned") if each.code == "D18" else each for each in said])
    assert _notes()[0] == "Audit: D15"
    assert set(_notes()) >= {
        "CPD: D13, D14, D21",
        "Claims: D17",
        "Learning: D18",
        "Registration: D09",
        "Return route: D16",
    }
    assert _notes(Queue.CPD) == ["CPD: D13, D14, D21"]
    assert dict(worklists.queues())[Queue.CPD] == 1
    assert all('"codes"' not in row.sealed for row in db.session.scalars(select(RenewalTalk)))


def test_cpd_that_is_not_met_stands_there_too(set_clock: Any) -> None:
    set_clock("2028-01-20 10:00")
    one = member(START, END)
    one.renew()
    assert one.renewal.cpd == "not_met"
    assert _notes() == ["CPD: CPD"]


def test_cpd_of_who_renewed_in_time_is_judged_again_when_the_period_is_over(set_clock: Any) -> None:
    """While it runs nothing is wanting yet. They are on the list once, whatever they answered and talked about."""
    set_clock("2027-12-01 10:00")
    one, left = member(START, END), member(START, END, name="Felicity")
    for each in (one, left):
        each.renew(answers=answers(D14="no"))
    assert (one.renewal.cpd, _notes()) == ("not_yet", ["CPD: D14", "CPD: D14"])
    register.record_leaving(left.number, at=clock.now(), reason="a test", by=SHELL)
    set_clock("2028-01-14 23:00")
    assert nightly.run(shred=lambda _owner: None).cpd_wanting == 0
    set_clock("2028-01-15 02:00")
    assert nightly.run(shred=lambda _owner: None).cpd_wanting == 1
    assert nightly.run(shred=lambda _owner: None).cpd_wanting == 0
    assert one.renewal.cpd == "not_met"
    assert _notes(Queue.CPD).count("CPD: CPD") == 1


def test_somebody_talks_says_what_came_of_it_and_it_is_off_the_list(set_clock: Any) -> None:
    set_clock("2027-12-01 10:00")
    one, other = member(START, END), member(START, END, name="Felicity")
    one.renew(answers=answers(D14="no"))
    talk = db.session.scalar(select(RenewalTalk))
    assert talk is not None
    talk_id, version, officer = talk.id, talk.version, one.office.officer.actor
    done = {"words": "zztalked A supervisor starts in May.", "version": version}
    with pytest.raises(NotAllowed):
        talking.note_done(one.number, talk_id, **done, by=one.office.finance.actor)
    with pytest.raises(Missing):
        talking.note_done(other.number, talk_id, **done, by=officer)
    with pytest.raises(Refused, match="Say what"):
        talking.note_done(one.number, talk_id, words=" ", version=version, by=officer)
    talking.note_done(one.number, talk_id, **done, by=officer)
    assert _notes() == []
    with pytest.raises(Refused, match="already"):
        talking.note_done(one.number, talk_id, **done, by=officer)
    assert "zztalked" in str(account.held(one.entry))


def test_on_the_pages(set_clock: Any, app: Flask) -> None:
    set_clock("2027-12-01 10:00")
    one = member(START, END)
    one.renew(answers=answers(D14="no"))
    visitor = Visitor(sit_down(app, one.office.officer))
    page = visitor.open("/staff/renewals?show=talk&queue=cpd")
    assert "CPD: D14" in page.text
    assert CONVICTION not in page.text
    page = visitor.open(f"/staff/renewals/{one.number}")
    assert "To talk about" in page.text
    talk = db.session.scalar(select(RenewalTalk))
    assert talk is not None
    visitor.send(page, {f"talk_{talk.id}": "zzdone"}, button="Done")
    assert _notes() == []
