"""What must happen next with a concern that is looked into, each with the form that does it and by when.

Late comes before due; what has no day of its own comes last, in the order of the work.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from concerns import clocks, queries
from concerns.clocks import Due
from concerns.examiners import deciding as examining
from concerns.examiners import offering
from concerns.investigation import queries as investigation
from concerns.investigation import working
from concerns.models import Concern, Hearing
from concerns.operations import closing
from concerns.operations.papers import Door
from concerns.operations.seating import PANEL
from concerns.panels import ladder
from concerns.panels import queries as panels
from concerns.risk import rating
from concerns.stages import CLOCK_OF
from concerns.views import beside_steps, publishing_view
from concerns.views.next_steps import Next
from concerns.vocabulary import Band, Finding, HearingKind, Job, Stage
from foundation import clock
from foundation.waiting import Standing

_SEATS = {
    Job.INVESTIGATOR: "investigator",
    Job.EXAMINER_LAY: "lay-examiner",
    Job.EXAMINER_REGISTRANT: "registrant-examiner",
    Job.CHAIR: "chair",
    Job.MEMBER_LAY: "lay-member",
    Job.MEMBER_REGISTRANT: "registrant-member",
}
#: What an investigation still needs, by words of the sentence that says so: the form, and what its button does.
_MISSING = (
    ("Write the plan", ("plan", "Write the plan")),
    ("Put the allegations", ("allege", "Put the allegations")),
    ("no particulars", ("allege", "Write the particulars")),
    ("Ask the registrant", ("ask-answer", "Ask them")),
    ("something we asked for", ("came", "It came")),
    ("answered after the report", ("report", "Write it anew")),
    ("Write the report", ("report", "Write the report")),
)


@dataclass
class _Found:
    """The steps of one concern while they are gathered."""

    concern: Concern
    path: str
    #: By when the stage it stands at is to be left.
    due: Due | None
    steps: list[Next]
    #: The account of who reads them.
    reader: int | None

    def add(self, words: str, act: str, button: str, *, on: date | None = None) -> None:
        """One more step; without a day of its own it has that of the stage."""
        day = on or (self.due.on if self.due is not None else None)
        address = f"{self.path}/look/{act}" if act else ""
        self.steps.append(Next(words, address, button, day, late=day is not None and day < clock.today()))

    def seat(self, job: Job) -> None:
        """Somebody has to be listed for a job."""
        self.add(f"Nobody is listed yet: {job.label.lower()}.", _SEATS[job], "List somebody")


def looking_steps(
    reference: str, door: Door = Door.WHOLE, only: frozenset[int] | None = None, *, reader: int | None = None
) -> tuple[Next, ...]:
    """Everything there is to do in looking into it, the most pressing first. Nothing before triage found it ours.

    What one person alone can do has its button for that `reader`. Who comes through another door than the whole sees
    what belongs to it; `only` are the hearings they sit in.
    """
    concern = queries.get(reference)
    if concern.stage in (Stage.RECEIVED, Stage.CLOSED):
        return ()
    name = CLOCK_OF.get(concern.stage)
    running = clocks.running(queries.facts([concern])[concern.id])
    due = next((one for one in running if one.name is name), None)
    found = _Found(concern, f"/staff/concerns/{reference}", due, [], reader)
    if concern.stage is Stage.TRIAGE and door is Door.WHOLE:
        found.add("If it is ours, pass it on: to settle it, to the threshold, or straight on.", "ours", "It is ours")
    if door is Door.WHOLE:
        _interim(found)
        if concern.stage in closing.BY_TWO and closing.ending(concern.id) is not None:
            words = "A manager says that it cannot go on. Another manager agrees or not."
            found.add(words, "answer-ending", "Answer")
    work = _WORK.get(concern.stage)
    if work is not None and concern.stage in _SEEN.get(door, tuple(_WORK)):
        work(found)
    for words, act, button, on in beside_steps.steps(concern, door):
        found.add(words, act, button, on=on)
    if door in (Door.WHOLE, Door.PANEL, Door.INTERIM):
        _hearings(found, only)
    return tuple(sorted(found.steps, key=lambda one: (one.on is None, not one.late, one.on or date.max)))


def _interim(found: _Found) -> None:
    concern = found.concern
    if concern.risk is not Band.RED:
        return
    since = panels.to_decide_since(concern)
    if since is not None:
        on = rating.interim_question_due(since)
        found.add("It is red. Decide whether to ask for an interim order.", "interim", "Decide it", on=on)
    decided = panels.interim_decision(concern.id)
    listed = any(one.kind is HearingKind.INTERIM for one in panels.hearings(concern.id))
    if decided is not None and decided.applies and not listed:
        found.add("An interim order is asked for. Set a day for the panel.", "list-hearing", "Set the day")


def _local(found: _Found) -> None:
    found.add("See whether both sides have settled it. If not, go on to the threshold.", "settled", "It is settled")


def _threshold(found: _Found) -> None:
    found.add("Apply the threshold test. Not by whoever triaged it.", "threshold", "Apply the test")


def _investigation(found: _Found) -> None:
    concern = found.concern
    if queries.seat(concern.id, Job.INVESTIGATOR) is None:
        found.seat(Job.INVESTIGATOR)
    missing = working.what_is_missing(concern.id)
    for sentence in missing:
        act, button = next((done for words, done in _MISSING if words in sentence), ("", ""))
        found.add(sentence, act, button)
    if not missing:
        found.add("Everything is there. Send it to the case examiners.", "to-examiners", "Send it")
    if any(one.checked_at is None for one in investigation.redactions(concern.id)):
        found.add("A redacted copy waits for a second person to check it.", "check-copy", "Check it")


def _examination(found: _Found) -> None:
    concern = found.concern
    for job in (Job.EXAMINER_LAY, Job.EXAMINER_REGISTRANT):
        if queries.seat(concern.id, job) is None:
            found.seat(job)
    decided = examining.standing_decision(concern.id)
    if decided is None:
        found.add("Each examiner writes what they find.", "view", "Write what you find")
    elif decided.finding in (Finding.NO_CASE, Finding.ADVICE):
        found.add("Both found no case to answer. Write to the reporter.", "no-case", "Close it")
    elif decided.finding in examining.BY_CONSENT:
        made = offering.since_decided(concern.id, decided.decided_at)
        if made is None:
            found.add("Offer the registrant what both decided.", "offer", "Write the offer")
        elif made.asked_on is None:
            if found.reader is not None and offering.reads(made, found.reader):
                found.add("An offer is written. You read it.", "read-offer", "Read it and answer")
            else:
                found.add("An offer is written. The other examiner reads it.", "", "")
        elif made.waited.standing(clock.today()) is Standing.EXPIRED:
            found.add("The offer was left unanswered.", "unanswered", "Pass it to a panel")
        else:
            found.add("The registrant has the offer.", "", "", on=made.due_on)


def _panel(found: _Found) -> None:
    held = [one for one in panels.hearings(found.concern.id) if one.called_off_at is None and one.decided_on is None]
    if not any(one.kind is HearingKind.FINAL for one in held):
        found.add("Set a day for the hearing. The registrant needs 28 days’ notice.", "list-hearing", "Set the day")


def _hearings(found: _Found, only: frozenset[int] | None) -> None:
    concern_id = found.concern.id
    ahead = [
        one
        for one in panels.hearings(concern_id)
        if one.called_off_at is None and one.decided_on is None and (only is None or one.id in only)
    ]
    if not ahead:
        return
    sittings, drafts = panels.sittings(concern_id), panels.drafts(concern_id)
    votes = panels.votes_on([one.id for one in drafts.values()])
    for one in ahead:
        written = drafts.get(one.id)
        _hearing(found, one, sittings.get(one.id, {}), votes[written.id] if written is not None else None)


def _hearing(found: _Found, one: Hearing, seats: Mapping[Job, int], votes: Mapping[int, bool] | None) -> None:
    """What a hearing waits for; `votes` are those on its last draft, if there is one."""
    for job in PANEL:
        if job not in seats:
            words = f"{one.kind.label}: nobody is listed yet as {job.label.lower()}."
            found.add(words, _SEATS[job], "List somebody", on=one.on)
    if one.notice_on is None:
        found.add(f"{one.kind.label}: tell the registrant of the day.", "notice", "Send the notice", on=one.on)
    if any(job not in seats for job in PANEL) or one.notice_on is None:
        return
    carried = ladder.carried(votes, [seats[job] for job in PANEL]) if votes is not None else False
    act = "determination" if one.kind is HearingKind.FINAL else "short-decision"
    if clock.today() < one.on:
        found.add(f"{one.kind.label}: the panel meets.", "", "", on=one.on)
    elif carried is False:
        found.add(f"{one.kind.label}: the chair drafts the decision.", act, "Draft it", on=one.on)
    elif carried is None:
        found.add(f"{one.kind.label}: each member votes on the draft.", "vote", "Vote", on=one.on)
    else:
        found.add(f"{one.kind.label}: it was carried. The chair signs it.", "sign", "Sign it", on=one.on)


def _outcome(found: _Found) -> None:
    concern, today = found.concern, clock.today()
    for row in panels.orders(concern.id):
        if row.ended_on is not None:
            continue
        if row.told_on is None:
            continue
        if row.appeal_until is not None and today <= row.appeal_until:
            found.add("The time to appeal runs.", "", "", on=row.appeal_until)
        elif row.review_on is not None and panels.in_force(row, clock.now()):
            found.add("A panel looks at the order again.", "list-hearing", "Set the day", on=row.review_on)
    for words, act, button, on in publishing_view.steps(concern):
        found.add(words, act, button, on=on)
    if not found.steps:
        found.add("See what is left to do: follow the order, or close it.", "finish", "Close it")


def _appeal(found: _Found) -> None:
    held = [one for one in panels.hearings(found.concern.id) if one.called_off_at is None and one.decided_on is None]
    if not any(one.kind is HearingKind.APPEAL for one in held):
        found.add("Set a day for the appeal, before three people with no earlier part.", "list-hearing", "Set the day")


_WORK: dict[Stage, Callable[[_Found], None]] = {
    Stage.LOCAL_RESOLUTION: _local,
    Stage.THRESHOLD: _threshold,
    Stage.INVESTIGATION: _investigation,
    Stage.EXAMINATION: _examination,
    Stage.PANEL: _panel,
    Stage.OUTCOME: _outcome,
    Stage.APPEAL: _appeal,
    Stage.MONITORING: _outcome,
}
#: At which stages the work is also that of those who see less than the whole.
_SEEN: dict[Door, tuple[Stage, ...]] = {
    Door.EXAMINER: (Stage.EXAMINATION,),
    Door.PANEL: (),
    Door.INTERIM: (),
    Door.DECISION: (Stage.OUTCOME, Stage.MONITORING),
}
