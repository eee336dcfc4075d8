"""Words that seem to name a service user are seen, and ordinary words are left alone."""

from __future__ import annotations

import pytest

from cpd.record import naming


def seen(text: str) -> list[str]:
    return [one.sentence for one in naming.look({"learned": text})]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("I visited Mrs Jones at home.", "Mrs Jones"),
        ("Mr. O’Brien decided for himself", "Mr. O’Brien"),
        ("Miss Smith-Patel asked", "Miss Smith-Patel"),
        ("With Mr J we looked at money", "Mr J"),
        ("my client John Smith wants to move", "John Smith"),
        ("the service user called Mary", "Mary"),
        ("for service-user Ahmed", "Ahmed"),
        ("a resident, Peter, fell", "Peter"),
        ("client JS moved home", "JS"),
        ("J.S. moved home", "J.S."),
        ("A. B. C. was there", "A. B. C."),
        ("dob 3/4/1971", "3/4/1971"),
        ("Date of birth: 3 April 1971", "3 April 1971"),
        ("she was born in 1971", "born in 1971"),
        ("NHS number 943 476 5919", "943 476 5919"),
        ("(9434765919)", "9434765919"),
        ("her number QQ123456C", ""),
        ("her number AB 12 34 56 C", "AB 12 34 56 C"),
        ("lives at LS6 3HN", "LS6 3HN"),
        ("write to jo@people.example", "jo@people.example"),
        ("Mrs A. Khan rang", "Mrs A. Khan"),
        ("Mr A B Khan rang", "Mr A B Khan"),
        ("mrs khan rang", "mrs khan"),
        ("MR SMITH rang", "MR SMITH"),
        ("my client John", "John"),
        ("Client John moved home", "John"),
        ("client john moved home", "john"),
        ("the service user mary, who", "mary"),
        ("my client, ahmed, said", "ahmed"),
        ("both service users John and another", "John"),
        ("the client is called John", "John"),
        ("the client’s name is Orla", "Orla"),
        ("my client’s son Peter", "Peter"),
        ("her daughter called mary", "mary"),
        ("dob: 1971-04-03", "1971-04-03"),
        ("born on the 3rd of April 1971", "3rd of April 1971"),
        ("NHS no. 943-476-5919", "943-476-5919"),
        ("she lives at ls63hn", "ls63hn"),
        ("postcode: LS63HN", "LS63HN"),
    ],
)
def test_what_may_name_somebody_is_seen(text: str, part: str) -> None:
    found = seen(text)
    assert bool(found) is bool(part)
    assert all(part in one for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A course by Dr Ruth Adeyemi and Professor Clarke on the Mental Capacity Act 2005.",
        "Service user A and Client B agreed; Person C did not.",
        "Client Care, Patient Safety and Service User Engagement are headings.",
        "The client in Leeds; a client The Times wrote of.",
        "My client decided. Clients decide more. Service users benefited.",
        "In the UK and in N.I. the U.S. model is used.",
        "Call 01632 960 123 or 0113 496 0000; invoice 1234567890.",
        "Standards 2.1, 5.3 and 13.4 on Monday 3 March 2027.",
        "Mr",
        "I learned how MS and TBI differ.",
        "Headway, the client Headway supports, and the Mental Capacity Act for a service user.",
        "My client may need more; the client will decide; a client in May; the client April review; client june plan.",
        "The patient rose to it. Client grace periods. Service user mark sheets. Child art therapy. Resident hope.",
        "The client GP, the client OT and the client HR team met a resident Parish council.",
        "I miss Leeds. We missed John Lewis. Miss out on it. Mr and Mrs are titles.",
        "Room A1 2BC on 12 March 2027; the course of 3/4/2027; S 5.3, e.g. the plan, i.e. people.",
        "Her mother will decide; the father may come; a carer can help.",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert seen(text) == []


def test_each_thing_is_told_once_a_field_and_not_without_end() -> None:
    assert len(seen("Mrs Jones and Mrs Jones")) == 1
    assert len(naming.look({"learned": "Mrs Jones", "changed": "Mrs Jones"})) == 2
    assert len(seen(" and ".join(f"Mrs {letter}ones" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))) == 8


def test_a_mark_says_nothing_of_what_was_seen() -> None:
    [one] = naming.look({"learned": "Mrs Jones"})
    assert "Jones" not in one.mark
    assert one.mark == naming.look({"learned": "I met Mrs Jones"})[0].mark


def test_long_words_are_looked_through_quickly() -> None:
    assert seen("client " * 3000 + "A" * 20000 + "1" * 20000 + " a" * 9000) == []
