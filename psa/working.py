"""How the institute works, as sheets of the pack: policies, register, separate duties, complaints, audits, deletion."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.models import Account, PartTaken, Realm, RoleGrant
from accounts.roles import LABELS, why_not_together
from accounts.separation import EXCLUSIONS, Part, excluded
from concerns.models import Tombstone
from concerns.own_service.models import ServiceComplaint
from concerns.own_service.vocabulary import ServiceOutcome
from concerns.reports.periods import Period
from concerns.reports.policy import SMALLEST
from concerns.vocabulary.retention import RetentionRule
from cpd.audit.models import Audit, Decision, Draw
from foundation import audit, clock, policy
from foundation.database import db
from foundation.policy import PolicyValue
from foundation.small_numbers import hide_line, shown
from foundation.words import say_day
from psa.sheet import Line, Sheet
from register import reconciliation
from register.models import PublicCheck


def policies(period: Period) -> Sheet:
    """Every number the institute works by, on the last day, and since when."""
    rows = select(PolicyValue).where(PolicyValue.effective_from <= period.last)
    ordered = db.session.scalars(rows.order_by(PolicyValue.effective_from, PolicyValue.version))
    decided = {row.name: row for row in ordered}
    lines: list[Line] = []
    for one in policy.declared():
        row = decided.get(one.name)
        since, why = (row.effective_from, row.reason) if row is not None else ("the start", one.source)
        lines.append((one.name, one.about, one.value(period.last), one.unit, since, why))
    return Sheet(
        name="policies",
        title="Policies in force",
        new="1, 3–7",
        old="3, 6, 7",
        sentence=f"{len(lines)} policies were in force on {say_day(period.last)}; {len(decided)} were decided anew.",
        headings=("Policy", "What it says", "Value", "Unit", "In force from", "Source or reason"),
        lines=tuple(lines),
    )


def register_checks(period: Period) -> Sheet:
    """What the nightly comparison of orders in force with the public view found, and what it finds now."""
    nights = [
        (clock.day_of(row.checked_at).isoformat(), len(row.problems), "; ".join(problem for _, problem in row.problems))
        for row in db.session.scalars(select(PublicCheck).order_by(PublicCheck.checked_at, PublicCheck.id))
        if period.holds(clock.day_of(row.checked_at))
    ]
    now = reconciliation.check_public_view()
    wrong = sum(count > 0 for _, count, _ in nights)
    today = (clock.today().isoformat(), len(now), "; ".join(one.problem for one in now))
    return Sheet(
        name="register-accuracy",
        title="Register accuracy",
        new="8",
        old="2",
        sentence=(
            f"On {len(nights)} nights the orders in force were compared with what the public reads; on {wrong} "
            f"something did not agree. Today {len(now)} entries do not agree."
        ),
        headings=("Checked on", "Entries that did not agree", "What"),
        lines=(*nights, today),
    )


def separation() -> Sheet:
    """Who took which parts: no person took two in one matter that have to be apart, and none holds two such roles."""
    taken: dict[tuple[int, str, str], set[Part]] = {}
    parts = select(PartTaken.account_id, PartTaken.matter_kind, PartTaken.matter_id, PartTaken.part)
    for account_id, kind, matter_id, part in db.session.execute(parts.order_by(PartTaken.id)):
        taken.setdefault((account_id, kind, matter_id), set()).add(part)
    counts = Counter(part for held in taken.values() for part in held)
    broken = Counter(
        frozenset((one.first, one.second))
        for held in taken.values()
        for part in held
        if (one := excluded(part, held - {part})) is not None
    )
    lines: list[Line] = [
        (one.first.value, one.second.value, one.because, counts[one.first], counts[one.second], both)
        for one in EXCLUSIONS
        for both in (broken[frozenset((one.first, one.second))] // 2,)
    ]
    now = clock.now()
    roles: dict[int, list[RoleGrant]] = {}
    grants = select(RoleGrant).join(Account, Account.id == RoleGrant.account_id).where(Account.realm == Realm.STAFF)
    for grant in db.session.scalars(grants.order_by(RoleGrant.id)):
        if grant.holds_at(now):
            roles.setdefault(grant.account_id, []).append(grant)
    together = sum(
        why_not_together(one.role, [other.role for other in held if other is not one]) is not None
        for held in roles.values()
        for one in held
    )
    lines.append(("roles", f"{len(LABELS)} roles", "Roles that one person does not hold together.", "", "", together))
    return Sheet(
        name="separation-of-duties",
        title="Separation of duties",
        new="1, 14–16",
        old="5, 6",
        sentence=(
            f"{sum(counts.values())} parts were taken in {len({key[1:] for key in taken})} matters. In "
            f"{sum(broken.values()) // 2} somebody took two that have to be apart. The system refuses them; what was "
            "refused changes nothing and leaves no record."
        ),
        headings=("Part", "And", "Why apart", "First was taken", "Second was taken", "Both by one person"),
        lines=tuple(lines),
    )


def complaints(period: Period) -> Sheet:
    """Complaints about the institute's own service: how many, answered in time, and how."""
    smallest = SMALLEST.value()
    found = [one for one in db.session.scalars(select(ServiceComplaint)) if period.holds(one.received_on)]
    in_time = [one for one in found if one.first_on is not None and one.first_on <= one.due_on]
    ends = Counter(_end(one) for one in found)
    told = [(end.label if end is not None else "Not answered yet", count) for end, count in ends.items()]
    counts = hide_line([count for _, count in sorted(told)], smallest)
    lines: list[Line] = [
        ("Received", shown(len(found), smallest).words(smallest)),
        ("Answered in time", shown(len(in_time), smallest).words(smallest)),
        *((name, count.words(smallest)) for (name, _), count in zip(sorted(told), counts, strict=False)),
    ]
    return Sheet(
        name="complaints-about-us",
        title="Complaints about our own service",
        new="2",
        old="5, 6",
        sentence=f"{shown(len(found), smallest).words(smallest).capitalize()} complaints about our own service came.",
        headings=("What", "How many"),
        lines=tuple(lines),
    )


def _end(one: ServiceComplaint) -> ServiceOutcome | None:
    return ServiceOutcome(one.second_outcome) if one.second_outcome is not None else one.first_outcome


def cpd_audit(period: Period) -> Sheet:
    """CPD audits: draws that anybody can repeat, how many were chosen, and what was found."""
    smallest = SMALLEST.value()
    draws = [one for one in db.session.scalars(select(Draw).order_by(Draw.id)) if period.holds(_day(one.drawn_at))]
    chosen = Counter(why for why, day in db.session.execute(select(Audit.why, Audit.chosen_on)) if period.holds(day))
    found = Counter(
        finding
        for finding, at in db.session.execute(select(Decision.finding, Decision.decided_at))
        if period.holds(_day(at))
    )
    lines: list[Line] = [("Draws", len(draws))]
    lines += [(f"Chosen: {why.label}", shown(count, smallest).words(smallest)) for why, count in sorted(chosen.items())]
    lines += [(f"Decided: {end.label}", shown(count, smallest).words(smallest)) for end, count in sorted(found.items())]
    return Sheet(
        name="cpd-audit",
        title="CPD audit",
        new="11",
        old="3, 4",
        sentence=f"{len(draws)} draws were made. {shown(sum(chosen.values()), smallest).words(smallest)} were chosen.",
        headings=("What", "How many"),
        lines=tuple(lines),
    )


def retention(period: Period) -> Sheet:
    """What was deleted or minimised because its time was over, by rule."""
    rows = db.session.execute(
        select(Tombstone.rule, func.count())
        .where(Tombstone.done_on >= period.first, Tombstone.done_on <= period.last)
        .group_by(Tombstone.rule)
    )
    held = {row[0]: row[1] for row in rows}
    smallest = SMALLEST.value()
    counts = hide_line([held.get(rule, 0) for rule in RetentionRule], smallest)
    lines = [
        (rule.label, rule.how.label, one.words(smallest)) for rule, one in zip(RetentionRule, counts, strict=False)
    ]
    return Sheet(
        name="retention",
        title="Records deleted when their time was over",
        new="1, 7",
        old="6, 7",
        sentence=f"The time of {counts[-1].words(smallest)} records was over, and two people agreed to each.",
        headings=("Rule", "What followed", "Records"),
        lines=tuple(lines),
    )


def trail() -> Sheet:
    """Whether the audit trail fits together."""
    said = "fits together" if audit.verify().broken is None else "is broken"
    return Sheet(
        name="audit-trail",
        title="Audit trail",
        new="1",
        old="6",
        sentence=f"The audit trail {said}: each line carries the hash of the one before.",
        headings=("What", "Found"),
        lines=(("Audit trail", said),),
    )


def _day(at: datetime | None) -> date | None:
    return clock.day_of(at) if at is not None else None
