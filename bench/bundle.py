"""What a bundle costs: 200 exhibits of 150 MB together, kept sealed, made into one PDF that is kept sealed again.

    python -m bench bundle --database both

Scans, photos, sound, statements, and files that break whoever opens them, as they come. From the press to the row that
says it is there. Bars: 10 seconds, and 500 MB at the highest moment, ours and that of the process that opens the files.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import threading
import time
from pathlib import Path

import pikepdf
from PIL import Image

from bench.service import DATABASES, place
from bench.uploads import MEGABYTE
from concerns.bundles import making, queries
from concerns.bundles.contents import Recipient
from concerns.investigation import exhibits
from concerns.operations.writing import WAITING_FILES
from concerns.vocabulary import Audience
from foundation import evidence
from tests.concerns import looking, officers, papers_made
from tests.concerns.looking import Looking
from tests.frame import cast

SECONDS, MOST_MEMORY = 10.0, 500
PLANNED = 150


def main(arguments: list[str]) -> int:
    """Measure and say; 1 when a bar was missed."""
    parser = argparse.ArgumentParser(prog="bench bundle", description=__doc__)
    parser.add_argument("--database", choices=[*DATABASES, "both"], default="sqlite")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--exhibits", type=int, default=200)
    parser.add_argument("--megabytes", type=int, default=PLANNED)
    parser.add_argument("--folder", help="where the database and the files stand meanwhile (a real disk)")
    chosen, _ = parser.parse_known_args(arguments)
    held = True
    for kind in DATABASES if chosen.database == "both" else (chosen.database,):
        with place(kind, people=20, folder=chosen.folder) as where, where.app().app_context():
            cast.put_on_the_register()
            concern = looking.answered()
            size = _fill(concern, chosen.exhibits, chosen.megabytes)
            for _ in range(chosen.rounds):
                held &= _measure(kind, concern, chosen.exhibits, size)
    return int(not held)


def _measure(kind: str, held: Looking, count: int, size: int) -> bool:
    with Memory() as memory:
        started, worked = time.perf_counter(), _worked()
        number = making.make(held.reference, Recipient(Audience.EXAMINERS), version=held.version, by=held.officer.actor)
        seconds, worked = time.perf_counter() - started, _worked() - worked
    row = queries.numbered(officers.now(held.reference).id, number)
    [file] = evidence.files_of(("bundle", str(row.id)))
    said = "held" if seconds <= SECONDS and memory.most <= MOST_MEMORY else "MISSED"
    print(
        f"A bundle of {count} exhibits, {size / MEGABYTE:.0f} MB, {kind}: {seconds:.1f} s (bar {SECONDS:g}), "
        f"of work {worked:.1f}, {memory.most:.0f} MB of memory (bar {MOST_MEMORY}): {said}. "
        f"{row.pages} pages, {file.size / MEGABYTE:.0f} MB, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    return said == "held"


def _worked() -> float:
    """Seconds that this process and its children worked: what else the machine does meanwhile does not count."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _fill(held: Looking, count: int, megabytes: int) -> int:
    """So many exhibits, of about so many megabytes together; gives how many bytes they are."""
    chance, total = random.Random(7), 0
    each = int(megabytes * MEGABYTE / count / 0.85)
    by = held.investigator.actor
    for number in range(count):
        name, data = _exhibit(number, each, chance)
        total += len(data)
        once = f"bundle {number}"
        evidence.keep(io.BytesIO(data), name=name, owner=(WAITING_FILES, once), by=by)
        exhibits.add_document(
            held.reference,
            title=f"Paper {number}, as it came",
            source="The bank",
            dated_on=None,
            once=once,
            version=held.version,
            by=by,
        )
    return total


def _exhibit(number: int, each: int, chance: random.Random) -> tuple[str, bytes]:
    if number % 10 == 3:
        return "photo.jpg", _photo(each, chance)
    if number % 20 == 7:
        return "call.wav", papers_made.sound() + chance.randbytes(each)
    if number % 50 == 11:
        return "bomb.pdf", papers_made.bomb()
    if number % 50 == 12:
        return "broken.pdf", b"%PDF-1.7\n" + chance.randbytes(each)
    if number % 20 == 14:
        return "diary.txt", b"She came on Friday. " * 500
    return "scan.pdf", _scan(each, chance)


def _scan(each: int, chance: random.Random) -> bytes:
    """Ten pages, each a picture of a page."""
    with pikepdf.new() as pdf:
        for _ in range(10):
            page = pdf.add_blank_page(page_size=(595, 842))
            image = pikepdf.Stream(pdf, _photo(each // 10, chance))
            image.stream_dict = pikepdf.Dictionary(
                Type=pikepdf.Name.XObject,
                Subtype=pikepdf.Name.Image,
                Width=512,
                Height=512,
                ColorSpace=pikepdf.Name.DeviceRGB,
                BitsPerComponent=8,
                Filter=pikepdf.Name.DCTDecode,
            )
            page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
            page.obj.Contents = pikepdf.Stream(pdf, b"q 595 0 0 842 0 0 cm /I Do Q")
        return papers_made.written(pdf)


def _photo(size: int, chance: random.Random) -> bytes:
    """A photo of about that size: what no camera needs stands behind its end."""
    held = io.BytesIO()
    Image.frombytes("RGB", (512, 512), chance.randbytes(512 * 512 * 3)).save(held, "JPEG", quality=30)
    return held.getvalue() + chance.randbytes(max(0, size - held.tell()))


class Memory:
    """The most that this process and its children had at once, in megabytes, looked at ten times a second."""

    def __enter__(self) -> Memory:
        self.most = 0.0
        self._over = threading.Event()
        self._watcher = threading.Thread(target=self._watch)
        self._watcher.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._watcher.join()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self.most = max(self.most, sum(map(_own, _family(os.getpid()))) / 1024)


def _family(process: int) -> list[int]:
    found = [process]
    for task in Path(f"/proc/{process}/task").glob("*"):
        try:
            children = (task / "children").read_text(encoding="ascii").split()
        except OSError:
            continue
        for child in children:
            found += _family(int(child))
    return found


def _own(process: int) -> int:
    """Its share of memory in KB: what it has with its parent in common is counted once."""
    try:
        held = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in held.splitlines() if line.startswith("Pss:")), 0)
