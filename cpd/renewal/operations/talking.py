"""What we talk to a registrant about: the questions promised it, and somebody of the institute keeps the promise.

Answers that are disputed open a matter in `cpd.disclosures`. The others (rules 6.3, last column) stand on a list here,
until somebody has talked to the registrant and says what came of it.
"""

from __future__ import annotations

from sqlalchemy import delete

from cpd import folders, registrants
from cpd.declarations import GoesTo, get, worrying
from cpd.registrants import Registrant
from cpd.renewal import learning, queries, rules
from cpd.renewal.applying import Renewing
from cpd.renewal.models import Renewal, RenewalTalk
from cpd.renewal.vocabulary import CPD_RECORD, Queue
from cpd.renewal.watching import AT_A_TIME
from cpd.requirements.vocabulary import Verdict
from foundation import audit, clock
from foundation.audit import Actor
from foundation.batches import NO_MORE
from foundation.database import db, operation
from foundation.errors import Missing, Refused

_QUEUES = {
    GoesTo.REGISTRATION: Queue.REGISTRATION,
    GoesTo.CPD: Queue.CPD,
    GoesTo.AUDIT: Queue.AUDIT,
    GoesTo.RETURN_ROUTE: Queue.RETURN_ROUTE,
    GoesTo.CLAIMS: Queue.CLAIMS,
    GoesTo.LEARNING: Queue.LEARNING,
}

#: The round of what was found when a period was over, whatever was answered: answers are of rounds from 1 on.
AFTERWARDS = 0


def keep(renewal: Renewal, registrant: Registrant, renewing: Renewing) -> None:
    """Put on the lists what there is to talk about. What was answered before and nobody talked about is overtaken."""
    db.session.execute(delete(RenewalTalk).where(RenewalTalk.renewal_id == renewal.id, RenewalTalk.done_at.is_(None)))
    found: dict[Queue, list[str]] = {}
    for one in renewing.answers:
        declaration = get(one.code, one.version, one.branch)
        if declaration is None or declaration.goes_to not in _QUEUES:
            continue
        # What called for candour worries nobody: what they wrote of it is read to learn from (rules 6.3, D18).
        if worrying(declaration, one.said) or (declaration.goes_to is GoesTo.LEARNING and one.words.strip()):
            found.setdefault(_QUEUES[declaration.goes_to], []).append(one.code)
    if renewal.cpd == Verdict.NOT_MET:
        found.setdefault(Queue.CPD, []).append(CPD_RECORD)
    box = folders.box_for(registrant.entry_id)
    for queue, codes in found.items():
        db.session.add(
            RenewalTalk(
                renewal_id=renewal.id,
                entry_id=registrant.entry_id,
                round=renewal.round,
                queue=queue,
                sealed=box.seal_json({"codes": codes}),
                given_at=clock.now(),
            )
        )


@operation
def judge_what_is_over(after: int) -> tuple[int, int]:
    """One batch of the night: who renewed while their period still ran could not be found wanting then. Judges the
    period once it is over, and puts who did not do what is asked for on the list. Says how many.
    """
    audit.take_turn()
    today, put = clock.today(), 0
    rows = queries.judged_too_soon(today, after=after, limit=AT_A_TIME)
    # Two periods of one person are over only when nights were missed: the second one waits for the next.
    last = rows[-1].id if len(rows) == AT_A_TIME else NO_MORE
    rows = list({one.entry_id: one for one in reversed(rows)}.values())
    people = registrants.many([one.entry_id for one in rows])
    judged = learning.judged_after({one.entry_id: one.ends_on for one in rows}, people, today)
    wanting = [one for one in rows if (held := judged.get(one.entry_id)) and held.verdict is Verdict.NOT_MET]
    listed = [one for one in wanting if people[one.entry_id].is_on_register()]
    boxes = folders.boxes_for([one.entry_id for one in listed])
    for renewal in rows:
        held = judged.get(renewal.entry_id)
        renewal.cpd = held.verdict.value if held is not None else None
    for renewal in listed:
        talk = RenewalTalk(
            renewal_id=renewal.id,
            entry_id=renewal.entry_id,
            round=AFTERWARDS,
            queue=Queue.CPD,
            sealed=boxes[renewal.entry_id].seal_json({"codes": [CPD_RECORD]}),
            given_at=clock.now(),
        )
        db.session.add(talk)
        put += 1
    return put, last


@operation
def note_done(number: str, talk_id: int, *, words: str, version: int, by: Actor) -> None:
    """Somebody has talked to the registrant: what came of it, and off the list.

    Raises:
        Missing: there is no such talk of that registrant.
        Refused: nothing was written, or somebody has done it already.
    """
    audit.take_turn()
    registrant = registrants.of_number(number)
    if registrant is None:
        raise Missing("There is no entry with that number.")
    account_id = rules.check_staff(registrant, *rules.READ, by=by)
    talk = queries.talk(registrant.entry_id, talk_id)
    db.session.refresh(talk)
    if talk.done_at is not None:
        raise Refused("Somebody has talked to them about it already.")
    rules.check_version(talk.version, version)
    said = rules.check_said(words, "Say what you talked about, and what came of it.")
    talk.note_sealed = folders.box_for(registrant.entry_id).seal(said)
    talk.done_at, talk.done_by_id = clock.now(), account_id
    audit.record(
        action="renewal.talked", subject=("entry", registrant.entry_id), by=by, detail={"queue": talk.queue.value}
    )
