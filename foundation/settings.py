"""One frozen set of settings, read once from the environment.

Every field carries its own description; `docs/settings.md` is generated from them and a test keeps it fresh. What the
institute decides (periods, hours, days) is not here: that is policy, dated data in the database. Refuses to start in
production without what production needs.
"""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from tempfile import NamedTemporaryFile

ROOT = Path(__file__).resolve().parent.parent
#: What stands before the @ gets up to 48 signs more, and may have 64 in all.
_RETURN = re.compile(r"[A-Za-z0-9._-]{1,16}@[A-Za-z0-9.-]+")
_TRUE = frozenset({"1", "true", "yes", "on"})
_FALSE = frozenset({"0", "false", "no", "off", ""})


def _described(default: str, text: str) -> str:
    value: str = field(default=default, metadata={"about": text})
    return value


def _switch(*, default: bool, text: str) -> bool:
    value: bool = field(default=default, metadata={"about": text})
    return value


def _number(default: int, text: str) -> int:
    value: int = field(default=default, metadata={"about": text})
    return value


class SettingsRefused(ValueError):
    """The environment does not make a service that may be started."""


@dataclass(frozen=True)
class Settings:
    """All settings. The environment variable is the field's name in capitals."""

    database_url: str = _described("", "Database address. Empty means SQLite in the folder `var/` beside the code.")
    secret_key: str = _described("", "Signs cookies and statement codes. Empty means a random key kept under `var/`.")
    secret_key_before: str = _described("", "The last secret key, still accepted while a new one is brought in.")
    public_url: str = _described("http://127.0.0.1:5000", "Address the public sees; printed on statements and letters.")
    data_key: str = _described(
        "",
        "Keys that lock private records and files, newest first, with commas between. Empty means SECRET_KEY does it: "
        "set this before that one is ever changed twice. After a change run `flask locks renew`.",
    )
    evidence_url: str = _described(
        "",
        "Where files that people send are kept: a folder, or `s3://bucket/prefix` (with the usual `AWS_…` variables). "
        "Empty means the folder `evidence` under `var/`.",
    )
    clamd: str = _described(
        "",
        "The virus scanner clamd: its socket path, or host:port. Empty means files are kept without a virus check, "
        "which production refuses.",
    )
    mail_server: str = _described("", "SMTP server. Empty means letters stay in the outbox.")
    mail_port: int = _number(25, "Port of the SMTP server.")
    mail_username: str = _described("", "User name for the SMTP server, if it wants one.")
    mail_password: str = _described("", "Password for the SMTP server, if it wants one.")
    mail_tls: bool = _switch(default=False, text="Use STARTTLS with the SMTP server.")
    mail_sender: str = _described("register@ircm.example", "Address that letters are sent from.")
    mail_return: str = _described(
        "",
        "Address to which servers send back what they cannot deliver, such as `returned@ircm.example`: what follows a "
        "plus sign in it must arrive there too. Empty means they send it to MAIL_SENDER.",
    )
    mail_returned_folder: str = _described(
        "",
        "Maildir in which such mail arrives; the hourly job reads and empties it. Empty means nobody reads it, unless "
        "the mail server calls `flask mail returned`.",
    )
    rate_limits: bool = _switch(default=True, text="`off` lifts all rate limits, for measurements only.")
    trusted_proxies: int = _number(0, "How many reverse proxies stand in front and set X-Forwarded-For.")
    production: bool = _switch(default=False, text="`1` refuses to start without what production needs.")
    institute_name: str = _described("Institute of Registered Case Managers", "Name in headings and letters.")
    institute_short: str = _described("IRCM", "Short name.")
    institute_email: str = _described("register@ircm.example", "Address for questions about the register.")
    concerns_email: str = _described("concerns@ircm.example", "Address for concerns until the online form is used.")
    institute_phone: str = _described("01632 960 123", "Telephone number on public pages.")
    institute_post: str = _described("IRCM, 1 Sample Street, Sampletown, ZZ1 1ZZ", "Postal address on public pages.")

    def __post_init__(self) -> None:
        if self.mail_return and not _RETURN.fullmatch(self.mail_return):
            raise SettingsRefused("MAIL_RETURN should be an address with at most 16 plain signs before its @.")
        if not self.production:
            return
        missing = [name for name in ("secret_key", "mail_server", "database_url", "clamd") if not getattr(self, name)]
        if missing:
            names = ", ".join(name.upper() for name in missing)
            raise SettingsRefused(f"PRODUCTION=1 needs {names} to be set.")
        if not self.public_url.startswith("https://"):
            raise SettingsRefused("PRODUCTION=1 needs PUBLIC_URL to begin with https://.")
        if len(self.secret_key) < 32:
            raise SettingsRefused("PRODUCTION=1 needs a SECRET_KEY of at least 32 characters.")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Read the settings; a value of the wrong kind is refused with its name.

        Raises:
            SettingsRefused: a number or switch that is none, or production without what it needs.
        """
        source = os.environ if environment is None else environment
        values: dict[str, object] = {}
        for item in fields(cls):
            text = source.get(item.name.upper())
            if text is None:
                continue
            values[item.name] = _read(item.name, text.strip(), item.type)
        if not values.get("production"):
            values["database_url"] = values.get("database_url") or f"sqlite:///{var_folder() / 'register.sqlite'}"
            values["secret_key"] = values.get("secret_key") or _local_key()
        return cls(**values)  # type: ignore[arg-type]  # each value was read for the type of its own field


def _read(name: str, text: str, kind: object) -> object:
    if kind == "bool":
        if text.lower() not in _TRUE | _FALSE:
            raise SettingsRefused(f"{name.upper()} should be on or off.")
        return text.lower() in _TRUE
    if kind == "int":
        if not text.isdecimal():
            raise SettingsRefused(f"{name.upper()} should be a whole number.")
        return int(text)
    if name == "database_url" and text.startswith(("postgres://", "postgresql://")):
        return "postgresql+psycopg://" + text.split("://", 1)[1]
    return text


def var_folder() -> Path:
    """The folder for what a single machine keeps: database, local key. Made when missing."""
    folder = Path(os.environ.get("VAR_FOLDER", ROOT / "var"))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _local_key() -> str:
    """A key of this machine's own, so that a restart does not sign everybody out or void printed statements.

    Workers that start at the same time all take the key that the first one finished writing.
    """
    path = var_folder() / "secret-key"
    if not path.exists():
        with NamedTemporaryFile("w", dir=path.parent, prefix="secret-key-", encoding="ascii") as draft:
            draft.write(secrets.token_urlsafe(48))
            draft.flush()
            with suppress(FileExistsError):
                os.link(draft.name, path)
    return path.read_text(encoding="ascii").strip()


def as_markdown() -> str:
    """The page `docs/settings.md`."""
    lines = [
        "# Settings",
        "",
        "Read once from the environment when the service starts. This page is generated by `make docs`.",
        "",
        "| variable | when not set | about |",
        "| --- | --- | --- |",
    ]
    for item in fields(Settings):
        shown = {True: "`on`", False: "`off`", "": "empty"}.get(item.default, f"`{item.default}`")
        lines.append(f"| `{item.name.upper()}` | {shown} | {item.metadata['about']} |")
    lines += ["| `VAR_FOLDER` | `var/` | Folder for the local database and key when nothing else is set. |", ""]
    return "\n".join(lines)
