"""A small browser for the measurements: pages, forms, cookies, redirects, and the files that a page is dressed with.

It does what a browser does over the wire: a stylesheet is fetched once and asked about again when it has gone stale.
Refuses a page that is not as expected, and to leave the site.
"""

from __future__ import annotations

import gzip
import hashlib
import http.client
import re
import secrets
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from email.utils import parsedate_to_datetime
from functools import cached_property
from urllib.parse import urlencode, urljoin, urlsplit

from bench.markup import Button, Form, Page, Unexpected, dress_of, fonts_of, pictures_of

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Away(ConnectionError):
    """No whole answer came: nobody there, or the line broke off."""


@dataclass(frozen=True)
class Upload:
    """A file that somebody chooses in a form."""

    name: str
    content: bytes
    media_type: str = "application/octet-stream"

    @cached_property
    def sha256(self) -> str:
        """What its bytes are, in 64 signs."""
        return hashlib.sha256(self.content).hexdigest()


@dataclass
class _Kept:
    """A file of the page's dress, as the browser keeps it."""

    fresh_until: float
    etag: str
    last_modified: str


@dataclass(frozen=True)
class _Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Browser:
    """Somebody's browser, new or with what it kept. Not for two threads."""

    port: int
    #: The address it comes from, for a server behind a proxy.
    visitor: str = ""
    #: Seconds until it gives up on an answer.
    patience: float = 120
    requests: int = 0
    #: Requests for pages, without stylesheet, script, fonts and pictures.
    pages: int = 0
    dressed: bool = True
    _cookies: dict[str, str] = field(default_factory=dict)
    _kept: dict[str, _Kept] = field(default_factory=dict)

    def open(self, address: str, *, status: int = 200) -> Page:
        """Open an address and follow where it leads."""
        return self._follow(self._ask("GET", address), address, status)

    def fill(self, page: Page, form: Form, values: Mapping[str, object], *, button: Button | None = None) -> Page:
        """Send a form; `values` holds words, lists of them, or files, by the names of the fields."""
        return self.expect(self.send(form, values, button=button), 200, came_from=page)

    def send(
        self,
        form: Form,
        values: Mapping[str, object],
        *,
        button: Button | None = None,
    ) -> Page:
        """Send a form and follow where it leads, whatever the answer is."""
        pairs = [(name, value) for name, value in form.untouched() if name not in values]
        files: list[tuple[str, Upload]] = []
        for name, value in values.items():
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, Upload):
                    files.append((name, one))
                else:
                    pairs.append((name, str(one)))
        if button is not None and button.name:
            pairs.append((button.name, button.value))
        address = urljoin(form.action, button.action) if button is not None and button.action else form.action
        if form.method == "get":
            address = f"{address.partition('?')[0]}?{urlencode(pairs)}"
            return self._follow(self._ask("GET", address), address, None)
        if form.carries_files:
            left = [one.name for one in form.fields if one.kind == "file" and one.name not in values]
            empty = [(name, Upload("", b"")) for name in left]
            body, kind = _multipart(pairs, [*files, *empty])
        else:
            body, kind = urlencode(pairs).encode(), "application/x-www-form-urlencoded"
        answer = self._ask("POST", address, body, {"Content-Type": kind, "Origin": self._origin})
        return self._follow(answer, address, None)

    def expect(self, page: Page, status: int, *, came_from: Page | None = None) -> Page:
        """Refuse a page with another status."""
        if page.status != status:
            where = f" after {came_from.address}" if came_from is not None else ""
            raise Unexpected(f"{page.address}{where} answered {page.status} ({page.heading!r}): {page.words[:300]}")
        return page

    def twin(self) -> Browser:
        """The same browser in a second window, for somebody who presses twice."""
        return replace(self, _cookies=dict(self._cookies), _kept=dict(self._kept))

    # ------------------------------------------------------------------------------------------------- over the wire

    @property
    def _origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def _follow(self, answer: _Answer, address: str, status: int | None) -> Page:
        for _ in range(10):
            if answer.status not in REDIRECTS:
                break
            address = urljoin(address, answer.headers["Location"])
            answer = self._ask("GET", address)
        page = Page(_path(address), answer.status, answer.body.decode("utf-8", "replace"))
        if status is not None:
            self.expect(page, status)
        if self.dressed:
            self._dress(page)
        return page

    def _ask(
        self, method: str, address: str, body: bytes | None = None, more: Mapping[str, str] | None = None
    ) -> _Answer:
        parts = urlsplit(address)
        if parts.netloc and parts.netloc != f"127.0.0.1:{self.port}":
            raise Unexpected(f"a page leads away from the site: {address}")
        self.pages += 1
        return self._fetch(method, _path(address), body, more)

    def _fetch(
        self, method: str, path: str, body: bytes | None = None, more: Mapping[str, str] | None = None
    ) -> _Answer:
        headers = {"Accept-Encoding": "gzip", "Accept": "text/html,*/*", "Accept-Language": "en-GB", **(more or {})}
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        if self.visitor:
            headers["X-Forwarded-For"] = self.visitor
        self.requests += 1
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.patience)
        try:
            connection.request(method, path, body=body, headers=headers)
            got = connection.getresponse()
            content = got.read()
        except (OSError, http.client.HTTPException) as error:
            raise Away(f"{method} {path}: {type(error).__name__}") from error
        finally:
            connection.close()
        self._take_cookies(got.headers.get_all("Set-Cookie") or ())
        if got.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return _Answer(got.status, got.headers, content)

    def _take_cookies(self, lines: Iterable[str]) -> None:
        for line in lines:
            pair, *rest = line.split(";")
            name, _, value = pair.strip().partition("=")
            said = {one.strip().lower() for one in rest}
            if "max-age=0" in said or any("01 jan 1970" in one for one in said):
                self._cookies.pop(name, None)
            else:
                self._cookies[name] = value

    # ------------------------------------------------------------------------------------- what a page is dressed with

    def _dress(self, page: Page) -> None:
        for address in dress_of(page.text.partition("<body")[0], page.address):
            self._have(address)
        for address in pictures_of(page.text.partition("<body")[2], page.address):
            self._have(address)

    def _have(self, address: str) -> None:
        """Fetch a file unless it is kept and fresh; a stale one is only asked about."""
        kept = self._kept.get(address)
        if kept is not None and kept.fresh_until > time.monotonic():
            return
        asked = {}
        if kept is not None:
            asked = {"If-None-Match": kept.etag} if kept.etag else {"If-Modified-Since": kept.last_modified}
        answer = self._fetch("GET", address, None, asked)
        if answer.status not in (200, 304):
            raise Unexpected(f"{address} answered {answer.status}")
        self._kept[address] = _Kept(
            time.monotonic() + _lasts(answer.headers),
            answer.headers.get("ETag", ""),
            answer.headers.get("Last-Modified", ""),
        )
        if answer.status == 200 and address.endswith(".css"):
            for font in fonts_of(answer.body, address):
                self._have(font)


def _path(address: str) -> str:
    parts = urlsplit(address)
    return parts.path + (f"?{parts.query}" if parts.query else "")


def _lasts(headers: http.client.HTTPMessage) -> float:
    """For how many seconds an answer stays fresh."""
    said = headers.get("Cache-Control", "")
    if "no-cache" in said or "no-store" in said:
        return 0
    if (age := re.search(r"max-age=(\d+)", said)) is not None:
        return float(age[1])
    expires, date = headers.get("Expires"), headers.get("Date")
    if expires and date:
        return (parsedate_to_datetime(expires) - parsedate_to_datetime(date)).total_seconds()
    return 0


def _multipart(pairs: Sequence[tuple[str, str]], files: Sequence[tuple[str, Upload]]) -> tuple[bytes, str]:
    line = secrets.token_hex(16)
    parts = [
        f'--{line}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in pairs
    ]
    for name, one in files:
        head = f'--{line}\r\nContent-Disposition: form-data; name="{name}"; filename="{one.name}"\r\n'
        parts += [f"{head}Content-Type: {one.media_type}\r\n\r\n".encode(), one.content, b"\r\n"]
    parts.append(f"--{line}--\r\n".encode())
    return b"".join(parts), f"multipart/form-data; boundary={line}"
