"""An investigation: who may do what in it, what is refused, the registrant's answer, and what examiners need."""

from __future__ import annotations

import io
from datetime import date

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from accounts.models import Realm
from accounts.operations.sitting import say_sits_as
from concerns import queries as concern_queries
from concerns.investigation import alleging, exhibits, inquiring, queries, responding, working
from concerns.investigation.responding import Stance
from concerns.models import Exhibit, Seat
from concerns.operations import reading, seating
from concerns.operations.writing import WAITING_FILES
from concerns.telling import SubjectTold
from concerns.vocabulary import Ground, Job, OnRegister, Stage
from foundation import evidence
from foundation.errors import Missing, NotAllowed, Refused
from foundation.outbox import Letter
from register.vocabulary import Status
from tests.accounts.staff import SHELL, Person
from tests.concerns import looking, officers
from tests.concerns.looking import Looking
from tests.conftest import StillClock
from tests.frame import cast


def test_only_its_own_investigating_officer_works_on_it(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.investigated()
    other = officers.investigator("Another Officer")
    for who in (other, held.manager, held.officer):
        with pytest.raises(NotAllowed):
            working.make_plan(held.reference, words="Mine.", version=held.version, by=who.actor)
    with pytest.raises(NotAllowed, match="listed"):
        reading.open_concern(held.reference, by=other.actor)
    reading.open_concern(held.reference, by=held.investigator.actor)
    working.make_plan(held.reference, words="Ask the bank.", version=held.version, by=held.investigator.actor)
    assert queries.plan(officers.now(held.reference).id) is not None


def test_whoever_applied_the_threshold_test_does_not_investigate(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.people()
    held.manager = looking.hire(looking.Role.CONCERNS_MANAGER, looking.Role.INVESTIGATING_OFFICER)
    held.investigator = held.manager
    with pytest.raises(NotAllowed, match="investigate"):
        looking.investigated(held)


def test_nobody_is_listed_without_the_role_or_in_two_places(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.investigated()
    with pytest.raises(NotAllowed, match="hold the role"):
        looking.listed(held, Job.EXAMINER_LAY, held.officer)
    both = looking.hire(looking.Role.INVESTIGATING_OFFICER, looking.Role.CASE_EXAMINER)
    looking.listed(held, Job.INVESTIGATOR, both)
    with pytest.raises(NotAllowed, match="something else"):
        looking.listed(held, Job.EXAMINER_LAY, both)
    assert both.id not in seating.candidates(officers.now(held.reference), Job.EXAMINER_LAY).clear


def test_as_what_somebody_sits_goes_with_the_person(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.investigated()
    concern, by = officers.now(held.reference), SHELL

    def seat(job: Job, who: Person) -> None:
        seating.list_for(held.reference, job, account_id=who.id, version=held.version, by=held.manager.actor)

    with pytest.raises(Refused, match="for a registrant"):
        seat(Job.EXAMINER_REGISTRANT, held.peer)
    assert held.peer.id not in seating.candidates(concern, Job.EXAMINER_REGISTRANT).clear
    say_sits_as(held.peer.id, cast.SIOBHAN, by=by)
    with pytest.raises(NotAllowed, match="about them"):
        seat(Job.EXAMINER_REGISTRANT, held.peer)
    say_sits_as(held.peer.id, cast.PEOPLE[Status.SUSPENDED][0], by=by)
    with pytest.raises(Refused, match="without any order"):
        seat(Job.EXAMINER_REGISTRANT, held.peer)
    number = cast.MANY[0][0]
    looking.stays_registered(number)
    say_sits_as(held.peer.id, number, by=by)
    with pytest.raises(Refused, match="somebody else here"):
        say_sits_as(held.lay.id, number, by=by)
    administrator = looking.hire(looking.Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match="Somebody else has to say"):
        say_sits_as(administrator.id, "", by=administrator.actor)
    with pytest.raises(NotAllowed):
        say_sits_as(held.lay.id, "", by=held.manager.actor)
    with pytest.raises(Refused, match="for a lay person"):
        seat(Job.EXAMINER_LAY, held.peer)
    seat(Job.EXAMINER_REGISTRANT, held.peer)
    seat(Job.EXAMINER_LAY, held.lay)
    assert {one.number for one in examiners_of(held)} == {None, number}


def examiners_of(held: Looking) -> list[Seat]:
    examiners = (Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT)
    return [one for one in concern_queries.seats(officers.now(held.reference).id) if one.job in examiners]


def test_allegations_and_particulars_are_numbered_and_cite_the_edition_of_the_day(
    sample: Flask, database: SQLAlchemy
) -> None:
    held = looking.alleged()
    concern_id = officers.now(held.reference).id
    assert list(queries.about(concern_id, held.subject_id).values()) == ["1.1", "1.2"]
    by = held.investigator.actor
    alleging.withdraw(held.reference, 1, reasons="Put too widely.", version=held.version, by=by)
    number = alleging.allege(
        held.reference,
        held.subject_id,
        grounds=[Ground.CONVICTION],
        standards_named=[],
        words="That she was cautioned.",
        particulars=["On 4 March 2025."],
        version=held.version,
        by=by,
    )
    assert number == 2, "a number is never used again"
    assert list(queries.about(concern_id, held.subject_id).values()) == ["2.1"]
    with pytest.raises(Refused, match="Name the Standards"):
        alleging.allege(
            held.reference,
            held.subject_id,
            grounds=[Ground.MISCONDUCT],
            standards_named=[],
            words="x",
            particulars=["x"],
            version=held.version,
            by=by,
        )


def test_each_registrant_is_alleged_against_in_a_concern_of_their_own(
    sample: Flask, database: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each is heard and may appeal by themselves, and one concern cannot stand at two stages."""
    other = SubjectTold("Petra", OnRegister.FOUND, cast.MANY[0][0])
    monkeypatch.setattr(looking, "SIOBHAN", (*looking.SIOBHAN, other))
    held = looking.alleged()
    with pytest.raises(Refused, match="a concern of its own"):
        alleging.allege(
            held.reference,
            officers.now(held.reference).subjects[1].id,
            grounds=[Ground.CONVICTION],
            standards_named=[],
            words="That she was cautioned.",
            particulars=["On a day."],
            version=held.version,
            by=held.investigator.actor,
        )


def test_an_answer_on_the_last_minute_of_the_last_day_counts(
    sample: Flask, database: SQLAlchemy, set_clock: StillClock
) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    until = responding.ask(held.reference, held.subject_id, version=held.version, by=held.investigator.actor)
    assert until == date(2026, 12, 22)
    set_clock("2026-12-22 23:58")
    asked = queries.about(officers.now(held.reference).id, held.subject_id)
    assert held.siobhan is not None
    mine = {"account_id": held.siobhan.id, "by": held.siobhan.actor}
    with pytest.raises(Refused, match="each fact"):
        responding.respond(held.reference, stances={}, words="No.", **mine)
    stances = dict.fromkeys(asked, Stance.DENIED)
    responding.respond(held.reference, stances=stances, words="No.", **mine)
    with pytest.raises(Refused, match="have this already"):
        responding.respond(held.reference, stances=stances, words="No.", **mine)


def test_time_to_answer_ends_and_is_extended_once(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.alleged()
    by = held.investigator.actor
    responding.ask(held.reference, held.subject_id, version=held.version, by=by)
    assert responding.extend(
        held.reference, held.subject_id, reasons="She is ill.", version=held.version, by=by
    ) == date(2027, 1, 5)
    with pytest.raises(Refused, match="once already"):
        responding.extend(held.reference, held.subject_id, reasons="x", version=held.version, by=by)
    set_clock("2027-01-06 00:01")
    assert held.siobhan is not None
    with pytest.raises(Refused, match="time for this has passed"):
        responding.respond(held.reference, account_id=held.siobhan.id, stances={}, words="x", by=held.siobhan.actor)


def test_nobody_else_answers_and_nobody_untold_is_asked(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.investigated()
    by = held.investigator.actor
    with pytest.raises(Refused, match="Tell them"):
        responding.ask(held.reference, held.subject_id, version=held.version, by=by)
    stranger = looking.hire(realm=Realm.PUBLIC)
    with pytest.raises(Missing):
        responding.respond(held.reference, account_id=stranger.id, stances={}, words="x", by=stranger.actor)


def test_examiners_get_nothing_unfinished(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.investigated()
    by = held.investigator.actor
    concern_id = officers.now(held.reference).id
    assert working.what_is_missing(concern_id) == [
        "Write the plan first.",
        "Put the allegations first.",
        "Write the report first.",
    ]
    with pytest.raises(Refused, match="Write the plan"):
        working.send_to_examiners(held.reference, version=held.version, by=by)
    done = looking.examined()
    assert officers.now(done.reference).stage is Stage.EXAMINATION


def test_inquiries_wait_and_end(sample: Flask, database: SQLAlchemy, set_clock: StillClock) -> None:
    set_clock("2026-11-24 09:00")
    held = looking.investigated()
    by = held.investigator.actor
    inquiring.ask(held.reference, whom="The bank", words="Statements.", version=held.version, by=by)
    [row] = queries.inquiries(officers.now(held.reference).id)
    row_id = row.id
    assert "still wait" in str(working.what_is_missing(row.concern_id))
    set_clock("2027-01-05 09:00")
    with pytest.raises(Refused):
        inquiring.receive(held.reference, row_id, words="They came.", version=held.version, by=by)
    inquiring.ask_again(held.reference, row_id, version=held.version, by=by)
    inquiring.receive(held.reference, row_id, words="They came.", version=held.version, by=by)
    with pytest.raises(Refused):
        inquiring.call_off(held.reference, row_id, words="x", version=held.version, by=by)


def keep_file(once: str, held: looking.Looking) -> None:
    evidence.keep(
        io.BytesIO(b"%PDF-1.4\nbank\n%%EOF\n"),
        name="bank.pdf",
        owner=(WAITING_FILES, once),
        by=held.investigator.actor,
    )
    officers.now(held.reference)


def test_evidence_has_numbers_and_only_checked_copies_are_given(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.alleged()
    by = held.investigator.actor
    keep_file("one", held)
    first = exhibits.add_document(
        held.reference, title="Bank", source="The bank", dated_on=None, once="one", version=held.version, by=by
    )
    second = exhibits.add_statement(
        held.reference, witness="Q", words="She took it.", signed_on=None, version=held.version, by=by
    )
    assert (first, second) == (1, 2)
    keep_file("two", held)
    copy = exhibits.redact(
        held.reference,
        1,
        recipient="Siobhan",
        words="The address.",
        once="two",
        version=held.version,
        by=by,
    )
    given = {"redaction_id": copy, "recipient": "Siobhan", "reason": "Fairness.", "by": by}
    with pytest.raises(Refused, match="second person"):
        exhibits.disclose(held.reference, 1, version=held.version, **given)
    with pytest.raises(NotAllowed):
        exhibits.check_redaction(held.reference, copy, version=held.version, by=by)
    exhibits.check_redaction(held.reference, copy, version=held.version, by=held.manager.actor)
    exhibits.disclose(held.reference, 1, subject_id=held.subject_id, version=held.version, **given)
    exhibits.withdraw(held.reference, 2, reasons="Not signed.", version=held.version, by=by)
    with pytest.raises(Refused, match="no such exhibit"):
        exhibits.disclose(held.reference, 2, recipient="x", reason="x", version=held.version, by=by)
    assert len(database.session.scalars(select(Exhibit)).all()) == 2


def test_the_letter_to_the_registrant_says_nothing_of_what_it_is_about(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.answered()
    bodies = database.session.scalars(select(Letter.body).where(Letter.template == "registrant_concern")).all()
    assert len(bodies) == 1
    for word in ("200", "misconduct", "bank", "Siobhan"):
        assert word not in bodies[0]
    assert held.reference in bodies[0]
