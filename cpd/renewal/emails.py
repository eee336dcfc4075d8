"""The letters about renewal, one function each. They write to the outbox; `jobs deliver-mail` sends them.

No letter says what somebody declared. Reminders are told apart by the day that they are about, so none goes twice. Whom
no email reaches gets them on paper (`register.post`).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from accounts.models import Account
from cpd.legal_holds import RegistrantHold
from cpd.money.vocabulary import pounds
from cpd.registrants import Registrant
from cpd.renewal import policy, queries
from cpd.renewal.fees import Standing
from cpd.renewal.models import Renewal
from cpd.renewal.vocabulary import Part
from cpd.renewal.windows import AFTER
from foundation import clock, outbox
from foundation.outbox import Letter
from register.post import writing
from register.post.writing import write
from register.vocabulary import OrderKind

_INSURANCE = "insurance"
_STOPS = (OrderKind.SUSPENSION, OrderKind.INTERIM_SUSPENSION)


def _whom(registrant: Registrant) -> dict[str, Any]:
    return {"entry_id": registrant.entry_id, "to": registrant.email, "name": registrant.name}


def _about(renewal: Renewal, registrant: Registrant) -> dict[str, Any]:
    """To whom a letter about one renewal goes, and what every one of them says."""
    return {**_whom(registrant), "reference": renewal.reference}


def _whose(registrant: Registrant) -> dict[str, Any]:
    """To whom a letter about an entry goes, and what every one of them says."""
    return {**_whom(registrant), "number": registrant.number}


def sent(renewal: Renewal, registrant: Registrant, *, missing: list[Part], money: Standing) -> None:
    """We have the answers, and they are not renewed yet: what is still missing."""
    invoice = money.waits_for
    write(
        "renewal_sent",
        missing=[part.label for part in missing],
        amount=pounds(money.left) if money.left else None,
        invoice=invoice.reference if invoice else None,
        ends_on=renewal.bridged_to or renewal.ends_on,
        **_about(renewal, registrant),
    )


def renewed(renewal: Renewal, registrant: Registrant) -> None:
    """They are on the register for another period; a suspension that goes on is said. `registrant` as of now."""
    stops = (one for one in registrant.record.restrictions if one.kind in _STOPS)
    write(
        "renewal_renewed",
        number=registrant.number,
        starts_on=renewal.starts_on,
        ends_on=renewal.renewed_to,
        late=renewal.band is not None and renewal.band.value == "late",
        back=renewal.band is not None and renewal.band.value.startswith("return"),
        provisional=renewal.provisional,
        suspended=any(one.ends_at is None or one.ends_at > clock.now() for one in stops),
        wants_insurance=queries.suspension(registrant.entry_id) is not None,
        **_about(renewal, registrant),
    )


def looked_at(renewal: Renewal, registrant: Registrant, *, by_on: date) -> None:
    """An officer looks before they come back, and by when."""
    write("renewal_looked_at", by_on=by_on, **_about(renewal, registrant))


def sent_on(renewal: Renewal, registrant: Registrant) -> None:
    """They have to apply to come back. Why stands in their account."""
    write("renewal_sent_on", kindly=registrant.division, **_about(renewal, registrant))


def bridged(renewal: Renewal, registrant: Registrant) -> None:
    """A payment failed; they stay on the register for some days to put it right."""
    write("renewal_bridged", until=renewal.bridged_to, **_about(renewal, registrant))


def matter(entry_id: int, ends_on: date) -> str:
    """What the reminders of one renewal have in common."""
    return f"renewal {entry_id} {ends_on}"


def reminder(
    registrant: Registrant,
    *,
    ends_on: date,
    number: int,
    missing: list[Part],
    begun: bool,
    lapsed: bool,
    late_until: date,
) -> Letter | None:
    """Not renewed yet: what is missing and until when; after the end, how to come back without a break."""
    return write(
        "renewal_reminder",
        once=f"{matter(registrant.entry_id, ends_on)} {number}",
        # On paper it is there by the day on which we would telephone; nobody gets one that comes too late.
        post_by=ends_on - timedelta(days=policy.BY_HAND.value(ends_on)) if not lapsed else None,
        there_by=ends_on if not lapsed else None,
        ends_on=ends_on,
        missing=[part.label for part in missing],
        begun=begun,
        lapsed=lapsed,
        late_until=late_until,
        **_whose(registrant),
    )


def _insurance(registrant: Registrant, day: date) -> str:
    return f"{_INSURANCE} {registrant.entry_id} {day}"


def insured_until(registrant: Registrant, ends_on: date) -> None:
    """What was written of an insurance that ends on any other day is over, inside the operation that learns of it."""
    writing.are_done(registrant.entry_id, (_INSURANCE,), besides=_insurance(registrant, ends_on))


def insurance_reminder(registrant: Registrant, *, ends_on: date, number: int) -> Letter | None:
    """The insurance that we know of runs out."""
    return write(
        "insurance_reminder",
        once=f"{_insurance(registrant, ends_on)} {number}",
        there_by=ends_on,
        ends_on=ends_on,
        **_whose(registrant),
    )


def insurance_ended(registrant: Registrant, *, ends_on: date, until: date) -> Letter | None:
    """It has run out: until when we wait before the registrar may suspend them."""
    return write(
        "insurance_ended",
        once=f"{_insurance(registrant, ends_on)} {AFTER}",
        ends_on=ends_on,
        until=until,
        **_whose(registrant),
    )


def insurance_missing(registrant: Registrant, *, since: date, until: date) -> Letter | None:
    """Nothing is on record of their insurance, in a period that began on a day: the same time to show it."""
    return write(
        "insurance_ended",
        once=f"{_insurance(registrant, since)} {AFTER}",
        ends_on=None,
        until=until,
        **_whose(registrant),
    )


def insurance_confirmed(registrant: Registrant, *, ends_on: date, suspension_ended: bool) -> None:
    """We have seen the certificate; the public reads until when."""
    write("insurance_confirmed", ends_on=ends_on, suspension_ended=suspension_ended, **_whose(registrant))


def insurance_not_confirmed(registrant: Registrant) -> None:
    """The certificate does not show it. Why stands in their account."""
    write("insurance_not_confirmed", kindly=registrant.division, **_whose(registrant))


def insurance_suspended(registrant: Registrant) -> None:
    """They may not practise as a registrant until they show insurance."""
    write("insurance_suspended", kindly=registrant.division, **_whose(registrant))


def record_check_reminder(registrant: Registrant, *, due_on: date, number: int) -> Letter | None:
    """A criminal record check is due to be told anew."""
    return write(
        "record_check_reminder",
        once=f"record check {registrant.entry_id} {due_on} {number}",
        due_on=due_on,
        **_whose(registrant),
    )


def hold_review(held: RegistrantHold, owner: Account, number: str) -> Letter | None:
    """To the owner of a legal hold: it is to be looked at again. Neither a name nor why."""
    return outbox.write(
        "staff_registrant_hold",
        to=owner.email,
        once=f"registrant hold {held.id} {held.review_on}",
        name=owner.name,
        number=number,
        due=held.review_on,
    )
