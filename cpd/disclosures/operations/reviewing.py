"""Looking at what somebody told us: an officer, two of the panel, the concerns officer, the health officer.

Whatever is passed on to the concerns officer places a hold on the entry, so that nobody leaves the register before it
was read; the concerns officer's finding releases it. A concern holds by itself.
"""

from __future__ import annotations

from collections.abc import Sequence

from accounts.operations.parts import take_part
from accounts.permissions import Permission
from accounts.rules import check_may
from accounts.separation import Part
from cpd.disclosures import emails, policy, queries, rules
from cpd.disclosures.models import Disclosure, DisclosureReview
from cpd.disclosures.operations.steps import check_stage, check_version, move, note, to_change
from cpd.disclosures.vocabulary import (
    PANEL_FINDS,
    ConcernsFinding,
    Finding,
    HealthFinding,
    Outcome,
    Stage,
    Track,
)
from cpd.panels import operations as panels
from cpd.panels.matters import matter_about
from cpd.panels.models import PanelFound
from cpd.panels.operations import Panel
from cpd.registrants import Registrant
from foundation import clock, locks
from foundation.audit import Actor
from foundation.database import db, operation
from foundation.errors import Refused
from foundation.locks import Box
from foundation.references import read_concern_reference
from register import operations as register
from register import queries as register_queries
from register.models import Hold

_REASONS = "Give your reasons: how serious, how long ago, how it bears on the work."


def begin(
    reference: str, permission: Permission, *, by: Actor, part: Part | None = None, version: int | None = None
) -> tuple[Disclosure, Registrant, Box]:
    """What somebody told us, to be changed by somebody who may; their part is taken.

    Raises:
        NotAllowed: their roles do not give it, it is not theirs to read, they have a tie, or an earlier part.
        Refused: the page they sent is older than it.
    """
    check_may(by, permission)
    disclosure = to_change(reference)
    registrant = rules.registrant_of(disclosure)
    account_id = rules.check_person(by)
    rules.check_has_business(disclosure, rules.permissions_of(by), account_id)
    rules.check_no_tie(disclosure, registrant, account_id)
    if version is not None:
        check_version(disclosure, version)
    if part is not None:
        take_part(rules.key(disclosure), part, called=rules.CALLED, about_entry_id=disclosure.entry_id, by=by)
    return disclosure, registrant, locks.box_of(disclosure.lock_id)


@operation
def take_on(reference: str, *, by: Actor) -> None:
    """Look after it."""
    disclosure, _, _ = begin(reference, Permission.LOOK_AFTER_REGISTRANTS, by=by)
    check_stage(disclosure, Stage.OFFICER, Stage.PANEL)
    disclosure.officer_id = by.id
    note(disclosure, "taken_on", by=by)


@operation
def review(
    reference: str,
    *,
    finding: Finding,
    reasons: str,
    advice: str = "",
    at_once: bool = False,
    version: int,
    by: Actor,
) -> None:
    """Say, as an officer, what follows. What is not clearly minor goes to two people of the panel.

    `at_once` says that it cannot wait: the concerns officer looks at limits on their work today.

    Raises:
        Refused: no reasons, advice without words, or words without advice; or "at once" without passing it on.
    """
    disclosure, registrant, box = begin(
        reference, Permission.LOOK_AFTER_REGISTRANTS, by=by, part=Part.REVIEWED_DECLARATION, version=version
    )
    check_stage(disclosure, Stage.OFFICER)
    if at_once and finding is not Finding.CONCERN:
        raise Refused("If it cannot wait, pass it to the concerns officer.")
    _keep_review(disclosure, box, finding.value, reasons, _advice(advice, wanted=finding is Finding.ADVICE), by=by)
    disclosure.officer_id = disclosure.officer_id or by.id
    if finding is Finding.PANEL:
        days = policy.PANEL.value()
        due_on = clock.add_working_days(clock.today(), days, registrant.division)
        move(disclosure, "refer", by=by, due_on=due_on)
        emails.panel(disclosure, registrant)
    elif finding is Finding.CONCERN:
        pass_on(disclosure, registrant, at_once=at_once, by=by)
    else:
        close(disclosure, registrant, Outcome(finding.value), by=by)


def panel_of(disclosure: Disclosure, registrant: Registrant) -> Panel:
    """The two people who look at it: never the officer who asked them to."""
    officers = {one.reviewed_by_id for one in queries.reviews(disclosure.id)}
    return Panel(
        matter_about(rules.key(disclosure), registrant),
        policy.PANEL_SIZE.value(),
        Part.REVIEWED_DECLARATION,
        rules.CALLED,
        disclosure.entry_id,
        officers,
    )


@operation
def seat(reference: str, *, account_id: int, by: Actor) -> None:
    """List somebody for the panel."""
    disclosure, registrant, _ = begin(reference, Permission.LOOK_AFTER_REGISTRANTS, by=by)
    check_stage(disclosure, Stage.PANEL)
    panels.seat(panel_of(disclosure, registrant), account_id=account_id, by=by)


@operation
def unseat(reference: str, *, account_id: int, by: Actor) -> None:
    """Take somebody off the panel."""
    disclosure, registrant, _ = begin(reference, Permission.LOOK_AFTER_REGISTRANTS, by=by)
    check_stage(disclosure, Stage.PANEL)
    panels.unseat(panel_of(disclosure, registrant), account_id=account_id, by=by)


@operation
def vote(reference: str, *, finding: Finding, reasons: str, advice: str = "", by: Actor) -> bool:
    """Say, as one of the two, what one finds; True when both have. Neither sees the other's before.

    When one of them thinks that it may be a concern, the concerns officer reads it.

    Raises:
        NotAllowed: not listed for it, or with an earlier part in it.
        Refused: said already, or no reasons.
    """
    if finding not in PANEL_FINDS:
        raise Refused("Choose what you find.")
    disclosure, registrant, box = begin(reference, Permission.VOTE, by=by)
    check_stage(disclosure, Stage.PANEL)
    given = _advice(advice, wanted=finding is Finding.ADVICE)
    all_found = panels.find(
        panel_of(disclosure, registrant),
        finding=finding.value,
        reasons_sealed=box.seal(rules.check_said(reasons, _REASONS)),
        advice_sealed=box.seal(given) if given else None,
        by=by,
    )
    if all_found is None:
        return False
    together = _together(all_found)
    if together is Finding.CONCERN:
        pass_on(disclosure, registrant, at_once=False, by=by)
    else:
        close(disclosure, registrant, Outcome(together.value), by=by)
    return True


def _together(found: Sequence[PanelFound]) -> Finding:
    said = {Finding(one.finding) for one in found}
    return next((one for one in (Finding.CONCERN, Finding.ADVICE) if one in said), Finding.CLEAR)


@operation
def settle(
    reference: str,
    *,
    finding: ConcernsFinding,
    reasons: str,
    advice: str = "",
    concern: str = "",
    version: int,
    by: Actor,
) -> None:
    """Say, as the concerns officer, what becomes of what was passed on; the hold that came with it ends.

    Raises:
        Refused: a concern is said to be opened, and its reference is missing or cannot be one.
    """
    disclosure, registrant, box = begin(
        reference, Permission.TAKE_IN_CONCERNS, by=by, part=Part.REVIEWED_DECLARATION, version=version
    )
    check_stage(disclosure, Stage.CONCERNS)
    taken_on = finding is ConcernsFinding.TAKEN_ON
    if taken_on and read_concern_reference(concern) is None:
        raise Refused("Open the concern first, then write its reference here, such as CN-2026-7K3M9X.")
    if not taken_on and concern.strip():
        raise Refused("You wrote the reference of a concern but did not choose that you opened one.")
    said = f"{read_concern_reference(concern)}\n{reasons}" if taken_on else reasons
    _keep_review(disclosure, box, finding.value, said, _advice(advice, wanted=finding is ConcernsFinding.ADVICE), by=by)
    _release(disclosure, registrant, by)
    close(disclosure, registrant, Outcome.CONCERN if taken_on else Outcome(finding.value), by=by)


@operation
def find_health(
    reference: str,
    *,
    finding: HealthFinding,
    words: str,
    shared: str = "",
    advice: str = "",
    version: int,
    by: Actor,
) -> None:
    """Say, as the health officer, what follows. `words` only health officers read; `shared` the concerns officer reads.

    `advice` says to the registrant what was agreed; of the staff only health officers read it.

    Raises:
        NotAllowed: not a health officer.
        Refused: no words, nothing for the concerns officer when it goes to them, or nothing of what was agreed.
    """
    disclosure, registrant, box = begin(reference, Permission.READ_HEALTH, by=by, version=version)
    check_stage(disclosure, Stage.HEALTH)
    if finding is HealthFinding.CONCERN:
        rules.check_said(shared, "Write what the concerns officer has to know, and no more than that.")
    elif shared.strip():
        raise Refused("You wrote something for the concerns officer but did not pass it on.")
    if finding is HealthFinding.SUPPORT_AGREED:
        rules.check_said(advice, "Write for the registrant what you agreed with them.")
    elif advice.strip():
        raise Refused("You wrote to the registrant what was agreed but did not choose that something was.")
    _keep_review(disclosure, box, finding.value, words, shared or advice, by=by)
    if finding is HealthFinding.CONCERN:
        pass_on(disclosure, registrant, at_once=False, by=by)
    else:
        outcome = Outcome.CLEAR if finding is HealthFinding.NOTHING_FOLLOWS else Outcome.ADVICE
        close(disclosure, registrant, outcome, by=by)


def _keep_review(disclosure: Disclosure, box: Box, finding: str, reasons: str, advice: str, *, by: Actor) -> None:
    said = rules.check_said(reasons, _REASONS)
    db.session.add(
        DisclosureReview(
            disclosure_id=disclosure.id,
            stage=disclosure.stage,
            finding=finding,
            reasons_sealed=box.seal(said),
            advice_sealed=box.seal(advice.strip()) if advice.strip() else None,
            reviewed_at=clock.now(),
            reviewed_by_id=rules.check_person(by),
        )
    )


def _advice(words: str, *, wanted: bool) -> str:
    if wanted:
        return rules.check_said(words, "Write the advice for the registrant.")
    if words.strip():
        raise Refused("You wrote advice but chose a finding without it.")
    return ""


def close(disclosure: Disclosure, registrant: Registrant, outcome: Outcome, *, by: Actor) -> None:
    """Close it, and tell the registrant."""
    move(disclosure, "close", by=by, outcome=outcome, detail={"outcome": outcome.value})
    emails.closed(disclosure, registrant)


def pass_on(disclosure: Disclosure, registrant: Registrant, *, at_once: bool, by: Actor) -> None:
    """Pass it to the concerns officer, with a hold on the entry and a letter to every one of them."""
    urgent = at_once or disclosure.track is Track.URGENT
    days = (policy.CONCERNS_URGENT if urgent else policy.CONCERNS).value()
    disclosure.at_once = at_once
    # A charge or a bar is rated within one working day of the telling (rules 6.3), however many hands it goes through.
    since = disclosure.told_on if disclosure.track is Track.URGENT else clock.today()
    move(disclosure, "pass_on", by=by, due_on=clock.add_working_days(since, days, registrant.division))
    register.place_hold(
        registrant.number,
        source=disclosure.reference,
        reason=f"{disclosure.reference} waits for the concerns officer",
        by=by,
    )
    emails.passed_on(disclosure)


def _release(disclosure: Disclosure, registrant: Registrant, by: Actor) -> None:
    source = disclosure.reference
    held = register_queries.live_facts(Hold, disclosure.entry_id)
    if any(one.source == source for one in held):
        register.release_hold(registrant.number, source=source, reason="The concerns officer has read it", by=by)
