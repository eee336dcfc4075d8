"""One concern as the registrant it is about reads it, once they were told: what is alleged, asked, offered, decided.

Only what is theirs: their own allegations, answer, offers, hearings and decisions, and the papers that were given to
them. Nothing of the reporter, of notes, of risk, of votes, or of another registrant in the same concern.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from concerns import correspondence
from concerns.bundles import queries as bundles
from concerns.examiners import offering
from concerns.investigation import queries as investigation
from concerns.investigation import responding
from concerns.investigation.responding import Stance
from concerns.models import Concern, Offer, Response, Subject
from concerns.views import no_finding_view, own_decisions, own_order
from concerns.views.no_finding_view import OwnWish
from concerns.views.own_decisions import Decision, Sitting
from concerns.views.own_order import OwnOrder, own_orders
from concerns.views.own_proof import ToCheck, advice, of_registrant
from concerns.views.registrant_view import AboutMe, shown
from concerns.views.reporter_files import ShownFile, shown_files
from concerns.vocabulary import CloseReason, Finding, Stage
from foundation import clock, evidence, locks
from foundation.locks import Box

_TAKEN_BACK = "It was taken back, and nobody is at risk"


@dataclass(frozen=True)
class Fact:
    """One fact that is alleged."""

    id: int
    number: str
    words: str
    #: What they said of it; empty while they have not.
    stance: str


@dataclass(frozen=True)
class Alleged:
    """One allegation with its facts."""

    number: int
    ground: str
    standards: tuple[str, ...]
    words: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Answer:
    """What they were asked to answer, and what they wrote."""

    until: date
    open: bool
    answered_on: date | None
    stances: dict[int, str]
    words: str
    files: tuple[ShownFile, ...]

    @property
    def begun(self) -> bool:
        """Whether something is kept that they have not sent."""
        return self.open and bool(self.stances or self.words or self.files)


@dataclass(frozen=True)
class Offered:
    """A warning or undertakings that they may accept."""

    kind: str
    months: int
    terms: str
    #: Of health alone, the public reads none of it; and what of it is private, where only some is.
    about_health: bool
    private: str
    facts: str
    until: date
    open: bool
    ended: str


@dataclass(frozen=True)
class Paper:
    """A paper that was given to them."""

    title: str
    given_on: date
    words: str
    files: tuple[ShownFile, ...]


@dataclass(frozen=True)
class OwnConcern:
    """All of it."""

    place: AboutMe
    closed_why: str
    alleged: tuple[Alleged, ...]
    answer: Answer | None
    offer: Offered | None
    papers: tuple[Paper, ...]
    #: The day on which they were given all their papers in one file.
    bundle_on: date | None
    hearings: tuple[Sitting, ...]
    decisions: tuple[Decision, ...]
    proofs: tuple[ToCheck, ...]
    #: What a closing advises them; nothing follows from it.
    advice: str
    orders: tuple[OwnOrder, ...]
    #: It ended without a finding, and they may ask that the public reads so, or have.
    no_finding: OwnWish | None


def own_concern(reference: str, account_id: int) -> OwnConcern:
    """The concern of this registrant, in a fixed number of statements.

    Raises:
        Missing: there is none about them, or they were not told of it.
    """
    concern, about = responding.mine(reference, account_id)
    box = locks.box_of(concern.lock_id)
    response = investigation.responses(concern.id).get(about.id)
    answer = _answer(response, box) if response is not None else None
    return OwnConcern(
        place=shown([(concern, about)])[0],
        closed_why=_closed_why(concern),
        alleged=_alleged(concern, about, box, answer) if response is not None else (),
        answer=answer,
        offer=_offer(concern, about, box),
        papers=_papers(concern, about, box),
        bundle_on=_bundle_on(concern, about),
        hearings=own_decisions.hearings(concern, about),
        decisions=own_decisions.decisions(concern, about, box),
        proofs=of_registrant(concern, about, box),
        advice=advice(concern, box),
        orders=own_orders(concern, about, box),
        no_finding=no_finding_view.own(concern, about),
    )


def passes(reference: str, account_id: int, token: str) -> bool:
    """Whether a file is of their own answer, or of a paper that was given to them.

    Raises:
        Missing: there is no such concern of theirs.
    """
    concern, about = responding.mine(reference, account_id)
    response = investigation.responses(concern.id).get(about.id)
    owners = [("answering", str(response.id)), ("response", str(response.id))] if response is not None else []
    owners += [_owner(exhibit_id, copy) for exhibit_id, copy, _ in _given(concern, about)]
    owners += own_order.owners(concern, about)
    return any(file.token == token for held in evidence.files_of_many(owners).values() for file in held)


def _closed_why(concern: Concern) -> str:
    if concern.stage is not Stage.CLOSED:
        return ""
    closing = correspondence.closing(concern.id)
    if closing is None:
        return ""
    return _TAKEN_BACK if closing.reason is CloseReason.WITHDRAWN else closing.reason.label


def _answer(row: Response, box: Box) -> Answer:
    sealed = row.words_sealed or row.draft_sealed
    held = box.open_json(sealed) if sealed else {}
    owner = ("response" if row.answered_at is not None else "answering", str(row.id))
    assert row.due_on is not None
    return Answer(
        until=row.due_on,
        open=row.waited.waits(clock.today()),
        answered_on=clock.day_of(row.answered_at) if row.answered_at is not None else None,
        stances={int(one): said for one, said in held.get("stances", {}).items()},
        words=held.get("words", ""),
        files=shown_files(evidence.files_of(owner)),
    )


def _alleged(concern: Concern, about: Subject, box: Box, answer: Answer | None) -> tuple[Alleged, ...]:
    facts, said = investigation.particulars(concern.id), answer.stances if answer is not None else {}
    return tuple(
        Alleged(
            number=one.number,
            ground=one.rests_on,
            standards=tuple(one.standards),
            words=box.open(one.words_sealed),
            facts=tuple(
                Fact(
                    row.id,
                    f"{one.number}.{row.number}",
                    box.open(row.words_sealed),
                    Stance(said[row.id]).label if row.id in said else "",
                )
                for row in facts.get(one.id, [])
            ),
        )
        for one in investigation.allegations(concern.id)
        if one.subject_id == about.id
    )


def _offer(concern: Concern, about: Subject, box: Box) -> Offered | None:
    row = next((one for one in reversed(offering.made(concern.id)) if one.subject_id == about.id), None)
    if row is None:
        return None
    assert row.due_on is not None
    return Offered(
        kind="A warning" if row.finding is Finding.WARNING else "Undertakings",
        months=row.months,
        terms=box.open(row.terms_sealed),
        about_health=row.about_health,
        private=box.open(row.private_sealed) if row.private_sealed else "",
        facts=box.open(row.facts_sealed),
        until=row.due_on,
        open=concern.stage is Stage.EXAMINATION and row.waited.waits(clock.today()),
        ended=_ended(row),
    )


def _ended(row: Offer) -> str:
    if row.received_on is not None:
        return "You accepted it."
    if row.declined_on is not None:
        return "You did not accept it, so a panel hears it. That counts for nothing against you."
    if row.called_off_on is not None:
        return "We took it back."
    return "" if row.waited.waits(clock.today()) else "The time to answer it is over, so a panel hears it."


def _bundle_on(concern: Concern, about: Subject) -> date | None:
    row = bundles.given_to_registrant(concern.id, about.id)
    return clock.day_of(row.given_at) if row is not None and row.given_at is not None else None


def _given(concern: Concern, about: Subject) -> list[tuple[int, int | None, date]]:
    """Exhibit, redacted copy if it was one, and the day, of each paper given to them."""
    return [
        (row.exhibit_id, row.redaction_id, row.given_on)
        for row in investigation.disclosures(concern.id)
        if row.subject_id == about.id and row.exhibit_id is not None
    ]


def _owner(exhibit_id: int, copy: int | None) -> evidence.Owner:
    return ("redaction", str(copy)) if copy is not None else ("exhibit", str(exhibit_id))


def _papers(concern: Concern, about: Subject, box: Box) -> tuple[Paper, ...]:
    given = _given(concern, about)
    if not given:
        return ()
    exhibits = {one.id: one for one in investigation.exhibits(concern.id)}
    owners = [_owner(one, copy) for one, copy, _ in given]
    files = evidence.files_of_many(owners)
    found = []
    for (exhibit_id, copy, on), owner in zip(given, owners, strict=True):
        row = exhibits[exhibit_id]
        # A redacted copy is a document of its own: what the whole one says is not for them.
        words = box.open(row.words_sealed) if copy is None and row.words_sealed else ""
        found.append(Paper(f"Exhibit {row.number}", on, words, shown_files(files.get(owner, []))))
    return tuple(found)
