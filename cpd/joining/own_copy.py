"""What this room holds of somebody, opened for themselves: every application as they sent it, and as it went."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from cpd.held import Field, Held, Papers
from cpd.joining import queries
from cpd.joining.findings import AppealGround
from cpd.joining.matters import details_of
from cpd.joining.models import Appeal, Application, HealthAnswer, Referee
from cpd.joining.operations.handing_in import JOURNEY_NAME, owner
from cpd.joining.views import applicant_view, sent_view
from foundation import locks
from foundation.journey import drafts
from foundation.words import say_day
from register.vocabulary import PracticeArea

_Rows = list[Mapping[str, Field]]


def held(account_id: int) -> list[Held]:
    """Every application of an account, as its applicant sent it and as it went."""
    applications = queries.all_of(account_id)
    begun = drafts.unfinished(owner(account_id), JOURNEY_NAME)
    if not applications and not begun:
        return []
    unsent = "What you began and did not send is not here: you find it in your account, under your application."
    left_out = (
        "Left out: what your referees wrote in confidence, officers’ notes, and your monitoring answers, which are "
        "kept apart from your name."
    )
    said, stood, details, health, asked, appeals, referees, decided = [], [], [], [], [], [], [], []
    papers: list[Papers] = []
    for application in applications:
        asked += _asked(application)
        appeals += _appeals(application)
        decided += _decided(application)
        referees += _referees(application)
        papers += _papers(application)
        said += _said(application)
        stood += _stood(application)
        details += _details(application)
        health += _health(application)
    return [
        Held("applications", "Your applications", [_row(one) for one in applications], unsent if begun else "", papers),
        Held("application_details", "Who you told us you are", details),
        Held("application_answers", "What you wrote in your applications", said, left_out),
        Held("application_health", "Your answer about health", health, "Left out: what the health officer wrote."),
        Held("application_referees", "The referees you named", referees),
        Held("application_asked", "What we asked you for, and what you answered", asked),
        Held("application_decided", "What we decided, and advised", decided),
        Held("application_appeals", "Your appeals", appeals),
        Held("application_steps", "How your applications went", stood),
    ]


def _row(application: Application) -> Mapping[str, Field]:
    return {
        "Reference": application.reference,
        "Route": application.route.label,
        "Nation": application.nation.label,
        "Received": application.received_at,
        "Stage": application.stage.label,
        "Closed": application.closed_on,
        "Registration number": application.number,
        "Edition of the Standards you accepted": application.standards_edition,
    }


def _said(application: Application) -> _Rows:
    copy = sent_view.copy(application)
    rows: _Rows = [
        {"Application": copy.reference, "Part": title, "Question": one["question"], "Your answer": one["answer"]}
        for title, pages in copy.sections
        for page in pages
        for one in page["answers"]
    ]
    for own in copy.declarations:
        declaration = own.declaration
        called = f"Declaration {declaration.code}, version {declaration.version}"
        answer = f"{own.said.capitalize()}. {own.words}" if own.words else own.said.capitalize()
        rows.append(
            {"Application": copy.reference, "Part": called, "Question": declaration.words, "Your answer": answer}
        )
    return rows


def _details(application: Application) -> _Rows:
    told = details_of(application, locks.box_of(application.lock_id))
    return [
        {
            "Application": application.reference,
            "Title": told.title,
            "Forenames": told.forenames,
            "Surname": told.surname,
            "Known as": told.known_as,
            "Names before": list(told.previous_names),
            "Born": told.born_on,
            "Telephone": told.phone,
            "Post address": told.post,
            "Organisation": told.organisation,
            "Town": told.town,
            "First half of the postcode": told.outcode,
            "Languages": list(told.languages),
            "Areas of work": [PracticeArea(code).label for code in told.areas],
            "Works with": told.works_with.label if told.works_with is not None else None,
            "Hours in 12 months": told.hours_12_months,
            "Hours in 24 months": told.hours_24_months,
            "Hours in all": told.hours_in_all,
            "Months in all": told.months_in_all,
            "Last practised": told.last_practised_on,
            "Qualifications": [_in_one(one) for one in told.qualifications],
            "Work": [_in_one(one) for one in told.work],
            "Times without work": [_in_one(one) for one in told.gaps],
            "Other registers": [_in_one(one) for one in told.elsewhere],
            "Insurance": _in_one(told.insured),
            "Who takes over": _in_one(told.continuity),
            "Criminal record check": _in_one(told.record_check),
            "What makes dealing with us easier": told.needs,
        }
    ]


def _in_one(told: Any) -> str:
    """What stands together, in one line: what is empty is left out."""
    said = {name.replace("_", " "): value for name, value in asdict(told).items() if value not in ("", None)}
    return "; ".join(f"{name}: {_plainly(value)}" for name, value in said.items())


def _plainly(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return say_day(value) if isinstance(value, date) else str(value)


def _health(application: Application) -> _Rows:
    found: _Rows = []
    answers: Sequence[HealthAnswer] = queries.rows_of(HealthAnswer, application.id)
    for one in answers:
        told = locks.box_of(one.lock_id).open_json(one.sealed)
        # Whoever told anew has told before: each with its day.
        newest = {"said": told["said"], "words": told.get("words"), "given_at": one.given_at.isoformat()}
        for said in (*told.get("earlier", []), newest):
            answer = f"{str(said['said']).capitalize()}. {said['words'] or ''}".strip()
            found.append(
                {
                    "Application": application.reference,
                    "Given": datetime.fromisoformat(said["given_at"]),
                    "Your answer": answer,
                }
            )
    return found


def _stood(application: Application) -> _Rows:
    return [
        {"Application": application.reference, "When": step.at, "What happened": step.kind.sentence}
        for step in queries.steps(application.id)
    ]


def _referees(application: Application) -> _Rows:
    """Whom they named, in the words in which they named them. What a referee said is not theirs to have."""
    box = locks.box_of(application.lock_id)
    named: Sequence[Referee] = queries.referees(application.id)
    rows: _Rows = []
    for one in named:
        told = box.open_json(one.sealed)
        rows.append(
            {
                "Application": application.reference,
                "Name": told["name"],
                "Email": told["email"],
                "Phone": told["phone"],
                "Organisation": told["organisation"],
                "Role": told["role"],
                "How you know each other": one.tie.label,
                "Known since": told["known_since"],
                "Named": one.named_at,
                "Answered": one.received_on,
            }
        )
    return rows


def _asked(application: Application) -> _Rows:
    box = locks.box_of(application.lock_id)
    rows: _Rows = []
    for one in queries.information(application.id):
        given = box.open_json(one.answer_sealed) if one.answer_sealed else []
        for place, item in enumerate(box.open_json(one.sealed)):
            answer = given[place] if place < len(given) else None
            rows.append(
                {
                    "Application": application.reference,
                    "Asked": one.asked_at,
                    "What we asked for": item,
                    "Your answer": answer,
                    "Answered": one.received_on,
                }
            )
    return rows


def _appeals(application: Application) -> _Rows:
    box = locks.box_of(application.lock_id)
    found: Sequence[Appeal] = queries.rows_of(Appeal, application.id)
    return [
        {
            "Application": application.reference,
            "Made": one.lodged_at,
            "Why you appealed": [AppealGround(code).label for code in one.grounds],
            "Your words": box.open(one.sealed),
            "Decided": one.decided_at,
            "What was decided": one.outcome.label if one.outcome is not None else None,
        }
        for one in found
    ]


def _papers(application: Application) -> list[Papers]:
    called, key = f"Application {application.reference}", str(application.id)
    found = [Papers(called, ("application", key)), Papers(f"{called}, identity", ("application_identity", key))]
    asked = queries.information(application.id)
    found += [Papers(f"{called}, what we asked for", ("information", str(one.id))) for one in asked]
    appeals: Sequence[Appeal] = queries.rows_of(Appeal, application.id)
    return found + [Papers(f"{called}, appeal", ("appeal", str(one.id))) for one in appeals]


def _decided(application: Application) -> _Rows:
    """What they were told, as their own page shows it: without anybody's name."""
    shown = applicant_view.show(application)
    rows: _Rows = [
        {
            "Application": application.reference,
            "Decided": one.decided_at,
            "What": one.sentence,
            "Why": one.reasons,
            "Conditions": one.conditions,
            "Until": one.conditions_until,
            "Advice": one.advice,
        }
        for one in shown.decisions
    ]
    rows += [{"Application": application.reference, "Advice": words} for words in shown.advice]
    return rows + [
        {
            "Application": application.reference,
            "Decided": one.decided_at,
            "What": f"Your appeal: {one.sentence}",
            "Why": "\n\n".join(one.reasons),
        }
        for one in shown.appeals
    ]
