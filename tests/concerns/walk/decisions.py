"""What the crowd of the walk may try from a panel on: hearings, orders, public words, appeals, reviews, the end."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from concerns.investigation import queries as investigation
from concerns.operations import seating
from concerns.panels import determining, hearings, orders
from concerns.panels import queries as panels
from concerns.panels.determining import Short, Words
from concerns.panels.ladder import Reached
from concerns.publishing import proofs, releasing, taking_down, texts
from concerns.vocabulary import (
    AppealGround,
    Decided,
    HearingKind,
    InterimGround,
    Job,
    Sanction,
    TextAbout,
)
from foundation import clock
from tests.concerns.test_panels import ALL_RUNGS
from tests.concerns.walk import people
from tests.concerns.walk.acts import PRIVATE, WHY, Acts
from tests.concerns.walk.by_the_text import Decision

_REASONS = {"decision": WHY} | {one.value: WHY for one in InterimGround} | dict.fromkeys(ALL_RUNGS, WHY)
_SEATS = (Job.CHAIR, Job.MEMBER_LAY, Job.MEMBER_REGISTRANT)
_MONTHS = {
    Sanction.WARNING: (12, 36),
    Sanction.CONDITIONS: (6, 36),
    Sanction.SUSPENSION: (1, 6, 12, 13),
    Sanction.REMOVAL: (None,),
    Sanction.ADVICE: (None,),
    Sanction.NONE: (None,),
}
_SHORT = {
    HearingKind.INTERIM: (Decided.INTERIM_SUSPENSION, Decided.INTERIM_CONDITIONS, Decided.NO_ORDER),
    HearingKind.INTERIM_REVIEW: (Decided.CONTINUE, Decided.EXTEND, Decided.END),
    HearingKind.REVIEW: (Decided.CONTINUE, Decided.EXTEND, Decided.END),
    HearingKind.APPEAL: (Decided.DISMISSED, Decided.OVERTURNED, Decided.HEAR_AGAIN),
}
_PART = {
    HearingKind.FINAL: "sits on a panel",
    HearingKind.REVIEW: "sits on a panel",
    HearingKind.INTERIM: "sits on an interim panel",
    HearingKind.INTERIM_REVIEW: "sits on an interim panel",
    HearingKind.APPEAL: "hears an appeal",
}


class Decisions(Acts):
    """The walk from a panel on."""

    #: What was drafted last at a hearing.
    drafts: dict[int, Reached | Short]
    health: dict[int, bool]

    def made(self) -> list[int]:
        """The decisions of the concern, oldest first."""
        return [one.id for one in panels.orders(self.concern.id)]

    def ahead(self) -> list[tuple[int, HearingKind]]:
        """The hearings that are to come or under way."""
        held = panels.hearings(self.concern.id)
        return [(one.id, one.kind) for one in held if one.decided_on is None and one.called_off_at is None]

    # ------------------------------------------------------------------------------------------------------- hearings

    def lists_a_hearing(self, dice: Random, kind: HearingKind | None = None) -> None:
        """A day is set, a panel is listed and notice is given; then that day comes."""
        kind = kind or dice.choice(list(HearingKind))
        days, made = 7 if kind.is_interim else 35, self.made()
        order_id = dice.choice(made) if made and kind not in (HearingKind.FINAL, HearingKind.INTERIM) else None
        if kind is HearingKind.INTERIM:
            self.does(hearings.decide_interim, dice, people.MANAGERS, apply=True, reasons=WHY)
        on = {"on": clock.working_day_from(clock.today() + timedelta(days=days)), "order_id": order_id}
        self.does(hearings.list_hearing, dice, people.MANAGERS, self.subject_id, kind, **on)
        for hearing_id, held in self.ahead():
            self.seats(dice, hearing_id, held)
            self.does(hearings.give_notice, dice, people.MANAGERS, hearing_id)

    def seats(self, dice: Random, hearing_id: int, kind: HearingKind) -> None:
        wanted = people.APPEALS if kind is HearingKind.APPEAL else people.PANELS
        for job in _SEATS:
            if job in panels.sitting(self.concern.id, hearing_id):
                continue
            for account in self.crowd.try_in_turn(dice, wanted):
                given = {"account_id": account.id, "hearing_id": hearing_id}
                if self.does(seating.list_for, dice, people.MANAGERS, job, **given):
                    break

    def a_panel_decides(self, dice: Random) -> None:
        """Every panel whose day has come drafts, votes and signs."""
        for hearing_id, kind in self.ahead():
            self.drafts_one(dice, hearing_id, kind)
            sitting = set(panels.sitting(self.concern.id, hearing_id).values())
            for person in [one for one in self.crowd.people if one.id in sitting]:
                agrees, seen = dice.random() < 0.9, self.concern.version
                voted = {"agrees": agrees, "words": "" if agrees else WHY, "version": seen, "by": person.actor}
                if self.tries(lambda one=hearing_id, voted=voted: determining.vote(self.reference, one, **voted)):
                    self.model.takes(person.id, _PART[kind])
            before = self.made()
            if self.does(determining.sign, dice, (*people.PANELS, *people.APPEALS), hearing_id):
                self.is_signed(hearing_id, kind, [one for one in self.made() if one not in before])

    def drafts_one(self, dice: Random, hearing_id: int, kind: HearingKind) -> None:
        final = kind is HearingKind.FINAL
        drafted = self.reached(dice) if final else self.short(dice, kind)
        health = final and dice.random() < 0.15
        words = Words(_REASONS, f"PANEL{hearing_id}.", PRIVATE, about_health=health)
        given: dict[str, Any] = {"reached": drafted} if final else {"short": drafted}
        if self.does(
            determining.draft,
            dice,
            (*people.PANELS, *people.APPEALS),
            hearing_id,
            words=words,
            part=_PART[kind],
            **given,
        ):
            self.drafts[hearing_id], self.health[hearing_id] = drafted, health

    def reached(self, dice: Random) -> Reached:
        sanction = dice.choice(list(Sanction))
        asked = investigation.about(self.concern.id, self.subject_id)
        return Reached(dict.fromkeys(asked, True), ["3.1"], True, sanction, dice.choice(_MONTHS[sanction]), _REASONS)

    def short(self, dice: Random, kind: HearingKind) -> Short:
        decided = dice.choice(_SHORT[kind])
        ordered = decided in (Decided.INTERIM_CONDITIONS, Decided.INTERIM_SUSPENSION)
        months = dice.choice((1, 6, 12)) if ordered or decided is Decided.EXTEND else None
        return Short(decided, months, [InterimGround.PROTECT] if ordered else [])

    def is_signed(self, hearing_id: int, kind: HearingKind, new: list[int]) -> None:
        """The model hears what was decided."""
        drafted, now = self.drafts[hearing_id], clock.now()
        if isinstance(drafted, Reached):
            [order_id] = new
            decided = Decision(drafted.sanction.value, drafted.months, self.health[hearing_id], hearing=hearing_id)
            self.model.decisions[order_id] = decided
        elif kind is HearingKind.INTERIM:
            assert len(new) == (drafted.decided is not Decided.NO_ORDER)
            for order_id in new:
                made = Decision(drafted.decided.value, drafted.months, interim=True, hearing=hearing_id)
                self.model.decisions[order_id] = made
                self.model.decisions[order_id].begins(now)
        else:
            about = panels.about(hearing_id)
            assert about is not None
            assert not new
            self.model.answers(about.order_id, drafted.decided.value, drafted.months, now)

    # -------------------------------------------------------------------------------------------- what the public reads

    def publishes(self, dice: Random) -> None:
        """Somebody tells both sides, writes the words, sends proof copies or says why not; somebody releases them."""
        for one in self.made():
            held = self.model.decisions[one]
            if dice.random() < 0.7 and self.does(releasing.tell, dice, people.PUBLISHERS, one):
                held.told(clock.now())
                if held.kind in ("none", "advice"):
                    self.model.interim_ends(clock.now())
            words = texts.Words(f"PUBLIC{one}.", f"FACTS{one}.", f"DECISION{one}.")
            wrote = self.does(texts.prepare, dice, people.EDITORS, one, words=words)
            if wrote is not None:
                self.model.wrote.setdefault(one, set()).add(wrote.id)
            if dice.random() < 0.3:
                self.does(proofs.send, dice, people.EDITORS, one, about=TextAbout.DECISION)
            else:
                self.does(proofs.skip, dice, people.PUBLISHERS, one, about=TextAbout.DECISION, reason=WHY)
            self.releases(dice, one)

    def releases(self, dice: Random, order_id: int) -> None:
        released = self.does(releasing.release, dice, people.PUBLISHERS, order_id)
        if released is None:
            return
        now, held = clock.now(), self.model.decisions[order_id]
        assert released.id not in self.model.wrote.get(order_id, ()), "one person wrote and released it"
        held.told(now)
        if held.kind in ("none", "advice"):
            self.model.interim_ends(now)
            return
        assert held.health or self.model.wrote.get(order_id), "nobody wrote its words"
        held.released(now)
        self.model.covers(held, now)

    def takes_down(self, dice: Random) -> None:
        for one in self.made():
            if self.does(taking_down.take_down, dice, people.PUBLISHERS, one, reason=WHY):
                self.model.falls(one, clock.now())

    # ------------------------------------------------------------------------------------------------------- the end

    def siobhan_appeals(self, _dice: Random) -> None:
        for one in self.made():
            appealed = {"account_id": self.siobhan.id, "grounds": [AppealGround.PROCESS], "words": WHY}
            if self.tries(
                lambda one=one, appealed=appealed: orders.lodge_appeal(
                    self.reference, one, by=self.siobhan.actor, **appealed
                )
            ):
                self.model.decisions[one].is_appealed(clock.now())

    def ends(self, dice: Random) -> None:
        if dice.random() < 0.7:
            self.does(orders.monitor, dice, people.PUBLISHERS)
        self.does(orders.finish, dice, people.PUBLISHERS, words="It is done.")
