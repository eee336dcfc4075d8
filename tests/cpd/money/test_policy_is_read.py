"""No number of money stands among the policies that nothing reads."""

from __future__ import annotations

from cpd.money import policy
from foundation.policy import Policy


def test_nobody_is_asked_into_how_many_parts_a_fee_is_split() -> None:
    held = [one.name for one in vars(policy).values() if isinstance(one, Policy)]
    assert held
    assert "fees.instalments" not in held
