"""A real virus scanner for the tests: Debian's clamd, with one signature that we wrote ourselves.

The one thing it knows is EICAR's harmless test string, which stands nowhere in one piece, so that no scanner ever takes
this repository for a virus.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

from foundation.evidence import scanning

NO_SCANNER = "there is no clamd on this machine"
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + "EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*"
SIGNATURE = "Test.Eicar"
#: Small enough for a test to go past it.
LARGEST = 120 * 1024 * 1024
START_WITHIN = 120.0


def find_scanner() -> str | None:
    """Where clamd is, or None. Debian keeps it where only root looks."""
    return shutil.which("clamd", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


class Scanner:
    """One clamd behind a socket in a folder of its own."""

    def __init__(self, program: str, folder: Path, *, largest: int = LARGEST) -> None:
        self._program, self._folder, self._largest = program, folder, largest
        self.address = str(folder / "clamd.socket")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        (self._folder / "signatures").mkdir(exist_ok=True)
        (self._folder / "signatures" / "test.ndb").write_text(f"{SIGNATURE}:0:*:{EICAR.encode().hex()}\n")
        settings = self._folder / "clamd.conf"
        settings.write_text(
            "Foreground yes\n"
            f"DatabaseDirectory {self._folder / 'signatures'}\n"
            f"TemporaryDirectory {self._folder}\n"
            f"LocalSocket {self.address}\n"
            f"StreamMaxLength {self._largest}\n"
            f"MaxFileSize {self._largest}\n"
            f"MaxScanSize {4 * self._largest}\n"
            "AlertExceedsMax yes\n"
        )
        with (self._folder / "clamd.log").open("wb") as said:
            self._process = subprocess.Popen(
                [self._program, f"--config-file={settings}"], stdout=said, stderr=subprocess.STDOUT
            )
        last = time.monotonic() + START_WITHIN
        while time.monotonic() < last:
            if scanning.answers(self.address):
                return
            if self._process.poll() is not None:
                break
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("clamd did not start: " + (self._folder / "clamd.log").read_text("utf-8", "replace"))

    def stop(self) -> None:
        """End it."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait()
            self._process = None
        Path(self.address).unlink(missing_ok=True)
