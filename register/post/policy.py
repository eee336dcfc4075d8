"""The numbers of letters on paper."""

from foundation.policy import Policy, declare

WITHIN = declare(
    Policy(
        "post.within",
        3,
        "working days",
        "A letter on paper is in the post so soon after it was written",
        "house default",
        lambda days: 0 < days <= 30,
    )
)
ARRIVES = declare(
    Policy(
        "post.arrives",
        3,
        "days",
        "A letter counts as there so long after it was posted",
        "house default; courts count the second working day (CPR 6.26)",
        lambda days: 0 < days <= 14,
    )
)
GIVEN_UP = declare(
    Policy(
        "post.given_up",
        2,
        "days",
        "An email that could not be sent goes on paper after so long; one that was refused or came back goes at once",
        "house default",
        lambda days: 0 < days <= 30,
    )
)
BATCH = declare(
    Policy("post.batch", 100, "letters", "So many letters are printed at once", "house default", lambda n: 0 < n <= 500)
)
KEPT = declare(
    Policy(
        "post.kept",
        24,
        "months",
        "A posted letter is kept so long, and an address so long after the last registration",
        "house default, as the time in which people can come back (rules 6.4)",
        lambda months: 0 < months <= 240,
    )
)
