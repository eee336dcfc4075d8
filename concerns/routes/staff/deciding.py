"""What each act of case examiners, panels, editors and the registrar does with what was typed: one operation each."""

from __future__ import annotations

from concerns import queries
from concerns.examiners import deciding as examining
from concerns.examiners import offering
from concerns.forms.fields import Given
from concerns.investigation import queries as investigation
from concerns.operations import seating
from concerns.panels import determining, hearings, orders
from concerns.panels import queries as panels
from concerns.panels.determining import Short, Words
from concerns.panels.ladder import STEPS, Reached
from concerns.routes.staff import publishing_acts
from concerns.routes.staff.doing import Do, number, to_list
from concerns.vocabulary import LADDER, Decided, Finding, HearingKind, InterimGround, Job, Sanction
from foundation.audit import Actor
from foundation.errors import Refused

_YES = "yes"


def _months(given: Given) -> int | None:
    return number(given, "months") if given["months"] else None


def _words(given: Given, names: list[str]) -> Words:
    return Words(
        {one: given[f"reason_{one}"] for one in names},
        given["public"],
        given["private"],
        about_health=given["health"] == _YES,
    )


def _determination(reference: str, given: Given, version: int, by: Actor) -> None:
    concern, hearing_id = queries.get(reference), number(given, "hearing")
    held = panels.hearing(concern.id, hearing_id)
    asked = investigation.about(concern.id, held.subject_id)
    chosen = given.each("proved")
    missing = [words for one, words in asked.items() if not chosen.get(one)]
    if missing:
        raise Refused(f"Say of each particular whether it was proved. Missing: {', '.join(missing)}.")
    words = _words(given, [*STEPS, *(one.value for one in LADDER)])
    determining.draft(
        reference,
        hearing_id,
        words=words,
        reached=Reached(
            proved={one: chosen[one] == _YES for one in asked},
            standards=given.listed("standards"),
            impaired=given["impaired"] == _YES,
            sanction=Sanction(given["sanction"]),
            months=_months(given),
            reasons=words.reasons,
            sexual=given["sexual"] == _YES,
            without_end=given["without_end"] == _YES,
            shown_months=number(given, "shown_months") if given["shown_months"] else None,
        ),
        version=version,
        by=by,
    )


def _short(reference: str, given: Given, version: int, by: Actor) -> None:
    grounds = [InterimGround(one) for one in given.listed("grounds")]
    determining.draft(
        reference,
        number(given, "hearing"),
        words=_words(given, ["decision", *(one.value for one in grounds)]),
        short=Short(Decided(given["decided"]), _months(given), grounds),
        version=version,
        by=by,
    )


def _sit(job: Job) -> Do:
    def do(reference: str, given: Given, version: int, by: Actor) -> None:
        seating.list_for(
            reference,
            job,
            account_id=number(given, "person"),
            note=given["note"],
            hearing_id=number(given, "hearing"),
            version=version,
            by=by,
        )

    return do


def _list_hearing(reference: str, given: Given, version: int, by: Actor) -> None:
    on, kind = given.day("on"), HearingKind(given["kind"])
    assert on is not None
    looks_at_one = kind in (HearingKind.REVIEW, HearingKind.INTERIM_REVIEW, HearingKind.APPEAL)
    if looks_at_one != bool(given["order"]):
        raise Refused("Choose a decision for a review or an appeal, and only for one.", at="order")
    hearings.list_hearing(
        reference,
        number(given, "subject"),
        kind,
        on=on,
        private=given["private"] == _YES,
        order_id=given.number("order"),
        late=given["late"],
        version=version,
        by=by,
    )


def _adjourn(reference: str, given: Given, version: int, by: Actor) -> None:
    to = given.day("to")
    assert to is not None
    hearings.adjourn(reference, number(given, "hearing"), to=to, reasons=given["words"], version=version, by=by)


DO: dict[str, Do] = {
    **publishing_acts.DO,
    "view": lambda ref, given, seen, by: examining.write_view(
        ref, Finding(given["finding"]), reasons=given["words"], terms=given["terms"], version=seen, by=by
    ),
    "send-back": lambda ref, given, seen, by: examining.send_back(ref, reasons=given["words"], version=seen, by=by),
    "no-case": lambda ref, given, seen, by: examining.close_without_case(
        ref, words=given["words"], version=seen, by=by
    ),
    "offer": lambda ref, given, seen, by: offering.offer(
        ref,
        number(given, "subject"),
        terms=given["terms"],
        facts=given["facts"],
        months=number(given, "months"),
        about_health=given["health"] == _YES,
        private=given["private"],
        version=seen,
        by=by,
    ),
    "read-offer": lambda ref, given, seen, by: offering.read_offer(
        ref, agrees=given["agrees"] == _YES, words=given["words"], version=seen, by=by
    ),
    "unanswered": lambda ref, _given, seen, by: offering.refer_unanswered(ref, version=seen, by=by),
    "interim": lambda ref, given, seen, by: hearings.decide_interim(
        ref, apply=given["apply"] == _YES, reasons=given["words"], version=seen, by=by
    ),
    "list-hearing": _list_hearing,
    "chair": _sit(Job.CHAIR),
    "lay-member": _sit(Job.MEMBER_LAY),
    "registrant-member": _sit(Job.MEMBER_REGISTRANT),
    "adviser": _sit(Job.ADVISER),
    "unlist": lambda ref, given, seen, by: seating.unlist(ref, number(given, "seat"), version=seen, by=by),
    "notice": lambda ref, given, seen, by: hearings.give_notice(
        ref, number(given, "hearing"), shortened=given["shortened"], version=seen, by=by
    ),
    "adjourn": _adjourn,
    "call-off": lambda ref, given, seen, by: hearings.call_off(
        ref, number(given, "hearing"), reasons=given["words"], version=seen, by=by
    ),
    "determination": _determination,
    "short-decision": _short,
    "vote": lambda ref, given, seen, by: determining.vote(
        ref, number(given, "hearing"), agrees=given["agrees"] == _YES, words=given["words"], version=seen, by=by
    ),
    "sign": lambda ref, given, seen, by: determining.sign(ref, number(given, "hearing"), version=seen, by=by),
    "compliance": to_list(Job.COMPLIANCE),
    "monitor": lambda ref, _given, seen, by: orders.monitor(ref, version=seen, by=by),
    "finish": lambda ref, given, seen, by: orders.finish(ref, words=given["words"], version=seen, by=by),
}
