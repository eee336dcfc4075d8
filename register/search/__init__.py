"""The search room: finding a person on the register however their name is typed.

`put` and `remove` keep it true, inside the transaction that changes the register; `find` answers. It sees only what it
is given: someone whose place is withheld must be passed without one.
"""

from register.search.asking import (
    MOST_LISTED,
    PAGE_SIZE,
    Advice,
    Answer,
    Hit,
    Person,
    Question,
    StatusGroup,
    UnderOrders,
)
from register.search.families import warm
from register.search.finding import everybody, find
from register.search.index import freshen, put, reindex, remove

__all__ = [
    "MOST_LISTED",
    "PAGE_SIZE",
    "Advice",
    "Answer",
    "Hit",
    "Person",
    "Question",
    "StatusGroup",
    "UnderOrders",
    "everybody",
    "find",
    "freshen",
    "put",
    "reindex",
    "remove",
    "warm",
]
