"""Concerns of the demo as somebody tells them: at each stage before an investigation, and for each thing that waits."""

from __future__ import annotations

from collections.abc import Callable

from concerns import queries
from concerns.demo.teller import Teller, version_of
from concerns.operations import following_up, mailbox, telling_registrants, triaging, writing
from concerns.telling import AffectedTold, Reach, SubjectTold, Telling
from concerns.vocabulary import (
    Capacity,
    Channel,
    ClockName,
    CloseReason,
    Naming,
    Nation,
    OnRegister,
    Relation,
    Speaking,
    Way,
    Who,
)
from foundation import clock
from register.demo import SHOWPIECES

#: The mailbox that anybody may try: its reference but for the year, and its secret.
OPEN_CODE, OPEN_SECRET = "DMKV22", "DMKV-2222-3333-4444-5555"
_PHONE = Reach(phone="01632 960 300", ways=(Way.PHONE,))
_CAREFUL = Reach(
    phone="01632 960 301",
    ways=(Way.PHONE,),
    safe_times="weekdays between 10am and 2pm",
    no_voicemail=True,
    no_post=True,
    needs="large print",
)


def _telling(subject: SubjectTold, words: str, **more: object) -> Telling:
    kept: dict[str, object] = {
        "channel": Channel.ONLINE,
        "naming": Naming.NAMED,
        "relation": Relation.FAMILY,
        "affected": AffectedTold(Who.SOMEBODY, speaking=Speaking.CONSENT, knows=True),
        "reach": _PHONE,
        "ongoing": False,
        "statement": [
            {
                "page": "what",
                "title": "What happened?",
                "answers": [{"name": "what", "question": "What happened?", "answer": words}],
            }
        ],
        **more,
    }
    return Telling(subjects=(subject,), **kept)  # type: ignore[arg-type]  # the fields of a Telling, by name


def _found(key: str) -> SubjectTold:
    piece = SHOWPIECES[key]
    return SubjectTold(piece.name, OnRegister.FOUND, piece.number)


def _just_in(teller: Teller) -> None:
    words = "She was to visit every second week and came twice this year. When I call, nobody calls back."
    told = _telling(_found("registered"), words, name="Philippa Wren", worries=("delay", "respect"), ongoing=True)
    teller.raise_one(told, 0)


def _red(teller: Teller) -> None:
    words = "He borrows money from my neighbour and takes things out of her flat. She is afraid to say no to him."
    told = _telling(
        SubjectTold(
            "Gordon, I do not know his surname", OnRegister.NOT_SURE, about="comes in a grey van, near Norwich"
        ),
        words,
        naming=Naming.ANONYMOUS,
        relation=Relation.PUBLIC,
        reach=Reach(),
        worries=("exploitation",),
        danger=True,
        ongoing=True,
    )
    teller.raise_one(told, 1)


def _mailbox(teller: Teller) -> None:
    words = "At meetings he talks about other people he works for, with their names. It happened three times this year."
    told = _telling(
        _found("warning"),
        words,
        naming=Naming.ANONYMOUS,
        relation=Relation.COLLEAGUE,
        reach=Reach(),
        affected=AffectedTold(Who.SEVERAL),
        worries=("privacy",),
    )
    one = teller.raise_one(told, 4, code=OPEN_CODE, secret=OPEN_SECRET)
    teller.take(one, 3)
    teller.reply(
        one, 3, "Thank you for telling us. I have read all of it.\n\nDo you remember on which days the meetings were?"
    )
    answer = "The first was in March, on the day of the team meeting. I do not want to say more than that yet."
    teller.do(1, lambda: mailbox.write_to_us(one, answer, once=teller.once()))


def _in_triage(teller: Teller) -> None:
    words = "My son’s plan says a review every three months. The last one is a year old, and the money is spent."
    told = _telling(
        _found("conditions"),
        words,
        name="Rowena Ashby",
        affected=AffectedTold(
            Who.SOMEBODY,
            "Toby Ashby",
            speaking=Speaking.DEPUTY,
            capacity=Capacity.CANNOT,
            nation=Nation.ENGLAND_WALES,
            knows=True,
            reason="Court of Protection order of 2024",
        ),
        reach=_CAREFUL,
        worries=("assessment", "money"),
        ongoing=True,
    )
    one = teller.raise_one(told, 7)
    teller.take(one, 7)
    teller.reply(
        one, 6, "Thank you for telling us. I have read all of it. I will call you on Thursday, between 10am and 2pm."
    )
    said = "Called at 11am. She has the plan and the accounts, and sends copies."
    teller.do(
        5,
        lambda: writing.record_contact(
            one, way=Way.PHONE, made_on=clock.today(), words=said, once=teller.once(), by=teller.officer
        ),
    )
    teller.triage(one, 5)
    teller.note(
        one, 4, "Conditions in force since this spring. Ask the compliance officer whether reports came in time."
    )


def _told(teller: Teller) -> None:
    words = "I gave notice and asked for the file to go to the new case manager. After two months it is not there."
    told = _telling(
        _found("one_name"),
        words,
        name="Desmond Achterberg",
        relation=Relation.SERVICE_USER,
        affected=AffectedTold(Who.ME, speaking=Speaking.OWN),
        worries=("leaving", "privacy"),
    )
    one = teller.raise_one(told, 9)
    teller.take(one, 8)
    teller.reply(one, 8, "Thank you for telling us. I have read all of it, and I look into whether it is ours.")
    teller.triage(one, 7)

    def tell() -> None:
        telling_registrants.record_told(
            one,
            queries.get(one).subjects[0].id,
            on=clock.today(),
            how="By telephone, then by letter",
            version=version_of(one),
            by=teller.officer,
        )

    teller.do(6, tell)


def _left_waiting(teller: Teller) -> None:
    words = "The care was cut in half, and she signed for it without asking us. We only found out from the agency."
    told = _telling(_found("undertakings"), words, name="Huw Pendry", worries=("consent",), ongoing=True)
    one = teller.raise_one(told, 26)
    teller.take(one, 25)
    teller.reply(one, 24, "Thank you for telling us. I have read all of it and will write again when I know more.")
    teller.triage(one, 23)


def _explained(teller: Teller) -> None:
    words = "He sold us equipment of a firm that is his brother’s. Nobody told us that there are others."
    told = _telling(_found("corrected"), words, name="Mair Tudor", worries=("interest",))
    one = teller.raise_one(told, 13)
    teller.take(one, 12)
    teller.reply(one, 12, "Thank you for telling us. I have read all of it.")
    teller.triage(one, 11)

    def hold() -> None:
        telling_registrants.hold_back(
            one,
            queries.get(one).subjects[0].id,
            reason="The police ask us to wait until they have spoken to the firm.",
            version=version_of(one),
            by=teller.officer,
        )

    teller.do(11, hold, 15)
    late = clock.add_working_days(teller.today, 6)
    why = "We wait for an answer from the police before we may go on. I will write to you as soon as we have it."
    teller.do(
        4,
        lambda: writing.explain_delay(
            one,
            clock_name=ClockName.TRIAGE,
            words=why,
            expected_on=late,
            version=version_of(one),
            by=teller.officer,
        ),
    )


def _never_registered(teller: Teller) -> None:
    words = "She says on her website that she is on your register. I searched and did not find her."
    subject = SubjectTold("Clarissa Bonham", OnRegister.SAYS_SO, about="works in Bath, advertises online")
    teller.raise_one(
        _telling(subject, words, name="Ivor Lisle", relation=Relation.PUBLIC, affected=None, worries=("honesty",)),
        2,
    )


def _closed(teller: Teller) -> None:
    words = "The bill for last year is far too high. I want the institute to lower it."
    told = _telling(
        _found("same_name"),
        words,
        name="Barnaby Stokes",
        relation=Relation.SERVICE_USER,
        affected=AffectedTold(Who.ME, speaking=Speaking.OWN),
    )
    one = teller.raise_one(told, 15)
    teller.take(one, 14)
    teller.reply(one, 14, "Thank you for telling us. I have read all of it. May I call you on Monday?")
    teller.triage(one, 12)
    reasons = (
        "Thank you for telling us, and for speaking with me.\n\nWe looked at the bill and the letters you sent. They "
        "are about how much the work cost. We cannot decide how large a bill should be.\n\nCitizens Advice can help "
        "you with that. If you find that somebody lied about the hours, please tell us: that would be ours."
    )
    teller.do(
        9,
        lambda: triaging.close(one, reason=CloseReason.FEES, words=reasons, version=version_of(one), by=teller.officer),
    )
    again = "You did not look at the two visits in June that never took place. They are on the bill."
    teller.do(3, lambda: following_up.ask_for_another_look(one, again))


def _taken_back(teller: Teller) -> None:
    words = "My cousin’s case manager did not turn up to a hearing and told nobody."
    told = _telling(_found("ends_today"), words, name="Lettice Marlowe", worries=("delay",))
    one = teller.raise_one(told, 6)
    teller.take(one, 5)
    teller.reply(one, 5, "Thank you for telling us. I have read all of it.")
    sorry = "They have talked and it is settled. Please go no further with it."
    teller.do(1, lambda: following_up.take_back(one, sorry))


def _oneself(teller: Teller) -> None:
    words = "I was given a police caution last week after an argument at home. Nobody I work for was there."
    told = _telling(
        _found("completed_conditions"),
        words,
        name=SHOWPIECES["completed_conditions"].name,
        relation=Relation.ONESELF,
        affected=AffectedTold(Who.NOBODY),
        worries=("crime",),
    )
    one = teller.raise_one(told, 3)
    teller.take(one, 2)
    teller.reply(one, 2, "Thank you for telling us early. I will write again this week with what we need to know.")


#: In the order in which they are told.
STORIES: tuple[Callable[[Teller], None], ...] = (
    _left_waiting,
    _closed,
    _explained,
    _told,
    _in_triage,
    _taken_back,
    _mailbox,
    _oneself,
    _never_registered,
    _red,
    _just_in,
)
