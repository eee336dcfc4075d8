"""Made-up people for the demo: names as they are found in the United Kingdom, towns, and work. Nobody in it is real."""

from __future__ import annotations

import random
from typing import NamedTuple

from register.vocabulary import PracticeArea, WorksWith

#: First names and surnames that go together, and how often such a pair is drawn.
_NAMES: tuple[tuple[int, tuple[str, ...], tuple[str, ...]], ...] = (
    (
        30,
        ("Alice", "Beth", "Catherine", "Daniel", "Edward", "Emma", "Fiona", "George", "Hannah", "Helen", "Jack",
         "James", "Joanna", "Katherine", "Laura", "Martin", "Nicola", "Oliver", "Paul", "Rachel", "Rebecca", "Robert",
         "Sarah", "Stephen", "Susan", "Thomas", "Victoria", "William"),
        ("Ashdown", "Barker", "Bateman", "Clarke", "Cooper", "Fairweather", "Farrow", "Gardiner", "Hartley-Moss",
         "Heath", "Holloway", "Johnson", "Kershaw", "Langley", "Marsh", "Osgood", "Pickering", "Read", "Shepherd",
         "Smith", "Thompson", "Underhill", "Wainwright", "Whitfield", "Yardley"),
    ),
    (
        10,
        ("Aoife", "Caoimhe", "Ciarán", "Conor", "Eoin", "Gráinne", "Niamh", "Oisín", "Pádraig", "Róisín", "Siobhán"),
        ("Ó Braonáin", "Byrne", "Doherty", "Gallagher", "McCafferty", "Ní Dhuibhir", "O'Connell", "O'Dowd", "O'Neill"),
    ),
    (
        10,
        ("Carys", "Dafydd", "Eleri", "Ffion", "Gareth", "Gwenllian", "Llŷr", "Megan", "Rhiannon", "Siân", "Tomos"),
        ("ap Rhys", "Bevan", "Cadwaladr", "Davies", "Evans", "Llewellyn", "Morgan", "Parry-Jones", "Pugh", "Vaughan"),
    ),
    (
        10,
        ("Ailsa", "Alasdair", "Callum", "Catriona", "Eilidh", "Fergus", "Isla", "Mhairi", "Morag", "Ruaridh", "Struan"),
        ("Buchanan", "Farquharson", "Galbraith", "MacAskill", "MacLeod", "McAllister", "Menzies", "Ross", "Sinclair"),
    ),
    (
        14,
        ("Aisha", "Amrit", "Anjali", "Arjun", "Bilal", "Farah", "Gurpreet", "Harpreet", "Imran", "Meera", "Nadia",
         "Priya", "Rahul", "Sunita", "Tahmina", "Yusuf", "Zainab"),
        ("Ahmed", "Begum", "Bhattacharya", "Chaudhry", "Dhillon", "Gill", "Hussain", "Iqbal", "Kaur", "Khan", "Mistry",
         "Nair", "Patel", "Rahman", "Sandhu", "Siddiqui"),
    ),
    (
        8,
        ("Agnieszka", "Bartosz", "Ewa", "Grzegorz", "Katarzyna", "Łukasz", "Małgorzata", "Paweł", "Wojciech", "Zofia"),
        ("Brzęczyszczykiewicz", "Dąbrowski", "Kowalczyk", "Nowak", "Pietrzak", "Szymańska", "Wiśniewski", "Żak"),
    ),
    (
        10,
        ("Abiodun", "Adaeze", "Akosua", "Chidi", "Efua", "Folasade", "Kofi", "Kwame", "Ngozi", "Oluwaseun", "Yaa"),
        ("Adeyemi", "Agyeman", "Appiah", "Boateng", "Eze", "Nwosu", "Okafor-Bright", "Okonkwo", "Owusu", "Sesay"),
    ),
    (
        8,
        ("Ana", "Björn", "Cemile", "Chloé", "Dimitris", "Esra", "François", "Inês", "Ming", "Noor", "Tien", "Zoë"),
        ("Álvarez", "da Silva", "Demir", "Lefèvre", "Nguyễn", "Papadopoulos", "Sørensen", "van der Meer", "Wong"),
    ),
)  # fmt: skip
#: One name is a whole name.
_ONE_NAME = ("Suharti", "Tenzin", "Abeba", "Kadek", "Nyi")
_MIDDLE = ("Anne", "Grace", "James", "Jane", "John", "Louise", "Marie", "Michael", "Rose", "Thomas")
_PREFIXES = ("", "", "", "Ms", "Mr", "Mx", "Dr", "Mrs")
_PLACES = (
    ("Aberdeen", "AB10"), ("Aberystwyth", "SY23"), ("Bangor", "LL57"), ("Belfast", "BT9"), ("Birmingham", "B15"),
    ("Bradford", "BD1"), ("Brighton", "BN1"), ("Bristol", "BS8"), ("Bury St Edmunds", "IP33"), ("Cardiff", "CF10"),
    ("Carlisle", "CA1"), ("Derry", "BT48"), ("Dundee", "DD1"), ("Edinburgh", "EH3"), ("Exeter", "EX4"),
    ("Glasgow", "G12"), ("Hull", "HU5"), ("Inverness", "IV2"), ("King's Lynn", "PE30"), ("Leeds", "LS6"),
    ("Leicester", "LE2"), ("Liverpool", "L17"), ("London", "SE15"), ("London", "N7"), ("London", "E17"),
    ("Manchester", "M20"), ("Newcastle upon Tyne", "NE2"), ("Norwich", "NR2"), ("Nottingham", "NG7"),
    ("Oxford", "OX4"), ("Plymouth", "PL4"), ("Preston", "PR1"), ("Sheffield", "S11"), ("Southampton", "SO17"),
    ("Stoke-on-Trent", "ST4"), ("Swansea", "SA2"), ("Truro", "TR1"), ("Wrexham", "LL13"), ("York", "YO10"),
)  # fmt: skip
_ORGANISATIONS = (
    "", "", "", "Self-employed", "Alder & Finch Case Management", "Bridgewater Rehabilitation Ltd",
    "Harbour Light Case Management", "Northgate Case Management Ltd", "Oak Lane Independent Living",
    "Second Spring Support CIC", "The Weir Practice",
)  # fmt: skip
_LANGUAGES = (
    "Arabic", "Bengali", "BSL", "French", "Gujarati", "Irish", "Polish", "Portuguese", "Punjabi", "Somali", "Urdu",
    "Welsh", "Yoruba",
)  # fmt: skip
_BODIES = (("HCPC", "OT{:06d}"), ("HCPC", "PH{:06d}"), ("NMC", "{:02d}A4321B"), ("SWE", "SW{:05d}"))


class Made(NamedTuple):
    """A made-up person, before they are put on the register."""

    title: str
    forenames: str
    surname: str
    town: str
    outcode: str
    areas: tuple[PracticeArea, ...]
    works_with: WorksWith
    languages: tuple[str, ...]
    organisation: str
    other: tuple[tuple[str, str], ...]
    holds_certificate: bool


def somebody(chance: random.Random) -> Made:
    """One more person. The same chance makes the same person."""
    first, last = _name(chance)
    town, outcode = chance.choice(_PLACES)
    body, shape = chance.choice(_BODIES)
    return Made(
        title=chance.choice(_PREFIXES),
        forenames=first,
        surname=last,
        town=town,
        outcode=outcode,
        areas=tuple(chance.sample(list(PracticeArea), chance.choice((1, 2, 2, 3)))),
        works_with=chance.choice(list(WorksWith)),
        languages=tuple(sorted(chance.sample(_LANGUAGES, chance.choice((0, 0, 0, 1, 2))))),
        organisation=chance.choice(_ORGANISATIONS),
        other=((body, shape.format(chance.randrange(1, 99))),) if chance.random() < 0.3 else (),
        holds_certificate=chance.random() < 0.4,
    )


def surname_like(chance: random.Random) -> str:
    """A surname alone, for somebody who once had another."""
    return _name(chance)[1]


def _name(chance: random.Random) -> tuple[str, str]:
    if chance.random() < 0.01:
        return "", chance.choice(_ONE_NAME)
    _, first, last = chance.choices(_NAMES, [weight for weight, _, _ in _NAMES])[0]
    forenames = chance.choice(first)
    if chance.random() < 0.25:
        forenames = f"{forenames} {chance.choice(_MIDDLE)}"
    return forenames, chance.choice(last)
