"""How the evidence room says no, in words for somebody who may be upset: what is wrong, and what to do instead."""

from __future__ import annotations

from foundation.errors import Missing, Refused

WHAT_WE_TAKE = (
    "You can send photos (JPG, PNG, HEIC), documents (PDF, Word, Excel, PowerPoint, text), saved emails, "
    "sound recordings and videos."
)
EMPTY = "This file is empty. Check that it opens on your device, then choose it again."
NOT_NOW = "We cannot take files just now. Your words are safe. You can send your files later."
NO_ROOM = "We cannot take this file just now. Your words and the files you sent before are safe. Try again later."
HARMFUL = (
    "We did not keep this file. Our virus check found something harmful in it. You may not have known. "
    "You could send a photo of what it shows, or call us."
)
TOO_DEEP = "We could not check this file for viruses, so we did not keep it. You could save it as a PDF and send that."
UNKNOWN = f"We cannot take this kind of file. {WHAT_WE_TAKE}"
WEB_PAGE = (
    "This is a web page or a drawing made of code. It could run on our computers, so we cannot take it. "
    "Take a picture of the screen, or save it as a PDF, and send that."
)
PROGRAM = f"This is a program, not a document or a photo. We cannot take programs. {WHAT_WE_TAKE}"
BUNDLE = "This is a folder packed into one file (such as a ZIP). Unpack it first, then send the files inside it."
MACROS = (
    "This document has small programs in it (macros). It could harm our computers, so we cannot take it. "
    "Save it as a PDF and send that."
)
LOCKED = "This document is locked with a password, so we cannot check it. Save it without the password and send that."
OLD_OFFICE = "This is an older kind of Office document. Save it as a PDF, or as .docx or .xlsx, and send that."
DAMAGED = "This document is damaged or has been changed in a strange way. Save it as a PDF and send that."
STILL_CHECKED = "We are still checking this file for viruses. It can be opened after that."
GONE = "That file was deleted."
HAVE_IT = "We have this file already."


class FileRefused(Refused):
    """This file is not kept. Nothing of it stays behind."""


class FileGone(Missing):
    """There is no such file, or its key was destroyed."""


def too_big(megabytes: int) -> str:
    """The sentence for a file above the limit."""
    return (
        f"This file is too big. The most we can take is {megabytes} MB for one file. "
        "You could send a shorter recording, a smaller copy, or call us for another way to send it."
    )


def too_many(most: int) -> str:
    """The sentence for one file more than the limit."""
    return f"You have sent {most} files. That is the most we can take here. Call us if you have more."
