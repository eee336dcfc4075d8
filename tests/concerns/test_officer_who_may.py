"""Who may touch a concern: roles as they stand at that moment, ties to anybody in it, earlier parts, an emergency."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select, update

from accounts import authority
from accounts.conflicts import Tie
from accounts.models import Role, RoleGrant
from accounts.operations.breaking_glass import break_glass
from accounts.operations.interests import About, declare_interest
from concerns import parties
from concerns.operations import answering, following_up, having, reading, secrets, triaging, writing
from concerns.telling import AffectedTold, SubjectTold
from concerns.vocabulary import Answer, CloseReason, OnRegister, SecretCheck, Speaking, Who
from foundation import clock
from foundation.audit import AuditRecord
from foundation.database import db, transaction
from foundation.errors import NotAllowed
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns import officers
from tests.concerns.arrange import NAME, raised, telling
from tests.frame import cast
from tests.page import Visitor

ABOUT_SIOBHAN = telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN),))
READERS = {Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER}


def opened(reference: str) -> list[tuple[int | None, str]]:
    """Who opened a concern, from the trail."""
    db.session.rollback()
    lines = select(AuditRecord.actor_id, AuditRecord.detail).where(
        AuditRecord.action == "concern.opened", AuditRecord.subject_id == str(officers.now(reference).id)
    )
    return [(row[0], row[1]) for row in db.session.execute(lines)]


@pytest.mark.parametrize("role", Role)
def test_only_officers_and_managers_open_a_concern(database: SQLAlchemy, role: Role) -> None:
    who, reference = hire(role), raised().reference
    if role in READERS:
        reading.open_concern(reference, by=who.actor)
        assert [row[0] for row in opened(reference)] == [who.id]
    else:
        with pytest.raises(NotAllowed):
            reading.open_concern(reference, by=who.actor)
        assert opened(reference) == []


TIES: dict[str, tuple[Tie, About]] = {
    "the registrant by number": (Tie.FAMILY, About(number=cast.SIOBHAN)),
    "the registrant by name": (Tie.REFEREE, About(person="siobhan o'brien-achebe")),
    "the reporter": (Tie.OTHER, About(person=NAME)),
    "the person affected": (Tie.FAMILY, About(person="Quentin Oakenshaw")),
    "a person as described": (Tie.FAMILY, About(person="Jo Nobody")),
}


@pytest.mark.parametrize("tie", TIES)
def test_a_tie_to_anybody_in_it_keeps_an_officer_away(sample: Flask, database: SQLAlchemy, tie: str) -> None:
    who = officers.officer()
    described = SubjectTold("Jo Nobody", OnRegister.NOT_SURE)
    told = telling(subjects=(SubjectTold("Siobhan", OnRegister.FOUND, cast.SIOBHAN), described))
    reference = raised(told).reference
    reading.open_concern(reference, by=who.actor)
    kind, about = TIES[tie]
    declare_interest(kind, about, starts_on=None, ends_on=None, by=who.actor)
    acts: list[Callable[[], object]] = [
        lambda: reading.open_concern(reference, by=who.actor),
        lambda: having.take(reference, version=officers.version(reference), by=who.actor),
        lambda: writing.write_note(reference, "x", once="a" * 32, by=who.actor),
        lambda: secrets.give_new_secret(reference, how=SecretCheck.MET, words="x", by=who.actor),
    ]
    for act in acts:
        with pytest.raises(NotAllowed, match="You have a conflict of interest here"):
            act()
    page = Visitor(sit_down(sample, who)).open(f"/staff/concerns/{reference}", status=403)
    assert "conflict of interest" in page.text
    listed = Visitor(sit_down(sample, who)).open("/staff/concerns?show=open")
    assert "closed to you" in listed.text
    assert "Jo Nobody" not in listed.text
    assert len(opened(reference)) == 1


def test_an_employer_of_the_registrant_keeps_an_officer_away(sample: Flask, database: SQLAlchemy) -> None:
    who, reference = officers.officer(), raised(ABOUT_SIOBHAN).reference
    [somebody, *_] = parties.of_one(officers.now(reference)).matter.people
    assert (somebody.number, somebody.work[0].organisation) == (cast.SIOBHAN, "Sample Case Management")
    firm = About(organisation="Sample Case Management Ltd")
    declare_interest(Tie.EMPLOYER, firm, starts_on=None, ends_on=None, by=who.actor)
    with pytest.raises(NotAllowed, match="worked for"):
        reading.open_concern(reference, by=who.actor)


@pytest.mark.parametrize("role", [Role.CONCERNS_OFFICER, Role.CONCERNS_MANAGER, Role.PANEL_MEMBER])
def test_whoever_a_concern_is_about_never_reads_it(database: SQLAlchemy, role: Role) -> None:
    hire(role, name="Thea Lindqvist-Moss")
    other = officers.officer()
    about = telling(subjects=(SubjectTold("thea lindqvist moss", OnRegister.NOT_SURE),))
    reference = raised(about).reference
    reading.open_concern(reference, by=other.actor)
    named = next(one for one in parties.of_one(officers.now(reference)).matter.people if one.account_id is not None)
    with pytest.raises(NotAllowed):
        reading.open_concern(reference, by=Person(named.account_id or 0, "x", "x").actor)


def test_staff_who_raise_a_concern_do_not_handle_it(database: SQLAlchemy) -> None:
    who = officers.officer("Ottoline Marchbanks")
    reference = raised(telling(name="Ottoline Marchbanks")).reference
    with pytest.raises(NotAllowed, match="You are one of the people in it"):
        having.take(reference, version=officers.version(reference), by=who.actor)


def test_a_role_taken_away_while_working_stops_the_next_act(app: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    reference = officers.taken(who)
    visitor = Visitor(sit_down(app, who))
    page = visitor.open(f"/staff/concerns/{reference}")
    with transaction("a test ends a role"):
        db.session.execute(update(RoleGrant).values(ended_at=clock.now(), ended_by="x", ended_because="left"))
    visitor.send(page, {"words": "Too late."}, button="Send to the reporter", status=403)
    with pytest.raises(NotAllowed):
        writing.write_message(reference, "Too late.", once="a" * 32, by=who.actor)


def test_an_administrator_reads_only_through_broken_glass_and_writes_nothing(app: Flask, database: SQLAlchemy) -> None:
    admin = hire(Role.ADMINISTRATOR)
    hire(Role.DATA_PROTECTION_LEAD)
    reference = raised().reference
    visitor = Visitor(sit_down(app, admin))
    visitor.open(f"/staff/concerns/{reference}", status=403)
    break_glass("concern", reference, reason="The officers cannot be reached.", by=admin.actor)
    page = visitor.open(f"/staff/concerns/{reference}")
    assert "Write to the reporter" not in page.text
    assert page.words("button") == ["Sign out"] or "Take it" not in page.words("button")
    assert opened(reference) == [(admin.id, '{"glass":true}')]
    assert len(authority.read_in_glass([authority.glass_of(admin.id)[0][0]])) == 1
    for act in (
        lambda: having.take(reference, version=officers.version(reference), by=admin.actor),
        lambda: writing.write_note(reference, "x", once="a" * 32, by=admin.actor),
    ):
        with pytest.raises(NotAllowed):
            act()


# ------------------------------------------------------------------------------------------------- looking again


def closed(who: Person) -> str:
    """A concern that somebody closed, with another look asked for."""
    reference = officers.in_triage(who)
    triaging.close(
        reference, reason=CloseReason.FEES, words="It is a bill.", version=officers.version(reference), by=who.actor
    )
    following_up.ask_for_another_look(reference, "You missed a page.")
    return reference


def test_a_reviewer_reads_only_what_is_to_be_looked_at_again(app: Flask, database: SQLAlchemy) -> None:
    sam, rita = officers.officer("Sam"), officers.reviewer("Rita")
    other, reference = officers.in_triage(sam), closed(sam)
    with pytest.raises(NotAllowed, match="only while its closing is to be looked at again"):
        reading.open_concern(other, by=rita.actor)
    visitor = Visitor(sit_down(app, rita))
    assert reference in visitor.open("/staff/concerns/reviews").text
    visitor.open(f"/staff/concerns/{other}", status=403)
    page = visitor.open(f"/staff/concerns/{reference}")
    assert "You missed a page." in page.text
    page = visitor.open(f"/staff/concerns/{reference}/review")
    page = visitor.send(
        page, {"answer": "upheld", "words": "I agree: it is about the bill."}, button="Answer the reporter"
    )
    assert "The closing was upheld" in page.text
    with pytest.raises(NotAllowed):
        reading.open_concern(reference, by=officers.reviewer().actor)


def test_nobody_reviews_their_own_closing(database: SQLAlchemy) -> None:
    both = hire(Role.CONCERNS_OFFICER, Role.APPEAL_PANEL)
    reference = closed(both)
    with pytest.raises(NotAllowed, match="this concern, so you cannot review how it was closed"):
        answering.answer_review(
            reference, Answer.UPHELD, reasons="Fine.", version=officers.version(reference), by=both.actor
        )


def test_an_officer_without_that_role_does_not_review(database: SQLAlchemy) -> None:
    sam, ada = officers.officer(), officers.officer()
    reference = closed(sam)
    with pytest.raises(NotAllowed):
        answering.answer_review(
            reference, Answer.UPHELD, reasons="Fine.", version=officers.version(reference), by=ada.actor
        )


# ----------------------------------------------------------------------------------------------------- handing over


def test_handing_over_offers_only_who_is_clear_and_says_what_they_have_in_hand(
    app: Flask, database: SQLAlchemy
) -> None:
    sam, ada, tom = officers.officer("Sam"), officers.officer("Ada"), officers.officer("Tom")
    declare_interest(Tie.FAMILY, About(person=NAME), starts_on=None, ends_on=None, by=tom.actor)
    officers.taken(ada, telling(name="Somebody Else"))
    reference = officers.taken(sam)
    visitor = Visitor(sit_down(app, sam))
    page = visitor.open(f"/staff/concerns/{reference}/hand-over")
    offered = page.words("label", class_="govuk-radios__label")
    assert offered == ["Ada, 1 open concern"]
    assert "Tom" in page.text
    note = "She likes to be called in the morning."
    page = visitor.send(page, {"to": str(ada.id), "words": note}, button="Hand it over")
    assert note in page.text
    assert officers.now(reference).officer_id == ada.id
    with pytest.raises(NotAllowed, match="has a tie"):
        having.hand_over(reference, to=tom.id, note="x", version=officers.version(reference), by=sam.actor)


def test_when_nobody_clear_is_left_the_page_says_so(app: Flask, database: SQLAlchemy) -> None:
    officer, manager = officers.officer(), officers.manager()
    declare_interest(Tie.FAMILY, About(person=NAME), starts_on=None, ends_on=None, by=officer.actor)
    reference = raised().reference
    page = Visitor(sit_down(app, manager)).open(f"/staff/concerns/{reference}/hand-over")
    assert "No clear person is left" in page.text
    alone = officers.officer("Sam")
    mine = officers.taken(alone)
    page = Visitor(sit_down(app, alone)).open(f"/staff/concerns/{mine}/hand-over")
    assert "Nobody else is clear to take this" in page.text
    assert "Hand it over" not in page.words("button")


def test_a_manager_gives_a_concern_and_writes_nothing_to_the_reporter(app: Flask, database: SQLAlchemy) -> None:
    mo, sam = officers.manager("Mo"), officers.officer("Sam")
    reference = raised().reference
    having.hand_over(reference, to=sam.id, note="Yours.", version=officers.version(reference), by=mo.actor)
    with pytest.raises(NotAllowed):
        writing.write_message(reference, "Hello", once="a" * 32, by=mo.actor)
    with pytest.raises(NotAllowed):
        having.hand_over(reference, to=mo.id, note="Mine.", version=officers.version(reference), by=mo.actor)
    page = Visitor(sit_down(app, mo)).open(f"/staff/concerns/{reference}")
    assert "Write to the reporter" not in page.text
    assert "A note for colleagues" in page.text


def test_an_officer_who_turns_out_to_be_tied_is_told_of_on_the_page(app: Flask, database: SQLAlchemy) -> None:
    sam, mo = officers.officer("Sam"), officers.manager("Mo")
    reference = officers.taken(sam)
    declare_interest(Tie.FAMILY, About(person=NAME), starts_on=None, ends_on=None, by=sam.actor)
    page = Visitor(sit_down(app, mo)).open(f"/staff/concerns/{reference}")
    assert "Sam has a tie to somebody in it. Hand it over." in page.text


def test_linking_an_entry_one_has_a_tie_to_is_left_to_somebody_else(sample: Flask, database: SQLAlchemy) -> None:
    who = officers.officer()
    told = telling(affected=AffectedTold(Who.ME, speaking=Speaking.OWN))
    reference = officers.taken(who, told)
    declare_interest(Tie.FAMILY, About(number=cast.SIOBHAN), starts_on=None, ends_on=None, by=who.actor)
    [subject] = officers.now(reference).subjects
    with pytest.raises(NotAllowed, match="Hand this concern to somebody else"):
        triaging.link(
            reference,
            subject.id,
            number=cast.SIOBHAN,
            reason="",
            version=officers.version(reference),
            by=who.actor,
        )
    assert officers.now(reference).subjects[0].entry_id is None
