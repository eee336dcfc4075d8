"""How the domain says no, and the yes/no form of a check."""

from __future__ import annotations

import pytest

from foundation.errors import DomainError, Missing, NotAllowed, Refused, allows


def check(problem: Exception | None) -> None:
    if problem is not None:
        raise problem


@pytest.mark.parametrize(
    ("error", "status"), [(Refused("No."), 409), (NotAllowed("No."), 403), (Missing("No."), 404), (DomainError(), 400)]
)
def test_each_no_has_its_status_and_a_sentence(error: DomainError, status: int) -> None:
    assert error.status == status
    assert error.sentence in {"No.", "That cannot be done."}


def test_allows_is_the_yes_or_no_of_a_check() -> None:
    assert allows(check, None)
    assert not allows(check, Refused("No."))
    assert not allows(check, problem=NotAllowed("No."))


@pytest.mark.parametrize("error", [Missing("Gone."), ValueError("a fault"), KeyError("another")])
def test_what_is_no_answer_of_a_rule_is_not_taken_for_one(error: Exception) -> None:
    with pytest.raises(type(error)):
        allows(check, error)
