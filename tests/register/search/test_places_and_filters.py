"""Towns, organisations, distances and the other filters."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from register.search import Question, find
from register.search.places import distance, miles, outcode_number, outcode_of, point, tidy_outcode
from tests.register.search.conftest import AT, Room
from tests.register.search.people import person


def test_a_town_alone_lists_its_people(room: Room) -> None:
    answer = room.find("leeds")
    assert [hit.entry_id for hit in answer.hits] == [8, 2, 1, 12]  # by surname: James, Jones, O'Brien, Preston
    assert answer.reading == "town"
    assert room.ids("in leeds") == [8, 2, 1, 12]


@pytest.mark.parametrize(
    "text", ["jones leeds", "Jones, Leeds", "jones in leeds", "leeds, jones", "catherine jones leeds"]
)
def test_a_name_and_a_town(room: Room, text: str) -> None:
    room.put(person(40, "Catherine", "Jones", town="Bath"))
    assert room.tiers(text)[0] == (2, "same")
    assert (40, "same") not in room.tiers(text)


def test_a_surname_that_is_also_a_town_comes_first_and_the_town_follows(room: Room) -> None:
    answer = room.find("preston")
    assert [hit.entry_id for hit in answer.hits] == [12, 11]
    assert [hit.by for hit in answer.hits] == ["name", "town"]
    assert answer.advised("also_town")


def test_saint_is_spelt_either_way(room: Room) -> None:
    assert room.ids("saint albans") == [5]
    assert room.ids(town="Saint Albans") == [5]


def test_a_town_nobody_gives_is_said_so(room: Room) -> None:
    answer = room.find("jones", town="Atlantis")
    assert answer.hits == ()
    assert answer.advised("town_unknown")


def test_a_town_that_is_only_begun_is_taken_for_the_largest_and_said_so(room: Room) -> None:
    answer = room.find("miles", town="Newcastle")
    assert [hit.entry_id for hit in answer.hits] == [14]
    advice = answer.advised("narrowed_to_town")
    assert advice is not None
    assert advice.suggestions == ("Newcastle upon Tyne",)


def test_a_mistyped_town_is_suggested(room: Room) -> None:
    advice = room.find("jones", town="Bradfrod").advised("town_unknown")
    assert advice is not None
    assert advice.suggestions == ("Bradford",)
    advice = room.find("bradfrod").advised("also_town")
    assert advice is not None
    assert advice.suggestions == ("Bradford",)


def test_a_withheld_place_cannot_be_found_by_place(room: Room) -> None:
    room.put(person(1, "Siobhán", "O’Brien"))
    assert 1 not in room.ids("leeds")
    assert 1 not in room.ids(near=("LS1", 50.0))
    assert room.tiers("siobhan obrien in leeds") == []


@pytest.mark.parametrize(
    "text",
    ["Northgate Case Management", "northgate case management ltd", "NORTHGATE CASE MANAGEMENT LIMITED",
     "northgate case", "northgate case managment"],
)  # fmt: skip
def test_an_organisation_lists_its_people(room: Room, text: str) -> None:
    answer = room.find(text)
    assert sorted(hit.entry_id for hit in answer.hits) == [6, 7]
    assert answer.reading == "organisation"


def test_distance_lists_the_nearest_first(room: Room) -> None:
    answer = room.find(near=("ls1 4ap", 12.0))
    assert [hit.entry_id for hit in answer.hits] == [1, 2, 4]
    assert [round(hit.miles or 0) for hit in answer.hits] == [0, 2, 8]
    assert room.ids("hussain", near=("LS1", 5.0)) == []
    assert room.ids("hussain", near=("LS1", 15.0)) == [4]
    assert room.ids(near=("BT1", 5.0)) == [7]


def test_an_outcode_that_is_none_is_said_so(room: Room) -> None:
    for wrong in ("nowhere", "ZZ9", "12"):
        answer = room.find(near=(wrong, 5.0))
        assert answer.hits == ()
        assert answer.advised("outcode_unknown"), wrong


def test_works_with_both_matches_either(room: Room) -> None:
    assert room.ids(works_with="adults") == [2, 1]
    assert room.ids(works_with="children") == [4, 2]
    assert room.ids(works_with="both") == [2]


def test_areas_and_languages(room: Room) -> None:
    assert room.ids(area="health") == [3, 1]
    assert room.ids(area="Housing") == [3]
    assert room.ids(language="welsh") == [2]
    assert room.ids(language="WELSH", area="health") == []
    assert room.find(language="klingon").advised("filter_unknown")
    assert room.find(area="nothing").advised("filter_unknown")
    assert room.find(works_with="nobody").advised("filter_unknown")


def test_filters_narrow_names(room: Room) -> None:
    room.put(person(50, "Catherine", "Jones", town="Bath", areas=frozenset({"housing"})))
    assert room.ids("jones", area="housing") == [50]
    assert room.ids("jones", town="bath") == [50]
    assert room.ids("jones", language="bsl") == [2]


def test_status_by_the_moment_of_asking(room: Room) -> None:
    assert room.ids(status="ended") == [21]
    assert 21 not in room.ids(status="registered")
    before = datetime(2025, 1, 1, tzinfo=UTC)
    assert [hit.entry_id for hit in room.find(status="ended", at=before).hits] == []
    assert room.find(status="unheard of").advised("filter_unknown")


def test_status_by_orders(room: Room) -> None:
    under = {"restricted": {1, 4}, "suspended": {2}, "removed": {21}}

    def ids(text: str, status: str) -> list[int]:
        question = Question(text, status=status)
        return [hit.entry_id for hit in find(room.connection, question, AT, under_orders=lambda g: under[g]).hits]

    assert ids("", "restricted") == [4, 1]
    assert ids("obrien", "restricted") == [1]
    assert ids("jones", "suspended") == [2]
    assert ids("jones", "registered") == []
    assert ids("", "ended") == []
    assert ids("", "removed") == [21]


def test_no_text_and_no_filter_lists_everybody_by_name(room: Room) -> None:
    answer = room.find()
    assert (answer.total, answer.pages, answer.reading) == (19, 2, "browse")
    assert answer.hits[0].entry_id == 13


def test_points_and_distances() -> None:
    assert tidy_outcode("ls1 4ap") == tidy_outcode(" LS1 ") == "LS1"
    assert tidy_outcode("SW1A 1AA") == "SW1A"
    assert tidy_outcode("hello") is None
    assert outcode_of(outcode_number("SW1A")) == "SW1A"
    leeds, york = point("LS1"), point("YO1")
    assert leeds is not None
    assert york is not None
    assert 20 < miles(leeds, york) < 26
    assert point("BT9") == point("BT1")
    assert all(point(area) for area in ("JE2", "GY1", "IM1"))
    assert point("LS99") is not None
    assert point("QQ1") is None
    assert distance(outcode_number("QQ1"), leeds) is None
