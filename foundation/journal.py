"""What the service writes to its log: events by name with numbers, never personal data.

Addresses of pages are logged by their rule (`/register/<number>`), never with what was searched for. A fault is logged
by its kind and the lines of code it came through, not by its message, which may quote what was typed or read. A log
that cannot be written, as on a full disk, costs nobody their page.
"""

from __future__ import annotations

import logging
import sys
import traceback
from contextlib import suppress
from io import TextIOBase
from pathlib import Path
from types import TracebackType
from typing import TextIO, cast

import structlog
from flask import Flask, Response, g, has_request_context, request

from foundation import clock


class _Unfailing(TextIOBase):
    """Standard error as it is at that moment; what it cannot take is lost, and nothing else."""

    def write(self, text: str) -> int:
        """Write, if that is possible."""
        with suppress(OSError):
            return sys.stderr.write(text)
        return 0

    def flush(self) -> None:
        """Write what waits, if that is possible."""
        with suppress(OSError):
            sys.stderr.flush()


def install(app: Flask) -> None:
    """Log one line for an answer that failed and one for its fault, as JSON, to standard error."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            # Without the values of variables: those are what people typed.
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.WriteLoggerFactory(file=cast(TextIO, _Unfailing())),
        cache_logger_on_first_use=False,
    )
    log = structlog.get_logger()

    @app.before_request
    def note_start() -> None:
        g.started = clock.now()

    @app.after_request
    def note_answer(response: Response) -> Response:
        if response.status_code >= 500:
            spent = clock.now() - g.started if "started" in g else None
            log.error(
                "answer",
                rule=_rule(),
                method=request.method,
                status=response.status_code,
                ms=round(spent.total_seconds() * 1000, 1) if spent else None,
            )
        return response

    def tell_fault(error: tuple[type, BaseException, TracebackType] | tuple[None, None, None]) -> None:
        log.error("fault", rule=_rule(), causes=causes(error[1]))

    app.log_exception = tell_fault  # type: ignore[method-assign,assignment]  # Flask's own would log the address as it was typed


def _rule() -> str:
    return request.url_rule.rule if has_request_context() and request.url_rule else "no such page"


def causes(error: BaseException | None) -> list[dict[str, object]]:
    """An error and what caused it: the kind of each, and the lines of code it came through."""
    found: list[dict[str, object]] = []
    while error is not None:
        came = traceback.extract_tb(error.__traceback__)
        lines = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in came]
        found.append({"error": type(error).__name__, "through": lines})
        error = error.__cause__ or error.__context__
    return found
