"""What officers type about a concern. Nothing is cut short in silence, and nothing here decides anything."""

from __future__ import annotations

from collections.abc import Mapping

from accounts.forms.staff import Typed, read
from concerns.forms.signs import read_version
from concerns.vocabulary import AT_TRIAGE, Answer, Cause, ClockName, CloseReason, Flag, HeldBack, Queue, Way

LONGEST = 20_000

WAYS = [(way.value, way.label) for way in Way if way is not Way.MAILBOX]
CLOCKS = [
    (ClockName.REPLY.value, "The first reply"),
    (ClockName.TRIAGE.value, "Triage: saying whether it is ours"),
    (ClockName.CONTACT.value, "News of how it goes"),
    (ClockName.LOCAL_RESOLUTION.value, "Settling it together"),
    (ClockName.THRESHOLD.value, "The threshold test"),
    (ClockName.INVESTIGATION.value, "The investigation"),
    (ClockName.EXAMINATION.value, "The case examiners"),
    (ClockName.PANEL.value, "The panel"),
    (ClockName.OUTCOME.value, "Letters about the outcome"),
    (ClockName.APPEAL.value, "The appeal"),
]
REASONS = [(reason.value, reason.label) for reason in AT_TRIAGE if reason is not CloseReason.WITHDRAWN]
LIKELIHOOD = [
    ("1", "1: very unlikely to happen, or to happen again"),
    ("2", "2: unlikely"),
    ("3", "3: it may"),
    ("4", "4: likely"),
    ("5", "5: almost certain, or going on now"),
]
IMPACT = [
    ("1", "1: hardly any harm"),
    ("2", "2: some harm that passes"),
    ("3", "3: real harm to one person"),
    ("4", "4: serious harm, or harm to several people"),
    ("5", "5: the worst: lasting harm, or a life at risk"),
]
FLAGS = [(flag.value, flag.label) for flag in Flag]
CAUSES = [(one.value, one.label) for one in (Cause.NEW_INFORMATION, Cause.STAGE, Cause.ROUTINE)]
AGREES = [("yes", "I agree: it is not red for these"), ("no", "I do not agree: it stays red")]
QUEUES = [
    (Queue.CONCERNS.value, "Concerns about registrants"),
    (Queue.NEVER_REGISTERED.value, "About somebody who was never registered"),
]
WITHDRAWAL_ANSWERS = [
    (Answer.CLOSED.value, "Close it, as they ask"),
    (Answer.CARRIED_ON.value, "Carry on, and tell them why"),
]
REVIEW_ANSWERS = [
    (Answer.UPHELD.value, "Uphold the closing"),
    (Answer.SENT_BACK.value, "Send it back to where it was closed"),
]
TELLING = [
    ("told", "They have been told"),
    ("agreed", "The police no longer ask us to wait, and they have been told"),
    *((one.value, one.label) for one in HeldBack),
]
#: What kind words do: each is ticked before bad news goes out.
KIND = (
    ("thanks", "I thank them for telling us."),
    ("looked", "I say what we looked at."),
    ("why", "I give the reason in plain words, and blame nobody for asking."),
    ("onward", "I say who else can help, or that we know of nobody."),
    ("again", "I say that somebody independent can look again, and until when."),
)


def read_act(form: Mapping[str, str], *names: str) -> Typed:
    """The fields of an act: single lines by name, and longer words in `words`."""
    typed = read(form, (*names, "version"))
    typed.values["words"] = words(typed, form.get("words", ""))
    return typed


def words(typed: Typed, text: str) -> str:
    """Some paragraphs as typed, without control characters; refused when there are too many."""
    kept = "".join(sign for sign in text.replace("\r\n", "\n") if sign.isprintable() or sign in "\n\t").strip()
    if len(kept) > LONGEST:
        typed.wrong("words", f"This is longer than {LONGEST:,} characters. Make it shorter, or send it as a file")
    return kept


def version(typed: Typed) -> int:
    """Which state of the concern the page showed."""
    return read_version(typed.values)
