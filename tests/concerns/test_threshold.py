"""Is it ours, can it be settled, could it be serious: who decides, what is refused, and what the register holds."""

from __future__ import annotations

import itertools
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from concerns import clocks, queries
from concerns.models import ThresholdDecision
from concerns.operations import closing, following_up, having, pausing, triaging
from concerns.operations.answering import answer_review
from concerns.threshold import deciding, questions, triage
from concerns.vocabulary import Answer, ClockName, CloseReason, Factor, Ground, PauseReason, Stage, TriageOutcome, Yes
from foundation.errors import NotAllowed, Refused
from register import queries as register
from tests.accounts.staff import Person
from tests.concerns import officers
from tests.concerns.arrange import anonymous, raised, telling
from tests.concerns.officers import version
from tests.concerns.test_risk import SIOBHAN
from tests.conftest import StillClock
from tests.frame import cast

WHEN = date(2025, 3, 3)
HARM = {Factor.HARM: "Money for care ran out."}


def in_triage(who: Person, **changes: object) -> str:
    return officers.in_triage(who, telling(subjects=SIOBHAN, **changes))


def ours(reference: str, who: Person, outcome: TriageOutcome = TriageOutcome.THRESHOLD, **given: object) -> None:
    held = {"happened_on": WHEN, "standards_named": ["3.1"], "reasons": "It is about her practice.", **given}
    triage.find_ours(reference, outcome, version=version(reference), by=who.actor, **held)


def at_threshold(who: Person) -> str:
    reference = in_triage(who)
    ours(reference, who)
    return reference


def apply(reference: str, who: Person, answers: tuple[Yes, Yes, Yes] = (Yes.YES,) * 3, **given: object) -> bool:
    held = {
        "serious": answers[0],
        "matters": answers[1],
        "fair": answers[2],
        "grounds": [Ground.MISCONDUCT],
        "factors": HARM,
        "reasons": "Because.",
        "words": "Thank you. It is not for us.",
        **given,
    }
    return deciding.apply_test(reference, version=version(reference), by=who.actor, **held)


def is_held() -> bool:
    [entry_id] = register.entry_ids([cast.SIOBHAN]).values()
    return register.is_held(entry_id)


def test_what_is_ours_goes_on_and_nobody_leaves_meanwhile(sample: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = in_triage(who)
    assert (officers.now(reference).stage, is_held()) == (Stage.TRIAGE, True)
    ours(reference, who)
    assert (officers.now(reference).stage, is_held()) == (Stage.THRESHOLD, True)
    closing.discontinue(
        reference, words="The person has died.", note="Died.", version=version(reference), by=officers.manager().actor
    )
    assert (officers.now(reference).stage, is_held()) == (Stage.CLOSED, False)
    following_up.ask_for_another_look(reference, "Please look.")


def test_nobody_leaves_from_the_moment_a_concern_names_their_entry(sample: Flask, database: SQLAlchemy) -> None:
    """Of a concern without a name nothing is placed that has a minute to it, until an officer takes it."""
    who = officers.officer()
    named = raised(telling(subjects=SIOBHAN)).reference
    assert (officers.now(named).stage, is_held()) == (Stage.RECEIVED, True)
    having.take(named, version=version(named), by=who.actor)
    triaging.close(named, reason=CloseReason.DUPLICATE, words="We have it.", version=version(named), by=who.actor)
    assert not is_held()
    nameless = raised(anonymous(subjects=SIOBHAN)).reference
    assert not is_held()
    having.take(nameless, version=version(nameless), by=who.actor)
    assert is_held()


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"happened_on": date(2011, 1, 1)}, "registered when it happened"),
        ({"happened_on": date(2090, 1, 1)}, "none that is to come"),
        ({"standards_named": ["99.9"]}, "not in the edition"),
        ({"reasons": " "}, "Write why"),
    ],
)
def test_what_triage_cannot_find_ours(
    sample: Flask, database: SQLAlchemy, given: dict[str, object], sentence: str
) -> None:
    who = officers.officer()
    reference = in_triage(who)
    with pytest.raises(Refused, match=sentence):
        ours(reference, who, **given)
    assert officers.now(reference).stage is Stage.TRIAGE


def test_somebody_who_is_not_on_the_register_is_not_ours(database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.in_triage(who)
    with pytest.raises(Refused, match="Find the person on the register"):
        ours(reference, who)


def test_only_what_is_minor_is_settled(sample: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    red = in_triage(who, worries=("violence",))
    with pytest.raises(Refused, match="Only what is green"):
        ours(red, who, TriageOutcome.LOCAL)
    nameless = officers.in_triage(who, anonymous(subjects=SIOBHAN))
    with pytest.raises(Refused, match="whose name"):
        ours(nameless, who, TriageOutcome.LOCAL)


def test_settling_is_extended_once_and_ends_one_way_or_the_other(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    who = officers.officer()
    first, second = in_triage(who), in_triage(who)
    for one in (first, second):
        ours(one, who, TriageOutcome.LOCAL)
    assert triage.extend_local(first, reasons="They meet soon.", version=version(first), by=who.actor) == date(
        2027, 1, 19
    )
    with pytest.raises(Refused, match="extended once"):
        triage.extend_local(first, reasons="More.", version=version(first), by=who.actor)
    triage.settle(first, words="It is settled.", agreed="She said sorry.", version=version(first), by=who.actor)
    triage.give_up_settling(second, reasons="They would not meet.", version=version(second), by=who.actor)
    assert [officers.now(one).stage for one in (first, second)] == [Stage.CLOSED, Stage.THRESHOLD]


def test_the_three_questions_lead_where_the_rules_say() -> None:
    for serious, matters, fair in itertools.product(Yes, Yes, (Yes.YES, Yes.NO)):
        goes_on = fair is Yes.YES and serious is not Yes.NO and matters is not Yes.NO
        assert questions.investigates(serious, matters, fair) is goes_on
    with pytest.raises(Refused, match="yes or no"):
        questions.investigates(Yes.YES, Yes.YES, Yes.DOUBT)


def test_doubt_investigates_and_no_closes(sample: Flask, database: SQLAlchemy) -> None:
    who, manager = officers.officer(), officers.manager()
    doubtful, clear = at_threshold(who), at_threshold(who)
    assert apply(doubtful, manager, (Yes.DOUBT, Yes.DOUBT, Yes.YES))
    assert not apply(clear, manager, (Yes.NO, Yes.YES, Yes.YES))
    assert [officers.now(one).stage for one in (doubtful, clear)] == [Stage.INVESTIGATION, Stage.CLOSED]
    assert is_held(), "the other one goes on"


def test_whoever_triaged_does_not_apply_the_test(sample: Flask, database: SQLAlchemy) -> None:
    both = officers.both_officer_and_manager()
    reference = at_threshold(both)
    with pytest.raises(NotAllowed, match="does not apply the threshold test"):
        apply(reference, both)
    with pytest.raises(NotAllowed):
        apply(reference, officers.officer("Kim Other"))
    assert database.session.query(ThresholdDecision).count() == 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"factors": {}}, "Tick what you weighed"),
        ({"factors": {Factor.TIME: " "}}, "Explain each factor"),
        ({"grounds": []}, "Choose the ground"),
        ({"reasons": ""}, "Write your reasons"),
    ],
)
def test_a_test_without_its_reasons_is_refused(
    sample: Flask, database: SQLAlchemy, given: dict[str, object], sentence: str
) -> None:
    who, manager = officers.officer(), officers.manager()
    reference = at_threshold(who)
    with pytest.raises(Refused, match=sentence):
        apply(reference, manager, **given)
    assert officers.now(reference).stage is Stage.THRESHOLD


def test_a_closing_at_the_threshold_goes_back_there(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    who, manager, rita = officers.officer(), officers.manager(), officers.reviewer()
    reference = at_threshold(who)
    apply(reference, manager, (Yes.YES, Yes.NO, Yes.YES))
    following_up.ask_for_another_look(reference, "It matters to me.")
    set_clock("2026-12-01 09:00")
    answer_review(reference, Answer.SENT_BACK, reasons="It may.", version=version(reference), by=rita.actor)
    concern = officers.now(reference)
    assert (concern.stage, concern.closed_on, is_held()) == (Stage.THRESHOLD, None, True)
    due = {one.name: one.on for one in clocks.running(queries.facts([concern])[concern.id])}
    assert due[ClockName.THRESHOLD] == date(2027, 1, 26), "a new clock of 56 days"


def test_the_clock_of_a_stage_stands_still_for_a_reason_and_moves_by_its_days(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    who, manager = officers.officer(), officers.manager()
    reference = at_threshold(who)

    def runs() -> dict[ClockName, date]:
        concern = officers.now(reference)
        return {one.name: one.on for one in clocks.running(queries.facts([concern])[concern.id])}

    assert runs()[ClockName.THRESHOLD] == date(2027, 1, 19), "56 days from receipt"
    pausing.pause(
        reference,
        reason=PauseReason.POLICE_OR_COURT,
        words="The police ask.",
        version=version(reference),
        by=manager.actor,
    )
    assert ClockName.THRESHOLD not in runs()
    assert ClockName.CONTACT in runs(), "silence does not stand still"
    with pytest.raises(Refused, match="stands still"):
        apply(reference, manager)
    set_clock("2026-12-04 09:00")
    assert pausing.resume(reference, words="They are done.", version=version(reference), by=manager.actor) == 10
    assert runs()[ClockName.THRESHOLD] == date(2027, 1, 29)
    assert apply(reference, manager)
    assert runs()[ClockName.INVESTIGATION] == date(2027, 6, 2), "180 days from receipt, and 10 more"
