"""What turns out to be about health, whenever that is: no word of it goes out, and it is shown as long as it runs."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from accounts.models import Role
from concerns.operations.papers import Door
from concerns.panels import queries as panels
from concerns.publishing import accuracy, health, proofs, releasing, restored, taking_down
from concerns.views import looking_view, own_concern
from concerns.vocabulary import Sanction, TextAbout
from foundation import clock
from foundation.errors import Refused
from register import operations as register
from register.reconciliation import check_public_view
from tests.accounts.staff import Person, hire
from tests.concerns import looking
from tests.concerns.looking import Looking
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_order_kept import followed, requires
from tests.concerns.test_panels import decided
from tests.concerns.test_publication import SUMMARY, by_panel, change, shown
from tests.conftest import StillClock
from tests.frame import cast

#: The panel's words and reasons, and the public words of this test.
WORDS = ("What the public reads.", "On impairment.", "About suspension.", SUMMARY, "She took it from")


def read_by(held: Looking, who: Person) -> str:
    """Everything that somebody reads of it who has no seat in it."""
    found = looking_view.sections(held.reference, Door.DECISION, who.actor)
    return " ".join(f"{line.term} {line.words} {line.quiet}" for one in found for line in one.lines)


def answered(held: Looking, order_id: int, *, agrees: bool) -> None:
    """Somebody says that it is about health, and another answers."""
    said = hire(Role.PUBLICATION_EDITOR)
    health.say(held.reference, order_id, reason="Her treatment.", version=held.version, by=said.actor)
    by = hire(Role.REGISTRAR).actor
    health.answer(held.reference, order_id, agrees=agrees, words="It is not.", version=held.version, by=by)


def test_no_word_goes_out_while_it_is_asked_and_none_is_read_after(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held = decided(set_clock)
    set_clock("2027-02-01 10:00")
    change(held, without_end=True)
    order_id = panels.orders(concern_id(held))[-1].id
    editor, first, second = hire(Role.PUBLICATION_EDITOR), hire(Role.REGISTRAR), hire(Role.REGISTRAR)
    health.say(held.reference, order_id, reason="Her treatment.", version=held.version, by=editor.actor)
    looking.written(held, order_id, SUMMARY, editor)
    looking.unwaited(held, order_id, first)
    for act in (releasing.tell, releasing.release):
        with pytest.raises(Refused, match="second person answers that first"):
            act(held.reference, order_id, version=held.version, by=second.actor)
    with pytest.raises(Refused, match="second person answers that first"):
        proofs.send(held.reference, order_id, about=TextAbout.DECISION, version=held.version, by=editor.actor)
    given = {"agrees": False, "words": "It is not.", "by": first.actor}
    health.answer(held.reference, order_id, version=held.version, **given)
    releasing.release(held.reference, order_id, version=held.version, by=second.actor)
    set_clock("2027-03-02 12:00")
    taking_down.hide_words(held.reference, order_id, reason="A name.", version=held.version, by=second.actor)
    set_clock.move(minutes=5)
    looking.written(held, order_id, SUMMARY, editor)
    looking.unwaited(held, order_id, first)
    assert all(words in read_by(held, editor) for words in WORDS)
    health.say(held.reference, order_id, reason="It is, after all.", version=held.version, by=editor.actor)
    with pytest.raises(Refused, match="second person answers that first"):
        releasing.release(held.reference, order_id, version=held.version, by=second.actor)
    health.answer(held.reference, order_id, agrees=True, version=held.version, by=first.actor)
    [row] = panels.orders(concern_id(held))
    assert (row.without_end, row.shown_months, row.shown_again_on) == (False, None, None)
    assert row.shown_until == row.ends_at, "no longer than it runs, whatever was ordered before"
    assert not any(words in read_by(held, editor) for words in WORDS)
    assert "It is about health, so its words are private." in read_by(held, editor)
    assert all(words in read_by(held, first) for words in WORDS)
    assert held.siobhan is not None
    [mine] = own_concern.own_concern(held.reference, held.siobhan.id).decisions
    assert (mine.wording, mine.shown) == (WORDS[0], ""), "she reads what was decided, and of no end that there is not"
    assert accuracy.check() == check_public_view() == []
    set_clock("2027-09-01 23:59")
    assert shown() is None


@pytest.mark.one_database
@pytest.mark.parametrize("way", ["words", "order"])
def test_between_a_restoration_and_the_night_it_can_be_taken_off(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock, way: str
) -> None:
    held = by_panel(Sanction.REMOVAL, None, shown_months=180)(set_clock)
    set_clock("2032-04-01 10:00")
    register.restore(cast.SIOBHAN, starts_on=date(2032, 4, 2), ends_on=date(2038, 4, 1), reason="Back.", by=cast.BY)
    set_clock("2032-04-02 10:00")
    order_id, second = panels.orders(concern_id(held))[-1].id, hire(Role.REGISTRAR)
    given = {"reason": "It is wrong.", "version": held.version, "by": second.actor}
    if way == "order":
        assert taking_down.take_down(held.reference, order_id, **given)
    else:
        taking_down.hide_words(held.reference, order_id, **given)
        assert shown() is not None
        assert accuracy.check() == []
        answered(held, order_id, agrees=True)
        [row] = panels.orders(concern_id(held))
        assert row.shown_until == clock.now(), "she is back, so nothing of health is shown any more"
        assert (row.shown_months, row.shown_again_on) == (None, None)
    assert shown() is None
    assert restored.keep() == 0
    assert accuracy.check() == check_public_view() == []


@pytest.mark.one_database
def test_an_editor_reads_nothing_of_what_an_order_about_health_asks_for(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    held, order_id, registrar, officer = followed(set_clock)
    requires(held, registrar, order_id)
    editor = hire(Role.PUBLICATION_EDITOR)
    assert "Meet a supervisor" in read_by(held, editor)
    answered(held, order_id, agrees=True)
    assert "Meet a supervisor" not in read_by(held, editor)
    assert "Meet a supervisor" in read_by(held, officer), "whoever follows it reads what it asks for"
