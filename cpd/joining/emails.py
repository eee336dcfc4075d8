"""The letters about joining, one function each. They write to the outbox; `jobs deliver-mail` sends them.

No letter says what somebody declared, what a referee wrote, or why somebody was refused: that stands in their account,
where nobody reads it over their shoulder. Bad news is not sent in the evening or before a day off (`outbox.write`,
`kindly`), so that somebody is there to be asked. A letter to a referee names the applicant and nothing else about them.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from cpd.joining import queries
from cpd.joining.findings import AppealOutcome
from cpd.joining.models import Application, InformationRequest, Referee
from cpd.money.models import Invoice
from cpd.money.vocabulary import pounds
from foundation import outbox


def _to(application: Application) -> str:
    return queries.account(application.account_id).email


def _about(application: Application) -> dict[str, Any]:
    """To whom a letter about an application goes, and what every one of them says."""
    return {"to": _to(application), "name": application.name, "reference": application.reference}


def received(application: Application) -> None:
    """We have it, and by when we say whether something is missing."""
    outbox.write("application_received", due=application.due_on, **_about(application))


def complete(application: Application) -> None:
    """Nothing is missing."""
    outbox.write("application_complete", **_about(application))


def information_asked(application: Application, *, due: date, items: int) -> None:
    """We need something more. What, stands in the account."""
    outbox.write("application_information", due=due, items=items, **_about(application))


def information_reminder(application: Application, *, request_id: int, due: date, number: int) -> None:
    """We still wait."""
    outbox.write(
        "application_information_reminder",
        once=f"information {request_id} {due} {number}",
        due=due,
        **_about(application),
    )


def panel(application: Application) -> None:
    """Two people will look at the declarations."""
    outbox.write("application_panel", **_about(application))


def offer(application: Application, invoice: Invoice | None) -> None:
    """They can join; the fee, until when, and how to pay it."""
    outbox.write(
        "application_offer",
        until=application.offer_until,
        amount=pounds(invoice.amount) if invoice else None,
        invoice=invoice.reference if invoice else None,
        **_about(application),
    )


def insurance_asked(application: Application, *, until: InformationRequest | None) -> None:
    """They can join, but their insurance has ended: we need the new certificate first."""
    outbox.write("application_insurance", until=until.due_on if until is not None else None, **_about(application))


def offer_reminder(application: Application, *, number: int) -> None:
    """The fee is still open."""
    outbox.write(
        "application_offer_reminder",
        once=f"offer {application.id} {application.offer_until} {number}",
        until=application.offer_until,
        **_about(application),
    )


def offer_expired(application: Application) -> None:
    """The time to pay ran out."""
    outbox.write("application_offer_expired", kindly=application.nation.division, **_about(application))


def admitted(application: Application, *, ends_on: date) -> None:
    """They are on the register."""
    outbox.write(
        "application_admitted",
        to=_to(application),
        name=application.name,
        number=application.number,
        ends_on=ends_on,
    )


def refused(application: Application) -> None:
    """They cannot join now; until when they can appeal."""
    outbox.write(
        "application_refused", kindly=application.nation.division, until=application.appeal_until, **_about(application)
    )


def withdrawn(application: Application) -> None:
    """They took it back."""
    outbox.write("application_withdrawn", **_about(application))


def closed(application: Application) -> None:
    """We closed it without a decision."""
    outbox.write("application_closed", kindly=application.nation.division, **_about(application))


def appeal_received(application: Application) -> None:
    """We have the appeal, and by when it is heard."""
    outbox.write("application_appeal_received", due=application.hear_until, **_about(application))


def appeal_decided(application: Application, outcome: AppealOutcome) -> None:
    """What came of the appeal, when it was not a place."""
    outbox.write(
        "application_appeal_decided",
        kindly=application.nation.division if outcome is AppealOutcome.UPHOLD else None,
        again=outcome is AppealOutcome.REDO,
        **_about(application),
    )


def answer_deleted(application: Application, *, code: str) -> None:
    """What was told in error is gone."""
    outbox.write("application_answer_deleted", code=code, **_about(application))


# ------------------------------------------------------------------------------------------------------------ referees


def referee_invited(
    application: Application, referee: Referee, *, to: str, name: str, token: str, reminder: bool
) -> None:
    """Please vouch: the link, until when it works, and how to say no. A reminder brings a new link."""
    outbox.write(
        "referee_invited",
        to=to,
        name=name,
        applicant=application.name,
        token=token,
        due=referee.due_on,
        reminder=reminder,
    )


def referee_thanked(application: Application, *, to: str, name: str) -> None:
    """We have what they wrote."""
    outbox.write("referee_thanked", to=to, name=name, applicant=application.name)


def referee_declined(application: Application, *, referee: str) -> None:
    """A referee cannot help: the applicant names another."""
    outbox.write("application_referee_declined", referee=referee, **_about(application))


def referee_expired(application: Application, *, referee: str) -> None:
    """A referee did not answer: the applicant asks them, or names another."""
    outbox.write("application_referee_expired", referee=referee, **_about(application))
