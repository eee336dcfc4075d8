"""The ladder alone: no decision goes further than it found, and none is public for longer than the rules say."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concerns.panels import ladder
from concerns.panels.ladder import Reached
from concerns.vocabulary import LADDER, Sanction
from foundation.errors import Refused
from tests.concerns.test_panels import ALL_RUNGS


@given(st.sampled_from(LADDER), st.booleans(), st.booleans(), st.booleans(), st.integers(0, 70))
def test_no_decision_goes_further_than_it_found(
    sanction: Sanction, proved: bool, breached: bool, impaired: bool, months: int
) -> None:
    given_months = months or None
    found = Reached({1: proved}, ["3.1"] if breached else [], impaired, sanction, given_months, ALL_RUNGS)
    allowed = {
        Sanction.NONE: given_months is None,
        Sanction.ADVICE: given_months is None,
        Sanction.WARNING: months in (12, 36, 60),
        Sanction.CONDITIONS: 1 <= months <= 36,
        Sanction.SUSPENSION: 1 <= months <= 12,
        Sanction.REMOVAL: given_months is None,
    }[sanction]
    if not proved:
        allowed = allowed and not breached and not impaired and sanction is Sanction.NONE
    elif not breached:
        allowed = allowed and not impaired and sanction is Sanction.NONE
    elif not impaired:
        allowed = allowed and sanction in (Sanction.NONE, Sanction.ADVICE, Sanction.WARNING)
    try:
        ladder.check(found, particulars={1}, conditions=36, suspension=12)
        passed = True
    except Refused:
        passed = False
    assert passed is allowed


@pytest.mark.parametrize("rung", [*ladder.STEPS, "none", "advice", "warning", "conditions", "suspension"])
def test_every_rung_up_to_the_one_that_is_taken_has_its_reason(rung: str) -> None:
    reasons = {one: words for one, words in ALL_RUNGS.items() if one != rung}
    found = Reached({1: True}, ["3.1"], True, Sanction.SUSPENSION, 6, reasons)
    with pytest.raises(Refused, match=rung):
        ladder.check(found, particulars={1}, conditions=36, suspension=12)


#: What the public reads of each for how many months in any case, as rules 6.8 have it.
USUAL = {Sanction.WARNING: 0, Sanction.CONDITIONS: 12, Sanction.SUSPENSION: 60, Sanction.REMOVAL: 120}


@pytest.mark.parametrize("sanction", LADDER)
@pytest.mark.parametrize(
    ("sexual", "without_end", "shown_months", "may"),
    [
        (False, False, None, True),
        (True, False, None, True),
        (False, True, None, False),
        (False, False, 240, False),
        (True, True, None, True),
        (True, False, 240, True),
        (True, True, 240, False),
        (True, False, -1, False),
    ],
)
def test_only_for_sexual_misconduct_the_public_reads_it_longer(
    sanction: Sanction, sexual: bool, without_end: bool, shown_months: int | None, may: bool
) -> None:
    found = Reached({1: True}, ["3.1"], True, sanction, None, ALL_RUNGS, sexual, without_end, shown_months)
    asked = without_end or shown_months is not None
    if may and not (asked and sanction not in USUAL):
        ladder.check_shown(found, usual=USUAL, about_health=False)
    else:
        with pytest.raises(Refused):
            ladder.check_shown(found, usual=USUAL, about_health=False)
    if asked:
        with pytest.raises(Refused):
            ladder.check_shown(found, usual=USUAL, about_health=True)
    if sanction in USUAL and sexual and not without_end:
        as_long = dataclasses.replace(found, shown_months=USUAL[sanction])
        with pytest.raises(Refused, match="in any case"):
            ladder.check_shown(as_long, usual=USUAL, about_health=False)
