"""Folding, sounds, keys, costs, readings and the lists: what needs no database."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from register.search import Person
from register.search.costs import HIGHEST, Word, by_rule
from register.search.families import given_relatives, surname_relatives
from register.search.fold import fold, fold_organisation, fold_place, words
from register.search.forms import KIND_COST, forms, unpack
from register.search.keys import far_keys, near_keys, stored_keys
from register.search.reading import place_cuts, readings, typed
from register.search.sounds import heard, metaphones, skeleton, sound
from tests.register.search.people import SAMPLE, person


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("O’Brien", "obrien"),
        ("O`Brien", "obrien"),
        ("ÓBriain", "obriain"),
        ("Łukasz", "lukasz"),
        ("Søren Ærø", "soren aero"),
        ("Straße", "strasse"),
        ("Þór Ðorð", "thor dord"),
        ("İnci ISIK ışık", "inci isik isik"),
        ("Jean-Luc", "jean luc"),
        ("  two\u00a0 spaces ", "two spaces"),
        ("zero\u200bwidth\u202e", "zerowidth"),
        ("ＦＵＬＬ", "full"),
        ("小明", "xiaoming"),
        ("Петров", "petrov"),
        ("😀", ""),
        ("a\x00b", "a b"),
        ("---", ""),
    ],
)
def test_folding(written: str, folded: str) -> None:
    assert fold(written) == folded


@settings(deadline=None)
@given(st.text(max_size=60))
def test_folding_never_fails_and_folds_only_once(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert set(folded) <= set("abcdefghijklmnopqrstuvwxyz0123456789 ")
    assert all(words(text))


def test_places_and_organisations_fold() -> None:
    assert fold_place("St. Albans") == fold_place("SAINT ALBANS")
    assert fold_organisation("Northgate Case Management Ltd.") == fold_organisation("northgate CASE management")
    assert fold_organisation("The Company") == "the company"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("siobhan", "shivaun"), ("niamh", "neve"), ("catherine", "kathryn"), ("sean", "shaun"), ("aoife", "eefa"),
        ("owen", "eoin"), ("choudhury", "chaudhry"), ("mohammed", "muhammad"), ("philip", "filip"),
        ("wisniewski", "vishnevski"), ("oluwaseun", "oluwasheun"), ("hughes", "hews"), ("macdonald", "mcdonald"),
    ],
)  # fmt: skip
def test_names_that_sound_alike_share_a_code(one: str, other: str) -> None:
    def codes(word: str) -> set[str]:
        return {f"h {skeleton(code)}" for code in heard(word)} | {f"m {code}" for code in metaphones(word)}

    assert codes(one) & codes(other)


@settings(deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", min_size=1, max_size=40))
def test_every_word_has_a_sound_and_is_found_by_its_own_keys(word: str) -> None:
    assert "|" in sound(word)
    assert near_keys(word) & stored_keys(word)


LETTERS = st.text("abcdefghijklmnopqrstuvwxyz", min_size=5, max_size=12)


@settings(deadline=None)
@given(LETTERS, st.data())
def test_one_slip_is_always_found(word: str, data: st.DataObject) -> None:
    i = data.draw(st.integers(0, len(word) - 1))
    letter = data.draw(st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
    slips = (
        word[:i] + letter + word[i + 1 :],
        word[:i] + word[i + 1 :],
        word[:i] + letter + word[i:],
        word[:i] + word[i : i + 2][::-1] + word[i + 2 :],
    )
    for slip in slips:
        assert near_keys(slip) & stored_keys(word), slip


@settings(deadline=None)
@given(LETTERS, st.data())
def test_two_changed_letters_are_found_in_the_second_round(word: str, data: st.DataObject) -> None:
    places = data.draw(st.lists(st.integers(0, len(word) - 1), min_size=2, max_size=2, unique=True))
    slip = "".join("q" if i in places else letter for i, letter in enumerate(word))
    assert (near_keys(slip) | far_keys(slip)) & stored_keys(word)


def cost(one: str, other: str) -> float:
    word = Word.of(one)
    return min((word.cost(term, sound(term), distance) for term, distance in word.nearby([other])), default=9.0)


def test_costs_grow_with_what_differs() -> None:
    assert cost("smith", "smith") == 0
    assert cost("smith", "smyth") <= cost("smith", "smitt") <= cost("smith", "smigh") < HIGHEST
    assert cost("harris", "harrison") < HIGHEST
    assert cost("smith", "jones") > HIGHEST
    assert cost("ann", "ian") > cost("ann", "anne")
    assert cost("abcd", "axyd") > HIGHEST


def test_initials_and_beginnings() -> None:
    assert by_rule("j", "jane") == pytest.approx(0.15)
    assert by_rule("jane", "j") == pytest.approx(0.5)
    assert by_rule("jan", "jane") < by_rule("jan", "janetta") < HIGHEST
    assert by_rule("jan", "ann") > HIGHEST
    assert by_rule("jan", "") > HIGHEST


@pytest.mark.parametrize(
    ("text", "surname", "given"),
    [
        ("ann smith", "smith", "ann"),
        ("Smith, Ann", "smith", "ann"),
        ("dr ann smith", "smith", "ann"),
        ("Smith, Dr Ann", "smith", "ann"),
        ("ann de souza", "desouza", "ann"),
        ("ann van der berg", "vanderberg", "ann"),
        ("ann o brien", "obrien", "ann"),
        ("ann harris-ford", "harrisford", "ann"),
        ("mary-jane smith", "smith", "maryjane"),
        ("smith", "smith", None),
        ("smith,", "smith", None),
        ("o brien", "obrien", None),
        ("van der berg", "vanderberg", None),
    ],
)
def test_the_likeliest_reading(text: str, surname: str, given: str | None) -> None:
    first = readings(typed(text))[0]
    assert (first.surname, first.given, first.penalty <= 0.05) == (surname, given, True)


@settings(deadline=None)
@given(st.text("ab -,;.'éz", max_size=40))
def test_reading_never_fails(text: str) -> None:
    found = typed(text)
    assert len(found.words) <= 6
    assert all(reading.surname or reading.given for reading in readings(found))
    assert all(0 <= cut.penalty < 1 for cut in place_cuts(found))


def test_places_are_cut_off_the_end() -> None:
    cuts = {cut.place: cut.rest.words for cut in place_cuts(typed("ann jones in newcastle upon tyne"))}
    assert cuts["newcastle upon tyne"] == ("ann", "jones")


def test_forms_of_names() -> None:
    rows = forms(person(1, "Mary-Jane Ann", "Harris-Ford", previous=("de Souza",), known_as="MJ")).rows()
    assert {sur for sur, _ in rows} == {"harrisford", "harris", "ford", "desouza", "souza"}
    assert {giv for _, giv in rows} == {"maryjane", "mary", "jane", "ann", "mj"}
    assert KIND_COST[rows["harrisford", "mj"]] == 0
    assert ("desouza", "ann") not in rows
    assert KIND_COST[rows["harris", "ann"]] > KIND_COST[rows["harris", "mary"]] > 0


@pytest.mark.parametrize("one", SAMPLE, ids=lambda one: str(one.entry_id))
def test_forms_can_be_packed(one: Person) -> None:
    found = forms(one)
    assert unpack(found.packed()) == found


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("nikki", "nicola"), ("izzy", "isabel"), ("aga", "agnieszka"), ("mo", "mohammed"), ("liz", "elizabeth"),
        ("kasia", "katarzyna"), ("seun", "oluwaseun"), ("dai", "dafydd"), ("paddy", "patrick"), ("gosia", "malgorzata"),
        ("jaz", "jaswinder"), ("emeka", "chukwuemeka"), ("shiv", "siobhan"), ("bob", "robert"), ("fi", "fiona"),
    ],
)  # fmt: skip
def test_short_forms_work_both_ways(short: str, full: str) -> None:
    assert given_relatives(short)[full] <= 0.5
    assert given_relatives(full)[short] <= 0.5


@pytest.mark.parametrize(
    ("one", "other"),
    [("johnson", "johnstone"), ("davis", "davies"), ("smith", "smyth"), ("macleod", "mcleod"), ("kelly", "okelly"),
     ("kowalski", "kowalska"), ("chowdhury", "choudhry"), ("ferguson", "fergusson"), ("brien", "obrien")],
)  # fmt: skip
def test_surnames_of_one_family(one: str, other: str) -> None:
    assert surname_relatives(one)[other] <= 0.55
    assert surname_relatives(other)[one] <= 0.55


def test_names_of_one_group_that_are_not_alike_are_further_apart() -> None:
    assert given_relatives("sean")["shaun"] < given_relatives("sean")["john"]
