"""The letters about joining, one function each. They write to the outbox; `jobs deliver-mail` sends them.

No letter says what somebody declared, what a referee wrote, or why somebody was refused: that stands in their account,
where nobody reads it over their shoulder. Bad news is not sent in the evening or before a day off (`outbox.write`,
`kindly`), so that somebody is there to be asked. A letter to a referee names the applicant and nothing else about them.
"""

from __future__ import annotations

from datetime import date

from cpd.joining import queries
from cpd.joining.findings import AppealOutcome
from cpd.joining.models import Application, InformationRequest, Referee
from cpd.money.models import Invoice
from cpd.money.vocabulary import pounds
from foundation import outbox


def _to(application: Application) -> str:
    return queries.account(application.account_id).email


def received(application: Application) -> None:
    """We have it, and by when we say whether something is missing."""
    outbox.write(
        "application_received",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        due=application.due_on,
    )


def complete(application: Application) -> None:
    """Nothing is missing."""
    outbox.write("application_complete", to=_to(application), name=application.name, reference=application.reference)


def information_asked(application: Application, *, due: date, items: int) -> None:
    """We need something more. What, stands in the account."""
    outbox.write(
        "application_information",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        due=due,
        items=items,
    )


def information_reminder(application: Application, *, request_id: int, due: date, number: int) -> None:
    """We still wait."""
    outbox.write(
        "application_information_reminder",
        to=_to(application),
        once=f"information {request_id} {due} {number}",
        name=application.name,
        reference=application.reference,
        due=due,
    )


def panel(application: Application) -> None:
    """Two people will look at the declarations."""
    outbox.write("application_panel", to=_to(application), name=application.name, reference=application.reference)


def offer(application: Application, invoice: Invoice | None) -> None:
    """They can join; the fee, until when, and how to pay it."""
    outbox.write(
        "application_offer",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        until=application.offer_until,
        amount=pounds(invoice.amount) if invoice else None,
        invoice=invoice.reference if invoice else None,
    )


def insurance_asked(application: Application, *, until: InformationRequest | None) -> None:
    """They can join, but their insurance has ended: we need the new certificate first."""
    outbox.write(
        "application_insurance",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        until=until.due_on if until is not None else None,
    )


def offer_reminder(application: Application, *, number: int) -> None:
    """The fee is still open."""
    outbox.write(
        "application_offer_reminder",
        to=_to(application),
        once=f"offer {application.id} {application.offer_until} {number}",
        name=application.name,
        reference=application.reference,
        until=application.offer_until,
    )


def offer_expired(application: Application) -> None:
    """The time to pay ran out."""
    outbox.write(
        "application_offer_expired",
        to=_to(application),
        kindly=application.nation.division,
        name=application.name,
        reference=application.reference,
    )


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
        "application_refused",
        to=_to(application),
        kindly=application.nation.division,
        name=application.name,
        reference=application.reference,
        until=application.appeal_until,
    )


def withdrawn(application: Application) -> None:
    """They took it back."""
    outbox.write("application_withdrawn", to=_to(application), name=application.name, reference=application.reference)


def closed(application: Application) -> None:
    """We closed it without a decision."""
    outbox.write(
        "application_closed",
        to=_to(application),
        kindly=application.nation.division,
        name=application.name,
        reference=application.reference,
    )


def appeal_received(application: Application) -> None:
    """We have the appeal, and by when it is heard."""
    outbox.write(
        "application_appeal_received",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        due=application.hear_until,
    )


def appeal_decided(application: Application, outcome: AppealOutcome) -> None:
    """What came of the appeal, when it was not a place."""
    outbox.write(
        "application_appeal_decided",
        to=_to(application),
        kindly=application.nation.division if outcome is AppealOutcome.UPHOLD else None,
        name=application.name,
        reference=application.reference,
        again=outcome is AppealOutcome.REDO,
    )


def answer_deleted(application: Application, *, code: str) -> None:
    """What was told in error is gone."""
    outbox.write(
        "application_answer_deleted",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        code=code,
    )


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
    outbox.write(
        "application_referee_declined",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        referee=referee,
    )


def referee_expired(application: Application, *, referee: str) -> None:
    """A referee did not answer: the applicant asks them, or names another."""
    outbox.write(
        "application_referee_expired",
        to=_to(application),
        name=application.name,
        reference=application.reference,
        referee=referee,
    )
