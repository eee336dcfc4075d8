"""What this room says to the home of an account: what is due of somebody, and what it holds of them."""

from __future__ import annotations

from datetime import timedelta

from accounts.due import Due, DueKind
from cpd import record_checks
from cpd.held import Held
from cpd.registrants import Registrant
from cpd.renewal import fees, own_copy, policy, queries, rules
from cpd.renewal.vocabulary import Place, Stage
from cpd.renewal.windows import Window
from foundation import clock
from foundation.words import say_day

_HOME = "/account/renewal"
_LAPSES = "Your registration lapses at the end of that day."


def due(registrant: Registrant) -> list[Due]:
    """Renewing, showing insurance, telling of a record check."""
    window = rules.window(registrant)
    found = []
    if window is not None:
        renewal = _renewal(registrant, window)
        if renewal is not None:
            found.append(renewal)
    if registrant.is_on_register():
        found += [*_insurance(registrant), *_record_check(registrant)]
    return found


def _renewal(registrant: Registrant, window: Window) -> Due | None:
    place = window.place(clock.now())
    if place is Place.NOT_YET:
        words = "Renewal opens"
        return Due(window.opens_on, words, _HOME, DueKind.COMING, "See your registration")
    renewal = queries.after(registrant.entry_id, window.ends_on)
    if renewal is not None and renewal.stage is Stage.LOOKED_AT:
        by_on = clock.add_working_days(renewal.since_on, renewal.targets["looked_at"], registrant.division)
        return Due(by_on, "We look at your coming back", _HOME, DueKind.OURS, "See where it is")
    if not place.may_begin or (renewal is not None and renewal.stage is Stage.SENT_ON):
        return Due(None, "Apply to come back to the register", "/account/application", button="See how")
    sent = renewal is not None and renewal.stage is Stage.SENT
    button = "See what is missing" if sent else "Go on" if renewal is not None else "Renew now"
    if place is Place.OPEN:
        owes = renewal is not None and sent and not fees.standing(renewal).is_settled
        words = "Pay the fee to renew" if owes else "Renew your registration"
        return Due(window.over_on, words, _HOME, button=button, note=_LAPSES)
    if place is Place.LATE:
        note = "You are not on the register now. Until that day you come back without a break."
        return Due(window.late_until, "Renew late", _HOME, button=button, note=note)
    return Due(None, "Come back to the register", _HOME, button="See how", note="You are not on the register now.")


def _insurance(registrant: Registrant) -> list[Due]:
    known, today = rules.insured_to(registrant), clock.today()
    first = policy.read_days(policy.WATCHED.value(today))[0]
    note = "You need insurance as long as you are on the register."
    if known is None:
        return [Due(None, "Show us your insurance", "/account/insurance", button="Show it", note=note)]
    if known > today + timedelta(days=first):
        return []
    over = f"Your insurance ended on {say_day(known)}: show the new one"
    words = "Show your new insurance" if known >= today else over
    return [Due(known, words, "/account/insurance", button="Show it", note=note)]


def _record_check(registrant: Registrant) -> list[Due]:
    seen = record_checks.newest([registrant.entry_id]).get(registrant.entry_id)
    today = clock.today()
    first = policy.read_days(policy.WATCHED.value(today))[0]
    if seen is None or record_checks.due_on(seen) > today + timedelta(days=first):
        return []
    words = "Tell us of your criminal record check"
    return [Due(record_checks.due_on(seen), words, "/account/record-check", button="Tell us")]


def held(registrant: Registrant) -> list[Held]:
    """Renewals as they were sent, each time they were; insurance as it was told; and record checks."""
    return own_copy.held(registrant)
