"""Files of a mailbox: on their way in, each once however often its page is sent, and on their way out."""

from __future__ import annotations

from flask import Response, request

from foundation.audit import Actor
from foundation.evidence import Opened, Owner, belonging
from foundation.evidence.uploads import Problem, take_uploads


def take_files(owner: Owner, *, by: Actor | None) -> tuple[Problem, ...]:
    """Keep the files of this request; gives those that were not kept."""
    return take_uploads(request, "files", owner=owner, by=by, then=belonging.check_new).problems


def answer_with(file: Opened) -> Response:
    """A file on its way out."""
    return Response(file.chunks, headers=file.headers())
