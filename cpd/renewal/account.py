"""What this room says to the home of an account: what is due of somebody, and what it holds of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from accounts.due import Due, DueKind
from cpd import folders, record_checks
from cpd.held import Field, Held
from cpd.registrants import Registrant
from cpd.renewal import fees, policy, queries, rules
from cpd.renewal.models import InsuranceTold
from cpd.renewal.vocabulary import Place, Stage
from cpd.renewal.windows import Window
from foundation import clock
from foundation.locks import Box
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


# ---------------------------------------------------------------------------------------------------------------- held


def held(registrant: Registrant) -> list[Held]:
    """Renewals as they were sent, insurance as it was told, and record checks."""
    renewals, certificates = queries.of_entry(registrant.entry_id), queries.insurance(registrant.entry_id)
    if not renewals and not certificates:
        return _checks(registrant)
    box = folders.box_of(registrant.entry_id)
    rows: list[Mapping[str, Field]] = []
    answers: list[Mapping[str, Field]] = []
    for one in renewals:
        rows.append(
            {
                "Reference": one.reference,
                "For the period that ended": one.ends_on,
                "Where it stands": one.stage.label,
                "Sent": one.sent_at,
                "Renewed from": one.starts_on,
                "Renewed to": one.renewed_to,
                "CPD record": one.cpd,
            }
        )
        for answer in queries.answers(one):
            said = box.open_json(answer.sealed)
            answers.append(
                {
                    "Renewal": one.reference,
                    "Question": answer.code,
                    "Answer": said["said"],
                    "Words": said["words"],
                    "Given": answer.given_at,
                }
            )
    left_out = "Left out: your answer about health. Only the health officer opens it. Ask us for a copy."
    return [
        Held("renewals", "Your renewals", rows),
        Held("renewal_answers", "What you declared when you renewed", answers, left_out if answers else ""),
        Held("renewal_talks", "What we talked to you about", _talks(registrant, box)),
        Held("insurance", "Your insurance", [_certificate(one, box) for one in certificates]),
        *_checks(registrant),
    ]


def _talks(registrant: Registrant, box: Box) -> list[Mapping[str, Field]]:
    return [
        {
            "About": ", ".join(box.open_json(one.sealed)["codes"]),
            "Since": one.given_at,
            "Done": one.done_at,
            "What came of it": box.open(one.note_sealed) if one.note_sealed else "",
        }
        for one in queries.talks(registrant.entry_id)
    ]


def _certificate(one: InsuranceTold, box: Box) -> Mapping[str, Field]:
    said = box.open_json(one.sealed)
    return {
        "Insurer": said["insurer"],
        "Number": said["number"],
        "Until": one.ends_on,
        "Sent": one.told_at,
        "Seen": one.seen.value.replace("_", " ") if one.seen else "not yet",
    }


def _checks(registrant: Registrant) -> list[Held]:
    seen = record_checks.newest([registrant.entry_id]).get(registrant.entry_id)
    if seen is None:
        return []
    row: Mapping[str, Field] = {"Scheme": seen.scheme or "none", "Level": seen.level, "From": seen.from_on}
    return [Held("record_check", "Your criminal record check", [row])]
