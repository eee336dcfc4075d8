"""How fast one address may ask: the limits of the register's pages, each shared by a page and its JSON.

They slow a machine that copies the register by counting numbers up; nobody who reads is likely to meet them.
"""

from __future__ import annotations

from foundation.limits import limiter
from register import policy
from register.following import policy as following


def _searches() -> str:
    return f"{policy.SEARCHES_A_MINUTE.value()} per minute"


def _entries() -> str:
    return f"{policy.ENTRIES_A_MINUTE.value()} per minute"


def _checks() -> str:
    return f"{policy.CHECKS_A_MINUTE.value()} per minute"


def _followings() -> str:
    return f"{following.ASKED.value()} per hour"


searches = limiter.shared_limit(_searches, scope="searches")
entries = limiter.shared_limit(_entries, scope="entries")
statements = limiter.shared_limit(_searches, scope="statements")
codes = limiter.shared_limit(_searches, scope="codes")
checks = limiter.shared_limit(_checks, scope="checks")
followings = limiter.shared_limit(_followings, scope="followings", methods=["POST"])
