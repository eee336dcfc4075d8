"""What every page stands in: security headers, templates, dates in UK words, static files and error pages.

`dress(app, settings)` is the only call the application makes. Refuses inline script and style (the content security
policy has neither nonce nor `unsafe-inline`), and refuses to say a time without knowing its zone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from wsgiref.headers import Headers

from flask import Flask, Response, current_app, jsonify, request
from jinja2 import ChoiceLoader, PackageLoader, PrefixLoader
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException, InternalServerError
from werkzeug.http import HTTP_STATUS_CODES
from whitenoise import WhiteNoise

from foundation import clock
from foundation.errors import DomainError
from foundation.settings import ROOT, Settings
from foundation.words import (
    in_london,
    say_count,
    say_day,
    say_deadline,
    say_moment,
    say_months,
    say_size,
    say_time,
    say_weekday,
)

STATIC = ROOT / "static"
#: Files under this folder answer at the top of the site (`/favicon.ico`).
AT_THE_TOP = STATIC / "root"
STATIC_PATH = "/static/"
AN_HOUR = 3600

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # What people search for is in the address: it must not travel to other sites.
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Pages are read live: a browser may keep one, but must ask before showing it again.
    "Cache-Control": "private, no-cache",
}
TLS_HEADER = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")

#: Error pages of their own. Any other code is told with the nearest of these and keeps its own number.
ERROR_PAGES = frozenset({400, 403, 404, 405, 409, 413, 429, 500})
#: When even the page for a fault cannot be made.
LAST_WORDS = "Something went wrong on our side. Nothing you did caused it. Please try again in a few minutes.\n"
API_PREFIX = "/api/"


def dress(app: Flask, settings: Settings) -> None:
    """Give the application its headers, template language, static files and error pages."""
    fingerprints = fingerprint_files(STATIC)
    _serve_static(app, settings, fingerprints)
    _set_up_templates(app, settings, fingerprints)
    _send_headers(app, settings)
    _answer_errors(app)


def time_tag(value: date | datetime) -> Markup:
    """A `<time>` element: the words for people, the exact value for machines."""
    if isinstance(value, datetime):
        exact, words = in_london(value).isoformat(timespec="minutes"), say_moment(value)
    else:
        exact, words = value.isoformat(), say_day(value)
    # Both are made of digits and our own words, so there is nothing to escape; escaping them again is what is slow.
    return Markup(f'<time datetime="{exact}">{words}</time>')  # noqa: S704  # see above


def say_due(value: date | datetime) -> Markup:
    """How far away a day is, in working days, with the date beside: "in 3 working days, 3 March 2027"."""
    day = in_london(value).date() if isinstance(value, datetime) else value
    today = clock.today()
    count = clock.working_days_until(day, since=today)
    if day == today:
        words = "today"
    elif count == 0:
        words = "before the next working day" if day > today else "since the last working day"
    else:
        unit = "working day" if abs(count) == 1 else "working days"
        words = f"in {count} {unit}" if count > 0 else f"{-count} {unit} ago"
    return Markup("{}, {}").format(words, time_tag(value))


def keep_lines(value: str) -> Markup:
    """Text with its line breaks kept: paragraphs at blank lines, breaks at single ones. Everything is escaped."""
    blocks = [block.strip() for block in value.replace("\r\n", "\n").split("\n\n")]
    paragraphs = (Markup("<br>").join(escape(line) for line in block.split("\n")) for block in blocks if block)
    return Markup("\n").join(Markup("<p>{}</p>").format(paragraph) for paragraph in paragraphs)


def option_tags(options: Iterable[tuple[str, str]], chosen: str = "") -> Markup:
    """The `<option>` elements of a list of (value, words), the chosen one selected. Made once for each choice."""
    return _option_tags(tuple(options), chosen)


@lru_cache(maxsize=256)
def _option_tags(options: tuple[tuple[str, str], ...], chosen: str) -> Markup:
    plain, selected = Markup('<option value="{}">{}</option>'), Markup('<option value="{}" selected>{}</option>')
    return Markup("").join((selected if value == chosen else plain).format(value, words) for value, words in options)


# Static files


@cache
def fingerprint_files(root: Path) -> dict[str, str]:
    """Every static file with an address that changes when its content does: `app.css` -> `app.1a2b3c4d.css`."""
    found: dict[str, str] = {}
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.suffix != ".gz" and AT_THE_TOP not in path.parents:
            name = path.relative_to(root)
            digest = hashlib.sha256(path.read_bytes()).hexdigest()[:8]
            found[name.as_posix()] = name.with_name(f"{name.stem}.{digest}{name.suffix}").as_posix()
    return found


def _serve_static(app: Flask, settings: Settings, fingerprints: dict[str, str]) -> None:
    lasting = {STATIC_PATH + address for address in fingerprints.values()}

    def is_lasting(_path: str, url: str) -> bool:
        # The stylesheet names its fonts by a fingerprint that the asset build puts into the file name itself.
        return url in lasting or "/fonts/" in url

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        headers["X-Content-Type-Options"] = "nosniff"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        # An SVG opened by itself is a page: it gets the same policy as any other.
        headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        if settings.production:
            headers[TLS_HEADER[0]] = TLS_HEADER[1]

    files = WhiteNoise(
        app.wsgi_app,
        max_age=AN_HOUR,
        allow_all_origins=False,
        immutable_file_test=is_lasting,
        add_headers_function=add_headers,
    )
    for name, address in fingerprints.items():
        for url in (STATIC_PATH + name, STATIC_PATH + address):
            files.add_file_to_dictionary(url, str(STATIC / name))
    if AT_THE_TOP.is_dir():
        for path in sorted(AT_THE_TOP.iterdir()):
            files.add_file_to_dictionary(f"/{path.name}", str(path))
    app.wsgi_app = files  # type: ignore[method-assign]  # how Flask documents wrapping the WSGI callable


# Templates


@dataclass(frozen=True, slots=True)
class Institute:
    """Who runs the register, as templates name it."""

    name: str
    short: str
    email: str
    concerns_email: str
    phone: str
    phone_link: str
    post: tuple[str, ...]


def describe_institute(settings: Settings) -> Institute:
    """The institute's own particulars, ready for pages."""
    return Institute(
        name=settings.institute_name,
        short=settings.institute_short,
        email=settings.institute_email,
        concerns_email=settings.concerns_email,
        phone=settings.institute_phone,
        phone_link="tel:" + "".join(sign for sign in settings.institute_phone if sign.isdigit() or sign == "+"),
        post=tuple(line.strip() for line in settings.institute_post.split(",")),
    )


def _set_up_templates(app: Flask, settings: Settings, fingerprints: dict[str, str]) -> None:
    own = app.jinja_loader
    app.jinja_loader = ChoiceLoader(
        [
            *([own] if own is not None else []),
            PrefixLoader(
                {
                    "govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja"),
                    "govuk_frontend_wtf": PackageLoader("govuk_frontend_wtf"),
                }
            ),
        ]
    )
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    addresses = {name: STATIC_PATH + address for name, address in fingerprints.items()}
    app.jinja_env.globals.update(
        # A misspelt file name is a fault of ours and stops the page.
        static=addresses.__getitem__,
        institute=describe_institute(settings),
        public_url=settings.public_url.rstrip("/"),
    )
    filters: dict[str, Callable[..., Any]] = {
        "day": say_day,
        "clock": say_time,
        "moment": say_moment,
        "weekday": say_weekday,
        "deadline": say_deadline,
        "time_tag": time_tag,
        "due": say_due,
        "count": say_count,
        "months": say_months,
        "size": say_size,
        "keep_lines": keep_lines,
        "option_tags": option_tags,
    }
    app.jinja_env.filters.update(filters)


# Headers


def _send_headers(app: Flask, settings: Settings) -> None:
    headers = dict(HEADERS)
    if settings.production:
        headers[TLS_HEADER[0]] = TLS_HEADER[1]
    fixed = tuple(headers.items())

    @app.after_request
    def send_headers(response: Response) -> Response:
        held = {name.lower() for name, _ in response.headers}
        response.headers.extend([header for header in fixed if header[0].lower() not in held])
        return response


# Errors


def _answer_errors(app: Flask) -> None:
    for code in ERROR_PAGES - {500}:
        app.register_error_handler(code, _answer_http)
    app.register_error_handler(HTTPException, _answer_http)
    app.register_error_handler(DomainError, _answer_domain)
    app.register_error_handler(InternalServerError, _answer_fault)


def render_error(code: int, sentence: str | None = None) -> str:
    """The page for an error code. Asks nothing of the database, the session or the person's account."""
    shown = code if code in ERROR_PAGES else (500 if code >= 500 else 400)
    template = current_app.jinja_env.get_template(f"errors/{shown}.html")
    told = getattr(request, "largest_told", None) or current_app.config.get("MAX_CONTENT_LENGTH")
    return template.render(sentence=sentence, size_limit=told)


def _answer(code: int, name: str, sentence: str | None = None) -> Response:
    if request.path.startswith(API_PREFIX):
        response = jsonify({"code": code, "status": name, **({"message": sentence} if sentence else {})})
    else:
        response = Response(render_error(code, sentence))
    response.status_code = code
    return response


def _answer_http(error: HTTPException) -> Response:
    code = error.code or 500
    response = _answer_api(error, code) if request.path.startswith(API_PREFIX) else _answer(code, error.name)
    for name, value in error.get_headers():
        if name.lower() not in {"content-type", "content-length"}:
            response.headers[name] = value
    return response


def _answer_api(error: HTTPException, code: int) -> Response:
    """The shape that the API document promises: code, status, message and, for bad parameters, what is wrong."""
    said: dict[str, Any] = getattr(error, "data", None) or {}
    body: dict[str, Any] = {"code": code, "status": error.name}
    body["message"] = said.get("message") or error.description
    wrong = said.get("errors") or said.get("messages")
    if wrong:
        body["errors"] = wrong
    response = jsonify(body)
    response.status_code = code
    return response


def _answer_domain(error: DomainError) -> Response:
    return _answer(error.status, HTTP_STATUS_CODES[error.status], error.sentence)


def _answer_fault(error: InternalServerError) -> Response:
    try:
        return _answer(500, error.name)
    except Exception:
        current_app.logger.exception("the page for a fault could not be made")
        return Response(LAST_WORDS, 500, mimetype="text/plain")
