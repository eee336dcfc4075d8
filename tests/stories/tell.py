"""How somebody at a browser tells us of a concern: what they choose and type, with a hard look at each page."""

from __future__ import annotations

import re

from tests.frame.browser import Reader

START = "/concerns/report/start"
STORY = "The plan was promised in spring and never came. Nobody called back."
ON = "Save and go on"
#: A page's answers: what to choose, and what to type into which field.
Answers = tuple[tuple[str, ...], dict[str, str]]

WHO_UNKNOWN: dict[str, Answers] = {
    "Who is this about?": (("A case manager",), {}),
    "What is your part in this?": (("The case manager works, or worked, for me",), {}),
    "Who did it happen to?": (("Me",), {}),
}
WHAT: dict[str, Answers] = {
    "What happened?": ((), {"What happened?": STORY}),
    "What kind of worry is it?": (("Things were slow, or did not happen",), {}),
    "When did it happen?": ((), {"When did it happen?": "last spring"}),
    "Where did it happen?": ((), {}),
    "Is it still going on?": (("Yes",), {}),
    "Is someone at risk of harm now?": (("No",), {}),
    "What would you like to happen?": (("Look into what happened",), {}),
}
OTHERS: dict[str, Answers] = {
    "Who else knows about this?": (("Nobody yet",), {}),
    "Did anyone else see or hear it?": (("No",), {}),
    "Do you have anything that shows it?": ((), {}),
}
UNNAMED: dict[str, Answers] = {
    "May we know who you are?": (("No, I want to stay anonymous",), {}),
    "What would make this easier for you?": ((), {}),
}
NAMED: dict[str, Answers] = {
    "May we know who you are?": (("Yes, and you may use my name",), {}),
    "What is your name?": ((), {"What is your name?": "Perpetua Oakenshaw"}),
    "How may we reach you?": (("Email",), {"Email address": "perpetua@reporters.example"}),
    "What keeps you safe when we do?": (("leave no voicemail",), {}),
    "What would make this easier for you?": (("Large print",), {}),
}


def begin(reader: Reader, *, look: bool = True) -> None:
    """From the front page to the first question."""
    reader.open("/concerns/report")
    if look:
        reader.look()
    reader.follow("Tell us now")
    if look:
        reader.look()
    reader.press("Begin")


def answer(reader: Reader, answers: Answers, *, button: str = ON) -> None:
    """Choose and type on one page, and go on."""
    chosen, typed = answers
    for words in chosen:
        reader.page.locator("main").get_by_label(words, exact=True).filter(visible=True).check()
    for label, words in typed.items():
        reader.type(label, words)
    reader.press(button)


def describe(reader: Reader, name: str = "Jo Nobody") -> None:
    """Describe a case manager who is not found, and go on."""
    reader.follow("I cannot find them, or they are not on the register")
    reader.type("What is their name?", name)
    reader.page.get_by_label("I am not sure", exact=True).check()
    reader.press("Save this person")
    reader.press(ON)


def go_through(
    reader: Reader, answers: dict[str, Answers], *, look: bool = True, axe: bool = True, stop: str = ""
) -> list[str]:
    """Answer every page that comes, in the order in which they come; gives their headings.

    The task list leads on by its button. Ends on the page that shows all answers, or on the one named `stop`.
    """
    met: list[str] = []
    for _ in range(60):
        heading = reader.heading
        if heading in ("Check what you are telling us", stop):
            return met
        met.append(heading)
        if look:
            reader.look(axe=axe)
        if heading == "What you told us so far":
            reader.leave(reader.page.locator(".onward a").first.click)
        elif heading == "Who is the case manager?" and heading not in answers:
            describe(reader)
        else:
            assert heading in answers, f"a page that nobody foresaw: {heading}"
            answer(reader, answers[heading])
    raise AssertionError(f"it never ends: {met}")


def send(reader: Reader) -> tuple[str, str]:
    """Say that it is true, and send it; gives reference and secret as the receipt shows them."""
    reader.page.get_by_label("What I have told you is true as far as I know.").check()
    reader.press("Send it now")
    assert reader.path.endswith("/receipt")
    return shown(reader)


def shown(reader: Reader) -> tuple[str, str]:
    """The reference and the secret on the page."""
    reference = re.search(r"CN-\d{4}-[0-9A-Z]{6}", reader.text)
    secret = re.search(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){4}", reader.text)
    assert reference is not None
    assert secret is not None
    return reference[0], secret[0]


def open_mailbox(reader: Reader, held: tuple[str, str]) -> None:
    """Open a mailbox with what was written down."""
    reader.open("/concerns/mailbox")
    reader.type("Reference", held[0])
    reader.type("Secret", held[1])
    reader.press("Open it")
    assert reader.heading == "Your mailbox"
