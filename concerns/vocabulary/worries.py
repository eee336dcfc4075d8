"""The kinds of worry that a reporter may choose, and the standards each touches."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Worry:
    """One kind of worry: its code, its words, the standards it touches, and whether it is red by itself (rules 6.7)."""

    code: str
    words: str
    standards: tuple[str, ...]
    red: bool = False


#: Background 2.4 of the institute's brief; red ones from rules 6.7.
WORRIES: tuple[Worry, ...] = (
    Worry("delay", "Things were slow, or did not happen", ("7.5", "12.1")),
    Worry("assessment", "A poor assessment or plan", ("6", "7")),
    Worry("respect", "Not listening, or being rude", ("3.6", "6.1", "9.2")),
    Worry("consent", "Deciding for somebody without asking them", ("2.1", "2.2", "2.5", "2.6", "5.3")),
    Worry("privacy", "Private facts given away, or poor records", ("2.8", "2.9", "11.7", "14.2")),
    Worry("interest", "Not being independent, or earning from a choice they made", ("2.3", "2.4", "13.4")),
    Worry("money", "Charges, or money asked for and not used well", ("3.9", "7.4", "13.2")),
    Worry("boundaries", "Getting too close, or something sexual", ("3.7", "3.8"), red=True),
    Worry("exploitation", "Taking somebody’s money, things or home", ("3.7", "3.8"), red=True),
    Worry("violence", "Violence or threats", ("1.1", "3.1"), red=True),
    Worry("honesty", "Lying, or saying they are what they are not", ("3.1", "4.1", "13.3")),
    Worry("staff", "Leaving work to people who were not able to do it", ("4.3", "11.2", "18.2")),
    Worry("skill", "Work beyond what they can do", ("4.2",)),
    Worry("candour", "Hiding a mistake, or not answering a complaint", ("3.5", "16.3", "16.5")),
    Worry("health", "Working while unwell, or affected by drink or drugs", ("4.4",), red=True),
    Worry("crime", "A crime, or action by the police, a court or another register", ("3.2", "3.3")),
    Worry("insurance", "Working without insurance", ("1.3",)),
    Worry("leaving", "Leaving somebody with nobody to help", ("1.4", "7.8")),
    Worry("discrimination", "Being unfair because of who somebody is", ("3.6", "17.3")),
    Worry("pressure", "Pressure not to complain", ("3.1", "16.3"), red=True),
    Worry("other", "Something else", ()),
)


WORRIES_BY_CODE = {worry.code: worry for worry in WORRIES}
