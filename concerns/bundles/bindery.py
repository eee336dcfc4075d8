"""The process in which foreign files are opened and the bundle is put together.

Started as `python -m concerns.bundles.bindery FD`. It knows no database and no key. Each file is made into clean
pages by a child of its own with little memory, little
time and a limit on what it may write: one that is broken, or made to break us, costs its own pages and nothing else.
It is told what to do on its standard input, answers in lines of JSON, and writes the bundle to a file that it is given.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem

from concerns.bundles import leaves, press, speaking, stamping

MEGABYTE = 1024**2
MEMORY, MEMORY_OF_ONE = 1_500 * MEGABYTE, 900 * MEGABYTE
SECONDS_OF_ONE, WAIT_OF_ONE = 20, 60
LARGEST_OF_ONE = 1_000 * MEGABYTE
_CHUNK = 256 * 1024


@dataclass
class Bindery:
    """The files so far, and the door to whoever asked."""

    asks: BinaryIO
    answers: BinaryIO
    target: BinaryIO
    made: dict[str, BinaryIO] = field(default_factory=dict)
    #: Our own pages, once they are set.
    own: bytes | None = None

    def run(self) -> None:
        """Do what is asked until the bundle is written."""
        while line := self.asks.readline():
            asked = json.loads(line)
            if asked["do"] == "file":
                self._take(asked)
            elif asked["do"] == "look":
                said = self.asks.read(asked["size"]).decode()
                self._answer({"found": json.loads(_apart(lambda said=said: _looked(said)) or b"null")})
            elif asked["do"] == "set":
                said = self.asks.read(asked["size"]).decode()
                self.own = _apart(lambda said=said: press.pages(said) or b"") or None
                self._answer({"set": self.own is not None})
            else:
                self._answer({"pages": self._bind(asked)})
                return

    def _answer(self, said: dict[str, Any]) -> None:
        self.answers.write(json.dumps(said).encode() + b"\n")
        self.answers.flush()

    def _take(self, asked: dict[str, Any]) -> None:
        with tempfile.TemporaryFile() as source:
            left = asked["size"]
            while left and (chunk := self.asks.read(min(left, _CHUNK))):
                source.write(chunk)
                left -= len(chunk)
            target = tempfile.TemporaryFile()  # noqa: SIM115 -- it is read when the bundle is put together
            said = _in_a_child(asked["kind"], source, target)
        if "pages" in said:
            self.made[asked["name"]] = target
        else:
            target.close()
        self._answer({"name": asked["name"], **said})

    def _bind(self, asked: dict[str, Any]) -> int:
        with tempfile.TemporaryFile() as own, tempfile.TemporaryFile() as merged:
            own.write(self.own or b"")
            own.flush()
            self._merge(own, asked["order"], merged)
            with pikepdf.open(merged, access_mode=pikepdf.AccessMode.stream) as bundle:
                place, tree = 0, speaking.Tree(bundle)
                for step in asked["order"]:
                    for number in range(1, step["pages"] + 1):
                        place += 1
                        if "foot" in step:
                            said = f"{step['heard']}, page {number} of {step['pages']}"
                            mark = tree.add(bundle.pages[place - 1], place - 1, said)
                            words = step["foot"].replace("{page}", str(place))
                            stamping.stamp(bundle, bundle.pages[place - 1], words, mark)
                tree.close()
                _dress(bundle, asked["bookmarks"])
                bundle.save(
                    self.target,
                    compress_streams=True,
                    stream_decode_level=pikepdf.StreamDecodeLevel.none,
                    object_stream_mode=pikepdf.ObjectStreamMode.generate,
                )
                return place

    def _merge(self, own: BinaryIO, order: list[dict[str, Any]], merged: BinaryIO) -> None:
        """All pages in order, from file to file: pages that are copied one by one would all lie in memory."""
        chosen, so_far = list[str](), 0
        for step in order:
            if "file" in step:
                self.made[step["file"]].flush()
                chosen += [_path(self.made[step["file"]]), "1-z"]
            elif step["pages"]:
                chosen += [".", f"{so_far + 1}-{so_far + step['pages']}"]
                so_far += step["pages"]
        start = ["qpdf", _path(own), "--no-warn", "--warning-exit-0", "--stream-data=preserve"]
        pikepdf.Job([*start, "--pages", *chosen, "--", _path(merged)]).run()


def _looked(said: str) -> bytes:
    return json.dumps(press.look(said)).encode()


def _apart(make: Callable[..., bytes]) -> bytes:
    """What is made in a child, so that what it took of memory goes with it; nothing when the child failed."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        try:
            with os.fdopen(writer, "wb") as pipe:
                pipe.write(make())
        except BaseException:
            os._exit(1)
        os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    return said if status == 0 else b""


def _path(file: BinaryIO) -> str:
    """A file without a name, as somebody in this process may open it."""
    return f"/proc/self/fd/{file.fileno()}"


def _dress(bundle: pikepdf.Pdf, bookmarks: list[list[Any]]) -> None:
    """Bookmarks, page labels that say what the pages say, and no claim for foreign pages that they are tagged."""
    if "/Outlines" in bundle.Root:
        del bundle.Root.Outlines
    with bundle.open_outline() as outline:
        above: list[Any] = []
        for level, title, page in bookmarks:
            item = OutlineItem(title, page)
            del above[level:]
            (above[-1].children if above else outline.root).append(item)
            above.append(item)
    bundle.Root.PageMode = Name.UseOutlines
    bundle.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D, St=1)]))
    with bundle.open_metadata(set_pikepdf_as_editor=False) as known:
        for key in ("pdfuaid:part", "pdfuaid:rev"):
            if key in known:
                del known[key]
    stamping.keep_layers(bundle)
    if stamping.FONT_HELD in bundle.Root:
        del bundle.Root[stamping.FONT_HELD]


def _in_a_child(kind: str, source: BinaryIO, target: BinaryIO) -> dict[str, Any]:
    """Make the pages of a file in a process that may die of it; says how many, or why there are none."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        os._exit(_alone(kind, source, target, writer))
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    if status != 0 or not said:
        return {"why": "large"}
    found: dict[str, Any] = json.loads(said)
    return found


def _alone(kind: str, source: BinaryIO, target: BinaryIO, writer: int) -> int:
    _limit(resource.RLIMIT_AS, MEMORY_OF_ONE)
    _limit(resource.RLIMIT_CPU, SECONDS_OF_ONE)
    _limit(resource.RLIMIT_FSIZE, LARGEST_OF_ONE)
    signal.alarm(WAIT_OF_ONE)
    try:
        source.seek(0)
        said: dict[str, Any] = {"pages": leaves.make(kind, source, target)}
        target.flush()
    except leaves.Unusable as error:
        said = {"why": str(error)}
    except MemoryError:
        said = {"why": "large"}
    except Exception:
        # Readers of broken files stumble in more ways than they say.
        said = {"why": "broken"}
    os.write(writer, json.dumps(said).encode())
    return 0


def _limit(what: int, most: int) -> None:
    _, hard = resource.getrlimit(what)
    resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def main() -> None:
    """Open the doors and work."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _limit(resource.RLIMIT_AS, MEMORY)
    _, most_open = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most_open, most_open))
    with os.fdopen(int(sys.argv[1]), "r+b") as target:
        Bindery(sys.stdin.buffer, sys.stdout.buffer, target).run()
        target.flush()


if __name__ == "__main__":
    main()
