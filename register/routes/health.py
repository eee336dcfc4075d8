"""Whether the service lives, and whether it can do its work. For machines."""

from __future__ import annotations

import structlog
from flask import Blueprint, current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from accounts import guard
from foundation import evidence, outbox
from register import queries

blueprint = Blueprint("health", __name__)
#: A silent scanner does not make the service unready: the register can be read all the same.
SCANNER: dict[evidence.ScannerStanding, str] = {
    "answers": "answers",
    "does not answer": "does not answer: no file can be opened before it does",
    "not set up": "not set up: files are kept without a virus check",
}


@blueprint.get("/health")
@guard.public("Machines ask whether the service lives.")
def health() -> Response:
    """Alive: it can answer at all."""
    return jsonify(status="alive")


@blueprint.get("/ready")
@guard.public("Machines ask whether the service can work; nothing personal is said.")
def ready() -> tuple[Response, int]:
    """Ready: the database answers; how many letters wait; what is not set up on this machine."""
    try:
        queries.is_empty()
        waiting, given_up = outbox.waiting()
    except SQLAlchemyError as error:
        structlog.get_logger().error("not ready", problem=type(error).__name__)
        return jsonify(status="not ready", database="does not answer"), 503
    mail = "set up" if current_app.config.get("MAIL_SERVER") else "not set up: letters wait in the outbox"
    return jsonify(
        status="ready",
        database="answers",
        mail={"server": mail, "waiting": waiting, "given_up": given_up},
        scanner=SCANNER[evidence.scanner_standing()],
    ), 200
