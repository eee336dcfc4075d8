"""Single cells: what they may say, and the sentence when they may not."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.operations import OtherPlace
from register.sheets import cells
from register.sheets.cells import Problem
from register.vocabulary import EndingKind, PracticeArea, WorksWith


@pytest.mark.parametrize(
    "typed",
    [
        "a@example.org",
        "first.last+register@sub.example.co.uk",
        "édouard.legendre@example.org",
        "alcides.agustí18@example.org",
        "o'brien@example.org",
        "x@bücher.example",
        "用户@example.org",
    ],
)
def test_an_address_is_kept_as_typed(typed: str) -> None:
    assert cells.email(typed) == typed


@pytest.mark.parametrize(
    "typed",
    [
        "not an address", "a@", "@example.org", "a@@example.org", "a b@example.org", "a@example", "a@exa mple.org",
        ".a@example.org", "a..b@example.org", "a@-example.org", "a@example..org", "a@example.org;b@example.org",
        "Ada <ada@example.org>", "a" * 65 + "@example.org", "a@" + "b" * 250 + ".org", "n/a", "a@example.org.",
    ],
)  # fmt: skip
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(Problem):
        cells.email(typed)


def test_practice_areas_are_parted_and_kept_once() -> None:
    assert cells.areas("Mental Health; HOUSING;housing; mental-health;") == (
        PracticeArea.MENTAL_HEALTH,
        PracticeArea.HOUSING,
    )
    assert cells.areas("Health, Social care / Justice") == (
        PracticeArea.HEALTH,
        PracticeArea.SOCIAL_CARE,
        PracticeArea.JUSTICE,
    )


def test_an_unknown_practice_area_is_refused_with_the_list() -> None:
    with pytest.raises(
        Problem, match="Brain injury is not one of the practice areas: Health, Mental health, Social care"
    ):
        cells.areas("Health; Brain injury")


@pytest.mark.parametrize(
    ("typed", "works"),
    [
        ("Adults", WorksWith.ADULTS),
        ("CHILDREN", WorksWith.CHILDREN),
        ("adults and children", WorksWith.BOTH),
        ("Children & adults", WorksWith.BOTH),
        ("Adults/children", WorksWith.BOTH),
        ("both", WorksWith.BOTH),
        ("", None),
    ],
)
def test_whom_somebody_works_with(typed: str, works: WorksWith | None) -> None:
    assert cells.works_with(typed) == works


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(Problem, match="Adults, Children, or Adults and children"):
        cells.works_with("Dogs")


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("HCPC OT012345", [("HCPC", "OT012345")]),
        ("hcpc: OT012345", [("HCPC", "OT012345")]),
        ("HCPC (OT012345)", [("HCPC", "OT012345")]),
        ("HCPC OT012345; NMC 12A3456B", [("HCPC", "OT012345"), ("NMC", "12A3456B")]),
        ("HCPC OT012345, NMC 12A3456B", [("HCPC", "OT012345"), ("NMC", "12A3456B")]),
        ("Social Work England SW98765", [("SWE", "SW98765")]),
        ("Osteopaths Council 1234/5", [("Osteopaths Council", "1234/5")]),
        ("SWE SW1; SWE SW1", [("SWE", "SW1")]),
    ],
)
def test_other_registers_are_read_with_their_numbers(typed: str, places: list[tuple[str, str]]) -> None:
    assert cells.other_registers(typed) == tuple(OtherPlace(*place) for place in places)


@pytest.mark.parametrize("typed", ["HCPC", "yes", "OT012345", "12345", "see file"])
def test_another_register_without_body_or_number_is_refused(typed: str) -> None:
    with pytest.raises(Problem, match="such as HCPC OT012345"):
        cells.other_registers(typed)


@pytest.mark.parametrize(
    ("typed", "label", "kind"),
    [
        ("registered", "Registered", None),
        ("REGISTERED", "Registered", None),
        ("Lapsed", "Lapsed", None),
        ("left voluntarily", "Left", EndingKind.LEFT),
        ("Removed – administrative", "Removed - administrative", EndingKind.ADMINISTRATIVE_REMOVAL),
    ],
)
def test_a_status_is_one_of_four_words(typed: str, label: str, kind: EndingKind | None) -> None:
    assert cells.status(typed) == (label, kind)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Regd (chk w/ Sue)", "not a status we know. Write Registered, Lapsed, Left"),
        ("", "no status here"),
        ("Suspended", "comes from a decision"),
        ("Removed", "comes from a decision"),
        ("Registered - conditions", "comes from a decision"),
        ("Deceased", "comes from a decision"),
    ],
)
def test_any_other_status_is_refused(typed: str, words: str) -> None:
    with pytest.raises(Problem, match=words.replace("(", r"\(")):
        cells.status(typed)


@pytest.mark.parametrize(
    ("typed", "kept", "remarked"),
    [
        ("LS6", "LS6", False),
        ("SW1A", "SW1A", False),
        ("BT9", "BT9", False),
        ("ls6", "LS6", True),
        ("LS6 2AB", "LS6", True),
        ("ls62ab", "LS6", True),
        ("", "", False),
        ("nowhere", "", True),
        ("ZZ99", "", True),
        ("12345", "", True),
    ],
)
def test_a_postcode_area_is_kept_or_left_out_with_a_remark(typed: str, kept: str, remarked: bool) -> None:
    found, remark = cells.outcode(typed)
    assert (found, bool(remark)) == (kept, remarked)


def test_a_list_has_an_end() -> None:
    assert cells.names("Welsh; Welsh; BSL") == ("Welsh", "BSL")
    assert cells.names("Arabic (Gulf); English") == ("Arabic (Gulf)", "English")
    with pytest.raises(Problem, match="At most 20"):
        cells.names("; ".join(map(str, range(30))))
    with pytest.raises(Problem, match="longer than 80"):
        cells.names("x" * 81)


def test_yes_and_no() -> None:
    assert [cells.yes_or_no(word) for word in ("Yes", "y", "TRUE", "", "No", "n")] == [True] * 3 + [False] * 3
    with pytest.raises(Problem, match="Yes or No"):
        cells.yes_or_no("perhaps")


@settings(deadline=None)
@given(st.text(max_size=60))
def test_no_text_breaks_a_reader(typed: str) -> None:
    for reader in (cells.email, cells.areas, cells.works_with, cells.other_registers, cells.status, cells.outcode):
        with suppress(Problem):
            reader(typed)
