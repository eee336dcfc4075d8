"""Onto the register: the entry of a granted application.

It is made by `register.operations` with the next number, or the old one for somebody who comes back.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import Any

from cpd import record_checks
from cpd.joining import emails, queries
from cpd.joining.applying import Details, OtherTold
from cpd.joining.findings import Outcome
from cpd.joining.matters import details_of
from cpd.joining.models import Application, Decision
from cpd.joining.operations.steps import move, note
from cpd.joining.vocabulary import CheckItem, CheckOutcome, Route, StepKind
from cpd.leaving.operations.continuity import keep_plan
from cpd.leaving.telling import Plan
from foundation import clock
from foundation.audit import Actor
from foundation.errors import Refused
from foundation.locks import Box
from register import operations as register
from register import queries as entries
from register.operations import Admission, OtherPlace, claiming
from register.post import readers
from register.rules import ParticularsFact, PeriodFact
from register.terms import last_day
from register.vocabulary import OrderKind, PracticeArea


def put_on_register(application: Application, box: Box, *, name: str, by: Actor) -> None:
    """Make the entry, tie the account to it, and say so. Inside the caller's operation; `name` is the move.

    Raises:
        Refused: the register refuses it, so nothing of it happens.
    """
    today = clock.today()
    details = details_of(application, box)
    ends_on = last_day(today)
    reason = f"Application {application.reference}"
    if application.route.comes_back and application.number is not None:
        _bring_back(application, details, ends_on, reason, by)
    else:
        application.number = register.admit(
            Admission(
                particulars=_particulars(application, details, today),
                periods=[PeriodFact(today, ends_on)],
                email=queries.account(application.account_id).email,
                insured_to=details.insured.ends_on,
                other_registrations=[OtherPlace(one.body, one.number) for one, _ in _confirmed(application, details)],
            ),
            reason=reason,
            by=by,
        )
        claiming.hold(application.number, application.account_id, proof=reason)
    number = application.number
    for other, seen_on in _confirmed(application, details):
        register.check_other_registration(
            number, body=other.body, other_number=other.number, checked_on=seen_on, reason=reason, by=by
        )
    _impose_conditions(application, number, box, by)
    _note_record_check(number, details, today)
    _keep_continuity(application, number, details)
    _keep_postal_address(application, number, details)
    move(application, name, StepKind.ADMITTED, by=by, detail={"number": number})
    emails.admitted(application, ends_on=ends_on)


def _note_record_check(number: str, details: Details, today: date) -> None:
    """Note which check they told us of, so that it is asked for anew when its time is over (D20)."""
    told = details.record_check
    from_on = told.issued_on if told.scheme else None
    entry_id = entries.entry_ids([number])[number]
    record_checks.note(entry_id, scheme=told.scheme if from_on else "", level=told.level, from_on=from_on or today)


def _keep_continuity(application: Application, number: str, details: Details) -> None:
    """Keep the plan for those they work with as they told us of it (D09); theirs to change from now on."""
    told = details.continuity
    if not (told.plan or told.colleague):
        return
    by_email = "@" in told.colleague_reach
    phone, email = ("", told.colleague_reach) if by_email else (told.colleague_reach, "")
    plan = Plan(told.plan, told.colleague, phone, email, told.colleague_agrees)
    applicant = Actor("account", application.account_id, application.name)
    keep_plan(entries.entry_ids([number])[number], plan, by=applicant)


def _keep_postal_address(application: Application, number: str, details: Details) -> None:
    """Keep where they said that post reaches them, if it fits an envelope; staff can type it anew."""
    with suppress(Refused):
        applicant = Actor("account", application.account_id, application.name)
        readers.keep_own(entries.entry_ids([number])[number], details.post, by=applicant)


def _particulars(application: Application, details: Details, today: date) -> ParticularsFact:
    return ParticularsFact(
        effective_from=clock.now(),
        first_registered_on=today,
        **_said(application, details),
    )


def _said(application: Application, details: Details) -> dict[str, Any]:
    areas = [area.value for area in PracticeArea]
    return {
        "title": details.title,
        "forenames": details.forenames,
        "surname": details.surname,
        "known_as": details.known_as,
        "previous_names": list(details.previous_names),
        "shows_previous_names": details.shows_previous_names,
        "town": details.town,
        "outcode": details.outcode,
        "areas": [one for one in details.areas if one in areas],
        "works_with": details.works_with,
        "languages": list(details.languages),
        "organisation": details.organisation,
        "holds_certificate": _certificate_seen(application, details),
    }


def _certificate_seen(application: Application, details: Details) -> bool:
    """The public is told of a certificate only when an officer saw it."""
    told = details.holds_certificate or application.route is Route.CERTIFICATE
    done = queries.checks(application.id)
    return told and any(
        item is CheckItem.QUALIFICATION and check.outcome is CheckOutcome.CONFIRMED for (item, _), check in done.items()
    )


def _bring_back(application: Application, details: Details, ends_on: date, reason: str, by: Actor) -> None:
    number = application.number
    assert number is not None
    today = clock.today()
    register.restore(number, starts_on=today, ends_on=ends_on, reason=reason, by=by)
    entry_id = entries.entry_ids([number])[number]
    before = entries.records([entry_id])[entry_id].particulars_at(clock.now())
    said = _said(application, details)
    said["holds_certificate"] = said["holds_certificate"] or before.holds_certificate
    # Leave to show earlier names was given once and is not widened by a form that did not ask for it.
    changes = {
        name: value for name, value in said.items() if name != "previous_names" and getattr(before, name) != value
    }
    if changes:
        register.change_particulars(number, changes=changes, effective_at=clock.now(), reason=reason, by=by, tell=False)
    if details.insured.ends_on is not None:
        register.confirm_insurance(number, confirmed_to=details.insured.ends_on, reason=reason, by=by)


def _confirmed(application: Application, details: Details) -> list[tuple[OtherTold, date]]:
    """Places on other registers that an officer saw, with the day."""
    done = queries.checks(application.id)
    found = []
    for place, other in enumerate(details.elsewhere, start=1):
        check = done.get((CheckItem.OTHER_REGISTER, place))
        if check is not None and check.outcome is CheckOutcome.CONFIRMED:
            found.append((other, check.seen_on))
    return found


def _impose_conditions(application: Application, number: str, box: Box, by: Actor) -> None:
    decision = _standing(application)
    if decision is None or decision.conditions_sealed is None or decision.conditions_until is None:
        return
    register.impose_restriction(
        number,
        kind=OrderKind.CONDITIONS,
        starts_at=clock.now(),
        ends_at=clock.end_of_day(decision.conditions_until),
        wording=box.open(decision.conditions_sealed),
        source=application.reference,
        reason=f"Application {application.reference}",
        by=by,
    )
    note(application, "conditions", by=by, detail={"number": number})


def _standing(application: Application) -> Decision | None:
    """The decision by which somebody is admitted: the last one that granted."""
    granted = [one for one in queries.decisions(application.id) if one.outcome is not Outcome.REFUSE]
    return granted[-1] if granted else None
