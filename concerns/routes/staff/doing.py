"""What each act from triage to the end of an investigation does with what was typed: one operation each."""

from __future__ import annotations

from collections.abc import Callable

from concerns.forms.fields import Given
from concerns.investigation import alleging, exhibits, inquiring, responding, working
from concerns.operations import closing, pausing, seating
from concerns.threshold import deciding, triage
from concerns.vocabulary import Audience, Factor, Ground, Job, PauseReason, TriageOutcome, Yes
from foundation.audit import Actor
from foundation.errors import Refused

Do = Callable[[str, Given, int, Actor], object]


def number(given: Given, name: str) -> int:
    """A whole number that has to be there: what was chosen, or a length.

    Raises:
        Refused: it is none.
    """
    found = given.number(name)
    if found is None:
        raise Refused("Type a whole number.", at=name)
    return found


def _ours(reference: str, given: Given, version: int, by: Actor) -> None:
    happened_on = given.day("happened_on")
    assert happened_on is not None
    triage.find_ours(
        reference,
        TriageOutcome(given["outcome"]),
        happened_on=happened_on,
        happened_until=given.day("happened_until"),
        standards_named=given.listed("standards"),
        too_old_because=given["too_old"],
        reasons=given["words"],
        version=version,
        by=by,
    )


def _threshold(reference: str, given: Given, version: int, by: Actor) -> None:
    for name in ("serious", "matters", "fair"):
        if not given[name]:
            raise Refused("Answer all three questions.", at=name)
    factors = {one: given[f"factor_{one.value}"] for one in Factor if given[f"factor_{one.value}"]}
    deciding.apply_test(
        reference,
        serious=Yes(given["serious"]),
        matters=Yes(given["matters"]),
        fair=Yes(given["fair"]),
        grounds=[Ground(one) for one in given.listed("grounds")],
        standards_named=given.listed("standards"),
        factors=factors,
        reasons=given["words"],
        words=given["closing"],
        advice=given["advice"],
        version=version,
        by=by,
    )


def _allege(reference: str, given: Given, version: int, by: Actor) -> None:
    alleging.allege(
        reference,
        int(given["subject"]),
        grounds=[Ground(one) for one in given.listed("grounds")],
        standards_named=given.listed("standards"),
        words=given["words"],
        particulars=given.lines("facts"),
        version=version,
        by=by,
    )


def to_list(job: Job) -> Do:
    """Listing somebody for a job in the concern itself."""

    def do(reference: str, given: Given, version: int, by: Actor) -> None:
        seating.list_for(
            reference,
            job,
            account_id=int(given["person"]),
            note=given["note"],
            version=version,
            by=by,
        )

    return do


DO: dict[str, Do] = {
    "ours": _ours,
    "more-time": lambda ref, given, seen, by: triage.extend_local(ref, reasons=given["words"], version=seen, by=by),
    "settled": lambda ref, given, seen, by: triage.settle(
        ref, words=given["words"], agreed=given["agreed"], version=seen, by=by
    ),
    "not-settled": lambda ref, given, seen, by: triage.give_up_settling(
        ref, reasons=given["words"], version=seen, by=by
    ),
    "threshold": _threshold,
    "wait": lambda ref, given, seen, by: pausing.pause(
        ref, reason=PauseReason(given["reason"]), words=given["words"], version=seen, by=by
    ),
    "keep-waiting": lambda ref, given, seen, by: pausing.keep_pausing(ref, words=given["words"], version=seen, by=by),
    "go-on": lambda ref, given, seen, by: pausing.resume(ref, words=given["words"], version=seen, by=by),
    "investigator": to_list(Job.INVESTIGATOR),
    "lay-examiner": to_list(Job.EXAMINER_LAY),
    "registrant-examiner": to_list(Job.EXAMINER_REGISTRANT),
    "plan": lambda ref, given, seen, by: working.make_plan(ref, words=given["words"], version=seen, by=by),
    "allege": _allege,
    "withdraw-allegation": lambda ref, given, seen, by: alleging.withdraw(
        ref, int(given["number"]), reasons=given["words"], version=seen, by=by
    ),
    "ask-for": lambda ref, given, seen, by: inquiring.ask(
        ref, whom=given["whom"], words=given["words"], version=seen, by=by
    ),
    "statement": lambda ref, given, seen, by: exhibits.add_statement(
        ref, witness=given["witness"], words=given["words"], signed_on=given.day("signed_on"), version=seen, by=by
    ),
    "ask-answer": lambda ref, given, seen, by: responding.ask(ref, int(given["subject"]), version=seen, by=by),
    "more-answer-time": lambda ref, given, seen, by: responding.extend(
        ref, int(given["subject"]), reasons=given["words"], version=seen, by=by
    ),
    "report": lambda ref, given, seen, by: working.write_report(ref, words=given["words"], version=seen, by=by),
    "to-examiners": lambda ref, _given, seen, by: working.send_to_examiners(ref, version=seen, by=by),
    "exhibit": lambda ref, given, seen, by: exhibits.add_document(
        ref,
        title=given["title"],
        source=given["source"],
        dated_on=given.day("dated_on"),
        once=given.once,
        version=seen,
        by=by,
    ),
    "withdraw-exhibit": lambda ref, given, seen, by: exhibits.withdraw(
        ref, number(given, "exhibit"), reasons=given["words"], version=seen, by=by
    ),
    "ask-again": lambda ref, given, seen, by: inquiring.ask_again(ref, number(given, "inquiry"), version=seen, by=by),
    "came": lambda ref, given, seen, by: inquiring.receive(
        ref, number(given, "inquiry"), words=given["words"], version=seen, by=by
    ),
    "not-needed": lambda ref, given, seen, by: inquiring.call_off(
        ref, number(given, "inquiry"), words=given["words"], version=seen, by=by
    ),
    "redact": lambda ref, given, seen, by: exhibits.redact(
        ref,
        number(given, "exhibit"),
        recipient=given["recipient"],
        words=given["words"],
        once=given.once,
        audience=next((one for one in Audience if one.value == given["reader"]), None),
        subject_id=given.number("reader"),
        version=seen,
        by=by,
    ),
    "check-copy": lambda ref, given, seen, by: exhibits.check_redaction(
        ref, number(given, "copy"), version=seen, by=by
    ),
    "disclose": lambda ref, given, seen, by: exhibits.disclose(
        ref,
        number(given, "exhibit"),
        redaction_id=given.number("copy"),
        subject_id=given.number("subject"),
        recipient=given["recipient"],
        reason=given["words"],
        version=seen,
        by=by,
    ),
    "discontinue": lambda ref, given, seen, by: closing.discontinue(
        ref, words=given["words"], note=given["note"], version=seen, by=by
    ),
    "answer-ending": lambda ref, given, seen, by: closing.answer_ending(
        ref, agrees=given["agrees"] == "yes", words=given["words"], version=seen, by=by
    ),
    "look-anew": lambda ref, given, seen, by: closing.look_anew(ref, note=given["words"], version=seen, by=by),
}
