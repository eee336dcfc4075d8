"""What the service writes to its log: events by name with numbers, never personal data.

Addresses of pages are logged by their rule (`/register/<number>`), never with what was searched for.
"""

from __future__ import annotations

import logging
import sys

import structlog
from flask import Flask, Response, g, request

from foundation import clock


def install(app: Flask) -> None:
    """Log one line an answer, as JSON, to standard error."""
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
        logger_factory=structlog.WriteLoggerFactory(file=sys.stderr),
        cache_logger_on_first_use=False,
    )
    log = structlog.get_logger()

    @app.before_request
    def note_start() -> None:
        g.started = clock.now()

    @app.after_request
    def note_answer(response: Response) -> Response:
        if response.status_code >= 500:
            rule = request.url_rule.rule if request.url_rule else "no such page"
            spent = clock.now() - g.started if "started" in g else None
            log.error(
                "answer",
                rule=rule,
                method=request.method,
                status=response.status_code,
                ms=round(spent.total_seconds() * 1000, 1) if spent else None,
            )
        return response
