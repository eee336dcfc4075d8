"""People for measurements: any number, the same for the same seed, with names as the United Kingdom has them.

Names come from the tables inside Faker (those of en_GB carry frequencies) and from `names` for the long tail; towns are
large ones and made-up ones. Nobody here is real.
"""

from __future__ import annotations

import importlib
import random
from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from pathlib import Path

import names

from foundation.references import register_number
from register.search import Person

#: Part of the people, given names from, surnames from.
_ORIGINS: tuple[tuple[float, tuple[str, ...], tuple[str, ...]], ...] = (
    (34.0, ("en_GB", "en_NZ"), ("en_GB",)),
    (8.0, ("en_GB", "names"), ("en_US", "en_NZ")),
    (30.0, ("names", "en_GB"), ("names",)),
    (6.0, ("en_IE", "en_GB", "ga_IE"), ("en_IE",)),
    (1.0, ("ga_IE",), ("ga_IE",)),
    (6.0, ("en_IN",), ("en_IN",)),
    (4.0, ("en_PK", "ha_NG"), ("en_PK", "ha_NG")),
    (2.5, ("yo_NG", "ig_NG", "en_NG"), ("yo_NG", "ig_NG", "en_NG")),
    (1.0, ("tw_GH",), ("tw_GH",)),
    (1.0, ("en_KE", "zu_ZA"), ("en_KE", "zu_ZA")),
    (2.0, ("pl_PL",), ("pl_PL",)),
    (1.0, ("ro_RO",), ("ro_RO",)),
    (1.0, ("es_ES", "pt_PT"), ("es_ES", "pt_PT")),
    (0.8, ("it_IT",), ("it_IT",)),
    (0.6, ("tr_TR",), ("tr_TR",)),
    (0.6, ("hr_HR",), ("hr_HR",)),
    (0.5, ("de_DE", "fr_FR", "sv_SE"), ("de_DE", "fr_FR", "sv_SE")),
)
#: Given names that Faker's tables lack or make too rare, and that people search for.
_MORE_GIVEN = (
    "Niamh Siobhan Siobhán Aoife Caoimhe Saoirse Róisín Gráinne Eilidh Mairead Sinéad Ciara Orla Aisling Eoin "
    "Oisín Tadhg Cillian Ruairi Padraig Seamus Diarmuid Fionnuala Clodagh Deirdre Angharad Rhiannon Myfanwy Ffion "
    "Cerys Sian Lowri Bethan Catrin Carys Gwenllian Rhys Dafydd Gethin Ieuan Owain Rhodri Huw Hywel Gareth Ifan "
    "Agnieszka Małgorzata Katarzyna Joanna Krzysztof Wojciech Grzegorz Paweł Piotr Łukasz Tomasz Zbigniew "
    "Mohammed Muhammad Fatima Aisha Yusuf Zainab Khadija Hussain Abdul Imran Gurpreet Harpreet Jaswinder Kuldip "
    "Sukhvinder Parminder Deepak Sanjay Lakshmi Oluwaseun Chukwuemeka Ngozi Chidinma Adebayo Folasade Temitope "
    "Kwame Akosua Isobel Catherine Katherine Kathryn Nicola Elizabeth Deborah Gillian Alistair Hamish Catriona "
    "Morag Ewan Iain Geoffrey"
)
_TOWNS = (
    "London Birmingham Leeds Glasgow Sheffield Bradford Liverpool Edinburgh Manchester Bristol Wakefield Cardiff "
    "Coventry Nottingham Leicester Sunderland Belfast Brighton Hull Plymouth Stoke-on-Trent Wolverhampton Derby "
    "Swansea Southampton Salford Aberdeen Westminster Portsmouth York Peterborough Dundee Lancaster Oxford "
    "Newport Preston St_Albans Norwich Chester Cambridge Salisbury Exeter Gloucester Lisburn Chichester "
    "Winchester Londonderry Carlisle Worcester Bath Durham Lincoln Hereford Armagh Inverness Stirling Canterbury "
    "Lichfield Newry Ripon Bangor Truro Ely Wells Newcastle_upon_Tyne Kingston_upon_Hull Weston-super-Mare "
    "Milton_Keynes Northampton Luton Reading Bolton Bournemouth Middlesbrough Swindon Warrington Slough Blackpool "
    "Huddersfield Poole Ipswich Telford Stockport Rotherham Oldham Watford Blackburn Colchester Crawley "
    "Gillingham Solihull Rochdale Sutton_Coldfield Basingstoke Eastbourne Worthing Maidstone Cheltenham Doncaster "
    "Barnsley Harrogate Burnley Halifax Grimsby Scunthorpe Hartlepool Darlington Redditch"
)
_AREAS = ("health", "mental-health", "social-care", "housing", "insurance", "rehabilitation", "charity", "justice")
_LANGUAGES = ("BSL", "Polish", "Urdu", "Punjabi", "Welsh", "French", "Bengali", "Yoruba", "Arabic", "Gujarati")
_FIRMS = (
    "Northgate",
    "Harbour",
    "Bridgeway",
    "Oakfield",
    "Lantern",
    "Compass",
    "Meridian",
    "Beacon",
    "Riverside",
    "Elm",
)
_KINDS = ("Case Management Ltd", "Rehabilitation", "Care Partners LLP", "Support CIC", "Associates Limited")


#: Somebody made up.
Made = Person


class Draw:
    """Picks from a table of names with weights."""

    def __init__(self, table: list[tuple[str, float]]) -> None:
        self.names = [name for name, _ in table]
        self.sums = list(accumulate(weight for _, weight in table))

    def __call__(self, chance: random.Random) -> str:
        return self.names[bisect(self.sums, chance.random() * self.sums[-1])]


def people(count: int, seed: int = 1) -> Iterator[Person]:
    """So many people, numbered from 1; the first n of a longer run are the same people."""
    chance = random.Random(f"people {seed}")
    origins = Draw([(str(i), origin[0]) for i, origin in enumerate(_ORIGINS)])
    given = [Draw(_weighed(origin[1], "given")) for origin in _ORIGINS]
    surnames = [Draw(_weighed(origin[2], "surname")) for origin in _ORIGINS]
    towns = Draw(_towns())
    more = Draw([(name, 1.0) for name in _MORE_GIVEN.split()])
    outcodes = _outcodes()
    for entry_id in range(1, count + 1):
        origin = int(origins(chance))
        # Most people have names of one origin, some married or were named across.
        of_surname = origin if chance.random() < 0.9 else int(origins(chance))
        forename = more(chance) if chance.random() < 0.04 else given[origin](chance)
        if chance.random() < 0.006:
            forename = f"{forename}-{given[origin](chance)}"
        forenames = [forename, *(given[origin](chance) for _ in range(bisect((0.6, 0.93, 0.99), chance.random())))]
        surname = surnames[of_surname](chance)
        if chance.random() < 0.025:
            surname = f"{surname}-{surnames[origin](chance)}"
        yield Person(
            entry_id=entry_id,
            number=register_number(entry_id % 1_000_000),
            surname=surname,
            forenames=" ".join(forenames),
            previous=(surnames[origin](chance),) if chance.random() < 0.03 else (),
            organisation=f"{chance.choice(_FIRMS)} {chance.choice(_KINDS)}" if chance.random() < 0.3 else None,
            town=towns(chance) if chance.random() > 0.02 else None,
            outcode=chance.choice(outcodes),
            areas=frozenset(chance.sample(_AREAS, chance.randint(1, 3))),
            works_with=chance.choice(("adults", "children", "both")),
            languages=tuple(chance.sample(_LANGUAGES, bisect((0.7, 0.95), chance.random()))),
        )


def make_people(count: int, *, seed: int = 1) -> Iterator[Made]:
    """The same, by the name the other measurements know."""
    return people(count, seed)


@lru_cache(maxsize=64)
def _weighed(sources: tuple[str, ...], kind: str) -> list[tuple[str, float]]:
    """The names of several tables, each table with the same part."""
    result: list[tuple[str, float]] = []
    for source in sources:
        table = _census(kind) if source == "names" else _faker(source, kind)
        total = sum(weight for _, weight in table)
        result.extend((name, weight / total) for name, weight in table)
    return result


def _faker(locale: str, kind: str) -> list[tuple[str, float]]:
    provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
    fields = (
        ("first_names_female", "first_names_male")
        if kind == "given"
        else ("last_names", "unisex_last_names", "last_names_male", "male_last_names")
    )
    found: dict[str, float] = {}
    for name in fields:
        table = getattr(provider, name, None) or ()
        if len(table) < 3:
            continue
        # Where a table has no frequencies the first half is taken to be commoner.
        pairs = table.items() if isinstance(table, dict) else ((one, 1.0) for one in table)
        for one, weight in pairs:
            if any(letter.isalpha() for letter in one):
                found[one.strip()] = found.get(one.strip(), 0.0) + float(weight)
    if not found:
        found = dict.fromkeys((_MORE_GIVEN if kind == "given" else _POLISH).split(), 1.0)
    if not isinstance(getattr(provider, fields[0], None), dict):
        # A flat table has no common names; give it the slope that real ones have.
        found = {one: 1.0 / (rank + 8) for rank, one in enumerate(_shuffled(list(found), locale + kind))}
    return list(found.items())


_POLISH = (
    "Nowak Kowalski Kowalska Wiśniewski Wiśniewska Wójcik Kowalczyk Kamiński Kamińska Lewandowski Lewandowska "
    "Zieliński Szymański Szymańska Woźniak Dąbrowski Dąbrowska Kozłowski Jankowski Mazur Wojciechowski "
    "Kwiatkowski Krawczyk Kaczmarek Piotrowski Grabowski Zając Pawłowski Michalski Król Wieczorek Jabłoński "
    "Wróbel Nowakowski Majewski Olszewski Stępień Malinowski Jaworski Adamczyk Dudek Nowicki Pawlak Górski "
    "Witkowski Walczak Sikora Baran Rutkowski Michalak Szewczyk Ostrowski Tomaszewski Pietrzak Zalewski "
    "Wróblewski Marciniak Jasiński Zawadzki Bąk Jakubowski"
)


def _shuffled(items: list[str], seed: str) -> list[str]:
    items = sorted(items)
    random.Random(seed).shuffle(items)
    return items


@lru_cache(maxsize=2)
def _census(kind: str) -> list[tuple[str, float]]:
    folder = Path(names.__file__).parent
    files = ("dist.female.first", "dist.male.first") if kind == "given" else ("dist.all.last",)
    found: dict[str, float] = {}
    for file in files:
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            name, share, *_ = line.split()
            name = name.capitalize()
            if name.startswith("Mc") and len(name) > 4:
                name = "Mc" + name[2:].capitalize()
            found[name] = max(found.get(name, 0.0), float(share) + 0.0004)
    return list(found.items())


def _towns() -> list[tuple[str, float]]:
    provider = importlib.import_module("faker.providers.person.en_GB").Provider
    small = [f"{name}{end}" for name in sorted(provider.last_names)[::2] for end in ("ton", "ham", "ford")]
    large = [(town.replace("_", " "), 30.0 / (rank + 1)) for rank, town in enumerate(_TOWNS.split())]
    return [*large, *((town, 0.06) for town in small)]


def _outcodes() -> list[str]:
    file = Path(importlib.import_module("register.search.places").__file__ or "").parent / "data" / "outcodes_gb.csv"
    return [line.partition(",")[0] for line in file.read_text(encoding="utf-8").splitlines()[1:]]
