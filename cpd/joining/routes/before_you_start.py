"""Before you start: who can apply, by which way, with what, how long it takes and what it costs. All from policy."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, render_template

from accounts import guard
from cpd.joining import policy
from cpd.joining.intake import terms
from cpd.joining.vocabulary import Stage
from cpd.money.vocabulary import pounds
from foundation import clock, standards
from foundation.journey.drafts import KEPT

blueprint = Blueprint("apply", __name__)


@blueprint.get("/apply")
@guard.public("Anyone may read what applying asks of them.")
def apply() -> str:
    """Everything worth knowing before one begins."""
    today = clock.today()
    closes = policy.EXPERIENCE_CLOSES.value(today)
    closing = date.fromisoformat(closes) if closes else None
    version = policy.TERMS.value(today)
    fees = [
        (words, pounds(fee.value(today)))
        for words, fee in (
            ("When we offer you a place", policy.APPLICATION_FEE),
            ("Your first year on the register", policy.REGISTRATION_FEE),
            ("Coming back after a removal, on top", policy.RESTORATION_FEE),
        )
        if fee.value(today)
    ]
    return render_template(
        "cpd/joining/apply.html",
        hours=policy.HOURS.value(today),
        hours_alternative=policy.HOURS_ALTERNATIVE.value(today),
        months=policy.MONTHS.value(today),
        years=policy.WITHIN.value(today) // 12,
        recent=policy.RECENT.value(today),
        closing=closing,
        is_closed=closing is not None and today > closing,
        referees=policy.REFEREES.value(today),
        known=policy.REFEREE_KNOWN.value(today),
        reference_days=policy.REFERENCE.value(today),
        gap=policy.GAP.value(today),
        complete_days=policy.TARGETS[Stage.COMPLETENESS].value(today),
        overall_days=policy.OVERALL.value(today),
        kept_days=KEPT.value(today),
        appeal_days=policy.APPEAL.value(today),
        offer_days=policy.OFFER.value(today),
        fees=fees,
        edition=standards.edition_in_force(today),
        terms_version=version,
        terms=terms.words_of(version),
    )
