"""How somebody applies, who they are, what the register shows of them, and how they prove who they are."""

from __future__ import annotations

from collections.abc import Callable

from cpd.joining import policy
from cpd.joining.sending import check_route
from cpd.joining.vocabulary import Route
from cpd.vocabulary import Nation
from foundation import clock
from foundation.errors import Refused
from foundation.journey.conditions import Answers, chosen
from foundation.journey.pages import Kind, Option, Page, Problem, Question, Section, yes_no
from foundation.references import read_number
from foundation.words import read_typed_day, say_count, say_day

COMES_BACK = chosen("route", *(one.value for one in Route if one.comes_back))
CERTIFIED = chosen("identity", "certified")
OLDEST = 120 * 12


def _experience(_answers: Answers) -> str:
    today = clock.today()
    words = (
        f"You have worked at least {say_count(policy.HOURS.value(today))} hours as a case manager, or for "
        f"{policy.MONTHS.value(today)} months, in the last {policy.WITHIN.value(today) // 12} years."
    )
    closes = policy.EXPERIENCE_CLOSES.value(today)
    day = read_typed_day(closes) if closes else None
    return f"{words} This way is open until {say_day(day)}." if day else words


_ROUTES: dict[Route, str | Callable[[Answers], str]] = {
    Route.EXPERIENCE: _experience,
    Route.CERTIFICATE: "You hold a Certificate of Proficiency in case management.",
    Route.RECOGNISED_GRADE: "You are an Advanced member of BABICM, or a Case Manager with CMSUK.",
    Route.RETURN: "You were on our register, and left or let it run out.",
    Route.RESTORATION: "A panel removed you, and you may ask to come back by now.",
}


def _check_route(answers: Answers) -> list[Problem]:
    try:
        check_route(Route(answers["route"]), clock.today())
    except (KeyError, ValueError):
        return []
    except Refused as refused:
        return [("route", str(refused))]
    return []


def _check_number(answers: Answers) -> list[Problem]:
    typed = answers.get("number") or ""
    if typed and read_number(typed).number is None:
        return [("number", "Type your number as it stands on your old entry, such as CM004271S")]
    return []


HOW = Section(
    "how",
    "How you apply",
    (
        Page(
            "route",
            "How do you want to join?",
            (
                Question(
                    "route",
                    kind=Kind.CHOICE,
                    options=tuple(Option(one.value, one.label, hint=_ROUTES[one]) for one in Route),
                    required="Choose how you want to join",
                ),
            ),
            check=_check_route,
        ),
        Page(
            "coming-back",
            "What was your registration number?",
            (
                Question(
                    "number",
                    hint="You keep it. Link your old entry to your account first: your account’s home shows how.",
                    required="Type your registration number",
                    small=True,
                ),
            ),
            applies=COMES_BACK,
            check=_check_number,
        ),
        Page(
            "nation",
            "Where do you work most?",
            (
                Question(
                    "nation",
                    kind=Kind.CHOICE,
                    hint="Working days and the law on criminal records differ.",
                    options=tuple(Option(one.value, one.label) for one in Nation),
                    required="Choose where you work most",
                ),
            ),
        ),
    ),
)


def _check_name(answers: Answers) -> list[Problem]:
    if not (answers.get("forenames") or answers.get("surname")):
        return [("forenames", "Type your name. If you have only one, type it in either box")]
    return []


def _check_born(answers: Answers) -> list[Problem]:
    day, today = read_typed_day(answers.get("born") or ""), clock.today()
    if day is not None and (day >= today or day < clock.add_months(today, -OLDEST)):
        return [("born", "Look at the year again")]
    return []


def _shown(answers: Answers) -> str:
    first = " ".join(part for part in (answers.get("forenames"), answers.get("surname")) if part)
    return f"Leave it empty if people know you as {first}." if first else "Leave it empty if it is the same."


YOU = Section(
    "you",
    "About you",
    (
        Page(
            "name",
            "What is your full name?",
            (
                Question("title", "Title, if you use one", small=True, autocomplete="honorific-prefix", longest=40),
                Question("forenames", "First names", autocomplete="given-name", longest=100),
                Question("surname", "Last name", autocomplete="family-name", longest=100),
            ),
            check=_check_name,
            intro="cpd/joining/form/intros/name.html",
        ),
        Page(
            "register-name",
            "Which first name should the register show?",
            (Question("known_as", hint=_shown, longest=100),),
        ),
        Page(
            "former-names",
            "Did you ever work or train under another name?",
            (
                yes_no(
                    "former",
                    yes=(
                        Question(
                            "previous_names",
                            "Which names?",
                            Kind.TEXT,
                            hint="One on each line.",
                            rows=3,
                            longest=500,
                            required="Type the names, one on each line",
                        ),
                        yes_no(
                            "shows_previous",
                            "May the register show them?",
                            hint="People who search for an old name find you either way.",
                            required="Choose whether the register may show them",
                        ),
                    ),
                    hint="We look at your papers. You never have to tell us why a name changed.",
                    required="Choose yes or no",
                ),
            ),
        ),
        Page(
            "born",
            "When were you born?",
            (
                Question(
                    "born",
                    kind=Kind.DAY,
                    hint="For example 3 March 1980. The register never shows it.",
                    autocomplete="bday",
                    required="Type the day you were born",
                ),
            ),
            check=_check_born,
        ),
        Page(
            "reach",
            "How can we reach you?",
            (
                Question("phone", "Phone number", Kind.PHONE, autocomplete="tel", required="Type your phone number"),
                Question(
                    "post",
                    "Postal address",
                    Kind.TEXT,
                    hint="Only for letters. The register never shows it.",
                    rows=4,
                    longest=500,
                    autocomplete="street-address",
                    required="Type your postal address",
                ),
            ),
        ),
        Page(
            "place",
            "What should the register show of where you work?",
            (
                Question("town", "Town", longest=100, required="Type a town, or the nearest one"),
                Question("outcode", "First half of the postcode there", hint="For example LS6.", small=True, longest=8),
                Question("organisation", "Organisation", hint="Leave it empty to show none.", longest=200),
                Question("languages", "Languages besides English", hint="With commas between them.", longest=300),
            ),
            intro="cpd/joining/form/intros/place.html",
        ),
        Page(
            "easier",
            "What would make this easier for you?",
            (
                Question(
                    "needs",
                    kind=Kind.TEXT,
                    hint="Large print, a call instead of a letter, more time. Leave it empty if there is nothing.",
                    rows=3,
                    longest=1000,
                ),
            ),
        ),
    ),
)

IDENTITY = Section(
    "identity",
    "Who you are",
    (
        Page(
            "identity",
            "How will you show us who you are?",
            (
                Question(
                    "identity",
                    kind=Kind.CHOICE,
                    hint="We need a passport, driving photocard, identity card or residence permit.",
                    options=(
                        Option("live", "On a short video call", hint="You hold it up. We keep no picture of it."),
                        Option("office", "At our office"),
                        Option(
                            "certified",
                            "With a certified copy",
                            hint="A solicitor or a notary writes on a copy that it is true. You send a picture of it.",
                        ),
                    ),
                    required="Choose how you will show us who you are",
                ),
            ),
        ),
        Page("identity-files", "Send the certified copy", own=True, applies=CERTIFIED, keeps=("files_identity",)),
    ),
)
