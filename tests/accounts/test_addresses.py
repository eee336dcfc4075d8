"""Addresses as people type them: what is one account, what is another, what is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.addresses import NoAddress, network_of, read_address


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("Anna@EXAMPLE.org", "anna@example.org"),
        ("  anna@example.org ", "anna@example.org"),
        ("<anna@example.org>", "anna@example.org"),
        ("Ärzte@example.org", "a\u0308rzte@example.org"),
        ("anna@BÜCHER.example", "anna@xn--bcher-kva.example"),
        ("АННА@пример.рф", "анна@xn--e1afmkfd.xn--p1ai"),
        ("STRASSE@example.org", "straße@example.org"),
    ],
)
def test_one_account_however_it_is_typed(typed: str, other: str) -> None:
    assert read_address(typed).key == read_address(other).key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("anna@example.org", "anna+cpd@example.org"),
        ("anna@example.org", "a.nna@example.org"),
        ("anna@example.org", "аnna@example.org"),  # the first letter of the second is Cyrillic
        ("anna@example.org", "anna@example.com"),
    ],
)
def test_different_accounts(one: str, other: str) -> None:
    assert read_address(one).key != read_address(other).key


def test_the_letter_goes_to_the_address_as_it_was_written() -> None:
    assert read_address(" Anna.O'Neil+x@EXAMPLE.org").text == "Anna.O'Neil+x@example.org"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "anna",
        "anna@",
        "@example.org",
        "a b@example.org",
        "a@b@c.org",
        "anna@example..org",
        "x" * 250 + "@a.org",
        "anna@example.org, bob@example.org",
        "anna@example.org\nBcc: bob@example.org",
        "anna\x00@example.org",
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(typed: str) -> None:
    with pytest.raises(NoAddress, match=r"\.$"):
        read_address(typed)


@given(st.text(max_size=60))
def test_anything_typed_is_read_or_refused(typed: str) -> None:
    try:
        read = read_address(typed)
    except NoAddress:
        return
    assert read_address(read.text).key == read.key
    assert "\n" not in read.text


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (None, "unknown"),
        ("nonsense", "unknown"),
    ],
)
def test_one_visitor_of_the_network(address: str | None, network: str) -> None:
    assert network_of(address) == network
