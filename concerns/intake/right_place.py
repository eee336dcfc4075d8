"""Is this the right place? Six short questions, and the door each answer leads to. Pure.

What was typed is never lost: it goes on into the form, or is handed back to be kept. Nobody is turned away: whatever
the answers, the form stays open.
"""

from __future__ import annotations

from dataclasses import dataclass

from foundation.journey.conditions import Answers, chosen
from foundation.journey.pages import Journey, Kind, Option, Page, Question, Section, yes_no
from foundation.journey.reading import problems

NAME = "right-place"


@dataclass(frozen=True)
class Door:
    """Somebody who can help, for what, and where they are."""

    code: str
    name: str
    sentence: str
    #: Pairs of words and address.
    links: tuple[tuple[str, str], ...] = ()


DOORS = {
    door.code: door
    for door in (
        Door(
            "danger",
            "999, and the council’s safeguarding team",
            "If a life is at risk, call 999 now. If a child or an adult may be harmed, call the local council and ask "
            "for safeguarding. You can tell us afterwards.",
            (("Call 999", "tel:999"), ("Call the police on 101", "tel:101")),
        ),
        Door(
            "professional",
            "Their own regulator",
            "Nurses, social workers, doctors and therapists each have a register. It can look into their work.",
            (
                ("Therapists, psychologists and more: HCPC", "https://www.hcpc-uk.org/"),
                ("Nurses and midwives: NMC", "https://www.nmc.org.uk/"),
                ("Social workers in England: SWE", "https://www.socialworkengland.org.uk/"),
            ),
        ),
        Door(
            "organisation",
            "Who inspects care homes, hospitals and care companies",
            "They look at organisations. We look at people.",
            (
                ("England: CQC", "https://www.cqc.org.uk/"),
                ("Scotland: Care Inspectorate", "https://www.careinspectorate.com/"),
                ("Wales: CIW", "https://www.careinspectorate.wales/"),
                ("Northern Ireland: RQIA", "https://www.rqia.org.uk/"),
            ),
        ),
        Door(
            "data",
            "The Information Commissioner",
            "Ask the company first what it knows about you, or to put it right. If that does not help, ask the ICO. "
            "If a case manager gave private facts away, tell us too.",
            (("ICO", "https://ico.org.uk/make-a-complaint/"),),
        ),
        Door(
            "work",
            "Your employer, or ACAS",
            "A dispute about your own job is for your employer first. ACAS gives free advice. If people are at risk, "
            "tell us as well.",
            (("ACAS", "https://www.acas.org.uk/"),),
        ),
        Door(
            "solicitor",
            "The Legal Ombudsman",
            "It looks into the work of solicitors. Use the firm’s own complaints steps first.",
            (("Legal Ombudsman", "https://www.legalombudsman.org.uk/"),),
        ),
        Door(
            "bill",
            "Citizens Advice",
            "We cannot decide how large a bill should be, or who pays it. Citizens Advice can help. If someone lied "
            "about a bill, or took money, tell us.",
            (("Citizens Advice", "https://www.citizensadvice.org.uk/"),),
        ),
        Door(
            "us",
            "Our own complaints team",
            "If it is about us and our work, write to us or call. Someone who had no part in it answers you.",
        ),
    )
}


def _pick(name: str, options: tuple[tuple[str, str], ...], required: str) -> Question:
    return Question(
        name, kind=Kind.CHOICE, options=tuple(Option(value, words) for value, words in options), required=required
    )


PAGES = (
    Page(
        "1",
        "Is someone in danger now?",
        (yes_no("rp_danger", required="Choose yes, no or not sure", unsure="I am not sure"),),
    ),
    Page(
        "2",
        "Who or what is it about?",
        (
            _pick(
                "rp_about",
                (
                    ("case_manager", "A case manager, or someone who says that they are one"),
                    ("professional", "A nurse, social worker, therapist or doctor"),
                    ("organisation", "A company, a care home or a hospital"),
                    ("solicitor", "A solicitor"),
                    ("us", "You: the institute and its staff"),
                    ("other", "Something else, or I am not sure"),
                ),
                "Choose who or what it is about",
            ),
        ),
    ),
    Page(
        "3",
        "What is it mostly about?",
        (
            _pick(
                "rp_matter",
                (
                    ("practice", "What they did, or did not do"),
                    ("health", "Their health, drink or drugs while they work"),
                    ("bill", "Only the size of a bill, or who pays it"),
                    ("data", "What a company knows about me"),
                    ("work", "My own job, or my pay"),
                    ("other", "Something else, or I am not sure"),
                ),
                "Choose what it is mostly about",
            ),
        ),
    ),
    Page(
        "4",
        "Are they on our register?",
        (
            _pick(
                "rp_register",
                (
                    ("yes", "Yes, or they were then"),
                    ("says_so", "They say so, but I did not find them"),
                    ("no", "No"),
                    ("unsure", "I am not sure"),
                ),
                "Choose what you know about the register",
            ),
        ),
    ),
    Page(
        "5",
        "Has another body decided about it?",
        (
            yes_no(
                "rp_decided",
                hint="A court, the police, or another register.",
                required="Choose yes, no or not sure",
                unsure="I am not sure",
            ),
        ),
    ),
    Page(
        "6",
        "What happened, in a few words?",
        (
            Question(
                "what",
                kind=Kind.TEXT,
                hint="It goes on into the form, or you get it back to keep. You may leave it empty.",
                rows=5,
            ),
        ),
        button="Show me where to go",
    ),
)
QUESTIONS = Journey(NAME, (Section(NAME, "Is this the right place?", PAGES),), judge=problems)


def doors(answers: Answers) -> list[Door]:
    """The doors besides ours that these answers lead to, the most urgent first."""
    found = []
    if chosen("rp_danger", "yes", "unsure")(answers):
        found.append("danger")
    about, matter = answers.get("rp_about"), answers.get("rp_matter")
    if about in DOORS:
        found.append(str(about))
    if matter in DOORS and matter not in found:
        found.append(str(matter))
    return [DOORS[code] for code in found]


def is_ours(answers: Answers) -> bool:
    """Whether it is, or may be, for us: in doubt it is."""
    elsewhere = chosen("rp_about", "organisation", "solicitor", "us", "professional")(answers)
    only = chosen("rp_matter", "bill", "data", "work")(answers)
    return not elsewhere and not only
