"""That a concern ended without a finding: nothing is public unless the registrant asks, and then for its time."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns.examiners import deciding
from concerns.nightly import work
from concerns.operations import closing, following_up
from concerns.publishing import accuracy, no_finding
from concerns.vocabulary import Finding, Sanction
from foundation.errors import Missing, NotAllowed, Refused
from register import coming_down, publication
from register.reconciliation import check_public_view
from register.vocabulary import OrderKind
from tests.accounts.staff import hire
from tests.concerns import looking
from tests.concerns import test_own_concern as own_concern
from tests.concerns.looking import Looking
from tests.concerns.test_decision_pages import visitor
from tests.concerns.test_examiners import writes
from tests.concerns.test_publication import by_panel
from tests.conftest import StillClock
from tests.frame import cast
from tests.frame.outbox import letters
from tests.page import Visitor


def ended(set_clock: StillClock, finding: Finding = Finding.NO_CASE) -> Looking:
    """Both examiners found no case, and it is closed, on 24 November 2026."""
    set_clock("2026-11-24 09:00")
    held = looking.examined()
    for who in (held.lay, held.peer):
        writes(held, who, finding, "Keep receipts." if finding is Finding.ADVICE else "")
    deciding.close_without_case(held.reference, words="There is no case.", version=held.version, by=held.lay.actor)
    return held


def asks(held: Looking) -> int:
    assert held.siobhan is not None
    no_finding.ask(held.reference, account_id=held.siobhan.id, by=held.siobhan.actor)
    return no_finding.waiting()[-1].id


def wishes() -> dict[int, date]:
    """Whom the letter of a night tells of a wish, and from when on."""
    return {one.account_id: one.on for one in work.items() if one.what is work.What.WISH}


def shown() -> list[str]:
    entry = publication.public_entry(cast.SIOBHAN)
    held = entry.restrictions if entry is not None else ()
    return [one.address for one in held if one.kind is OrderKind.NO_FINDING]


def test_who_asks_is_read_of_by_everybody_for_a_year_and_then_by_nobody(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = ended(set_clock)
    editor, registrar = hire(Role.PUBLICATION_EDITOR, Role.REGISTRAR), hire(Role.REGISTRAR)
    siobhan = own_concern.visitor(sample, held.siobhan)
    page = siobhan.open(siobhan.open(f"/account/concerns/{held.reference}").links["Ask us to say so"])
    assert "Then everybody can read that there was a concern." in page.text
    page = siobhan.send(page, {}, button="Ask for it")
    assert "You asked for this on 24 November 2026." in page.text
    with pytest.raises(Refused, match="You have asked"):
        asks(held)
    assert shown() == [], "nothing before two people"
    found = wishes()
    assert found[editor.id] == date(2026, 11, 25)
    assert registrar.id not in found
    staff = visitor(sample, editor)
    page = staff.open(staff.open("/staff/concerns/publishing").links[f"Look at it: {held.reference}"])
    assert cast.SIOBHAN in page.text
    staff.send(page, {}, button="Yes, it may be public")
    wish = no_finding.waiting()[-1].id
    found = wishes()
    assert editor.id not in found
    assert found[registrar.id] == date(2026, 12, 23)
    with pytest.raises(NotAllowed, match="looked at it yourself"):
        no_finding.release(held.reference, wish, version=held.version, by=editor.actor)
    other = visitor(sample, registrar)
    address = other.open("/staff/concerns/publishing").links[f"Release it: {held.reference}"]
    page = other.send(other.open(address), {}, button="Release it", status=409)
    assert "The reporter may ask for another look" in page.problems[0]
    set_clock("2026-12-23 09:00")
    other, before = visitor(sample, registrar), len(letters())
    other.send(other.open(address), {}, button="Release it")
    assert len(letters()) == before + 1
    [address] = shown()
    entry = publication.public_entry(cast.SIOBHAN)
    assert entry is not None
    assert entry.status_label == "Registered", "it limits nobody"
    public = Visitor(sample.test_client())
    listed = public.open(f"/decisions?q={cast.SIOBHAN}&kind=no_finding")
    for found in (listed, public.open(address), public.open(f"/register/{cast.SIOBHAN}")):
        assert "found nothing against this person" in found.text
    assert sample.test_client().get(f"{address}.pdf").status_code == 200
    assert accuracy.check() == check_public_view() == []
    set_clock("2027-12-23 23:58")
    assert shown() == [address]
    set_clock("2027-12-23 23:59")
    assert shown() == []
    assert coming_down.run().still_there == ()
    assert accuracy.check() == check_public_view() == []
    closing.look_anew(held.reference, note="Something new.", version=held.version, by=held.manager.actor)
    assert accuracy.check() == [], "it had run out as released"


def test_advice_is_a_finding_of_its_own(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    with pytest.raises(Missing):
        asks(ended(set_clock, Finding.ADVICE))


def test_what_a_panel_found_proved_does_not_count_whatever_followed(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = by_panel(Sanction.NONE, None)(set_clock)
    set_clock("2027-04-01 10:00")
    with pytest.raises(Missing):
        asks(held)


def test_it_waits_for_another_look_at_the_closing_and_goes_when_it_is_opened_again(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = ended(set_clock)
    wish = asks(held)
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    with pytest.raises(Refused, match="Somebody looks at it first"):
        no_finding.release(held.reference, wish, version=held.version, by=registrar.actor)
    no_finding.check(held.reference, wish, version=held.version, by=editor.actor)
    following_up.ask_for_another_look(held.reference, "Look again.")
    set_clock("2026-12-23 09:00")
    with pytest.raises(Refused, match="looks at the closing again"):
        no_finding.release(held.reference, wish, version=held.version, by=registrar.actor)
    assert no_finding.stop(held.reference, wish, reason="Wait.", version=held.version, by=registrar.actor)
    assert no_finding.waiting() == []


def test_what_is_public_goes_when_the_concern_is_opened_again_and_too_late_nobody_asks(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = ended(set_clock)
    wish = asks(held)
    set_clock("2026-12-23 09:00")
    editor, registrar = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR)
    no_finding.check(held.reference, wish, version=held.version, by=editor.actor)
    no_finding.release(held.reference, wish, version=held.version, by=registrar.actor)
    assert len(shown()) == 1
    closing.look_anew(held.reference, note="Something new.", version=held.version, by=held.manager.actor)
    assert shown() == []
    assert coming_down.run().still_there == ()
    assert accuracy.check() == check_public_view() == []
    with pytest.raises(Missing):
        asks(held)


def test_what_ran_out_is_not_taken_down_when_somebody_stops_it(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = ended(set_clock)
    wish = asks(held)
    set_clock("2026-12-23 09:00")
    no_finding.check(held.reference, wish, version=held.version, by=hire(Role.PUBLICATION_EDITOR).actor)
    no_finding.release(held.reference, wish, version=held.version, by=hire(Role.REGISTRAR).actor)
    set_clock("2027-12-24 09:00")
    before = len(letters())
    assert no_finding.stop(held.reference, wish, reason="x", version=held.version, by=hire(Role.REGISTRAR).actor)
    assert len(letters()) == before, "nobody is told that it came down, for it was down"
    assert accuracy.check() == check_public_view() == []
