"""A small journey about nothing in the house: joining a reading club."""

from __future__ import annotations

from foundation.journey.conditions import chosen
from foundation.journey.pages import Journey, Kind, ListPage, Option, Page, Question, Section, yes_no
from foundation.journey.reading import problems

FRIENDS = ListPage(
    "friends",
    "Do friends come along?",
    items="friends",
    item_title="Friend",
    item_questions=(Question("name", "Their name", required="Type a name"), Question("age", "Their age")),
    first="Do friends come along?",
    another="Does another friend come along?",
    most=3,
)
CLUB = Journey(
    "club",
    (
        Section(
            "reader",
            "The reader",
            (
                Page(
                    "reads",
                    "What do you read?",
                    (
                        Question(
                            "reads",
                            kind=Kind.CHOICES,
                            options=(
                                Option("novels", "Novels"),
                                Option("poems", "Poems", follow=(Question("poet", "Whose?", required="Name a poet"),)),
                                Option("nothing", "Nothing yet", alone=True),
                            ),
                            required="Choose what you read",
                        ),
                    ),
                ),
                Page(
                    "poem",
                    lambda answers: f"Which poem by {answers.get('poet') or 'them'}?",
                    (Question("poem", kind=Kind.TEXT, longest=50),),
                    applies=chosen("reads", "poems"),
                ),
            ),
        ),
        Section(
            "visit",
            "The visit",
            (
                Page(
                    "when",
                    "When do you come?",
                    (
                        Question("day", "Which day?", Kind.DAY, required="Type a day"),
                        yes_no("late", "Are you late?", yes=(Question("why", "Why?", required="Say why"),)),
                    ),
                    check=lambda answers: [("day", "Not on that day")] if answers.get("day") == "1 May 2027" else [],
                ),
                FRIENDS,
            ),
        ),
    ),
    judge=problems,
)
