"""The page of somebody's renewal: whether they are renewed, what is missing, and what the entry will say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from cpd.money.vocabulary import pounds
from cpd.registrants import Registrant
from cpd.renewal import fees, queries, rules
from cpd.renewal.models import Renewal
from cpd.renewal.operations import returning
from cpd.renewal.vocabulary import Part, Place, Stage
from cpd.renewal.windows import Window
from foundation import clock
from foundation.words import say_day
from register import publication
from register.publication import PublicEntry
from register.rules import is_on_register


@dataclass(frozen=True)
class Line:
    """One of the four parts: how far it is, and where it is done."""

    words: str
    done: bool
    state: str
    address: str


@dataclass(frozen=True)
class Bill:
    """What is still to pay."""

    lines: Sequence[tuple[str, str]]
    left: str
    reference: str
    due_on: date


@dataclass(frozen=True)
class Happened:
    """A line of what has happened."""

    at: datetime
    sentence: str


@dataclass(frozen=True)
class Shown:
    """All that the page shows."""

    heading: str
    tone: str
    sentence: str
    place: Place | None
    stage: Stage | None
    lines: Sequence[Line]
    bill: Bill | None
    #: Until when, as its own line.
    until: date | None
    until_words: str
    can_begin: bool
    begin_words: str
    can_answer_again: bool
    #: What the public will read at the end of the last day if nothing is done.
    then: PublicEntry | None
    then_at: datetime | None
    reasons: str | None
    happened: Sequence[Happened]
    opens_on: date | None
    back_words: str


_FORM = "/account/renewal/form/tasks"


def show(registrant: Registrant) -> Shown:
    """The page of one registrant: a fixed number of statements."""
    now, today = clock.now(), clock.today()
    window = rules.window(registrant)
    place = window.place(now) if window is not None else None
    renewal = queries.after(registrant.entry_id, window.ends_on) if window is not None else None
    if renewal is None:
        renewal = next(iter(queries.latest([registrant.entry_id]).values()), None)
        if renewal is not None and renewal.stage is not Stage.RENEWED and place is not Place.TOO_LATE:
            renewal = None
    current = renewal if renewal is not None and renewal.stage.is_open else None
    money = fees.standing(current) if current is not None else None
    missing = rules.missing(current, insured=rules.insured_to(registrant), money=money, today=today)
    heading, tone, sentence = _said(registrant, window, place, renewal, missing)
    open_now = place is not None and place.may_begin and (renewal is None or renewal.stage is not Stage.SENT_ON)
    begins = open_now and (current is None or current.stage is Stage.OPEN)
    then_at = clock.end_of_day(window.over_on) if window is not None and place is Place.OPEN else None
    return Shown(
        heading=heading,
        tone=tone,
        sentence=sentence,
        place=place,
        stage=renewal.stage if renewal is not None else None,
        lines=_lines(current, missing, money) if open_now else (),
        bill=_bill(money),
        until=_until(window, place),
        until_words=_UNTIL.get(place, "") if place is not None else "",
        can_begin=begins,
        begin_words="Go on" if current is not None else _BEGIN.get(place, "Begin") if place is not None else "Begin",
        can_answer_again=current is not None and current.stage is Stage.SENT and Part.DECLARATIONS in missing,
        then=_then(registrant, then_at),
        then_at=then_at,
        reasons=returning.reasons_of(renewal) if renewal is not None and place is not Place.NOT_YET else None,
        happened=_happened(renewal),
        opens_on=window.opens_on if window is not None and place is Place.NOT_YET else None,
        back_words=_BACK.get(place, "") if place is not None else "",
    )


_UNTIL = {
    Place.OPEN: "Last day to renew",
    Place.LATE: "Last day to renew without a break",
    Place.RETURN_A: "Last day to come back this way",
    Place.RETURN_B: "Last day to come back this way",
}
_BEGIN = {
    Place.OPEN: "Begin to renew",
    Place.LATE: "Renew late",
    Place.RETURN_A: "Come back to the register",
    Place.RETURN_B: "Come back to the register",
}
_BACK = {
    Place.LATE: "Finish by then, and your time on the register goes on without a break. Your record shows the lapse.",
    Place.RETURN_A: "You come back on the day on which everything is here.",
    Place.RETURN_B: "We also ask for evidence of your CPD. An officer looks at it before you come back.",
}


def _until(window: Window | None, place: Place | None) -> date | None:
    if window is None or place is None:
        return None
    return {
        Place.OPEN: window.over_on,
        Place.LATE: window.late_until,
        Place.RETURN_A: window.return_a_until,
        Place.RETURN_B: window.return_b_until,
    }.get(place)


def _said(
    registrant: Registrant,
    window: Window | None,
    place: Place | None,
    renewal: Renewal | None,
    missing: Sequence[Part],
) -> tuple[str, str, str]:
    """Heading, tone and sentence."""
    if window is None or place is None:
        return "You cannot renew here", "ended", "Your entry has ended. You can ask to come back in your application."
    if renewal is not None and renewal.stage is Stage.LOOKED_AT:
        return (
            "We are looking at it",
            "limited",
            "You are not back on the register yet. An officer looks at what you sent.",
        )
    if renewal is not None and renewal.stage is Stage.SENT_ON:
        return "You need to apply to come back", "ended", "You cannot come back the short way. You can apply."
    if place is Place.TOO_LATE:
        return "You need to apply to come back", "ended", "It is too long since you were registered to come back here."
    if place is Place.NOT_YET:
        renewed = renewal is not None and renewal.stage is Stage.RENEWED
        return (
            "You are renewed" if renewed else "You are registered",
            "registered",
            f"You are registered until {say_day(window.over_on)}. There is nothing to do now.",
        )
    if not place.is_return and is_on_register(registrant.record, clock.now()):
        what = "Only the fee is missing" if list(missing) == [Part.FEE] else "It is done when all four parts below are"
        return "Not renewed yet", "limited", f"{what}. Your registration ends on {say_day(window.over_on)}."
    gone = "You left the register" if window.left else "Your registration ended"
    return "You are not on the register", "ended", f"{gone} on {say_day(window.over_on)}."


def _lines(renewal: Renewal | None, missing: Sequence[Part], money: fees.Standing | None) -> list[Line]:
    return [_line(part, renewal, part not in missing, money) for part in Part]


def _line(part: Part, renewal: Renewal | None, done: bool, money: fees.Standing | None) -> Line:
    sent = renewal is not None and renewal.stage is not Stage.OPEN
    if part is Part.FEE:
        asked = money is not None and money.is_asked
        state = (
            "Paid" if asked and done else "Nothing to pay" if done else "Not paid yet" if asked else "Not asked for yet"
        )
        return Line(part.label, done, state, "#fee" if asked and not done else "")
    if done:
        return Line(part.label, True, "Done", "")
    if sent:
        return Line(part.label, False, "Needed again", "/account/insurance" if part is Part.INSURANCE else "")
    return Line(part.label, False, "Not sent yet" if renewal is not None else "Not started", _FORM if renewal else "")


def _bill(money: fees.Standing | None) -> Bill | None:
    invoice = money.waits_for if money is not None else None
    if money is None or invoice is None:
        return None
    lines = [(words, pounds(pence)) for words, pence in invoice.lines]
    balance = next(balance for one, balance in money.invoices if one is invoice)
    return Bill(lines, pounds(balance.left), invoice.reference, invoice.due_on)


def _then(registrant: Registrant, at: datetime | None) -> PublicEntry | None:
    if at is None:
        return None
    return publication.public_entries([registrant.entry_id], now=at).get(registrant.entry_id)


def _happened(renewal: Renewal | None) -> list[Happened]:
    if renewal is None:
        return []
    return [Happened(one.at, one.kind.sentence) for one in queries.steps(renewal.id)]
