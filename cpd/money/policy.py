"""The numbers of money, as policies (rules 6.11, 6.12). Every part declares its own fees with `fee`; 0: none is set."""

from __future__ import annotations

from foundation.policy import Policy, declare

#: In pence: more than any fee, less than what the database can count.
MOST = 1_000_000_00
_fees: list[Policy[int]] = []


def fee(name: str, about: str) -> Policy[int]:
    """Declare a fee: none is set, so that no money is asked for until somebody decides one."""
    made = declare(
        Policy(
            f"fees.{name}",
            0,
            "pence; 0 means that none is set",
            about,
            "rules 6.12: none is set",
            lambda value: 0 <= value < MOST,
        )
    )
    _fees.append(made)
    return made


def fees() -> tuple[Policy[int], ...]:
    """Every fee that was declared."""
    return tuple(_fees)


PAYMENT_AGAIN = declare(
    Policy(
        "fees.payment_again",
        14,
        "days",
        "A payment that failed can be made good within",
        "rules 6.12",
        lambda value: 0 < value < 10_000,
    )
)
KEPT = declare(
    Policy(
        "fees.kept",
        84,
        "months",
        "Invoices and payments are kept for",
        "rules 6.11: six years and the running one",
        lambda value: 0 < value < 10_000,
    )
)
