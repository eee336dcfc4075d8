"""Concerns of the demo that are looked into: one at each stage after triage, about made-up registrants.

At the threshold, under investigation, before the examiners, listed for a panel, a temporary measure, a warning by
consent, a suspension in force, an appeal, and one that was closed without a case.
"""

from __future__ import annotations

from collections.abc import Callable

from concerns.demo.house import House, Registrant
from concerns.demo.teller import Teller
from concerns.demo.way import Way
from concerns.panels import orders
from concerns.telling import AffectedTold, Reach, SubjectTold, Telling
from concerns.vocabulary import AppealGround, Channel, Finding, HearingKind, Naming, OnRegister, Relation, Speaking, Who

Story = Callable[[Way], None]


def tell(teller: Teller, house: House) -> None:
    """Tell all of it, each about somebody else."""
    for story, about in zip(STORIES, house.about, strict=False):
        story(Way(teller, house, about))


def told(about: Registrant, words: str, name: str, *, worry: str) -> Telling:
    """What somebody told us."""
    return Telling(
        channel=Channel.ONLINE,
        naming=Naming.NAMED,
        relation=Relation.FAMILY,
        subjects=(SubjectTold(about.name, OnRegister.FOUND, about.number),),
        statement=[
            {
                "page": "what",
                "title": "What happened?",
                "answers": [{"name": "what", "question": "What happened?", "answer": words}],
            }
        ],
        affected=AffectedTold(Who.SOMEBODY, speaking=Speaking.CONSENT, knows=True),
        name=name,
        reach=Reach(phone="01632 960 303", ways=()),
        worries=(worry,),
        ongoing=False,
    )


def _at_threshold(way: Way) -> None:
    words = "She wrote in the plan that my brother agreed. He was in hospital that week and could not speak."
    way.raised(told(way.about, words, "Elspeth Rook", worry="consent"), 16)
    way.found_ours(10)


def _investigated(way: Way) -> None:
    words = "He charged for eleven visits in the spring. The carers keep a book, and he came four times."
    way.raised(told(way.about, words, "Ambrose Teague", worry="money"), 45)
    way.found_ours(40)
    way.to_investigate(34)
    way.alleged(30, "That he charged for visits that he did not make.", ("He charged for 11 visits.", "He made four."))
    way.took_statement(20, "A carer", "I wrote down every visit. There were four.")


def _examined(way: Way) -> None:
    words = "She shared my sister’s assessment with the whole team by email, and it went on to her employer."
    way.raised(told(way.about, words, "Odette Fallow", worry="privacy"), 75)
    way.investigated(70, "That she shared private papers.", ("She sent the assessment to nine people.",))
    way.sent_to_examiners(22)
    way.examined(14, Finding.REFER, only=1)


def _listed(way: Way) -> None:
    words = "He took my father’s bank card to buy a chair and kept it for five weeks. Some of the money is gone."
    way.raised(told(way.about, words, "Cuthbert Vane", worry="exploitation"), 95)
    way.investigated(90, "That he kept a bank card.", ("He kept the card for five weeks.", "He spent GBP 340 with it."))
    way.sent_to_examiners(40)
    way.examined(33, Finding.REFER)
    way.heard(HearingKind.FINAL, listed=12, on=-28)


def _measured(way: Way) -> None:
    words = "She came to two visits drunk. The carers sent her home, and she drove."
    way.raised(told(way.about, words, "Merrin Sallow", worry="health"), 24)
    way.found_ours(22)
    way.to_investigate(21)
    way.turns_red(20)
    way.interim(listed=19, on=10)


def _warned(way: Way) -> None:
    words = "She was late with every report of the year, and the council stopped the payments for it."
    way.raised(told(way.about, words, "Jocasta Wildgoose", worry="delay"), 100)
    way.investigated(96, "That she was late with reports.", ("Six of eight reports were late.",))
    way.sent_to_examiners(50)
    way.examined(42, Finding.WARNING)
    way.agreed(36, "She was late with six reports in a year. She has said so, and how she plans her work now.", 12)
    way.published(30, "She was late with six reports in a year. She has said so, and how she plans her work now.")


def _suspended(way: Way) -> None:
    _decided(way, "Peregrine Lovage")
    way.published(36, "He wrote reports of visits that did not take place, and said that they had.")


def _appealed(way: Way) -> None:
    _decided(way, "Thomasina Quill")
    way.told_both(30)
    words = "The panel did not hear the colleague who was with me on two of these days."

    def appeal() -> None:
        by = way.house.let_in(way.about)
        orders.lodge_appeal(
            way.reference,
            way.last_order,
            account_id=by.id or 0,
            grounds=[AppealGround.NEW_EVIDENCE],
            words=words,
            by=by,
        )

    way.do(8, appeal)


def _decided(way: Way, name: str) -> None:
    words = "The reports say that he saw my mother every month. She keeps a diary, and he was not there."
    way.raised(told(way.about, words, name, worry="honesty"), 118)
    way.investigated(115, "That he wrote of visits that he did not make.", ("Five visits did not take place.",))
    way.sent_to_examiners(82)
    way.examined(76, Finding.REFER)
    way.heard(HearingKind.FINAL, listed=75, on=40)
    way.suspended(6)


def _no_case(way: Way) -> None:
    words = "He recommended a care home that belongs to somebody he knows. We only heard of it afterwards."
    way.raised(told(way.about, words, "Barnabas Holt", worry="interest"), 90)
    way.investigated(86, "That he did not say that he knew the owner.", ("He did not say that he knew the owner.",))
    way.sent_to_examiners(40)
    way.examined(30, Finding.NO_CASE)
    way.closed_without_case(26)


#: In the order in which they are told; each about somebody else.
STORIES: tuple[Story, ...] = (
    _suspended,
    _appealed,
    _warned,
    _listed,
    _no_case,
    _examined,
    _investigated,
    _measured,
    _at_threshold,
)
