"""How fast one address may begin forms and try secrets. The right secret is never slowed down: wrong ones count."""

from __future__ import annotations

from concerns import policy
from foundation import limits

_WRONG, _TOO_MANY = 400, 429
_NOT_THESE = "The reference and the secret do not fit together. Look at both again"
_SLOWLY = "That was wrong many times. Wait a minute, then try again. The right secret always works"


def beginnings() -> str:
    """How many forms may be begun, as the limiter reads it."""
    return f"{policy.BEGINNINGS_AN_HOUR.value()} per hour"


def count_wrong(where: str) -> tuple[str, int]:
    """Count a wrong secret; gives the sentence for it, which is the same whatever was wrong, and its status."""
    slow = limits.is_over(where, f"{policy.TRIES_A_MINUTE.value()} per minute")
    return (_SLOWLY, _TOO_MANY) if slow else (_NOT_THESE, _WRONG)
