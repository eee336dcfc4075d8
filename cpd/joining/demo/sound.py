"""A sound application by the route of experience, from England, from which every story of the demo begins."""

from __future__ import annotations

from datetime import date, timedelta

from cpd.declarations import Asked, asked_at
from cpd.joining.applying import (
    Answer,
    Applying,
    Continuity,
    Details,
    Insured,
    Job,
    OtherTold,
    Qualification,
    RecordCheck,
    RefereeTold,
)
from cpd.joining.vocabulary import RefereeTie, Route
from cpd.vocabulary import Nation
from register.vocabulary import WorksWith


def answers(on: date, **said: str) -> tuple[Answer, ...]:
    """Answers in which nothing is worrying, but for the codes that are named, each with its words."""
    found = []
    for one in asked_at(Asked.APPLICATION, on):
        if one.code in ("D07", "D22"):
            continue
        words = said.get(one.code, "")
        fine = "no" if one.worrying == "yes" else "yes"
        other = one.worrying or fine
        found.append(Answer(one.code, one.version, other if words else fine, words, one.branch))
    return tuple(found)


def applying(account_id: int, email: str, on: date, forenames: str, surname: str) -> Applying:
    """A sound application by the route of experience, from England."""
    return Applying(
        account_id=account_id,
        route=Route.EXPERIENCE,
        nation=Nation.ENGLAND_WALES,
        email=email,
        details=_details(on, forenames, surname),
        referees=_referees(surname),
        answers=answers(on),
        statement=_statement(forenames, surname),
        standards_edition="First edition",
        terms="1",
        health=Answer("D07", 1, "no"),
        monitoring={},
        roles={"personal_care": "no", "health_care": "no", "money": "no", "children": "no"},
    )


def _details(on: date, forenames: str, surname: str) -> Details:
    return Details(
        forenames=forenames,
        surname=surname,
        born_on=date(1970 + len(surname), 1 + len(forenames) % 12, 3 + len(surname)),
        phone="01632 960 400",
        post="4 Sample Street, Sampleton",
        town="Leeds",
        outcode="LS1",
        organisation="Calder Case Management (demo)",
        languages=("English",),
        areas=("health", "rehabilitation"),
        works_with=WorksWith.ADULTS,
        hours_12_months=1200,
        hours_24_months=2300,
        hours_in_all=5400,
        months_in_all=52,
        last_practised_on=on - timedelta(days=20),
        qualifications=(Qualification("BSc Occupational Therapy", "A university", "2011"),),
        work=(
            Job("Calder Case Management (demo)", "Case manager", date(2021, 3, 1)),
            Job("A hospital trust", "Occupational therapist", date(2012, 9, 3), date(2021, 2, 26), False),
        ),
        elsewhere=(OtherTold("HCPC", "OT00000"),),
        insured=Insured("A mutual society", "PI-4471", on - timedelta(days=90), on + timedelta(days=500), True),
        continuity=Continuity("Within two days.", "A colleague", "01632 960 401", True),
        record_check=RecordCheck(),
    )


def _referees(surname: str) -> tuple[RefereeTold, ...]:
    return (
        RefereeTold(
            f"{surname}’s head of service",
            f"head.{surname.lower()}@calder-demo.example",
            "Calder Case Management (demo)",
            "Head of service",
            RefereeTie.MANAGER,
            date(2021, 3, 1),
        ),
        RefereeTold(
            f"{surname}’s solicitor",
            f"solicitor.{surname.lower()}@law-demo.example",
            "A law firm (demo)",
            "Solicitor",
            RefereeTie.INSTRUCTS,
            date(2021, 6, 1),
        ),
    )


def _statement(forenames: str, surname: str) -> list[dict[str, object]]:
    pages = (
        ("Your name", "What is your name?", f"{forenames} {surname}"),
        ("Your work", "What do you do as a case manager?", "I work with adults after a brain injury, and families."),
        ("Your plan", "Who takes over when you cannot go on?", "A colleague who agreed to it, within two days."),
    )
    return [
        {
            "section": title,
            "page": str(number),
            "title": title,
            "answers": [{"name": "x", "question": question, "answer": answer}],
        }
        for number, (title, question, answer) in enumerate(pages)
    ]
