"""Reads the words of a text file or of saved mail, so that they can be set as pages of ours."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import IO

from concerns.bundles.setting import Paragraphs, paragraphs

KINDS = ("words", "mail")
#: Some hundred pages. Longer ones are read from their file.
MOST_SIGNS, MOST_BYTES = 300_000, 5_000_000
_FIELDS = ("From", "To", "Cc", "Date", "Subject")


class Unreadable(Exception):
    """Nothing can be set of it; the word says why."""


def read(kind: str, file: IO[bytes]) -> list[tuple[str, Paragraphs]]:
    """The words under their headings.

    Raises:
        Unreadable: there are none, or too many.
    """
    held = file.read(MOST_BYTES + 1)
    if len(held) > MOST_BYTES:
        raise Unreadable("long")
    found = _of_mail(held) if kind == "mail" else [("In its own words", _decoded(held))]
    if sum(len(words) for _, words in found) > MOST_SIGNS:
        raise Unreadable("long")
    return [(heading, paragraphs(words)) for heading, words in found]


def _decoded(held: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "utf-16" and held[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return held.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("words")


def _of_mail(held: bytes) -> list[tuple[str, str]]:
    try:
        mail = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(held)
        body = mail.get_body(preferencelist=("plain",))
        words = body.get_content() if body is not None else ""
        heads = "\n".join(f"{name}: {mail[name]}" for name in _FIELDS if mail[name])
        with_it = [one.get_filename() or "a part without a name" for one in mail.iter_attachments()]
    except Exception as error:
        # The reader of mail stumbles over broken ones in more ways than it says.
        raise Unreadable("broken") from error
    if not isinstance(words, str) or not words.strip():
        raise Unreadable("words")
    found = [("The mail", heads), ("What it says", words)]
    return [*found, ("Sent with it, and not set here", "\n".join(with_it))] if with_it else found
