"""What the database reckons of many concerns, held against what is said of one: nothing may differ."""

from __future__ import annotations

from sqlalchemy import select

from concerns import clocks, queries, registrants_told, standing, watched
from concerns.models import Concern
from concerns.stages import CLOCK_OF
from concerns.vocabulary import ClockName
from foundation import clock
from foundation.database import db
from foundation.reckoning import NEVER

_EARLY = {ClockName.REPLY: "reply_on", ClockName.TRIAGE: "stage_on", ClockName.CONTACT: "contact_on"}
COLUMN = {**dict.fromkeys(CLOCK_OF.values(), "stage_on"), **_EARLY}

FLAGS = ("is_open", "red", "unread", "outside", "lacks", "mine", "replied", "unheard")


def agree(*people: int) -> int:
    """Hold every concern there is against its line, with these people as whose hands are asked about; says how many."""
    held = watched.lines("mine")
    bound = {"today": clock.today(), "silent_since": registrants_told.silent_since(), "mine": list(people)}
    found = db.session.execute(select(held), bound).mappings()
    lines = {one["id"]: one for one in found}
    concerns = db.session.scalars(select(Concern)).all()
    facts, standings = queries.facts(concerns), standing.standings_of([one.id for one in concerns])
    unheard = {one.concern_id for one in registrants_told.waits() if one.due_on < clock.today()}
    for one in concerns:
        running = {COLUMN[due.name]: due.on for due in clocks.running(facts[one.id])}
        line, stands = lines.get(one.id), standings[one.id]
        if line is None:
            assert not stands.is_open
            assert running == {}
            continue
        assert {name: line[name] for name in set(COLUMN.values()) if line[name] < NEVER.value} == running
        assert line["due_on"] == min(running.values(), default=NEVER.value)
        said = {
            name: bool(line[name])
            for name in ("is_open", "red", "unread", "outside", "lacks", "mine", "replied", "unheard")
        }
        assert said == {
            "is_open": stands.is_open,
            "red": stands.red,
            "unread": stands.unread > 0,
            "outside": stands.outside is not None,
            "lacks": bool(stands.lacks),
            "mine": stands.in_hands_of(people),
            "replied": one.replied_on is not None,
            "unheard": one.id in unheard,
        }
    return len(concerns)
