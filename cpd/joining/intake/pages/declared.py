"""Declarations, health, monitoring and agreement: made from `cpd.declarations` as it holds on a day.

The name of a question carries its version and its branch (`D02_1_exempt`): when the words change, or when the law lets
us ask another question, the old answer is not taken for an answer to the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from cpd.declarations import Asked, Declaration, eligibility, in_force
from cpd.declarations.monitoring import QUESTIONS
from cpd.declarations.records import ROLES, Eligibility
from cpd.joining.intake import terms
from cpd.joining.sending import HEALTH, MONITORING
from foundation import clock
from foundation.journey.conditions import Answers
from foundation.journey.pages import Kind, Option, Page, Problem, Question, Section, yes_no
from foundation.words import read_typed_day

DECLARATIONS, HEALTH_SECTION, MONITORING_SECTION = "declarations", "health", "monitoring"
#: What these sections hold never stands in the frozen form: it has places of its own.
APART = frozenset({DECLARATIONS, HEALTH_SECTION, MONITORING_SECTION})
AGREEMENT_CODE = "D01"
#: Codes that stand on one page together, with its title. All others have a page of their own.
_TOGETHER = (
    ("feedback", "The people you work with", ("D11", "D12")),
    ("support", "Support for your work", ("D14", "D21")),
)
_INTROS = {"D02": "cpd/joining/form/intros/records.html"}
_ROLE = "role_"


def role_answers(answers: Answers) -> dict[str, str]:
    """The answers to the short list about the role."""
    return {role.name: answers.get(_ROLE + role.name) or "" for role in ROLES}


def branch_of(answers: Answers) -> str:
    """Which branch of the questions about records is theirs."""
    return eligibility(role_answers(answers)).branch


def question_name(one: Declaration) -> str:
    """The name of a question in the draft."""
    return f"{one.code}_{one.version}" + (f"_{one.branch}" if one.branch else "")


def _wanted(one: Declaration) -> str:
    """What shows it, if there is such a thing."""
    return (
        f"You can send this on the page “Anything else”: {one.evidence[0].lower()}{one.evidence[1:]}"
        if one.evidence
        else ""
    )


def as_question(one: Declaration, *, words: bool) -> Question:
    """A declaration as a question: what an answer starts is said beside it, before anybody chooses."""
    name = question_name(one)
    options = []
    for said, label in (("yes", "Yes"), ("no", "No")):
        worrying = said == one.worrying
        follow: tuple[Question, ...] = ()
        if worrying and one.further:
            follow = (
                Question(
                    f"{name}_words",
                    one.further,
                    Kind.TEXT,
                    hint=_wanted(one) if said == "yes" else "",
                    rows=5,
                    longest=10_000,
                    required="Tell us a little more",
                ),
            )
        options.append(Option(said, label, hint=one.starts if worrying else "", follow=follow))
    return Question(
        name, one.words if words else "", Kind.CHOICE, one.hint, tuple(options), required="Choose yes or no"
    )


def _needed(one: Declaration) -> Callable[[Answers], list[Problem]]:
    def check(answers: Answers) -> list[Problem]:
        said = answers.get(question_name(one))
        if said and said != one.needed:
            return [(question_name(one), one.starts)]
        if said and answers.get("agreed_terms") != terms.version_on(clock.today()):
            return [(question_name(one), terms.CHANGED)]
        return []

    return check


def _applies(branch: str) -> Callable[[Answers], bool]:
    return lambda answers: branch_of(answers) == branch


def _pages(on: date) -> Iterator[Page]:
    asked = [one for one in in_force(on) if Asked.APPLICATION in one.asked]
    branched = {one.code for one in asked if one.branch}
    grouped = {code: group for group in _TOGETHER for code in group[2]}
    done: set[str] = set()
    for one in asked:
        if one.code in (AGREEMENT_CODE, HEALTH, MONITORING) or one.code in done:
            continue
        group = grouped.get(one.code)
        if group is not None:
            slug, title, codes = group
            done.update(codes)
            yield Page(slug, title, tuple(as_question(other, words=True) for other in asked if other.code in codes))
            continue
        slug = one.code.lower() + (f"-{one.branch}" if one.branch else "")
        intro = _INTROS.get(one.code, "")
        applies = _applies(one.branch) if one.code in branched else lambda _answers: True
        # Where words stand before the question, it is asked below them and not by the heading.
        title = one.about if intro else one.words
        yield Page(slug, title, (as_question(one, words=bool(intro)),), applies=applies, intro=intro)


def declarations(on: date) -> Section:
    """The questions of a day."""
    return Section(DECLARATIONS, "Declarations", tuple(_pages(on)))


def _one(code: str, on: date) -> Declaration:
    return next(one for one in in_force(on) if one.code == code and not one.branch)


def health(on: date) -> Section:
    """The one question about health."""
    asked = _one(HEALTH, on)
    questions = (as_question(asked, words=True),)
    page = Page("health", "Your health and your work", questions, intro="cpd/joining/form/intros/health.html")
    return Section(HEALTH_SECTION, "Health", (page,))


def _monitoring_questions(*names: str) -> tuple[Question, ...]:
    return tuple(
        Question(f"monitoring_{one.name}", one.words, Kind.CHOICE, options=tuple(Option(*each) for each in one.options))
        for one in QUESTIONS
        if one.name in names
    )


_MONITORING_PAGES = (
    ("monitoring", ("age", "ethnicity", "religion"), "cpd/joining/form/intros/monitoring.html"),
    ("monitoring-2", ("sex", "gender", "orientation"), "cpd/joining/form/intros/monitoring_more.html"),
    ("monitoring-3", ("disability", "carer"), "cpd/joining/form/intros/monitoring_more.html"),
)
MONITORING_QUESTIONS = _monitoring_questions(*(one.name for one in QUESTIONS))


def monitoring(on: date, *, intro: str = "", optional: bool = False) -> Section:
    """The questions that only statistics see. Each may be left out; `optional` lets the pages be left out as well."""
    title = _one(MONITORING, on).words
    pages = tuple(
        Page(
            slug,
            title if slug == "monitoring" else "A little more, if you like",
            _monitoring_questions(*names),
            intro=intro if intro and slug == "monitoring" else usual,
            optional=optional,
        )
        for slug, names, usual in _MONITORING_PAGES
    )
    return Section(MONITORING_SECTION, "Helping us to be fair", pages)


def agreement(on: date) -> Section:
    """The Standards and the terms in their versions, and that everything is true."""
    asked = _one(AGREEMENT_CODE, on)
    page = Page(
        "agreement",
        "What you agree to",
        (as_question(asked, words=True),),
        check=_needed(asked),
        intro="cpd/joining/form/intros/agreement.html",
        keeps=terms.KEPT_AS,
    )
    return Section("agreement", "The Standards and the terms", (page,))


# ---------------------------------------------------------------------------------------------------- criminal records


def _may_have_check(answers: Answers) -> bool:
    said = role_answers(answers)
    return any(said.values()) and eligibility(said) is not Eligibility.NOT_EXEMPT


def _check_issued(answers: Answers) -> list[Problem]:
    day = read_typed_day(answers.get("check_issued") or "")
    if answers.get("record_check") == "yes" and day is not None and day > clock.today():
        return [("check_issued", "That day is yet to come")]
    return []


RECORDS = Section(
    "records",
    "Your role and the law on records",
    (
        Page(
            "role",
            "What do you do yourself?",
            tuple(
                yes_no(
                    _ROLE + role.name, role.words, hint=role.hint, unsure="I am not sure", required="Choose an answer"
                )
                for role in ROLES
            ),
            intro="cpd/joining/form/intros/role.html",
        ),
        Page(
            "record-check",
            "Do you have a criminal record check for your work?",
            (
                yes_no(
                    "record_check",
                    hint="A DBS check, the PVG scheme in Scotland, or AccessNI. Never send us the certificate.",
                    yes=(
                        Question(
                            "check_scheme",
                            "Which one?",
                            Kind.CHOICE,
                            options=(
                                Option("DBS", "DBS"),
                                Option("PVG", "PVG scheme (Scotland)"),
                                Option("AccessNI", "AccessNI (Northern Ireland)"),
                                Option("abroad", "From another country"),
                            ),
                            required="Choose which one",
                        ),
                        Question(
                            "check_level",
                            "At which level?",
                            Kind.CHOICE,
                            options=(
                                Option("basic", "Basic"),
                                Option("standard", "Standard"),
                                Option("enhanced", "Enhanced"),
                                Option("barred", "Enhanced, with the barred lists"),
                            ),
                            required="Choose the level",
                        ),
                        Question("check_number", "Its number", small=True, longest=40),
                        Question("check_issued", "Day on the certificate", Kind.DAY, required="Type the day"),
                        Question("check_asked_by", "Who asked for it?", required="Type who asked for it"),
                        yes_no("check_update", "Is it on the update service?"),
                    ),
                    required="Choose yes or no",
                ),
            ),
            applies=_may_have_check,
            check=_check_issued,
        ),
    ),
)
