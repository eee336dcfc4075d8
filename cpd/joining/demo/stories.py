"""Each application of the demo, from the day it came to where it stands today."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from cpd.joining import queries
from cpd.joining.applying import Answer, Gap, OtherTold
from cpd.joining.demo.sound import answers
from cpd.joining.demo.teller import Teller, version
from cpd.joining.findings import AppealGround, AssessmentFinding, Outcome, PanelFinding, ReviewFinding, SeatKind
from cpd.joining.operations import appealing, checking, declaring, information, panels, withdrawing
from cpd.joining.vocabulary import Route
from cpd.vocabulary import Nation
from foundation.audit import Actor

#: The mark by which the demo knows that it was here: the code of its first application.
FIRST_CODE = "DMPP22"
#: Two applications that turn out to be of one person.
_BORN = date(1984, 5, 6)
_CAUTION = "A caution in 2014, when I was a student. I have told every employer since."


def _registered(teller: Teller) -> None:
    one = teller.send("Marigold Underhay", 30, code=FIRST_CODE)
    teller.complete(one, 28)
    teller.referees_answer(one, 24)
    teller.check_everything(one, 20)
    teller.assess(one, 19, 14, AssessmentFinding.MEETS)
    teller.decide(one, 12, Outcome.GRANT, "You meet the Standards. Welcome to the register.")


def _refused(teller: Teller) -> None:
    one = teller.send("Crispin Holloway", 29, details={"hours_in_all": 300, "months_in_all": 6})
    teller.complete(one, 27)
    teller.referees_answer(one, 25)
    teller.check_everything(one, 21)
    teller.assess(one, 20, 15, AssessmentFinding.DOES_NOT_MEET)
    words = "You have six months of this work so far. The Standards ask for more. You can ask again when you have it."
    teller.decide(one, 13, Outcome.REFUSE, words)


def _appealed(teller: Teller) -> None:
    one = teller.send("Araminta Sedgwick", 35, details={"hours_in_all": 900, "months_in_all": 14})
    teller.complete(one, 33)
    teller.referees_answer(one, 31)
    teller.check_everything(one, 27)
    teller.assess(one, 26, 20, AssessmentFinding.DOES_NOT_MEET)
    teller.decide(one, 17, Outcome.REFUSE, "Your work so far is mostly therapy. We could not count it.")
    applicant = _applicant(one, "Araminta Sedgwick")
    words = "Half of what you counted as therapy was case management. My manager has written down which."
    teller.do(9, lambda: appealing.appeal(one, grounds=[AppealGround.NEW_EVIDENCE], words=words, by=applicant))
    member = teller.staff["appeal"].id or 0
    teller.do(7, lambda: panels.seat(one, kind=SeatKind.APPEAL, account_id=member, by=teller.staff["officer"]))


def _applicant(reference: str, name: str) -> Actor:
    return Actor("account", queries.get(reference).account_id, name)


def _to_decide(teller: Teller) -> None:
    one = teller.send("Lavinia Thorpe", 22, nation=Nation.SCOTLAND)
    teller.complete(one, 20)
    teller.referees_answer(one, 18)
    teller.check_everything(one, 12)
    teller.assess(one, 11, 2, AssessmentFinding.MEETS)


def _being_assessed(teller: Teller) -> None:
    one = teller.send("Peregrine Ash", 21)
    teller.complete(one, 19)
    teller.referees_answer(one, 17)
    teller.check_everything(one, 10)
    teller.assess(one, 8, None, AssessmentFinding.MEETS)


def _with_the_panel(teller: Teller) -> None:
    one = teller.send("Hester Blackwood", 19, answers=answers(teller.today, D02=_CAUTION))
    teller.complete(one, 17)
    teller.referees_answer(one, 15)
    teller.check_everything(one, 12)
    teller.review(one, 9, ReviewFinding.REFER)
    teller.sit(one, 8)
    words = "Twelve years ago, minor, and told openly to everybody since. Nothing like it happened again."
    teller.do(3, lambda: declaring.vote(one, finding=PanelFinding.CLEAR, reasons=words, by=teller.staff["member"]))


def _declared(teller: Teller) -> None:
    told = "Another body has asked me about a complaint. It is open. I sent them my notes in May."
    one = teller.send("Lucian Farthing", 24, answers=answers(teller.today, D04=told))
    teller.complete(one, 22)
    teller.referees_answer(one, 20)
    teller.check_everything(one, 14)


def _checked(teller: Teller) -> None:
    one = teller.send("Beatrix Lockwood", 12, nation=Nation.NORTHERN_IRELAND)
    teller.complete(one, 10)
    teller.referees_answer(one, 4, how_many=1)
    note = "The second referee is on leave until Monday. Rang their office."
    teller.do(2, lambda: checking.write_note(one, note, by=teller.staff["officer"]))


def _health(teller: Teller) -> None:
    health = Answer("D07", 1, "yes", "I had a long illness last year. I work three days a week for now.")
    one = teller.send("Octavia Penrose", 9, health=health, route=Route.RECOGNISED_GRADE)
    teller.complete(one, 7)
    teller.referees_answer(one, 5)


def _asked(teller: Teller) -> None:
    one = teller.send(
        "Barnabas Frome", 14, details={"gaps": (Gap(date(2021, 3, 1), date(2021, 3, 2), "Between two posts"),)}
    )
    items = [
        "The certificate of your insurance: the one you sent ended last month.",
        "A few words about your work between June 2022 and March 2023.",
    ]
    teller.do(
        11,
        lambda: information.ask(
            one, topics=["insurance", "work"], items=items, version=version(one), by=teller.staff["officer"]
        ),
    )


def _late(teller: Teller) -> None:
    teller.send("Thaddeus Moor", 8, details={"elsewhere": (OtherTold("NMC", "00A0000Z"),)})


def _just_in(teller: Teller) -> None:
    teller.send("Rosalind Cray", 1, details={"born_on": _BORN})


def _same_person(teller: Teller) -> None:
    teller.send("Rosalind Cray-Winter", 0, details={"born_on": _BORN})


def _withdrawn(teller: Teller) -> None:
    one = teller.send("Ambrose Tilley", 16)
    teller.do(13, lambda: withdrawing.withdraw(one, by=_applicant(one, "Ambrose Tilley")))


#: In the order in which they are told.
STORIES: tuple[Callable[[Teller], None], ...] = (
    _registered,
    _appealed,
    _refused,
    _declared,
    _to_decide,
    _being_assessed,
    _with_the_panel,
    _withdrawn,
    _asked,
    _checked,
    _health,
    _late,
    _just_in,
    _same_person,
)
