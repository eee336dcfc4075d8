"""The people of the search tests. Nobody here is real."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from foundation.references import register_number
from register.search import Person


def person(entry_id: int, forenames: str, surname: str, **more: Any) -> Person:
    """Somebody with the number that goes with the id."""
    return Person(entry_id, register_number(4000 + entry_id), surname, forenames, **more)


SAMPLE = (
    person(1, "Siobhán", "O’Brien", town="Leeds", outcode="LS1", areas=frozenset({"health"}), works_with="adults"),
    person(2, "Catherine Anne", "Jones", town="Leeds", outcode="LS6", works_with="both", languages=("Welsh", "BSL")),
    person(3, "Gemma", "Harris-Ford", town="Bath", outcode="BA1", areas=frozenset({"housing", "health"})),
    person(4, "Mohammed", "Hussain", town="Bradford", outcode="BD1", works_with="children"),
    person(5, "Agnieszka", "Wiśniewska", town="St Albans", outcode="AL1", languages=("Polish",)),
    person(6, "Nicola", "Johnstone", previous=("Blomqvist",), organisation="Northgate Case Management Ltd"),
    person(7, "Niamh", "McDonald", organisation="NORTHGATE CASE MANAGEMENT", town="Belfast", outcode="BT9"),
    person(8, "Thomas", "James", town="Leeds"),
    person(9, "Luisa", "de Souza", town="London", outcode="SW1A"),
    person(10, "王", "小明", known_as="Xiaoming Wang"),
    person(11, "", "Madonna", town="Preston"),
    person(12, "Alice", "Preston", town="Leeds"),
    person(13, "Oluwaseun", "Adeyemi", organisation="Harbour Rehabilitation CIC"),
    person(14, "Rebecca Rachel", "Miles", town="Newcastle upon Tyne", outcode="NE1"),
    person(15, "Rebecca Jane", "Miles"),
    person(16, "Zoë", "Núñez-O’Brien"),
    person(17, "J", "Chamberlain"),
    person(18, "Carol", "Hidden", hidden_at=datetime(2027, 1, 1, tzinfo=UTC)),
    person(19, "Carol", "Later", visible_from=datetime(2028, 1, 1, tzinfo=UTC)),
    person(20, "Владимир", "Петров"),
    person(21, "Sean", "Gone", registered_until=datetime(2026, 1, 1, tzinfo=UTC)),
)
