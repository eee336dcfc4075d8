"""One audit on one page, for whoever reads it: what must happen next, what was sent, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts import authority
from accounts.permissions import Permission
from cpd.audit import queries, rules
from cpd.audit.models import Audit
from cpd.audit.operations.appealing import SIZE
from cpd.audit.operations.assessing import check_finding, marker_of
from cpd.audit.operations.reading import Opened
from cpd.audit.views.due import due
from cpd.audit.views.record import ShownRecord, shown
from cpd.audit.vocabulary import OPEN, SENDS, AppealOutcome, Cause, Finding, Stage, StepKind
from cpd.audit.workflow import WORKFLOW
from cpd.days_left import DueShown
from cpd.joining.findings import AppealGround
from foundation import clock
from foundation.audit import Actor
from foundation.errors import allows
from foundation.words import say_day

PATH = "/staff/cpd"
#: Lines of the timeline that say, or let one guess, how others judged the record before.
_JUDGED = frozenset(
    {
        StepKind.TO_REGISTRAR,
        StepKind.NOT_MET,
        StepKind.APPEALED,
        StepKind.APPEAL_UPHELD,
        StepKind.APPEAL_WON,
        StepKind.REDONE,
    }
)


@dataclass(frozen=True)
class Act:
    """Something that may be done now."""

    words: str
    address: str
    at_once: bool = False


@dataclass(frozen=True)
class Said:
    """What somebody found or wrote."""

    heading: str
    by: str
    at: datetime
    words: str
    more: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Member:
    """Somebody on the appeal panel."""

    name: str
    voted: bool
    act: Act | None


@dataclass(frozen=True)
class StaffPage:
    """The page of an audit."""

    reference: str
    version: int
    name: str
    number: str
    facts: tuple[tuple[str, str], ...]
    words: str
    due: DueShown
    acts: tuple[Act, ...]
    records: tuple[ShownRecord, ...]
    said: tuple[Said, ...]
    panel: tuple[Member, ...]
    worries: tuple[Said, ...]
    stands_still: bool
    steps: tuple[tuple[datetime, str], ...]


def view(opened: Opened, by: Actor) -> StaffPage:
    """The page for one reader."""
    held = opened.audit
    permissions = rules.held_by(by)
    wanted = {one.marked_by_id for one in opened.marks} | {one.raised_by_id for one in opened.worries}
    wanted |= {one.looked_by_id for one in opened.worries if one.looked_by_id}
    wanted |= {one.decided_by_id for one in queries.decisions(held.id)}
    wanted |= {one.answered_by_id for one in queries.extensions(held.id) if one.answered_by_id}
    wanted |= {one for one in (held.assessor_id, held.second_id) if one is not None}
    appeal = queries.open_appeal(held.id)
    seats = queries.seats(appeal.id) if appeal is not None else []
    names = authority.names_of(wanted | set(seats))
    stands_still = queries.open_worry(held.id) is not None
    blind = marks_blind(opened, by)
    return StaffPage(
        reference=held.reference,
        version=held.version,
        name=held.name,
        number=held.number,
        facts=_facts(opened, names),
        words=_words(held),
        due=due(held, clock.today()),
        acts=tuple(_acts(opened, permissions, by, stands_still=stands_still)),
        records=tuple(shown(*one, with_files=True) for one in opened.sent),
        said=tuple(_said(opened, names, blind=blind)),
        panel=_panel(held, appeal.id if appeal else None, seats, names, may=Permission.AUDIT_CPD in permissions),
        worries=tuple(
            Said(
                "Passed to a concerns officer",
                names[one.raised_by_id],
                one.raised_at,
                opened.box.open(one.sealed),
                (("What came of it", opened.box.open(one.found_sealed)),) if one.found_sealed else (),
            )
            for one in opened.worries
        ),
        stands_still=stands_still,
        steps=tuple(
            (one.at, one.kind.sentence.replace("You were", "They were"))
            for one in queries.steps(held.id)
            if not (blind and one.kind in _JUDGED)
        ),
    )


def marks_blind(opened: Opened, by: Actor) -> bool:
    """Whether somebody may still have to mark this audit, this time or the next: what others found is not for them."""
    return rules.is_marker(opened.audit, by.id) and opened.audit.closed_on is None and not opened.sees_all


def _words(held: Audit) -> str:
    about = WORKFLOW.state(held.stage.value).about
    return f"{about} {held.cause.sentence}" if held.cause is not None else about


def _facts(opened: Opened, names: dict[int, str]) -> tuple[tuple[str, str], ...]:
    held = opened.audit
    facts = [
        ("Record", f"{say_day(held.span_from)} to {say_day(held.span_to)}"),
        ("Chosen", f"{held.why.label}, {say_day(held.chosen_on)}"),
        ("Told", say_day(held.told_on) if held.told_on else f"Not yet; by {say_day(held.tell_until)}"),
        ("Assessor", names.get(held.assessor_id or 0, "Nobody yet")),
    ]
    if opened.sees_all and held.second_id is not None:
        facts.append(("Second assessor", names.get(held.second_id, "")))
    if opened.sees_all and held.why_sealed is not None:
        facts.append(("Why, in words", opened.box.open(held.why_sealed)))
    if opened.sees_all and not opened.who.email:
        facts.append(("Address", "No email address is known. Letters go on paper. When this one goes, say so here."))
    return tuple(facts)


def _acts(opened: Opened, permissions: frozenset[Permission], by: Actor, *, stands_still: bool) -> Sequence[Act]:
    held = opened.audit
    path, found = f"{PATH}/{held.reference}", []
    if stands_still and Permission.TAKE_IN_CONCERNS in permissions:
        found.append(Act("Say what came of it, and let it go on", f"{path}/go-on"))
    marks = marker_of(held, by.id) is not None and Permission.ASSESS in permissions
    if marks and not stands_still:
        found.append(Act("Mark it", f"{path}/mark"))
    if Permission.DECIDE_REGISTER in permissions and held.stage is Stage.REGISTRAR and not stands_still:
        found.append(Act("Decide it", f"{path}/decide"))
    if Permission.HEAR_APPEALS in permissions and held.stage is Stage.APPEAL and not stands_still:
        found.append(Act("Say how you decide", f"{path}/vote"))
    if Permission.AUDIT_CPD in permissions:
        found += _officers_acts(held, path)
    may_worry = marks or Permission.DECIDE_REGISTER in permissions
    if may_worry and not stands_still and opened.sent and held.closed_on is None:
        found.append(Act("Pass it to a concerns officer", f"{path}/worry"))
    return found


def _officers_acts(held: Audit, path: str) -> Sequence[Act]:
    found = []
    if held.stage is Stage.SECOND_MARK:
        words = "Give it to a second assessor" if held.second_id is None else "Choose another second assessor"
        found.append(Act(words, f"{path}/second"))
    elif held.stage in OPEN - {Stage.REGISTRAR, Stage.NOTICE, Stage.APPEAL}:
        words = "Give it to an assessor" if held.assessor_id is None else "Choose another assessor"
        found.append(Act(words, f"{path}/assessor"))
    if held.stage in SENDS:
        asked = queries.open_extension(held.id) is not None
        found.insert(
            0 if asked else len(found), Act("Answer about more time" if asked else "Give more time", f"{path}/time")
        )
    if held.stage in (Stage.CHOSEN, Stage.DEFERRED):
        found.append(Act("They were told by post today", f"{path}/post", at_once=True))
    if held.stage is Stage.APPEAL:
        lodged = queries.open_appeal(held.id)
        if lodged is not None and len(queries.seats(lodged.id)) < SIZE:
            found.append(Act("List somebody to hear the appeal", f"{path}/seat"))
    if held.stage in OPEN - {Stage.REGISTRAR, Stage.NOTICE, Stage.APPEAL}:
        found.append(Act("Stop this audit", f"{path}/stop"))
    return found


def _said(opened: Opened, names: dict[int, str], *, blind: bool) -> Sequence[Said]:
    held, box, found = opened.audit, opened.box, []
    for mark in opened.marks:
        more = (("For the registrant", box.open(mark.told_sealed)),) if mark.told_sealed else ()
        heading = f"{mark.marker.value.capitalize()} assessor: {mark.finding.label}"
        found.append(Said(heading, names[mark.marked_by_id], mark.marked_at, box.open(mark.reasons_sealed), more))
    for decision in () if blind else queries.decisions(held.id):
        heading = f"The registrar: {decision.finding.label}"
        by = names[decision.decided_by_id]
        found.append(Said(heading, by, decision.decided_at, box.open(decision.reasons_sealed)))
    for asked in queries.extensions(held.id) if opened.sees_all else ():
        more = (("Answer", box.open(asked.answer_sealed)),) if asked.answer_sealed else ()
        given = f"More time until {say_day(asked.until_on)}" if asked.until_on else "More time was asked for"
        found.append(
            Said(
                given,
                names.get(asked.answered_by_id or 0, "Not answered yet"),
                asked.asked_at,
                box.open(asked.sealed),
                more,
            )
        )
    for appeal in () if blind else queries.appeals(held.id):
        grounds = "; ".join(AppealGround(one).label for one in appeal.grounds)
        found.append(
            Said("Appeal", "The registrant", appeal.lodged_at, box.open(appeal.sealed), (("Grounds", grounds),))
        )
        if appeal.outcome is not None and appeal.decided_at is not None:
            votes = tuple(
                (AppealOutcome(one.finding).label, box.open(one.reasons_sealed)) for one in queries.votes(appeal.id)
            )
            found.append(
                Said(f"The appeal panel: {appeal.outcome.label}", "Most of three", appeal.decided_at, "", votes)
            )
    return sorted(found, key=lambda one: one.at)


def _panel(
    held: Audit, appeal_id: int | None, seats: Sequence[int], names: dict[int, str], *, may: bool
) -> tuple[Member, ...]:
    if appeal_id is None:
        return ()
    voted = {one.member_id for one in queries.votes(appeal_id)}
    off = f"{PATH}/{held.reference}/unseat"
    return tuple(
        Member(
            names[one], one in voted, Act("Take off the panel", f"{off}/{one}") if may and one not in voted else None
        )
        for one in seats
    )


def findings_for(held: Audit, *, registrar: bool) -> tuple[Finding, ...]:
    """What can be chosen now."""
    if registrar and held.cause is Cause.NOTHING_SENT:
        choices: tuple[Finding, ...] = (Finding.FURTHER_TIME, Finding.NOT_MET)
    else:
        choices = tuple(Finding)
    return tuple(one for one in choices if allows(check_finding, held, one))
