"""The sealed health store: opened by the health officer alone, each time with a line in the trail.

Everybody else reads only what the health officer finds, never what was said. Somebody who looks after the machine comes
in only by breaking the glass for the kind "health" (`accounts.sealed`), with a reason and an alert.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts import authority
from accounts.operations.breaking_glass import read_through_glass
from accounts.rules import check_no_conflict
from cpd.joining import queries, rules
from cpd.joining.findings import HealthFinding, HealthStanding
from cpd.joining.matters import matter
from cpd.joining.models import Application, HealthAnswer
from cpd.joining.operations.steps import note, to_change
from cpd.joining.vocabulary import UNDECIDED
from foundation import audit, clock, locks
from foundation.audit import Actor
from foundation.database import operation
from foundation.errors import Missing, Refused


@dataclass(frozen=True)
class HealthRead:
    """What was said about health."""

    answer_id: int
    question: str
    said: str
    words: str
    standing: HealthStanding
    finding: HealthFinding | None
    found: str
    #: What was said before, oldest first: said, words, given_at.
    earlier: tuple[dict[str, str], ...] = ()


@operation
def open_health(reference: str, *, by: Actor) -> HealthRead:
    """Open the answer about health. That it was opened stands in the trail.

    Raises:
        NotAllowed: not a health officer, and no glass is broken; or a tie to somebody in the application.
    """
    application = queries.get(reference)
    answer = _answer(application)
    matter_of_health = (rules.HEALTH, str(application.id))
    if by.id is not None and authority.glass_open(by.id, matter_of_health, clock.now()) is not None:
        read_through_glass(matter_of_health, ("health_answer", answer.id), by=by)
    else:
        officer_id = rules.check_health_officer(by)
        check_no_conflict(officer_id, matter(application), called=rules.CALLED)
    audit.record(action="health.opened", subject=matter_of_health, by=by)
    box = locks.box_of(answer.lock_id)
    held = box.open_json(answer.sealed)
    return HealthRead(
        answer.id,
        held["question"],
        held["said"],
        held["words"],
        answer.standing,
        answer.finding,
        box.open(answer.found_sealed) if answer.found_sealed else "",
        tuple(held.get("earlier", ())),
    )


@operation
def find(reference: str, *, finding: HealthFinding, words: str, by: Actor) -> None:
    """Tell the others what follows from it, and nothing of what it is; one's own words stay sealed.

    Raises:
        NotAllowed: not a health officer.
        Refused: there is nothing to find, it was found already, or no words.
    """
    officer_id = rules.check_health_officer(by)
    application = to_change(reference)
    check_no_conflict(officer_id, matter(application), called=rules.CALLED)
    rules.check_stage(application, *UNDECIDED)
    answer = _answer(application)
    if answer.standing is not HealthStanding.WAITING:
        raise Refused("Nothing waits for the health officer here.")
    said = rules.check_said(words, "Write down what you looked at. Only the health officer reads it.")
    sealed = locks.box_of(answer.lock_id).seal(said)
    answer.standing, answer.finding, answer.found_sealed = HealthStanding.READ, finding, sealed
    answer.found_at = clock.now()
    answer.found_by_id = officer_id
    note(application, "health_found", by=by)


@operation
def tell_anew(reference: str, said: str, words: str, *, by: Actor) -> None:
    """Change one's own answer because something has happened. The earlier ones stay beside it, sealed, with their days.

    It stands on no timeline: that somebody answered anew is for the health officer alone.

    Raises:
        Refused: neither yes nor no, or the decision was made.
    """
    application = to_change(reference)
    rules.check_own(application, by)
    rules.check_stage(application, *UNDECIDED)
    if said not in ("yes", "no"):
        raise Refused("Choose yes or no.")
    answer = _answer(application)
    box = locks.box_of(answer.lock_id)
    before = box.open_json(answer.sealed)
    earlier = {"said": before["said"], "words": before["words"], "given_at": answer.given_at.isoformat()}
    now = {
        "question": before["question"],
        "said": said,
        "words": words.strip() if said == "yes" else "",
        "earlier": [*before.get("earlier", []), earlier],
    }
    answer.sealed, answer.given_at = box.seal_json(now), clock.now()
    if said == "yes":
        answer.standing, answer.finding = HealthStanding.WAITING, None
        answer.found_sealed = answer.found_at = answer.found_by_id = None
    audit.record(action="health.told_anew", subject=(rules.HEALTH, application.id), by=by)


def _answer(application: Application) -> HealthAnswer:
    found = queries.health_standing(application.id)
    if found is None:
        raise Missing("There is no answer about health here.")
    return found
