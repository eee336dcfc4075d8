"""The forms of the register of evidence: what came, what was taken out of it for whom, and who was given it."""

from __future__ import annotations

from accounts.permissions import Permission
from concerns.forms.fields import Field, Form
from concerns.forms.looking import AT_WORK, REASONS, WORK
from concerns.vocabulary import OPEN_STAGES, Stage

_EXHIBIT = Field("exhibit", "Which exhibit?", "choices", needed="Choose the exhibit", of="exhibits")
_INQUIRY = Field("inquiry", "Which?", "choices", needed="Choose which", of="inquiries")
#: Nothing is in the register of evidence before.
_WITH_EVIDENCE = tuple(one for one in OPEN_STAGES if one not in (Stage.RECEIVED, Stage.TRIAGE))
_FILE = Field("files", "The file", "file")
FORMS: dict[str, Form] = {
    "exhibit": Form(
        "Add a document to the evidence",
        "Add it",
        WORK,
        AT_WORK,
        (
            Field("title", "What is it?", "line", needed="Say what it is"),
            Field("source", "Who gave it, and how did it come?", "line", needed="Say who gave it"),
            Field("dated_on", "Its own date", "day", hint="Leave it empty when it has none."),
            _FILE,
        ),
        "It is in the register of evidence.",
    ),
    "withdraw-exhibit": Form("Take an exhibit out", "Take it out", WORK, AT_WORK, (_EXHIBIT, REASONS), "It is out."),
    "ask-again": Form("Ask once more", "Ask again", WORK, AT_WORK, (_INQUIRY,), "The time to answer begins anew."),
    "came": Form(
        "What we asked for came",
        "Put it on record",
        WORK,
        AT_WORK,
        (_INQUIRY, Field("words", "What came?", needed="Say what came")),
        "It is on record. Add documents to the evidence.",
    ),
    "not-needed": Form("We do not wait for it any more", "Stop waiting", WORK, AT_WORK, (_INQUIRY, REASONS)),
    "redact": Form(
        "Take out what somebody may not see",
        "Keep the copy",
        WORK,
        AT_WORK,
        (
            _EXHIBIT,
            Field("recipient", "For whom is the copy?", "line", needed="Say for whom it is"),
            Field(
                "reader",
                "Whose papers does it go into?",
                "choices",
                of="readers",
                hint="They get this copy and never the exhibit itself. Choose none when it is for somebody else.",
            ),
            Field("words", "What did you take out, and why?", needed="Say what you took out, and why"),
            _FILE,
        ),
        "The copy is kept. A second person checks it before anybody is given it.",
        ("Make a new file. Words that are only covered can be read again.",),
    ),
    "check-copy": Form(
        "Check a redacted copy",
        "I checked it",
        (Permission.THRESHOLD, Permission.TAKE_IN_CONCERNS),
        _WITH_EVIDENCE,
        (Field("copy", "Which copy did you check?", "choices", needed="Choose the copy", of="copies_to_check"),),
        "It is checked.",
        (
            "Open it first. Look for names, addresses, numbers, faces and tracked changes, "
            "and try to select what is covered.",
        ),
    ),
    "disclose": Form(
        "Give an exhibit to somebody",
        "Put it on record",
        WORK,
        AT_WORK,
        (
            _EXHIBIT,
            Field(
                "copy",
                "A redacted copy of it?",
                "choices",
                of="copies_checked",
                hint="Choose none when they may see all of it.",
            ),
            Field(
                "subject",
                "To a registrant, in their account?",
                "choices",
                of="subjects",
                hint="Choose none when it goes to somebody else.",
            ),
            Field("recipient", "To whom?", "line", needed="Say to whom it is given"),
            Field("words", "Why may they have it?", needed="Say why they may have it"),
        ),
        "It is in the log of what was given to whom.",
    ),
}
