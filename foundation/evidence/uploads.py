"""Files on their way in through the web: how large a request may be, and what a route does with them.

Only a view marked `accepts_files` takes a large request; a file streams into a spool without a name while it is read.
Every file of a request is kept or refused by itself, so that one bad file does not lose the good ones.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar, cast

from flask import Request, current_app
from werkzeug.exceptions import ClientDisconnected
from werkzeug.wsgi import LimitedStream

from foundation.audit import Actor
from foundation.evidence import refusals
from foundation.evidence.keeping import Limits, Owner, Then, keep, usual_limits
from foundation.evidence.models import StoredFile
from foundation.evidence.names import tidy_name
from foundation.evidence.refusals import FileRefused
from foundation.evidence.sealing import CHUNK, IN_MEMORY, NO_ROOM_LEFT

_MARK = "__accepts_files__"
#: For the other fields of the form and the lines between the parts.
_FORM = 1_000_000
#: What is larger than that was not chosen by mistake, and is cut off.
_HEARD_OUT = 2_000_000_000
View = TypeVar("View", bound=Callable[..., Any])


def accepts_files(view: View) -> View:
    """Mark a view that takes files: its requests may be as large as one file may be."""
    setattr(view, _MARK, True)
    return view


class UploadRequest(Request):
    """A request that knows how much its view takes, before anybody reads its form."""

    #: What the page for "too large" says that we take, when it is not what every view takes.
    largest_told: int | None = None
    _spools: Sequence[_Spool] = ()

    @property
    def max_content_length(self) -> int | None:
        """The most bytes that are read of this request."""
        # Only files may be large: words, sent without any, are read into memory as a whole.
        if self.takes_files and self.mimetype == "multipart/form-data":
            self.largest_told = usual_limits().largest
            return self.largest_told + _FORM
        return super().max_content_length

    @max_content_length.setter
    def max_content_length(self, value: int | None) -> None:
        self._max_content_length = value

    @property
    def takes_files(self) -> bool:
        """Whether the view that answers is marked."""
        view = current_app.view_functions.get(self.endpoint) if self.endpoint else None
        return bool(getattr(view, _MARK, False))

    def _get_file_stream(self, *_told: object, **_more: object) -> IO[bytes]:
        spool = _Spool(max_size=IN_MEMORY)
        self._spools = [*self._spools, spool]
        return cast(IO[bytes], spool)

    def close(self) -> None:
        """Let go of every file, also of those that a broken form never named."""
        super().close()
        for spool in self._spools:
            spool.close()
        self._hear_out()

    def _hear_out(self) -> None:
        """Let somebody whose request is too large finish their sentence.

        A browser that is still sending when the connection ends shows its own page for a broken connection, and ours,
        which says what is wrong, is lost.
        """
        length = self.content_length or 0
        if self.largest_told is None or not self.largest_told + _FORM < length <= _HEARD_OUT:
            return
        with suppress(OSError, ClientDisconnected):
            body = LimitedStream(self.environ["wsgi.input"], length)
            while body.read(CHUNK):
                pass


class _Spool(SpooledTemporaryFile[bytes]):
    """A spool that says in the person's words when the machine is full."""

    def write(self, chunk: Any) -> int:
        """Write, or refuse."""
        try:
            return super().write(chunk)
        except OSError as error:
            if error.errno in NO_ROOM_LEFT:
                raise FileRefused(refusals.NO_ROOM) from error
            raise


@dataclass(frozen=True)
class Problem:
    """A file that was not kept: its name as the person knows it, and why."""

    name: str
    sentence: str


@dataclass(frozen=True)
class Taken:
    """What became of the files of one request."""

    kept: tuple[StoredFile, ...]
    problems: tuple[Problem, ...]


def take_uploads(
    request: Request,
    field: str,
    *,
    owner: Owner,
    by: Actor | None,
    limits: Limits | None = None,
    then: Then | None = None,
) -> Taken:
    """Keep the files that were chosen in a field of a form. A field left empty is no problem and no file."""
    kept, problems = list[StoredFile](), list[Problem]()
    for sent in request.files.getlist(field):
        if not sent.filename:
            continue
        try:
            with sent.stream as stream:
                kept.append(keep(stream, name=sent.filename, owner=owner, by=by, limits=limits, then=then))
        except FileRefused as refused:
            problems.append(Problem(tidy_name(sent.filename), refused.sentence))
    return Taken(tuple(kept), tuple(problems))
