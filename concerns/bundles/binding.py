"""Puts a bundle together: opens what is sealed, has the bindery make pages of it, and sets our own between them."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any

import structlog

from concerns.bundles import plain_words
from concerns.bundles.setting import Front, Leaf, Own, Sheet, foreign_before, set_pages
from foundation import evidence
from foundation.errors import Missing, Refused
from foundation.settings import ROOT

#: Seconds for one answer of the bindery, and what it makes of a file that it cannot use, as people read it.
PATIENCE = 180
_WHY = {
    "locked": "It is locked with a password, so it cannot be set here.",
    "broken": "The file is broken, or not quite what it says, so it cannot be set here.",
    "large": "It is too large to be unpacked safely, so it is not set here.",
    "long": "It has too many pages to be set here.",
    "words": "It has no plain words that could be set here.",
    "gone": "The file could not be read from our store. We are looking into it.",
}
log = structlog.get_logger()


class Failed(RuntimeError):
    """The bindery did not answer as it should."""


def bind(front: Front, sheets: list[Sheet]) -> tuple[IO[bytes], int]:
    """The bundle as a file without a name, and how many pages it has. Pages of files that failed say so.

    Raises:
        Refused: another bundle is being made on this machine, or the bindery failed.
    """
    with _alone(), tempfile.TemporaryFile() as target, _Bindery(target) as bindery:
        try:
            _make_leaves(bindery, sheets)
            own = set_pages(front, sheets, bindery)
            if own is None:
                raise Failed("our own pages cannot be set")
            pages = bindery.bind(own, sheets, front.foot)
        except (Failed, OSError) as error:
            log.error("bundle not made", problem=type(error).__name__)
            raise Refused("The bundle could not be made. Try again; if it fails again, tell us.") from error
        return os.fdopen(os.dup(target.fileno()), "r+b"), pages


@contextmanager
def _alone() -> Iterator[None]:
    """One bundle at a time on a machine, so that its memory holds."""
    with (Path(tempfile.gettempdir()) / f"register-bundle-{os.getuid()}.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused("Another bundle is being made just now. Try again in a minute.") from None
        yield


def _make_leaves(bindery: _Bindery, sheets: list[Sheet]) -> None:
    """Send every file through the bindery; the next is opened while it works on the last."""
    for sheet in sheets:
        for leaf in sheet.leaves:
            if leaf.kind in plain_words.KINDS:
                bindery.answers[leaf.name] = _set_words(sheet, leaf)
            else:
                bindery.send_file(leaf)
    for sheet in sheets:
        for leaf in sheet.leaves:
            said = bindery.answers.pop(leaf.name) if leaf.name in bindery.answers else bindery.answer()
            leaf.pages = said.get("pages", 0)
            if "why" in said:
                why = f"{_WHY.get(said['why'], _WHY['broken'])} {leaf.note}"
                sheet.notes.append(why)
                sheet.missing.append(why)


def _set_words(sheet: Sheet, leaf: Leaf) -> dict[str, Any]:
    """A file of plain words is set as a page of ours."""
    try:
        with evidence.open_to_make(leaf.file_id) as plain:
            found = plain_words.read(leaf.kind, plain)
    except (evidence.Damaged, Missing, Refused):
        return {"why": "gone"}
    except plain_words.Unreadable as error:
        return {"why": str(error)}
    sheet.blocks += found
    return {}


class _Bindery:
    """The process, from here."""

    def __init__(self, target: IO[bytes]) -> None:
        self.answers: dict[str, dict[str, Any]] = {}
        self._said: Queue[dict[str, Any]] = Queue()
        number = target.fileno()
        # Nothing of our settings goes with it: what is in its memory may fall into strange hands.
        kept = {name: os.environ[name] for name in ("PATH", "TMPDIR", "LANG") if name in os.environ}
        self._process = subprocess.Popen(
            [sys.executable, "-m", "concerns.bundles.bindery", str(number)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(number,),
            cwd=ROOT,
            env=kept,
        )
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    def __enter__(self) -> _Bindery:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.wait()
        self._reader.join()
        for pipe in (self._process.stdin, self._process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._said.put(json.loads(line))
        self._said.put({"failed": True})

    def answer(self) -> dict[str, Any]:
        """The next thing it says.

        Raises:
            Failed: it died, or says nothing.
        """
        try:
            said = self._said.get(timeout=PATIENCE)
        except Empty:
            raise Failed("no answer") from None
        if "failed" in said:
            self._said.put(said)
            raise Failed("it died")
        return said

    def _write(self, asked: dict[str, Any]) -> IO[bytes]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        return self._process.stdin

    def send_file(self, leaf: Leaf) -> None:
        """One file, opened and sent as it comes."""
        try:
            plain = evidence.open_to_make(leaf.file_id, view=leaf.view)
        except (evidence.Damaged, Missing, Refused):
            self.answers[leaf.name] = {"why": "gone"}
            return
        with plain:
            size = plain.seek(0, os.SEEK_END)
            plain.seek(0)
            pipe = self._write({"do": "file", "name": leaf.name, "kind": leaf.kind, "size": size})
            while chunk := plain.read(256 * 1024):
                pipe.write(chunk)
            pipe.flush()

    def look(self, said: dict[str, Any]) -> list[dict[str, Any]] | None:
        """Where everything stands on our own pages; None when they cannot be set."""
        found: list[dict[str, Any]] | None = self._ask("look", said)["found"]
        return found

    def set(self, said: dict[str, Any]) -> bool:
        """Have our own pages set; whether they could be."""
        return bool(self._ask("set", said)["set"])

    def _ask(self, what: str, said: dict[str, Any]) -> dict[str, Any]:
        held = json.dumps(said).encode()
        pipe = self._write({"do": what, "size": len(held)})
        pipe.write(held)
        pipe.flush()
        return self.answer()

    def bind(self, own: Own, sheets: list[Sheet], foot: str) -> int:
        """All of it in order, into the target."""
        total = own.count + sum(one.foreign for one in sheets)
        asked = {
            "do": "bind",
            "order": _order(own, sheets, f"Page {{page}} of {total}, {foot}"),
            "bookmarks": _bookmarks(own, sheets),
        }
        self._write(asked).flush()
        pages = self.answer().get("pages")
        self._process.wait(PATIENCE)
        if pages != total or self._process.returncode != 0:
            raise Failed("not what was asked for")
        return total


def _order(own: Own, sheets: list[Sheet], foot: str) -> list[dict[str, Any]]:
    """Runs of our own pages, and the files between them."""
    found: list[dict[str, Any]] = []
    so_far = 0
    ends = [own.starts[one.id] - 1 for one in sheets[1:]] + [own.count]
    for sheet, end in zip(sheets, ends, strict=True):
        found.append({"pages": end - so_far})
        so_far = end
        heard = sheet.part if sheet.what == sheet.part else f"{sheet.part}: {sheet.what}"
        found += [
            {"file": one.name, "pages": one.pages, "foot": f"{foot}, {sheet.part}", "heard": heard}
            for one in sheet.leaves
            if one.pages
        ]
    return found


def _bookmarks(own: Own, sheets: list[Sheet]) -> list[tuple[int, str, int]]:
    """Level, words, and page counted from 0."""
    found = [(0, "Cover", 0), (0, "Index", own.starts["index"] - 1)]
    if "missing" in own.starts:
        found.append((0, "What is not in this bundle", own.starts["missing"] - 1))
    before, headed = foreign_before(sheets), False
    for one in sheets:
        page = own.starts[one.id] - 1 + before[one.id]
        exhibit = one.id.startswith("exhibit-")
        if exhibit and not headed:
            found.append((0, "Exhibits", page))
            headed = True
        words = one.part if one.what == one.part else f"{one.part}: {one.what}"
        found.append((1 if exhibit else 0, words, page))
    return found
