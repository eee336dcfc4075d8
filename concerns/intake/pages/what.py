"""What happened, of what kind it is, when and where, whether it goes on, who is at risk, and what should come of it."""

from __future__ import annotations

from concerns.intake.pages.who import MYSELF
from concerns.vocabulary import WORRIES
from foundation.journey.conditions import Answers, chosen, unless
from foundation.journey.pages import Kind, Option, Page, Question, Section, yes_no

RISK = chosen("risk", "yes", "unsure")


def _title(answers: Answers) -> str:
    return "What do you want to tell us?" if MYSELF(answers) else "What happened?"


SECTION = Section(
    "what",
    "What happened",
    (
        Page(
            "what",
            _title,
            (
                Question(
                    "what",
                    kind=Kind.TEXT,
                    hint="Write it as you would tell a friend. Short is fine. You can add more later.",
                    rows=12,
                    required="Tell us what happened, in your own words",
                ),
            ),
            intro="concerns/report/intros/what.html",
        ),
        Page(
            "kind",
            "What kind of worry is it?",
            (
                Question(
                    "worries",
                    kind=Kind.CHOICES,
                    hint="Choose all that fit. A rough answer is enough.",
                    options=tuple(Option(worry.code, worry.words) for worry in WORRIES),
                    required="Choose at least one. If nothing fits, choose something else",
                ),
            ),
        ),
        Page(
            "when",
            "When did it happen?",
            (
                Question(
                    "when",
                    kind=Kind.WHEN,
                    hint="A day, a month, or roughly: “last spring” or “from 2023 until now”.",
                    required="Say roughly when, or that you do not know",
                ),
            ),
        ),
        Page(
            "where",
            "Where did it happen?",
            (Question("where", hint="For example at home, in hospital, by phone. Leave it empty if you do not know."),),
        ),
        Page(
            "going-on",
            "Is it still going on?",
            (yes_no("ongoing", required="Choose yes, no or not sure", unsure="I am not sure"),),
        ),
        Page(
            "risk",
            "Is someone at risk of harm now?",
            (
                yes_no(
                    "risk",
                    hint="You, the person it happened to, or anyone else.",
                    required="Choose yes, no or not sure",
                    unsure="I am not sure",
                ),
            ),
        ),
        Page(
            "help-now",
            "Get help now",
            (
                Question(
                    "help",
                    "Who has been told?",
                    Kind.CHOICES,
                    hint="Leave it empty if you do not want to say.",
                    options=(
                        Option("police", "The police"),
                        Option("council", "The council’s safeguarding team"),
                        Option("doctor", "A doctor or nurse"),
                        Option("nobody", "Nobody yet", alone=True),
                    ),
                ),
            ),
            applies=RISK,
            intro="concerns/report/intros/help_now.html",
        ),
        Page(
            "want",
            "What would you like to happen?",
            (
                Question(
                    "want",
                    kind=Kind.CHOICES,
                    hint="Choose all that fit. We cannot promise any of it, but we want to know.",
                    options=(
                        Option("look", "Look into what happened"),
                        Option("stop", "Make sure that it does not happen to others"),
                        Option("answer", "Get me an answer or an apology"),
                        Option("right", "Get it put right"),
                        Option("know", "Only know about it"),
                        Option(
                            "other",
                            "Something else",
                            follow=(
                                Question(
                                    "want_other", "What else would you like to happen?", Kind.TEXT, rows=3, longest=2000
                                ),
                            ),
                        ),
                    ),
                ),
            ),
            applies=unless(MYSELF),
            intro="concerns/report/intros/want.html",
        ),
    ),
)
