"""Loading a large register sheet: rows a second and memory, beside the simplest load there is.

The peer reads the same file with Python's csv module and puts the bare cells into one table. It checks nothing, keeps
no history and nobody could be found, so the ratio says what checking, history, the audit trail and search cost.

    python -m bench import_sheet                 20,000 rows
    python -m bench import_sheet --rows 100000   the figure the register is held to
    python -m bench import_sheet --xlsx          the same as a workbook
"""

from __future__ import annotations

import argparse
import bisect
import csv
import itertools
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import names
from openpyxl import Workbook

from foundation.references import register_number

ROWS_A_SECOND = 2000
MOST_MEGABYTES = 500
HEADINGS = (
    "Reg No", "Title", "Forenames", "Surname", "Known as", "Previous names", "Email", "Town", "Postcode area",
    "Practice settings", "Works with", "Languages", "Organisation", "Other registration", "First registered",
    "Period from", "Period to", "Status", "Insurance to",
)  # fmt: skip
_AREAS = ("Health", "Mental health", "Social care", "Housing", "Insurance", "Rehabilitation", "Charity", "Justice")
_PLACES = (
    ("Leeds", "LS1"), ("Cardiff", "CF10"), ("Belfast", "BT9"), ("Edinburgh", "EH3"), ("Truro", "TR1"),
    ("Norwich", "NR1"), ("Inverness", "IV1"), ("Stoke-on-Trent", "ST4"), ("London", ""), ("Derby", "DE1"),
)  # fmt: skip
_SHAPES = ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d %b %Y")


class Drawn:
    """Names drawn as often as they are among people, from a published count of surnames and first names."""

    def __init__(self, kind: str) -> None:
        self._names, self._sums = [], []
        for line in Path(names.FILES[kind]).read_text(encoding="utf-8").splitlines():
            name, _, up_to, _ = line.split()
            self._names.append(name.capitalize())
            self._sums.append(float(up_to))

    def one(self, chance: random.Random) -> str:
        """One name."""
        place = bisect.bisect(self._sums, chance.random() * self._sums[-1])
        return self._names[min(place, len(self._names) - 1)]


def people(count: int, seed: int) -> Iterator[list[str]]:
    """Made-up rows as an office keeps them: four date shapes, some capitals, some spaces too many."""
    chance = random.Random(seed)
    surnames, given = Drawn("last"), [Drawn("first:female"), Drawn("first:male")]
    today = date.today()  # noqa: DTZ011  # a sheet has days, not moments
    for number in range(1, count + 1):
        first, last = chance.choice(given).one(chance), surnames.one(chance)
        if chance.random() < 0.05:
            last = f"{last}-{surnames.one(chance)}"
        elif chance.random() < 0.03:
            last = last.upper()
        middle = f" {chance.choice(given).one(chance)}" if chance.random() < 0.4 else ""
        begins = today - timedelta(days=chance.randrange(0, 700))
        ends = begins + timedelta(days=364)
        town, outcode = chance.choice(_PLACES)

        def day(value: date) -> str:
            return value.strftime(chance.choice(_SHAPES))

        yield [
            register_number(number),
            chance.choice(("", "Ms", "Mr", "Dr", "Mx")),
            first + middle,
            last,
            "",
            surnames.one(chance) if chance.random() < 0.03 else "",
            f"{first}.{last}{number}@example.org".lower(),
            town,
            outcode,
            "; ".join(chance.sample(_AREAS, chance.randrange(1, 4))),
            chance.choice(("Adults", "Children", "Adults and children")),
            chance.choice(("", "", "Welsh", "BSL", "Polish; Urdu")),
            chance.choice(("", "Self-employed", f"Practice {number % 997}")),
            chance.choice(("", "HCPC OT012345", "NMC 12A3456B", "SWE SW98765")),
            day(begins - timedelta(days=365)),
            day(begins),
            day(ends),
            chance.choice(("Registered", "Registered", "registered ", "REGISTERED")),
            day(ends + timedelta(days=60)),
        ]  # fmt: skip


def write(path: Path, rows: int, seed: int) -> None:
    """The sheet as a file."""
    if path.suffix == ".xlsx":
        book = Workbook(write_only=True)
        sheet = book.create_sheet("Register")
        for row in itertools.chain([list(HEADINGS)], people(rows, seed)):
            sheet.append(row)
        book.save(path)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows(itertools.chain([HEADINGS], people(rows, seed)))


def simplest(path: Path, database: Path) -> float:
    """Seconds of the simplest load there is."""
    started = time.perf_counter()
    connection = sqlite3.connect(database)
    connection.execute(f"CREATE TABLE sheet ({', '.join(f'c{place}' for place in range(len(HEADINGS)))})")
    with path.open(encoding="utf-8-sig", newline="") as stream, connection:
        rows = csv.reader(stream)
        next(rows)
        connection.executemany(f"INSERT INTO sheet VALUES ({', '.join('?' * len(HEADINGS))})", rows)
    connection.close()
    return time.perf_counter() - started


def main(arguments: list[str]) -> int:
    """Measure, print, and answer 0 when the bars held."""
    parser = argparse.ArgumentParser(prog="import_sheet")
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--xlsx", action="store_true")
    asked, _ = parser.parse_known_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "register.csv")
        write(table, asked.rows, asked.seed)
        sheet = Path(folder, "register.xlsx") if asked.xlsx else table
        if asked.xlsx:
            write(sheet, asked.rows, asked.seed)
        environment = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/register.sqlite"}
        flask(environment, "db", "upgrade")
        before = _processor()
        ours = flask(environment, "register", "import", str(sheet), "--commit")
        busy = _processor() - before
        megabytes = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        again = flask(environment, "register", "import", str(sheet), "--commit")
        peer = simplest(table, Path(folder, "simplest.sqlite"))
    speed = asked.rows / busy
    print(f"{asked.rows:,} rows ({sheet.suffix}) in {ours:.1f} s, of which the processor worked {busy:.1f} s")
    print(f"{speed:,.0f} rows a second of the processor   bar {ROWS_A_SECOND:,}: {_held(speed >= ROWS_A_SECOND)}")
    print(f"most memory {megabytes:.0f} MB   bar {MOST_MEGABYTES} MB: {_held(megabytes < MOST_MEGABYTES)}")
    print(f"the same sheet again, nothing to change: {again:.1f} s, {ours / again:.1f} times as fast")
    print(
        f"the simplest load takes {peer:.2f} s: checking, history, audit and search cost {ours / peer:.0f} times that"
    )
    return 0 if speed >= ROWS_A_SECOND and megabytes < MOST_MEGABYTES else 1


def flask(environment: dict[str, str], *words: str) -> float:
    """Run a command of ours; says the seconds it took, start of the program included."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "app", *words], env=environment, check=False, capture_output=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr.decode() or done.stdout.decode())
    return time.perf_counter() - started


def _processor() -> float:
    """Seconds of processor time that finished programs of ours took; the clock on the wall also counts neighbours."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _held(held: bool) -> str:
    return "held" if held else "MISSED"
