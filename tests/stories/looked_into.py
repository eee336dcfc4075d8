"""What each person does in turn with a concern that is looked into, at a browser of their own."""

from __future__ import annotations

from pathlib import Path

from accounts.models import Realm, Role
from concerns.vocabulary import Job
from foundation import clock
from tests.accounts.staff import Person, hire
from tests.concerns import looking
from tests.conftest import StillClock
from tests.frame.browser import Reader
from tests.stories import tell
from tests.stories.desks import Desks
from tests.stories.test_raising_a_concern import FIND, find_siobhan

HELLO = "Thank you for telling us. I have read all of it today."
ANSWER = "I kept the money for him. I never spent it."
PUBLIC = "She took money from Service user A and did not tell the truth about it."


def tells(reader: Reader) -> tuple[str, str]:
    """Somebody without a name tells us of Siobhán, on a phone."""
    tell.begin(reader, look=False)
    answers = {**tell.WHO_UNKNOWN, **tell.WHAT, **tell.OTHERS, **tell.UNNAMED}
    tell.go_through(reader, answers, look=False, stop=FIND)
    find_siobhan(reader)
    tell.go_through(reader, answers, look=False)
    return tell.send(reader)


def takes_it_in(desks: Desks) -> None:
    """The officer replies, rates it red, begins triage and tells the registrant; a manager asks for no order."""
    held = desks.held
    sam = desks.opens(held.officer)
    sam.look()
    sam.press("Take it")
    sam.type("Write to the reporter", HELLO)
    sam.press("Send to the reporter")
    why = {"words": "It may happen again, to somebody who cannot see it."}
    desks.does(held.officer, "rate", {"likelihood": "5", "impact": "4", **why}, "Keep this rating")
    assert "Red" in sam.text
    sam.press("Begin triage")
    no = {"apply": "no", "words": "She holds nobody’s money now. We look again in a week."}
    assert "Decide it" in desks.opens(held.manager).text
    desks.acts(held.manager, "interim", no, "Decide")
    told = {"telling": "told", "told_on": clock.today().strftime("%d/%m/%Y"), "words": "By letter."}
    desks.does(held.officer, f"people/{held.subject_id}/told", told, "Put it on record")


def finds_it_ours(desks: Desks) -> None:
    """Triage by the officer; the threshold test by the manager, who then gives it to an investigator."""
    held = desks.held
    ours = {"outcome": "threshold", "happened_on": "3 March 2025", "standards": "3.1", "words": "It is her practice."}
    desks.acts(held.officer, "ours", ours, "Pass it on", look=True)
    yes = dict.fromkeys(("serious", "matters", "fair"), "yes")
    weighed = {
        "grounds": "misconduct",
        "factor_trust": "She held the money for him.",
        "words": "It could be dishonest.",
    }
    desks.acts(held.manager, "threshold", yes | weighed, "Decide", look=True)
    desks.acts(held.manager, "investigator", {"person": str(held.investigator.id)}, "List them")


def investigates(desks: Desks, siobhan: Person, letter: Path) -> None:
    """Plan, allegation and exhibit; the registrant reads it, answers on a phone, and the report goes on."""
    held, ivo = desks.held, desks.held.investigator
    desks.acts(ivo, "plan", {"words": "Ask the bank by Friday."}, "Keep the plan")
    whom = {"subject": str(held.subject_id)}
    facts = {"grounds": "misconduct", "standards": "3.1, 3.7", "facts": "\n".join(looking.FACTS)}
    desks.acts(ivo, "allege", {**whom, **facts, "words": "Her conduct fell below the Standards."}, "Put it")
    reader = desks.of(ivo)
    reader.open(f"{desks.at}/look/exhibit")
    reader.type("What is it?", "A letter from the bank")
    reader.type("Who gave it, and how did it come?", "The bank, by post")
    reader.page.locator('input[type="file"]').set_input_files([letter])
    reader.press("Add it")
    assert "Exhibit 1: A letter from the bank" in reader.text
    given = {"exhibit": "1", "subject": str(held.subject_id), "recipient": "Her", "words": "To answer it."}
    desks.acts(ivo, "disclose", given, "Put it on record")
    desks.acts(ivo, "ask-answer", whom, "Ask them")
    answers(desks.of(siobhan, realm=Realm.PUBLIC), held.reference, letter)
    desks.acts(ivo, "report", {"words": "The bank shows that it went to her."}, "Keep the report")
    assert ANSWER in reader.text
    reader.look()
    desks.acts(ivo, "to-examiners", {}, "Send it")


def answers(reader: Reader, reference: str, letter: Path) -> None:
    """The registrant reads what is alleged and the paper she was given, and answers."""
    reader.open("/account/concerns")
    assert reference in reader.text
    reader.follow("Open it", exact=False)
    assert looking.FACTS[0] in reader.text
    assert letter.name in reader.text
    assert "Ask the bank" not in reader.text
    reader.look()
    reader.follow("Answer")
    reader.page.locator('main input[type="radio"][value="denied"]').first.check()
    reader.page.locator('main input[type="radio"][value="admitted"]').last.check()
    reader.type("In your own words", ANSWER)
    reader.press("Look at it before you send it")
    reader.look()
    reader.press("Send my answer")
    assert ANSWER in reader.text


def examine(desks: Desks) -> None:
    """Two examiners, each before reading the other, find that a panel has to hear it."""
    held = desks.held
    lay = {"person": str(held.lay.id)}
    desks.acts(held.manager, "lay-examiner", lay, "List them")
    looking.sits_as_registrant(held.peer)
    peer = {"person": str(held.peer.id)}
    desks.acts(held.manager, "registrant-examiner", peer, "List them")
    desks.acts(held.lay, "view", {"finding": "refer", "words": "Lena sees a case."}, "Keep what I find")
    petra = desks.opens(held.peer)
    assert "Lena sees a case." not in petra.text
    assert "The bank shows that it went to her." in petra.text
    petra.look()
    desks.acts(held.peer, "view", {"finding": "refer", "words": "So does Petra."}, "Keep what I find")
    assert "Lena sees a case." in petra.text


def a_panel(desks: Desks, kind: str, on: str, *, order: int | None = None) -> dict[Job, Person]:
    """The manager sets a day, lists three new people and gives notice."""
    held = desks.held
    day = {"subject": str(held.subject_id), "kind": kind, "on": on, "private": "no"}
    about = {"order": str(order)} if order is not None else {}
    desks.acts(held.manager, "list-hearing", day | about, "Set the day")
    panel = {
        Job.CHAIR: hire(Role.PANEL_CHAIR, name=f"Cora of the {kind}"),
        Job.MEMBER_LAY: hire(Role.PANEL_MEMBER, name=f"Lou of the {kind}"),
        Job.MEMBER_REGISTRANT: hire(Role.PANEL_MEMBER, name=f"Reg of the {kind}"),
    }
    desks.seats(panel)
    desks.acts(held.manager, "notice", {}, "Send the notice")
    return panel


def determination() -> dict[str, str]:
    reasons = ("facts", "standards", "impairment", "none", "advice", "warning", "conditions", "suspension")
    return {
        "proved_*": "yes",
        **{f"reason_{one}": f"About {one}." for one in reasons},
        "standards": "3.1",
        "impaired": "yes",
        "sanction": "suspension",
        "months": "6",
        "public": PUBLIC,
        "health": "no",
    }


def is_published(desks: Desks, set_clock: StillClock, registrar: Person) -> None:
    """Both sides are told; the editor writes and sends proof copies, and the registrar, somebody else, releases."""
    desks.acts(registrar, "tell", {}, "Send the letters")
    editor = hire(Role.PUBLICATION_EDITOR, name="Edda Editor")
    words = {"wording": PUBLIC, "facts": "She kept GBP 200 of Service user A.", "decision": "She is suspended."}
    desks.acts(editor, "text", words, "Keep the words", look=True)
    desks.acts(editor, "proofs", {}, "Send them")
    # Nobody finds anything wrong with the facts within seven days.
    set_clock("2027-01-14 10:00")
    desks.acts(registrar, "release", {}, "Release it", look=True)
