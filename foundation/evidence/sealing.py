"""Encrypts files in chunks (the age format), each with a key of its own, through files without a name.

What passes through the disk unencrypted on its way lies in a file that has no name from the start, so that nothing is
left of it however the server dies; small files never leave memory.
"""

from __future__ import annotations

import errno
import hashlib
import tempfile
from collections.abc import Iterator
from typing import IO, cast

import pyrage

from foundation import locks

CHUNK = 256 * 1024
#: Up to here a file stays in memory.
IN_MEMORY = 1024 * 1024
NO_ROOM_LEFT = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class Damaged(RuntimeError):
    """The bytes in the store are not those that were kept. A fault to be looked into at once, never shown as a file."""


class FileSeal:
    """The key of one file."""

    def __init__(self, identity: pyrage.x25519.Identity | None = None) -> None:
        self._identity = identity or pyrage.x25519.Identity.generate()

    @classmethod
    def unwrap(cls, wrapped: str) -> FileSeal:
        """The key as it was wrapped in the row."""
        return cls(pyrage.x25519.Identity.from_str(locks.unwrap(wrapped).decode("ascii")))

    def wrapped(self) -> str:
        """The key as the row holds it."""
        return locks.wrap(str(self._identity).encode("ascii"))

    def seal_name(self, name: str) -> str:
        """Encrypt the file's name with the file's own key."""
        return locks.box_from_secret(str(self._identity), "file name").seal(name)

    def open_name(self, sealed: str) -> str:
        """Read the file's name."""
        return locks.box_from_secret(str(self._identity), "file name").open(sealed)

    def seal(self, file: IO[bytes]) -> IO[bytes]:
        """The encrypted bytes, in a file without a name."""
        sealed = spool()
        file.seek(0)
        try:
            pyrage.encrypt_io(file, sealed, [self._identity.to_public()])
        except BaseException:
            sealed.close()
            raise
        return sealed

    def open(self, sealed: Iterator[bytes], *, size: int, sha256: str) -> IO[bytes]:
        """The bytes as they were kept, in a file without a name, at its beginning.

        Raises:
            Damaged: they are not what was kept.
        """
        plain = spool()
        reader, tally = _Reader(sealed), Tally(plain)
        try:
            pyrage.decrypt_io(reader, tally, [self._identity])
            if (tally.size, tally.sha256) != (size, sha256):
                raise Damaged("the bytes are not those that were kept")
            plain.seek(0)
        except BaseException as error:
            plain.close()
            # Whether our own store or disk failed, or the bytes are wrong, is not told apart by what comes back.
            ours = reader.failure or tally.failure
            if ours is not None:
                raise ours from error
            if isinstance(error, pyrage.DecryptError | OSError):
                raise Damaged("the bytes do not open") from error
            raise
        return plain


def spool() -> IO[bytes]:
    """A file without a name: in memory while small, then on the disk, gone when it is let go of."""
    return cast(IO[bytes], tempfile.SpooledTemporaryFile(max_size=IN_MEMORY))


class Tally:
    """Counts and hashes what goes by."""

    def __init__(self, target: IO[bytes] | None = None) -> None:
        self._target = target
        self._hash = hashlib.sha256()
        self.size = 0
        self.failure: Exception | None = None

    @property
    def sha256(self) -> str:
        """Of all that went by."""
        return self._hash.hexdigest()

    def write(self, chunk: bytes) -> int:
        """Let a chunk go by."""
        self._hash.update(chunk)
        self.size += len(chunk)
        if self._target is not None:
            try:
                self._target.write(chunk)
            except Exception as error:
                self.failure = error
                raise
        return len(chunk)

    def flush(self) -> None:
        """Nothing waits here."""


class _Reader:
    """Chunks of any size, read as a file is."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._rest = b""
        self.failure: Exception | None = None

    def read(self, most: int = -1) -> bytes:
        """The next bytes, at most so many."""
        if not self._rest:
            try:
                self._rest = next(self._chunks, b"")
            except Exception as error:
                self.failure = error
                raise
        taken, self._rest = (self._rest, b"") if most < 0 else (self._rest[:most], self._rest[most:])
        return taken
