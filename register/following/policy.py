"""The numbers of telling those who rely on an entry."""

from foundation.policy import Policy, declare


def _few(value: int) -> bool:
    return 0 < value <= 100


MOST = declare(
    Policy(
        "following.most",
        10,
        "entries",
        "One address follows at most so many",
        "comparison, watch list with alerts: up to 10; a Californian board allows 16",
        _few,
    )
)
NAMED_MOST = declare(
    Policy("following.named", 5, "organisations", "A registrant names at most so many", "house default", _few)
)
NAMED_AFTER = declare(
    Policy(
        "following.named.after",
        15,
        "working days",
        "Whom a registrant named is told of a lapse after so long without renewal",
        "rules 6.4",
        _few,
    )
)
NAMED_AGAIN = declare(
    Policy(
        "following.named.again",
        30,
        "days",
        "An address that a registrant takes off and names again gets no second letter about it within",
        "house default; no longer than the address of who follows no more is kept",
        _few,
    )
)
UNCONFIRMED = declare(
    Policy(
        "following.unconfirmed", 7, "days", "Without a yes, a wish to follow is deleted after", "house default", _few
    )
)
ENDED = declare(
    Policy(
        "following.ended",
        30,
        "days",
        "The address of who follows no more is deleted after; until then nobody can ask it again",
        "house default",
        _few,
    )
)
ASKED_DAILY = declare(
    Policy(
        "following.asked.daily",
        2,
        "letters a day",
        "Whoever types an address into the form causes at most so many letters to it that nobody says yes to",
        "house default",
        _few,
    )
)
LETTERS = declare(
    Policy(
        "following.letters",
        14,
        "days",
        "A letter about an entry that somebody relies on is deleted when it was sent so long ago",
        "house default",
        _few,
    )
)
ASKED = declare(
    Policy(
        "following.asked",
        20,
        "an hour",
        "So often one network may ask to follow or use a link",
        "house default",
        lambda value: 0 < value <= 10_000,
    )
)
