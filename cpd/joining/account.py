"""What the home of an account shows of an application, and what its data download holds of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from accounts.due import Due, DueKind
from cpd.held import Field, Held
from cpd.joining import queries
from cpd.joining.matters import details_of
from cpd.joining.models import Application, HealthAnswer
from cpd.joining.operations.handing_in import JOURNEY_NAME, owner
from cpd.joining.views import applicant_view, sent_view
from cpd.joining.views.applicant_view import Shown
from cpd.joining.vocabulary import Stage
from foundation import locks
from foundation.journey import drafts

HOME = "/account/application"
_FEW = {1: "One thing is", 2: "Two things are", 3: "Three things are"}


def due(account_id: int) -> list[Due]:
    """What an applicant has to do, or waits for."""
    latest = queries.latest_of(account_id)
    if latest is not None and latest.closed_on is None:
        return _of_open(applicant_view.show(latest))
    begun = drafts.unfinished(owner(account_id), JOURNEY_NAME)
    if begun:
        note = "What you wrote is kept until then."
        return [Due(begun[0].delete_on, "Finish your application and send it", HOME, button="Go on", note=note)]
    if latest is not None and latest.stage is Stage.REFUSED and applicant_view.show(latest).can_appeal:
        note = "Three other people look at it. It costs nothing."
        words = "Appeal, if you think we are wrong"
        return [Due(latest.appeal_until, words, HOME, DueKind.COMING, "See what we decided", note)]
    return []


def _of_open(shown: Shown) -> list[Due]:
    found = []
    if shown.asked is not None:
        count = len(shown.asked.items)
        note = f"{_FEW.get(count, f'{count} things are')} missing. Until then our clock stands still."
        words = "Send what we asked you for"
        found.append(Due(shown.asked.due_on, words, f"{HOME}/information", button="See the list", note=note))
    if shown.can_name_referee:
        note = "We cannot go on with the ones you named."
        found.append(Due(None, "Name another referee", f"{HOME}/referees", button="Name somebody", note=note))
    if shown.offer_until is not None:
        note = "You are on the register on the day it is settled."
        found.append(Due(shown.offer_until, "Pay the fee", HOME, button="See how to pay", note=note))
    if not found and shown.next:
        found.append(Due(shown.by, shown.next, HOME, DueKind.OURS, "See your application", shown.late))
    return found


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
    said, stood, details, health = [], [], [], []
    for application in applications:
        said += _said(application)
        stood += _stood(application)
        details += _details(application)
        health += _health(application)
    return [
        Held("applications", "Your applications", [_row(one) for one in applications], unsent if begun else ""),
        Held("application_details", "Who you told us you are", details),
        Held("application_answers", "What you wrote in your applications", said, left_out),
        Held("application_health", "Your answer about health", health, "Left out: what the health officer wrote."),
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


def _said(application: Application) -> list[Mapping[str, Field]]:
    copy = sent_view.copy(application)
    rows: list[Mapping[str, Field]] = [
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


def _details(application: Application) -> list[Mapping[str, Field]]:
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
        }
    ]


def _health(application: Application) -> list[Mapping[str, Field]]:
    found: list[Mapping[str, Field]] = []
    answers: Sequence[HealthAnswer] = queries.rows_of(HealthAnswer, application.id)
    for one in answers:
        said = locks.box_of(one.lock_id).open_json(one.sealed)
        words = said.get("words") or ""
        found.append(
            {
                "Application": application.reference,
                "Given": one.given_at,
                "Your answer": f"{str(said['said']).capitalize()}. {words}".strip(),
            }
        )
    return found


def _stood(application: Application) -> list[Mapping[str, Field]]:
    return [
        {"Application": application.reference, "When": step.at, "What happened": step.kind.sentence}
        for step in queries.steps(application.id)
    ]
