"""What a night costs on the registrant's side: everybody's renewal, insurance, record checks and CPD (issue 6).

    python -m bench nightly --registrants 10000 --activities 12 --database both

The people, their three periods and three years of CPD are rows put in by bulk (bench/years.py), which takes longest;
everything after that is the real job, `cpd.nightly.run`, and after it what the same job checks: the public view and the
whole audit trail. The first night is as heavy as one gets: it makes up for months in which the job never ran (with
`--common-date` it reminds everybody of the same last day), forgets what became too old meanwhile, and makes a draw for
the CPD audit, which tells a tenth of everybody. The one after it is an ordinary one. Then the job runs again, which has
to find nothing to do, and on the night after that on two machines at once, which together have to write each letter
once.

Bars at 100,000 people: 5 minutes for the ordinary and for the heavy night, 600 MB. Fewer people are held to the same
pace. Seconds are those of the clock on the wall; those of the processor, said beside them, do not depend on what else
the machine does.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import func, select

from bench.service import DATABASES, Place, place
from bench.years import fill
from cpd import nightly
from foundation import audit, clock, evidence
from foundation.database import db
from foundation.outbox import Letter
from register.reconciliation import check_public_view

#: Seconds and bytes that 100,000 people may take.
SECONDS, MEMORY, PEOPLE = 300.0, 600 * 1024**2, 100_000
#: A few people cost what the job costs by itself.
LEAST = 20.0


class Night(NamedTuple):
    """What one night came to."""

    seconds: float
    processor: float
    letters: int
    #: The most memory it had, and what of it came while it ran.
    memory: int
    grown: int
    #: What checking the public view and the trail took besides, in seconds of the processor, and the lines it has.
    checks: float
    lines: int

    @property
    def time(self) -> str:
        """In words."""
        return f"{self.seconds:.1f} s ({self.processor:.1f} s of the processor)"


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench nightly", description=__doc__)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.add_argument("--registrants", type=int, default=PEOPLE)
    parser.add_argument("--activities", type=int, default=12, help="CPD activities a person and year")
    parser.add_argument("--common-date", action="store_true", help="everybody's period ends on the same day")
    parser.add_argument("--folder", help="where the database stands meanwhile (a real disk)")
    chosen, _ = parser.parse_known_args(arguments)
    held = True
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        with place(kind, people=1, folder=chosen.folder) as where:
            held &= _measure(kind, where, chosen)
    return int(not held)


def _measure(kind: str, where: Place, chosen: argparse.Namespace) -> bool:
    tonight = datetime.combine(clock.today(), datetime.min.time(), clock.LONDON) + timedelta(hours=2)
    began = time.perf_counter()
    with where.app().app_context():
        fill(chosen.registrants, chosen.activities, common_date=chosen.common_date)
    where.take_stock()
    print(f"Put in by bulk in {time.perf_counter() - began:.0f} s.", flush=True)
    # The job never ran before: everybody whose window is open gets the one reminder that is newest.
    heavy = _night(where, tonight)
    ordinary = _night(where, tonight + timedelta(days=1))
    again = _night(where, tonight + timedelta(days=1))
    both, written = _two_nights(where, tonight + timedelta(days=2))
    bar, most = max(LEAST, SECONDS * chosen.registrants / PEOPLE), max(heavy.memory, ordinary.memory)
    said = {
        f"an ordinary night within {bar:.0f} s": ordinary.seconds <= bar,
        f"a heavy one within {bar:.0f} s": heavy.seconds <= bar,
        f"{MEMORY // 1024**2} MB": most <= MEMORY,
        "nothing is done twice": again.letters == 0,
    }
    print(
        f"A night over {chosen.registrants:,} registrants with {3 * chosen.activities} activities each, {kind}: "
        f"{ordinary.time}, {ordinary.letters:,} letters; {most / 1024**2:.0f} MB at the most, of which a night takes "
        f"{max(heavy.grown, ordinary.grown) / 1024**2:.0f}; once more: {again.time} and {again.letters} letters; the "
        f"next night on two machines at once: {both:.1f} s, {written:,} letters, none twice. A heavy night: "
        f"{heavy.time}, {heavy.letters:,} letters. Checking the public view and {ordinary.lines:,} lines of the trail: "
        f"{ordinary.checks:.1f} s of the processor. Load {os.getloadavg()[0]:.1f}.",
        flush=True,
    )
    print("Bars: " + "; ".join(f"{words}: {'held' if held else 'MISSED'}" for words, held in said.items()), flush=True)
    return all(said.values())


def _night(where: Place, at: datetime) -> Night:
    """One night in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_run, (where, at))


def _two_nights(where: Place, at: datetime) -> tuple[float, int]:
    """The same night on two machines; says how long the slower one took, and how many letters both wrote."""
    with where.app().app_context():
        before = db.session.scalar(select(func.coalesce(func.max(Letter.id), 0)))
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        done = pool.starmap(_run, [(where, at), (where, at)])
    with where.app().app_context():
        new = select(Letter.recipient).where(Letter.id > before)
        twice = db.session.scalars(new.group_by(Letter.recipient, Letter.subject).having(func.count() > 1)).all()
        written = db.session.scalar(select(func.count()).select_from(new.subquery())) or 0
    if twice:
        raise RuntimeError("somebody was written to twice about the same")
    return max(one.seconds for one in done), written


def _run(where: Place, at: datetime) -> Night:
    with where.app().app_context(), clock.played_back(at):
        before = db.session.scalar(select(func.coalesce(func.max(Letter.id), 0)))
        db.session.rollback()
        began, processor, memory = time.perf_counter(), time.process_time(), _memory()
        nightly.run(shred=evidence.destroy_all)
        seconds, processor, most = time.perf_counter() - began, time.process_time() - processor, _memory()
        checking = time.process_time()
        if check_public_view() or (verdict := audit.verify()).broken is not None:
            raise RuntimeError("the night left the register or the trail wrong")
        checking = time.process_time() - checking
        written = db.session.scalar(select(func.count()).select_from(Letter).where(Letter.id > before))
    return Night(seconds, processor, int(written or 0), most, most - memory, checking, verdict.lines)


def _memory() -> int:
    """The most memory that this program ever had. (`getrusage` would tell of the one that started it as well.)"""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024
