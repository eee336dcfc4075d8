"""Renewals of the demo at every stage, insurance to be looked at, what registrants told us, leave, and leaving."""

from __future__ import annotations

from datetime import timedelta

from cpd.declarations import Asked, asked_at
from cpd.demo.cast import Cast
from cpd.disclosures import queries as disclosures
from cpd.disclosures.operations import reviewing, telling_us
from cpd.disclosures.telling import HEALTH, Said
from cpd.disclosures.vocabulary import Finding
from cpd.leaving import queries as leaving
from cpd.leaving.operations import continuity, departures, leave
from cpd.leaving.telling import Plan, WhyAway
from cpd.leaving.vocabulary import LeaveReason
from cpd.registrants import Registrant
from cpd.renewal.applying import CoverTold, Renewing
from cpd.renewal.operations import insuring, sending
from cpd.renewal.operations.beginning import begin as begin_renewal
from cpd.renewal.operations.beginning import reference_of
from cpd.requirements.spans import Span
from foundation import clock
from foundation.journey.pages import Content

_EMPLOYER = "My employer spoke to me in writing about late reports. I have a plan with my manager, and it is kept."
_STATEMENT = [
    {
        "section": "Your work",
        "page": "hours",
        "title": "Your hours",
        "answers": [
            {"question": "How many hours did you practise in the last 12 months?", "answer": "1,150"},
            {"question": "How many in the last 24 months?", "answer": "2,240"},
        ],
    }
]


def tell(cast: Cast) -> None:
    """All of it; as many as there are people for."""
    for one, act in zip(cast.ending, (_renews, _renews_with_something_to_tell, _begins), strict=False):
        act(cast, one)
    for one, act in zip(
        cast.others[4:], (_is_insured, _told_and_cleared, _told_just_now, _away, _leaves), strict=False
    ):
        act(cast, one)
    _has_a_plan(cast, cast.showpiece)


def answers(**worrying: str) -> tuple[Said, ...]:
    """Every answer of a renewal; worrying ones by code, with their words."""
    wanted = sending.asked_on_renewal()
    return tuple(
        Said(
            one.code,
            one.version,
            one.worrying if one.code in worrying else ("no" if one.worrying == "yes" else "yes"),
            worrying.get(one.code, ""),
            one.branch,
        )
        for one in asked_at(Asked.RENEWAL, clock.today())
        if one.code in wanted
    )


def _cover(insurer: str = "A mutual for the professions") -> CoverTold:
    return CoverTold(insurer, "PI-47110", clock.add_months(clock.today(), 13))


def _send(cast: Cast, one: Registrant, days_ago: int, **worrying: str) -> None:
    actor = cast.actor(one)

    def act() -> None:
        reference = reference_of(begin_renewal(content=Content(), by=actor))
        renewing = Renewing(
            answers(**worrying), Said(HEALTH, 1, "no"), _cover(), list(_STATEMENT), evidence_files=("a-log-of-cpd",)
        )
        sending.send(reference, renewing, by=actor)

    cast.do(days_ago, act)


def _renews(cast: Cast, one: Registrant) -> None:
    _send(cast, one, 3)
    cast.shown["has renewed"] = one


def _renews_with_something_to_tell(cast: Cast, one: Registrant) -> None:
    _send(cast, one, 2, D05=_EMPLOYER)


def _begins(cast: Cast, one: Registrant) -> None:
    actor = cast.actor(one)
    cast.do(1, lambda: begin_renewal(content=Content(), by=actor))
    cast.shown["can renew now"] = one


def _is_insured(cast: Cast, one: Registrant) -> None:
    actor = cast.actor(one)
    cast.do(1, lambda: insuring.tell(_cover("Hearth & Co"), by=actor))


def _tells(cast: Cast, one: Registrant, days_ago: int, code: str, words: str, *, charged: bool = False) -> str:
    actor = cast.actor(one)

    def act() -> str:
        asked = next(held for held in asked_at(Asked.TELL_US_NOW, clock.today()) if held.code == code)
        said = Said(code, asked.version, asked.worrying, words, asked.branch)
        known_on = clock.today() - timedelta(days=1)
        told = telling_us.tell(said, known_on=known_on, charged=charged, pressed=f"demo-{one.number}", by=actor)
        return told.reference

    return cast.do(days_ago, act)


def _told_and_cleared(cast: Cast, one: Registrant) -> None:
    reference = _tells(cast, one, 12, "D05", _EMPLOYER)
    officer = cast.staff["officer"]
    reasons = "Late reports, named by themselves, with a plan that their manager confirmed on the telephone."
    advice = "Talk your diary through with your supervisor every month until spring, and keep a line on it in your CPD."

    def act() -> None:
        version = disclosures.get(reference).version
        reviewing.review(reference, finding=Finding.ADVICE, reasons=reasons, advice=advice, version=version, by=officer)

    cast.do(9, act)
    cast.shown["told us something, and has our advice"] = one


def _told_just_now(cast: Cast, one: Registrant) -> None:
    words = "A solicitor has written that the family may claim for costs of equipment that I recommended."
    _tells(cast, one, 1, "D19", words)


def _away(cast: Cast, one: Registrant) -> None:
    actor, officer = cast.actor(one), cast.staff["officer"]
    span = Span(cast.today + timedelta(days=30), cast.today + timedelta(days=210))
    why = WhyAway(LeaveReason.PARENTAL, "Our child is due in the new year.")
    cast.do(8, lambda: leave.ask_for_leave(span, why, by=actor))
    asked = leaving.leaves(one.entry_id)[0]
    leave_id, version = asked.id, asked.version
    words = "All the best to you. Your CPD counts for the days when you are here."
    cast.do(5, lambda: leave.decide_leave(leave_id, agree=True, words=words, version=version, by=officer))


def _leaves(cast: Cast, one: Registrant) -> None:
    actor = cast.actor(one)
    day = cast.today + timedelta(days=20)
    cast.do(2, lambda: departures.ask_to_leave(leave_on=day, why="I retire, after thirty good years.", by=actor))


def _has_a_plan(cast: Cast, one: Registrant) -> None:
    plan = Plan(
        "My diary and files are with my practice. Rhiannon rings everybody within two days.",
        "Rhiannon Vale",
        "01632 960 555",
        "rhiannon.vale@practice.example",
        True,
    )
    actor = cast.actor(one)
    cast.do(30, lambda: continuity.keep_plan(one.entry_id, plan, by=actor))
