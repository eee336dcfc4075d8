"""Asks a virus scanner (clamd) about a file before anybody can open it.

Speaks clamd's INSTREAM over its socket. Whatever is not a plain "nothing found" is never taken for one: silence, an
error and a file that the scanner could not look through to the end each have their own outcome.
"""

from __future__ import annotations

import enum
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import IO

import structlog

#: Seconds. A big film takes a while; a scanner that cannot be reached shall not keep anybody waiting.
TO_CONNECT, TO_ANSWER, TO_PING = 5, 120, 5
_CHUNK = 128 * 1024
#: What clamd says when a file goes past its own limits (`AlertExceedsMax yes`): it looked at a part only.
_BEYOND_LIMITS = "Heuristics.Limits.Exceeded"
log = structlog.get_logger()


class Outcome(enum.Enum):
    """What the scanner made of a file."""

    CLEAN = "clean"
    FOUND = "found"
    TOO_DEEP = "too deep"
    SILENT = "silent"


@dataclass(frozen=True)
class Verdict:
    """An outcome; `signature` names what was found."""

    outcome: Outcome
    signature: str | None = None


def scan(address: str, file: IO[bytes]) -> Verdict:
    """Ask the scanner at a socket path or host:port about a whole file, in chunks."""
    file.seek(0)
    try:
        with _connected(address, TO_CONNECT) as line:
            line.settimeout(TO_ANSWER)
            # A scanner that has heard enough (a limit, a signature) hangs up; what it said last is still there to read.
            with suppress(BrokenPipeError, ConnectionResetError):
                line.sendall(b"zINSTREAM\0")
                while chunk := file.read(_CHUNK):
                    line.sendall(struct.pack(">I", len(chunk)) + chunk)
                line.sendall(struct.pack(">I", 0))
            said = _answer(line)
    except OSError as error:
        log.error("scanner", problem=type(error).__name__)
        return Verdict(Outcome.SILENT)
    return _read(said)


def answers(address: str) -> bool:
    """Whether the scanner is there."""
    try:
        with _connected(address, TO_PING) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == "PONG"
    except OSError:
        return False


def _read(said: str) -> Verdict:
    if said == "stream: OK":
        return Verdict(Outcome.CLEAN)
    if said.endswith(" FOUND"):
        signature = said.removeprefix("stream: ").removesuffix(" FOUND")[:200]
        deep = signature.startswith(_BEYOND_LIMITS)
        return Verdict(Outcome.TOO_DEEP if deep else Outcome.FOUND, signature)
    # clamd's own words speak of its limits and folders, never of what is in a file.
    log.error("scanner", problem="an error", said=said[:100])
    return Verdict(Outcome.TOO_DEEP if "size limit" in said else Outcome.SILENT)


def _answer(line: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < 4096:
        part = line.recv(4096)
        if not part:
            break
        said += part
    return said.rstrip(b"\0").decode("utf-8", "replace").strip()


@contextmanager
def _connected(address: str, patience: float) -> Iterator[socket.socket]:
    host, _, port = address.rpartition(":")
    if host and port.isdecimal():
        line = socket.create_connection((host.strip("[]"), int(port)), timeout=patience)
    else:
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(patience)
    with line:
        if line.family == socket.AF_UNIX:
            line.connect(address.removeprefix("unix:"))
        yield line
