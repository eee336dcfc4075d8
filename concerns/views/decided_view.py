"""What examiners, panels, editors and the registrar brought to a concern, in plain sections."""

from __future__ import annotations

from collections.abc import Mapping

from accounts import authority
from concerns import queries
from concerns.examiners import deciding as examining
from concerns.examiners import offering
from concerns.models import Concern, Determination, Hearing, Offer
from concerns.panels import ladder
from concerns.panels import queries as panels
from concerns.views.one_line import hearing_words, order_words
from concerns.views.section import Line
from concerns.vocabulary import LADDER, InterimGround, Sanction
from foundation import clock
from foundation.locks import Box
from foundation.words import say_day

_STEPS = dict(zip(ladder.STEPS, ("The facts", "The Standards", "Impairment"), strict=True))
#: What stands for words about health, to whoever reads none of them.
HEALTH = "It is about health, so its words are private."
_ORDER = ["decision", *ladder.STEPS, *(one.value for one in LADDER), *(one.value for one in InterimGround)]
_RUNGS = {one.value: one.label for one in (*Sanction, *InterimGround)}


def heading_of(code: str) -> str:
    """What a panel gives a reason for, by the name it is kept under."""
    return _STEPS.get(code) or _RUNGS.get(code) or "Reasons"


def reasons_of(row: Determination, box: Box) -> list[tuple[str, str]]:
    """What a panel gave reasons for, with the reasons, in the order in which it decided: step by step, rung by rung."""
    given = box.open_json(row.reasons_sealed)
    return [(heading_of(code), given[code]) for code in sorted(given, key=_place) if given[code].strip()]


def _place(code: str) -> tuple[int, str]:
    return (_ORDER.index(code) if code in _ORDER else len(_ORDER), code)


def examined(concern: Concern, box: Box, reader_id: int, *, examines: bool) -> tuple[Line, ...]:
    """What the examiners found, as far as this reader may see it, and what was offered; private terms to them alone."""
    seen = examining.shown_to(concern.id, reader_id)
    names = authority.names_of({one.account_id for one in seen})
    found = []
    for one in seen:
        found.append(Line(f"{names[one.account_id]}: {one.finding.label}", box.open(one.reasons_sealed), one.job.label))
        if one.terms_sealed:
            found.append(Line("In these words", box.open(one.terms_sealed)))
    decided = examining.standing_decision(concern.id)
    if decided is not None:
        how = "Both found the same." if decided.together else "They did not agree twice, so a panel hears it."
        found.append(Line(f"Decided: {decided.finding.label}", how, say_day(decided.decided_on)))
    return (*found, *_offers(concern, box, examines=examines))


def _offers(concern: Concern, box: Box, *, examines: bool) -> list[Line]:
    """What was written and offered, and what the other examiner said of it."""
    found, held = list[Line](), offering.offers(concern.id)
    read = offering.read_by_other(concern.id) if held else {}
    for row in held:
        standing = row.waited.standing(clock.today()).value.replace("_", " ")
        due = f"{standing}, due {say_day(row.due_on)}" if row.due_on is not None else _unsent(row)
        title = "Offered" if row.asked_on is not None else "An offer"
        health = " About health: the public reads no words of it." if row.about_health else ""
        found.append(
            Line(f"{title}: {row.finding.label}, {row.months} months", box.open(row.terms_sealed), due + health)
        )
        if examines:
            found.append(Line("The facts they would admit", box.open(row.facts_sealed)))
        if examines and row.private_sealed:
            found.append(Line("Private terms", box.open(row.private_sealed)))
        said = read.get(row.id)
        if said is not None and said.words_sealed:
            found.append(Line("The other examiner", box.open(said.words_sealed), say_day(clock.day_of(said.read_at))))
    return found


def _unsent(row: Offer) -> str:
    return "The other examiner did not agree" if row.called_off_on is not None else "The other examiner reads it"


def heard(concern: Concern, box: Box, only: frozenset[int] | None, *, health: bool) -> tuple[Line, ...]:
    """The hearings, who sits, and what was decided, in a fixed number of statements.

    With `only`, the reader sits in these: they see no other hearing but the one that decided what they look at again,
    and of their own the draft too. Who reads nothing of `health` reads no words or reasons that are about it.
    """
    read = only | _decided_before(concern, only) if only is not None else None
    held = [one for one in panels.hearings(concern.id) if read is None or one.id in read]
    drafts = panels.drafts(concern.id)
    hidden = frozenset[int]() if health else _about_health(concern, drafts)
    votes = panels.votes_on([one.id for one in drafts.values()])
    seats = [one for one in queries.seats(concern.id) if one.hearing_id is not None]
    names = authority.names_of({one.account_id for one in seats})
    found = []
    for one in held:
        people = "\n".join(f"{who.job.label}: {names[who.account_id]}" for who in seats if who.hearing_id == one.id)
        found.append(Line(hearing_words(one), people or "Nobody is listed yet.", _standing(one)))
        written = drafts.get(one.id)
        if written is not None and (written.signed_at is not None or (only is not None and one.id in only)):
            shows = one.id not in hidden
            found += _determination(written, votes[written.id], box, private=only is not None, shows=shows)
    return tuple(found)


def _about_health(concern: Concern, drafts: Mapping[int, Determination]) -> frozenset[int]:
    """The hearings whose decisions are about health, or made an order that is, or look at one again.

    What turned out later to be about health is marked on the order alone.
    """
    held = [one for one in panels.orders(concern.id) if one.about_health]
    made, orders, about = {one.determination_id for one in held}, {one.id for one in held}, panels.looks_at(concern.id)
    return frozenset(
        hearing_id
        for hearing_id, one in drafts.items()
        if one.about_health or one.id in made or about.get(hearing_id) in orders
    )


def ordered(
    concern: Concern, box: Box, only: frozenset[int] | None, *, health: bool, private: bool
) -> tuple[Line, ...]:
    """What was decided about the registrant, and how it reached the register, in a fixed number of statements.

    With `only`, the reader sits in these hearings: they see what those decided, and what those look at again. Who
    reads nothing of `health` reads no words that are about it; `private` terms of what was agreed are fewer people's.
    """
    found, appeals = [], panels.appeals(concern.id)
    theirs = _of(concern, only) if only is not None else None
    held = panels.orders(concern.id)
    hidden = offering.private_terms(held, box) if private else {}
    for one in held:
        if theirs is not None and one.id not in theirs:
            continue
        told = f"Told {say_day(one.told_on)}." if one.told_on else "Nobody was told yet."
        until = f" May be appealed until {say_day(one.appeal_until)}." if one.appeal_until else ""
        start = f" Starts {say_day(clock.day_of(one.starts_at))}." if one.starts_at else ""
        end = f" Ends {say_day(clock.day_of(one.ends_at))}." if one.ends_at else ""
        review = f" To be reviewed by {say_day(one.review_on)}." if one.review_on else ""
        ended = "Ended" if one.restriction_id is not None else "Fell"
        over = f" {ended} {say_day(one.ended_on)}." if one.ended_on else ""
        words = box.open(one.wording_sealed) if health or not one.about_health else HEALTH
        found.append(Line(order_words(one), words, told + until + start + end + review + over))
        if one.id in hidden:
            found.append(Line("Private terms", hidden[one.id]))
        appeal = appeals.get(one.id)
        if appeal is not None:
            said = appeal.decided.label if appeal.decided else f"to be heard by {say_day(appeal.due_on)}"
            shown = box.open(appeal.words_sealed) if health or not one.about_health else HEALTH
            found.append(Line("Appealed", shown, said))
    return tuple(found)


def _decided_before(concern: Concern, hearings: frozenset[int]) -> frozenset[int]:
    """The hearings that made the orders which these look at again."""
    looked_at = {order_id for hearing_id, order_id in panels.looks_at(concern.id).items() if hearing_id in hearings}
    made = {one.determination_id for one in panels.orders(concern.id) if one.id in looked_at}
    return frozenset(hearing_id for hearing_id, one in panels.signed(concern.id).items() if one.id in made)


def _of(concern: Concern, hearings: frozenset[int]) -> set[int]:
    """The orders that came of these hearings, or that these look at."""
    made = {one.id: hearing_id for hearing_id, one in panels.signed(concern.id).items()}
    found = {order_id for hearing_id, order_id in panels.looks_at(concern.id).items() if hearing_id in hearings}
    came = [one for one in panels.orders(concern.id) if one.determination_id is not None]
    return found | {one.id for one in came if made.get(one.determination_id or 0) in hearings}


def _standing(one: Hearing) -> str:
    parts = ["In private" if one.private else "", "Called off" if one.called_off_at else ""]
    if one.decided_on is not None:
        parts.append(f"Decided {say_day(one.decided_on)}")
    elif not one.called_off_at:
        parts.append(f"Notice given {say_day(one.notice_on)}" if one.notice_on else "No notice given yet")
    return ". ".join(part for part in parts if part)


def _determination(
    one: Determination, votes: Mapping[int, bool], box: Box, *, private: bool, shows: bool
) -> list[Line]:
    signed = f"Signed {say_day(clock.day_of(one.signed_at))}" if one.signed_at else f"Draft {one.draft}"
    agreed = f"{signed}. {sum(votes.values())} of {len(votes)} votes for it."
    decided = one.sanction.label if one.sanction else one.decided.label if one.decided else ""
    length = f", {one.months} months" if one.months else ""
    title = f"Decision: {decided}{length}"
    if not shows:
        return [Line(title, HEALTH, agreed)]
    found = [Line(title, box.open(one.wording_sealed) or "Nothing is public.", agreed)]
    if one.without_end or one.shown_months is not None:
        length = "without end" if one.without_end else f"for {one.shown_months} months"
        found.append(Line("Sexual misconduct was proved", f"The public reads it {length}."))
    found += [Line(heading, words) for heading, words in reasons_of(one, box)]
    if one.private_sealed and private:
        found.append(Line("Private", box.open(one.private_sealed)))
    return found
