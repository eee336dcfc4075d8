"""Repairs: what is put right, what is left alone, and that a second repair finds nothing to do."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.sheets import repair

anything = st.text(max_size=40)
latin = st.text(
    alphabet=st.sampled_from("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ '-éÉßøłŁİıŉǆ"), max_size=25
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("\xa0COOK  ", "Cook"),
        ("Anna\xa0\xa0Maria", "Anna Maria"),
        ("O’BRIEN", "O'Brien"),
        ("O`brien", "O'brien"),
        ("Núñez-O’Brien", "Núñez-O'Brien"),
        ("MCDONALD", "McDonald"),
        ("mcdonald", "McDonald"),
        ("MACDONALD", "MacDonald"),
        ("MACKIE", "Mackie"),
        ("VAN DER BERG", "van der Berg"),
        ("van der berg", "van der Berg"),
        ("van der Berg", "van der Berg"),
        ("DE SOUZA", "de Souza"),
        ("D'ARCY", "D'Arcy"),
        ("DELL'AQUILA", "Dell'Aquila"),
        ("SHU'AYB", "Shu'ayb"),
        ("SMITH-JONES", "Smith-Jones"),
        ("smith\u2011jones", "Smith-Jones"),
        ("ap rhys", "ap Rhys"),
        ("DE", "De"),
        ("NG", "Ng"),
        ("McDONALD", "McDONALD"),
        ("bell Hooks", "bell Hooks"),
        ("Ó FÓGARTAIGH", "Ó Fógartaigh"),
        ("ŁUKASIK", "Łukasik"),
        ("IJSBRAND", "IJsbrand"),
        ("HENRY THOMAS III", "Henry Thomas III"),
        ("王", "王"),
        ("محمد", "محمد"),
        ("=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("Zoe\u0308", "Zoë"),
        ("Ali\u200bce\u202e", "Alice"),
        ("Two\nlines", "Two lines"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_a_surname_is_kept_as_it_was_meant(typed: str, kept: str) -> None:
    assert repair.name(typed) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("JP", "JP"), ("jp", "JP"), ("JO", "Jo"), ("MARY ANNE", "Mary Anne"), ("J P", "J P"), ("mary-jane", "Mary-Jane")],
)
def test_initials_written_together_stay_initials(typed: str, kept: str) -> None:
    assert repair.name(typed, given=True) == kept


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("LEEDS", "Leeds"),
        ("newcastle upon tyne", "Newcastle upon Tyne"),
        ("STRATFORD-UPON-AVON", "Stratford-upon-Avon"),
        ("KING’S LYNN", "King's Lynn"),
        ("MACCLESFIELD", "Macclesfield"),
        ("Ashby de la Zouch", "Ashby de la Zouch"),
    ],
)
def test_a_town_is_kept_as_it_was_meant(typed: str, kept: str) -> None:
    assert repair.place(typed) == kept


@pytest.mark.parametrize(("typed", "kept"), [("MR", "Mr"), ("dr.", "Dr"), ("Mx", "Mx"), ("Prof.", "Prof"), ("", "")])
def test_a_title_loses_its_full_stop(typed: str, kept: str) -> None:
    assert repair.title(typed) == kept


@settings(deadline=None)
@given(anything | latin)
def test_a_second_repair_finds_nothing_to_do(typed: str) -> None:
    for put_right in (repair.text, repair.name, repair.place, lambda cell: repair.name(cell, given=True)):
        once = put_right(typed)
        assert put_right(once) == once


@settings(deadline=None)
@given(anything)
def test_text_is_one_tidy_line(typed: str) -> None:
    kept = repair.text(typed)
    assert kept == " ".join(kept.split())
    assert unicodedata.is_normalized("NFC", kept)
    assert not any(unicodedata.category(letter) in {"Cc", "Cs"} for letter in kept)


@settings(deadline=None)
@given(latin)
def test_a_repair_of_capitals_changes_no_letter(typed: str) -> None:
    def letters(cell: str) -> str:
        return unicodedata.normalize("NFC", "".join(cell.split()).casefold())

    assert letters(repair.name(typed)) == letters(repair.text(typed))


@settings(deadline=None)
@given(anything)
def test_a_name_in_mixed_case_is_left_alone(typed: str) -> None:
    tidy = repair.text(typed)
    if not tidy.isupper() and not tidy.islower():
        assert repair.name(typed).casefold() == repair.name(tidy).casefold()
        assert [letter for letter in repair.name(typed) if letter.isalpha()] == [c for c in tidy if c.isalpha()]


@settings(deadline=None)
@given(anything | st.text(alphabet="'=+-@\t\r a", max_size=6))
def test_a_guard_hides_a_formula_and_comes_off_again(cell: str) -> None:
    guarded = repair.guarded(cell)
    assert not guarded.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert repair.unguarded(guarded) == cell


def test_a_guard_leaves_names_alone() -> None:
    assert repair.guarded("'t Hooft") == "'t Hooft"
    assert repair.unguarded("'t Hooft") == "'t Hooft"


@pytest.mark.parametrize(
    ("typed", "kept", "words"),
    [
        ("\xa0COOK ", "Cook", "spaces and capitals"),
        ("O’Neil", "O'Neil", "apostrophe"),
        ("Zoe\u0308", "Zoë", "letters"),
    ],
)
def test_the_repair_is_named(typed: str, kept: str, words: str) -> None:
    assert repair.what(typed, kept) == words
