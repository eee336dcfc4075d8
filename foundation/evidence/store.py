"""Where the bytes lie: a folder of this machine or a bucket (S3), behind one interface.

Objects have random names and are written once; an object that is there is never written over. When `put` returns, the
bytes survive a power cut. What lies here is encrypted already: the store knows no names, no people and no keys.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol
from urllib.parse import urlsplit

import obstore
from flask import current_app
from obstore.exceptions import AlreadyExistsError, NotFoundError
from obstore.store import S3Store

from foundation import clock
from foundation.settings import Settings, var_folder

CHUNK = 256 * 1024
#: Objects whose names begin so are no files: they say which keys were erased (`foundation.backup.erasing`).
ERASED = "erased"
#: Parts of a large object on its way to a bucket, and how many are in memory at a time.
_PART, _AT_A_TIME = 5 * 1024 * 1024, 2
_FOLDER = stat.S_IRWXU


class ObjectMissing(LookupError):
    """Nothing lies there."""


class Store(Protocol):
    """What the evidence room asks of a place for bytes."""

    def put(self, key: str, file: IO[bytes], size: int) -> None:
        """Write an object that is not there yet, from where the file stands, and make it last."""

    def get(self, key: str) -> Iterator[bytes]:
        """The bytes of an object, in chunks. Raises ObjectMissing before the first of them."""

    def remove(self, key: str) -> None:
        """Remove an object; one that is not there is removed already."""

    def keys(self) -> Iterator[str]:
        """The names of all objects."""


class FolderStore:
    """A folder that only the service may read. Each object is a file under two letters of its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, key: str, file: IO[bytes], size: int) -> None:
        """Write, then make the bytes and the names that lead to them last."""
        path = self._path(key)
        made = self._make(path.parent)
        opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR)
        with os.fdopen(opened, "wb") as target:
            while chunk := file.read(CHUNK):
                target.write(chunk)
            if target.tell() != size:
                raise OSError(errno.EIO, "the object is not as long as it should be")
            target.flush()
            # The hour at which somebody sent a file is not to be read from the folder.
            midnight = clock.start_of_day(clock.today()).timestamp()
            os.utime(target.fileno(), (midnight, midnight))
            os.fsync(target.fileno())
        for folder in made:
            _sync(folder)

    def _make(self, folder: Path) -> list[Path]:
        """Make a folder where it is missing; the folders whose list of names changes with a new file in it."""
        if folder.is_dir():
            return [folder]
        self._folder.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        folder.mkdir(mode=_FOLDER, exist_ok=True)
        return [folder, self._folder, self._folder.parent]

    def get(self, key: str) -> Iterator[bytes]:
        """Read."""
        try:
            held = self._path(key).open("rb")
        except FileNotFoundError as error:
            raise ObjectMissing(key) from error
        return _chunks(held)

    def remove(self, key: str) -> None:
        """Remove, and make that last."""
        path = self._path(key)
        path.unlink(missing_ok=True)
        if path.parent.is_dir():
            _sync(path.parent)

    def keys(self) -> Iterator[str]:
        """All names."""
        for path in sorted(self._folder.glob("??/*")):
            yield path.name

    def _path(self, key: str) -> Path:
        if not key.isalnum():
            raise ValueError("objects have names of letters and digits only")
        return self._folder / key[:2] / key


def _chunks(held: IO[bytes]) -> Iterator[bytes]:
    with held:
        while chunk := held.read(CHUNK):
            yield chunk


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


class BucketStore:
    """A bucket, with everything under one prefix. Who may use it is told by the usual AWS_… variables."""

    def __init__(self, bucket: str, prefix: str) -> None:
        endpoint = os.environ.get("AWS_ENDPOINT_URL", "")
        # Without TLS only to this machine itself, as tests do.
        here = urlsplit(endpoint).hostname in ("127.0.0.1", "localhost", "::1")
        self._store = S3Store(
            bucket,
            prefix=prefix or None,
            client_options={"allow_http": here, "timeout": "60s", "connect_timeout": "5s"},
            retry_config={"max_retries": 3},
        )

    def put(self, key: str, file: IO[bytes], size: int) -> None:
        """Write. A large object goes in parts, which a bucket cannot refuse when one is there already: ask first."""
        try:
            if size <= _PART:
                obstore.put(self._store, key, file.read(), mode="create")
                return
            if self._is_there(key):
                raise FileExistsError(errno.EEXIST, "an object of that name is there")
            obstore.put(
                self._store, key, _parts(file), use_multipart=True, chunk_size=_PART, max_concurrency=_AT_A_TIME
            )
        except AlreadyExistsError as error:
            raise FileExistsError(errno.EEXIST, "an object of that name is there") from error

    def _is_there(self, key: str) -> bool:
        try:
            obstore.head(self._store, key)
        except FileNotFoundError:
            return False
        return True

    def get(self, key: str) -> Iterator[bytes]:
        """Read."""
        try:
            held = obstore.get(self._store, key)
        except (NotFoundError, FileNotFoundError) as error:
            raise ObjectMissing(key) from error
        return (bytes(chunk) for chunk in held.stream(min_chunk_size=CHUNK))

    def remove(self, key: str) -> None:
        """Remove."""
        obstore.delete(self._store, key)

    def keys(self) -> Iterator[str]:
        """All names."""
        for page in obstore.list(self._store):
            for found in page:
                yield found["path"].rpartition("/")[2]


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_PART):
        yield chunk


def open_store(address: str) -> Store:
    """The store at an address: `s3://bucket/prefix`, a folder, or nothing for the folder `evidence` under `var/`."""
    if address.startswith("s3://"):
        parts = urlsplit(address)
        return BucketStore(parts.netloc, parts.path.strip("/"))
    return FolderStore(Path(address.removeprefix("file://")) if address else var_folder() / "evidence")


def store() -> Store:
    """The store of this application."""
    held: Store | None = current_app.extensions.get("foundation.evidence.store")
    if held is None:
        settings: Settings = current_app.config["SETTINGS"]
        held = current_app.extensions["foundation.evidence.store"] = open_store(settings.evidence_url)
    return held
