"""Linked concerns: who may tie them together, and that examiners hear of one only when it was found to matter."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from concerns.linking import linking, queries
from concerns.vocabulary import LinkKind
from foundation.database import db
from foundation.errors import DomainError
from tests.accounts.staff import Person, hire, sit_down
from tests.concerns import looking, officers
from tests.concerns.arrange import telling
from tests.concerns.looking import Role
from tests.concerns.test_examiners import concern_id
from tests.concerns.test_risk import SIOBHAN
from tests.page import Visitor


def refused(act: Callable[..., object], match: str, *args: object, **named: object) -> None:
    with pytest.raises(DomainError, match=match):
        act(*args, **named)
    db.session.rollback()


def test_examiners_hear_of_another_concern_only_when_it_was_found_to_matter(
    sample: Flask, database: SQLAlchemy
) -> None:
    held = looking.people()
    other = officers.in_triage(held.officer, telling())
    same = officers.taken(held.officer, telling(subjects=SIOBHAN))
    looking.investigated(held)
    path, sam = f"/staff/concerns/{held.reference}", Visitor(sit_down(sample, held.officer))
    page = sam.open(path)
    assert "Linked concerns" in page.text, "the same registrant is seen without a link"
    assert same in page.text
    assert other not in page.text

    def link(reference: str, by: Person = held.officer, **more: object) -> None:
        said = {"kind": LinkKind.SAME_EVENT, "reasons": "SECRET reasons.", **more}
        linking.link(held.reference, other=reference, version=held.version, by=by.actor, **said)

    refused(link, "no concern with that reference", "CN-2026-222222")
    refused(link, "That is this concern", held.reference)
    refused(link, "Say why", other, reasons=" ")
    refused(link, "You|They|Only", other, held.investigator)
    refused(link, "You|They|Only", other, held.lay)
    link(other)
    refused(link, "already", other)
    page = sam.open(path)
    assert "SECRET reasons." in page.text
    page = sam.open(page.links[next(words for words in page.links if words.startswith(other))])
    assert held.reference in page.text, "each shows the other"

    assert "Decide whether it matters" in Visitor(sit_down(sample, held.manager)).open(path).text
    looking.listed(held, looking.Job.EXAMINER_LAY, held.lay)
    lena = Visitor(sit_down(sample, held.lay))
    assert other not in lena.open(path).text
    assert same not in lena.open(path).text

    def weighs(about: str, relevant: bool, by: Person = held.investigator) -> None:
        linking.decide_relevance(
            held.reference,
            officers.now(about).id,
            relevant=relevant,
            reasons="It shows a pattern.",
            version=held.version,
            by=by.actor,
        )

    refused(weighs, "You|They|Only", other, True, held.lay)
    refused(weighs, "You|They|Only", other, True, held.officer)
    refused(weighs, "listed", other, True, officers.investigator("Another"))
    weighs(other, True)
    weighs(same, False, held.manager)
    text = lena.open(path).text
    assert other in text
    assert "It shows a pattern." in text
    assert "SECRET" not in text
    assert same not in text
    weighs(other, False)
    assert other not in lena.open(path).text
    [one] = queries.links(concern_id(held))
    refused(linking.unlink, "Say why", held.reference, one.id, reasons="", version=held.version, by=held.officer.actor)
    linking.unlink(held.reference, one.id, reasons="Mixed up.", version=held.version, by=held.officer.actor)
    assert not queries.links(concern_id(held))
    refused(weighs, "does not belong", other, True)


def test_whoever_has_a_tie_to_the_other_is_told_only_that_it_is_there(sample: Flask, database: SQLAlchemy) -> None:
    held = looking.people()
    other = officers.in_triage(held.officer, telling(name="Tied Thomas"))
    looking.investigated(held)
    linking.link(
        held.reference,
        other=other,
        kind=LinkKind.REPEATED,
        reasons="SECRET reasons.",
        version=held.version,
        by=held.officer.actor,
    )
    tied = hire(Role.CONCERNS_OFFICER, name="Tied Thomas")
    seen = Visitor(sit_down(sample, tied)).open(f"/staff/concerns/{held.reference}")
    assert other in seen.text
    assert "ties you to somebody in it" in seen.text
    assert "SECRET" not in seen.text
    refused(
        linking.link,
        "You",
        held.reference,
        other=other,
        kind=LinkKind.SAME_EVENT,
        reasons="x",
        version=held.version,
        by=tied.actor,
    )
