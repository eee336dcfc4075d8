"""What somebody learned, where they worked and when they did not, what they do now, and who else lists them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from cpd.joining import policy
from cpd.joining.applying import Gap, Job
from cpd.joining.history import Unexplained, gaps_to_explain
from cpd.joining.intake.typed import read_month, read_whole
from foundation import clock
from foundation.journey.conditions import Answers, chosen
from foundation.journey.pages import Kind, ListPage, Option, Page, Problem, Question, Section, yes_no
from foundation.words import read_typed_day, say_day
from register.vocabulary import PracticeArea, WorksWith

LIKE_A_MONTH = "Type a month and a year, such as March 2019"
_NEEDS_PAPER = chosen("route", "certificate", "recognised_grade")
Item = Mapping[str, Any]


def _each(page_items: str, title: str, answers: Answers, check: Any) -> list[Problem]:
    found: list[Problem] = []
    for number, item in enumerate(answers.get(page_items) or [], start=1):
        wrong = check(item)
        if wrong:
            found.append((f"item-{number}", f"{title} {number}: {wrong[0][1]}"))
    return found


# ------------------------------------------------------------------------------------------------------ qualifications


def _check_qualifications(answers: Answers) -> list[Problem]:
    if _NEEDS_PAPER(answers) and not answers.get("qualifications") and answers.get("qualifications_more") == "no":
        return [("qualifications_more", "Add the certificate or the grade by which you apply")]
    return []


QUALIFICATIONS = Section(
    "qualifications",
    "Qualifications",
    (
        ListPage(
            "qualifications",
            "Your qualifications",
            check=_check_qualifications,
            items="qualifications",
            item_title="Qualification",
            item_questions=(
                Question("name", "What is it?", hint="For example: degree in nursing.", required="Type what it is"),
                Question("awarded_by", "Who gave it to you?", required="Type who gave it to you"),
                Question("year", "In which year?", small=True, longest=20),
                Question("number", "Its number, if it has one", small=True, longest=60),
            ),
            first="Do you have a qualification, certificate or grade to tell us of?",
            another="Do you want to add another one?",
        ),
        Page("qualification-files", "Do you have copies of them?", own=True, keeps=("files_qualification",)),
    ),
)

# ---------------------------------------------------------------------------------------------------------------- work


def check_job(item: Item) -> list[Problem]:
    """What is wrong with the days of a job."""
    began = read_month(item.get("began") or "")
    ended = read_month(item.get("ended") or "", last=True)
    found: list[Problem] = []
    if item.get("began") and began is None:
        found.append(("began", LIKE_A_MONTH))
    if began is not None and began > clock.today():
        found.append(("began", "That month is yet to come"))
    if item.get("ended") and ended is None:
        found.append(("ended", LIKE_A_MONTH + ", or leave it empty"))
    if began is not None and ended is not None and ended < began:
        found.append(("ended", "It ends before it begins. Look at the months again"))
    return found


def check_gap(item: Item) -> list[Problem]:
    """What is wrong with the days of a time without work."""
    return check_job(item)


def jobs(answers: Answers) -> tuple[Job, ...]:
    """The jobs whose days can be read."""
    found = []
    for item in answers.get("jobs") or []:
        began = read_month(item.get("began") or "")
        if began is None or check_job(item):
            continue
        found.append(
            Job(
                item.get("employer") or "",
                item.get("role") or "",
                began,
                read_month(item.get("ended") or "", last=True),
                item.get("as_case_manager") == "yes",
            )
        )
    return tuple(found)


def gaps(answers: Answers) -> tuple[Gap, ...]:
    """The times without work that were explained and can be read."""
    found = []
    for item in answers.get("gaps") or []:
        began, ended = read_month(item.get("began") or ""), read_month(item.get("ended") or "", last=True)
        if began is not None and not check_gap(item):
            found.append(Gap(began, ended or clock.today(), item.get("why") or ""))
    return tuple(found)


def has_gaps(answers: Answers) -> bool:
    """Whether there is a time to explain, explained or not."""
    return bool(answers.get("jobs")) and bool(gaps_to_explain(jobs(answers), (), clock.today()))


def unexplained(answers: Answers) -> list[Unexplained]:
    """The times that are still to be explained."""
    return gaps_to_explain(jobs(answers), gaps(answers), clock.today())


def _check_jobs(answers: Answers) -> list[Problem]:
    if not answers.get("jobs") and answers.get("jobs_more") == "no":
        return [("jobs_more", "Add at least one job, also if it was long ago")]
    return _each("jobs", "Job", answers, check_job)


def _check_gaps(answers: Answers) -> list[Problem]:
    wrong = _each("gaps", "Time", answers, check_gap)
    if wrong or answers.get("gaps_more") == "yes":
        return wrong
    open_times = unexplained(answers)
    if open_times:
        first = open_times[0]
        return [("gaps_more", f"Tell us about {say_day(first.begins_on)} to {say_day(first.ends_on)} too")]
    return []


def _check_hours(answers: Answers) -> list[Problem]:
    found: list[Problem] = []
    read: dict[str, int] = {}
    for name in ("hours_12", "hours_24", "hours_all", "months_all"):
        typed = answers.get(name) or ""
        number = read_whole(typed)
        if typed and number is None:
            found.append((name, "Type a whole number, such as 900"))
        elif number is not None:
            read[name] = number
    if not found and read.get("hours_24", 0) < read.get("hours_12", 0):
        found.append(("hours_24", "This is less than in the last 12 months alone. Look at both again"))
    return found


def _check_last(answers: Answers) -> list[Problem]:
    typed = answers.get("last_practised") or ""
    day = read_month(typed)
    if typed and day is None:
        return [("last_practised", LIKE_A_MONTH)]
    if day is not None and day > clock.today():
        return [("last_practised", "That month is yet to come")]
    return []


def _years(answers: Answers) -> str:
    del answers
    return f"Where have you worked in the last {policy.WITHIN.value() // 12} years?"


def _gap_hint(_answers: Answers) -> str:
    return f"Times of more than {policy.GAP.value()} months"


WORK = Section(
    "work",
    "Where you worked",
    (
        ListPage(
            "jobs",
            _years,
            check=_check_jobs,
            intro="cpd/joining/form/intros/jobs.html",
            items="jobs",
            item_title="Job",
            item_questions=(
                Question("employer", "Employer, or your own business", required="Type who you worked for"),
                Question("role", "Your role", required="Type your role"),
                Question(
                    "began", "From", hint="Month and year, such as March 2019.", small=True, required=LIKE_A_MONTH
                ),
                Question("ended", "Until", hint="Leave it empty if it goes on.", small=True),
                yes_no("as_case_manager", "Was it work as a case manager?", required="Choose yes or no"),
            ),
            first="Do you want to add a job?",
            another="Do you want to add another job?",
            required="Choose yes to add a job",
            most=30,
        ),
        ListPage(
            "gaps",
            "What did you do in between?",
            applies=has_gaps,
            check=_check_gaps,
            intro="cpd/joining/form/intros/gaps.html",
            items="gaps",
            item_title="Time",
            item_questions=(
                Question(
                    "began", "From", hint="Month and year, such as March 2019.", small=True, required=LIKE_A_MONTH
                ),
                Question("ended", "Until", hint="Leave it empty if it goes on.", small=True),
                Question(
                    "why",
                    "What did you do?",
                    Kind.TEXT,
                    hint="A few words are enough: looking after a child, travel, study, looking for work.",
                    rows=3,
                    longest=1000,
                    required="Tell us in a few words what you did",
                ),
            ),
            first="Do you want to tell us now?",
            another="Do you want to add another time?",
            required="Choose yes to tell us",
            most=30,
        ),
        Page(
            "hours",
            "How much have you worked as a case manager?",
            (
                Question(
                    "hours_12",
                    "Hours in the last 12 months",
                    small=True,
                    required="Type the hours of the last 12 months, or 0",
                ),
                Question(
                    "hours_24",
                    "Hours in the last 24 months",
                    small=True,
                    required="Type the hours of the last 24 months, or 0",
                ),
                Question(
                    "hours_all",
                    lambda _: f"Hours in the last {policy.WITHIN.value() // 12} years",
                    small=True,
                    required="Type the hours, or 0 for none",
                ),
                Question(
                    "months_all",
                    lambda _: f"Months in the last {policy.WITHIN.value() // 12} years",
                    small=True,
                    required="Type the months, or 0 for none",
                ),
            ),
            check=_check_hours,
            intro="cpd/joining/form/intros/hours.html",
        ),
        Page(
            "last-practised",
            "When did you last work as a case manager?",
            (
                Question(
                    "last_practised",
                    hint="Month and year. If you work now, type this month.",
                    small=True,
                    required=LIKE_A_MONTH,
                ),
            ),
            check=_check_last,
        ),
    ),
)

# ------------------------------------------------------------------------------------------------------------- practice


def _check_training(answers: Answers) -> list[Problem]:
    day = read_typed_day(answers.get("safeguarding_on") or "")
    if answers.get("safeguarding") == "yes" and day is not None and day > clock.today() + timedelta(days=0):
        return [("safeguarding_on", "That day is yet to come")]
    return []


PRACTICE = Section(
    "practice",
    "What you do",
    (
        Page(
            "areas",
            "In which areas do you work?",
            (
                Question(
                    "areas",
                    kind=Kind.CHOICES,
                    hint="Choose all that fit. The register shows them.",
                    options=tuple(Option(one.value, one.label) for one in PracticeArea),
                    required="Choose at least one area",
                ),
            ),
        ),
        Page(
            "works-with",
            "Who do you work with?",
            (
                Question(
                    "works_with",
                    kind=Kind.CHOICE,
                    options=tuple(Option(one.value, one.label) for one in WorksWith),
                    required="Choose who you work with",
                ),
            ),
        ),
        Page(
            "safeguarding",
            "Have you had safeguarding training?",
            (
                yes_no(
                    "safeguarding",
                    yes=(
                        Question(
                            "safeguarding_on", "When was the last one?", Kind.DAY, hint="For example 3 March 2026."
                        ),
                        Question("safeguarding_level", "At which level?", small=True, longest=60),
                    ),
                    hint="If not, we talk to you about when you can have it.",
                    required="Choose yes or no",
                ),
            ),
            check=_check_training,
        ),
        ListPage(
            "elsewhere",
            "Other registers",
            intro="cpd/joining/form/intros/elsewhere.html",
            items="elsewhere",
            item_title="Register",
            item_questions=(
                Question(
                    "body", "Who keeps it?", hint="For example the NMC, or the HCPC.", required="Type who keeps it"
                ),
                Question("number", "Your number there", small=True, longest=60, required="Type your number there"),
            ),
            first="Are you on another register?",
            another="Do you want to add another one?",
        ),
    ),
)


def day_of(answers: Answers, name: str) -> date | None:
    """A day that was typed."""
    return read_typed_day(answers.get(name) or "")
