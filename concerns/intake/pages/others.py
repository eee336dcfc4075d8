"""Who else knows, who saw it, and what shows it."""

from __future__ import annotations

from foundation.journey.pages import Kind, ListPage, Option, Page, Question, Section, yes_no


def _told(code: str, words: str, them: str, *, waits: bool = False, who: str = "") -> Option:
    """Somebody who was told, with their reference and (for police and courts) whether they asked us to wait.

    Each question names `them`, since it is frozen without the option that it stands under.
    """
    follow = [Question(f"told_{code}_who", who)] if who else []
    follow.append(Question(f"told_{code}_reference", f"Reference number of {them}, if you have one"))
    if waits:
        follow.append(yes_no(f"told_{code}_wait", f"Did {them} ask that others wait?", unsure="I am not sure"))
    return Option(code, words, follow=tuple(follow))


WITNESSES = ListPage(
    "witnesses",
    "Did anyone else see or hear it?",
    items="witnesses",
    item_title="Person",
    item_questions=(
        Question("name", "Their name, or who they are", required="Type a name, or who they are"),
        Question("saw", "What did they see or hear?", Kind.TEXT, rows=3, longest=2000),
        yes_no(
            "ask",
            "May we ask them?",
            hint="We ask you again before we do.",
            yes=(Question("reach", "How can we reach them?", hint="A phone number or an email address."),),
            unsure="Not yet",
        ),
    ),
    first="Did anyone else see or hear it?",
    another="Do you want to add another person?",
)

SECTION = Section(
    "others",
    "Who else knows, and what shows it",
    (
        Page(
            "told",
            "Who else knows about this?",
            (
                Question(
                    "told",
                    kind=Kind.CHOICES,
                    hint="Choose all that fit.",
                    options=(
                        _told("employer", "Their employer or company", "the company", who="Which employer or company?"),
                        _told("police", "The police", "the police", waits=True),
                        _told("council", "The council", "the council"),
                        _told(
                            "regulator",
                            "Another register or regulator",
                            "that register",
                            who="Which register or regulator?",
                            waits=True,
                        ),
                        _told("court", "A court or a solicitor", "the court or solicitor", waits=True),
                        _told("other", "Somebody else", "that person", who="Who else knows?"),
                        Option("nobody", "Nobody yet", alone=True),
                        Option("unsure", "I do not know", alone=True),
                    ),
                    required="Choose who knows. If nobody does, choose nobody yet",
                ),
            ),
        ),
        WITNESSES,
        Page("files", "Do you have anything that shows it?", own=True),
    ),
)
