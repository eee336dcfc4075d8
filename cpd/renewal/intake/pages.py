"""The whole form of renewing, in order, as it is asked on a day. Declarations come from `cpd.declarations`.

What the form knows before the first page is in the answers too: whether a record check is due (`knows_check`) and
whether CPD evidence is wanted (`knows_evidence`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache

from cpd.declarations import Asked, Declaration, in_force
from cpd.joining.intake import terms
from cpd.joining.intake.pages.declared import (
    MONITORING_SECTION,
    RECORDS,
    as_question,
    branch_of,
    monitoring,
    question_name,
)
from cpd.joining.intake.typed import read_whole
from cpd.record_checks import LEVELS, SCHEMES
from foundation import clock
from foundation.journey.conditions import Answers, chosen
from foundation.journey.pages import Journey, Kind, Option, Page, Problem, Question, Section, Told, yes_no
from foundation.journey.reading import problems
from foundation.words import read_typed_day
from register.vocabulary import PracticeArea, WorksWith

NAME = "renewal"
DECLARATIONS, HEALTH_SECTION = "declarations", "health"
#: What these sections hold has places of its own, and never stands in the frozen form.
APART = frozenset({DECLARATIONS, HEALTH_SECTION, MONITORING_SECTION})
#: Pages for files: the name of the answer that keeps which files came there.
FILES = {"insurance-files": "files_insurance", "cpd-files": "files_cpd"}
WANTS_FILES = {
    "insurance-files": "Send the certificate of your insurance",
    "cpd-files": "Send something that shows your CPD",
}
AGREEMENT, HEALTH, SCOPE, LEARNING, SAFEGUARDING = "D01", "D07", "D16", "D13", "D21"
SAFEGUARDED_ON, SAFEGUARDED_AT = "safeguarded_on", "safeguarded_at"
#: Asked in a place of their own, or not by this form.
_ELSEWHERE = frozenset({AGREEMENT, HEALTH, SCOPE, LEARNING, "D08", "D20", "D22"})
_TOGETHER = (
    ("feedback", "The people you work with", ("D11", "D12")),
    ("support", "Support for your work", ("D14", "D21")),
    ("business", "How you run your work", ("D15", "D17")),
)
_KNOWS_CHECK, _KNOWS_EVIDENCE = chosen("knows_check", "yes"), chosen("knows_evidence", "yes")
#: A role that the law lets nobody check.
NOT_ELIGIBLE = "not_eligible"


def _check_hours(answers: Answers) -> list[Problem]:
    found: list[Problem] = []
    read: dict[str, int] = {}
    for name in ("hours_12", "hours_24"):
        typed = answers.get(name) or ""
        number = read_whole(typed)
        if typed and number is None:
            found.append((name, "Type a whole number, such as 900"))
        elif number is not None:
            read[name] = number
    if not found and read.get("hours_24", 0) < read.get("hours_12", 0):
        found.append(("hours_24", "This is less than in the last 12 months alone. Look at both again"))
    return found


def check_cover(answers: Answers) -> list[Problem]:
    ends = read_typed_day(answers.get("insured_to") or "")
    if ends is not None and ends < clock.today():
        return [("insured_to", "This insurance is over. We need insurance that still runs")]
    if answers.get("covers") == "no":
        return [("covers", "We need insurance that covers your work as a case manager")]
    return []


COVER = (
    Question("insurer", "Who insures you?", required="Type who insures you"),
    Question("policy_number", "Policy number", small=True, longest=60, required="Type the policy number"),
    Question(
        "insured_to", "Until when?", Kind.DAY, hint="For example 3 March 2028.", required="Type the day it runs until"
    ),
    yes_no(
        "covers",
        "Does it cover your work as a case manager, with professional indemnity?",
        required="Choose yes or no",
    ),
)


def _check_check(answers: Answers) -> list[Problem]:
    day = read_typed_day(answers.get("check_issued") or "")
    if day is not None and day > clock.today():
        return [("check_issued", "That day is yet to come")]
    return []


RECORD_CHECK = (
    Question(
        "check_scheme",
        "Which check is your newest?",
        Kind.CHOICE,
        hint="Never send us the certificate, or what it says.",
        options=(
            *(
                Option(
                    code,
                    words,
                    follow=(
                        Question(
                            f"check_level_{code}",
                            "At which level?",
                            Kind.CHOICE,
                            options=tuple(Option(*one) for one in LEVELS.items()),
                            required="Choose the level",
                        ),
                    ),
                )
                for code, words in SCHEMES.items()
            ),
            Option(NOT_ELIGIBLE, "My role cannot have one"),
        ),
        required="Choose which one",
    ),
    Question(
        "check_issued",
        "Day on the certificate",
        Kind.DAY,
        hint="Leave it empty if your role cannot have one.",
    ),
)


def check_record(answers: Answers) -> list[Problem]:
    """What is wrong with a record check beyond its questions."""
    if answers.get("check_scheme") not in (None, "", NOT_ELIGIBLE) and not answers.get("check_issued"):
        return [("check_issued", "Type the day on the certificate")]
    return _check_check(answers)


def _files(slug: str) -> Page:
    """A page for files that wants at least one."""

    def check(answers: Answers) -> list[Problem]:
        return [] if answers.get(FILES[slug]) else [("files", WANTS_FILES[slug])]

    title = "Your certificate" if slug == "insurance-files" else "Evidence of your CPD"
    applies = _KNOWS_EVIDENCE if slug == "cpd-files" else lambda _answers: True
    return Page(slug, title, applies=applies, check=check, own=True, keeps=(FILES[slug],))


def _one(code: str, on: date) -> Declaration:
    return next(one for one in in_force(on) if one.code == code and not one.branch and Asked.RENEWAL in one.asked)


def _work(on: date) -> Section:
    areas = Question(
        "areas",
        "In which areas do you work?",
        Kind.CHOICES,
        hint="Choose all that fit. The register shows them.",
        options=tuple(Option(one.value, one.label) for one in PracticeArea),
        required="Choose at least one area",
    )
    works_with = Question(
        "works_with",
        "Who do you work with?",
        Kind.CHOICE,
        options=tuple(Option(one.value, one.label) for one in WorksWith),
        required="Choose who you work with",
    )
    hours = (
        Question(
            "hours_12", "Hours in the last 12 months", small=True, required="Type the hours of the last 12 months, or 0"
        ),
        Question(
            "hours_24", "Hours in the last 24 months", small=True, required="Type the hours of the last 24 months, or 0"
        ),
    )
    intro = "cpd/joining/form/intros/hours.html"
    pages = (
        Page("hours", "How many hours did you work as a case manager?", hours, check=_check_hours, intro=intro),
        Page("areas", "What you do now", (areas, works_with)),
        Page("scope", _one(SCOPE, on).words, (as_question(_one(SCOPE, on), words=False),)),
    )
    return Section("work", "Your work", pages)


def _learning(on: date) -> Section:
    asked = as_question(_one(LEARNING, on), words=True)
    page = Page("cpd", "Your CPD", (asked,), intro="cpd/renewal/intros/cpd.html")
    return Section("cpd", "CPD statement", (page, _files("cpd-files")))


def _declared(on: date) -> Iterator[Page]:
    asked = [one for one in in_force(on) if Asked.RENEWAL in one.asked and one.code not in _ELSEWHERE]
    branched = {one.code for one in asked if one.branch}
    grouped = {code: group for group in _TOGETHER for code in group[2]}
    done: set[str] = set()
    for one in asked:
        if one.code in done:
            continue
        group = grouped.get(one.code)
        if group is not None:
            slug, title, codes = group
            done.update(codes)
            yield Page(slug, title, tuple(_grouped(other) for other in asked if other.code in codes))
            continue
        slug = one.code.lower() + (f"-{one.branch}" if one.branch else "")
        intro = "cpd/joining/form/intros/records.html" if one.code == "D02" else ""
        applies = _of_branch(one.branch) if one.code in branched else lambda _answers: True
        question = _with_words(one) if one.code == "D18" else as_question(one, words=bool(intro))
        yield Page(slug, one.about if intro else one.words, (question,), applies=applies, intro=intro)


def _of_branch(branch: str) -> Callable[[Answers], bool]:
    def applies(answers: Answers) -> bool:
        return branch_of(answers) == branch

    return applies


def _grouped(one: Declaration) -> Question:
    """A question on a page with others; of safeguarding training we ask the day and the level too (D21)."""
    asked = as_question(one, words=True)
    if one.code != SAFEGUARDING:
        return asked
    further = (
        Question(SAFEGUARDED_ON, "When was the last one?", Kind.DAY, hint="For example 3 March 2027."),
        Question(SAFEGUARDED_AT, "At which level?", small=True, longest=60),
    )
    yes, *others = asked.options
    return replace(asked, options=(replace(yes, follow=further), *others))


def _with_words(one: Declaration) -> Question:
    """A question whose further words may be left out: nothing is held against anybody for them."""
    asked = as_question(one, words=False)
    further = Question(f"{question_name(one)}_words", one.further, Kind.TEXT, rows=5, longest=10_000)
    yes, *others = asked.options
    return replace(asked, options=(replace(yes, follow=(further,)), *others))


def _needed(on: date) -> Page:
    one = _one(AGREEMENT, on)
    name = question_name(one)

    def check(answers: Answers) -> list[Problem]:
        if answers.get(name) == "no":
            return [(name, "You can only renew if you agree")]
        if answers.get(name) and answers.get("agreed_terms") != terms.version_on(clock.today()):
            return [(name, terms.CHANGED)]
        return []

    return Page(
        "agreement",
        "What you agree to",
        (as_question(replace(one, starts="You can only renew if you agree."), words=True),),
        check=check,
        intro="cpd/joining/form/intros/agreement.html",
        keeps=terms.KEPT_AS,
    )


def _tell(page: Page, answers: Answers) -> Iterable[Told]:
    kept = answers.get(FILES.get(page.slug, "")) or []
    yield Told("files", page.heading(answers), f"{len(kept)} files" if len(kept) > 1 else "1 file" if kept else "")


def _judge(page: Page, answers: Answers) -> list[Problem]:
    return page.check(answers) if page.own else problems(page, answers)


@lru_cache(maxsize=4)
def journey(on: date) -> Journey:
    """The form as it is asked on a day."""
    health = as_question(_one(HEALTH, on), words=True)
    role = replace(RECORDS.pages[0], slug="role")
    check = Page("record-check", "Your criminal record check", RECORD_CHECK, applies=_KNOWS_CHECK, check=check_record)
    cover = Page("insurance", "Your insurance", COVER, check=check_cover)
    intro = "cpd/joining/form/intros/health.html"
    return Journey(
        NAME,
        (
            _work(on),
            Section("insurance", "Insurance", (cover, _files("insurance-files"))),
            _learning(on),
            Section("role", "Your role and the law on records", (role, check)),
            Section(DECLARATIONS, "Declarations", tuple(_declared(on))),
            Section(HEALTH_SECTION, "Health", (Page("health", "Your health and your work", (health,), intro=intro),)),
            monitoring(on, intro="cpd/renewal/intros/monitoring.html", optional=True),
            Section("agreement", "The Standards and the terms", (_needed(on),)),
        ),
        judge=_judge,
        tell=_tell,
    )
