"""The visitor of tests/page.py sees the faults it is there to see."""

from __future__ import annotations

import pytest
from flask import Flask, redirect, request
from werkzeug.wrappers import Response

from tests.page import FaultyPage, Visitor, faults

GOOD = """<!doctype html>
<html lang="en-GB"><head><title>Find a case manager – IRCM</title></head>
<body><a href="#main">Skip</a>
<main id="main"><h1>Find a case manager</h1>
<form action="/find"><label for="q">Name</label><input id="q" name="q" value="old"><button>Search</button></form>
<dl><dt>Town</dt><dd>Leeds</dd></dl><svg><use href="#main"></use></svg>
</main></body></html>"""


def test_a_good_page_has_no_faults() -> None:
    assert faults(GOOD) == []


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ("<h1>Find a case manager</h1>", "", "0 h1 headings"),
        ("</h1>", "</h1><h1>Again</h1>", "2 h1 headings"),
        ("<title>Find", "<title>Lose", "does not begin with the heading"),
        ('lang="en-GB"', "", "does not say its language"),
        ('<label for="q">Name</label>', "", "the field 'q' has no label"),
        ("<dl>", '<dl id="q">', "the id 'q' stands 2 times"),
        ("</dl>", "</dl><div><p>x</div></p>", "invalid HTML"),
        ("<dl>", '<dl style="color:red">', "an inline style"),
        ("<dl>", "<script>go()</script><dl>", "an inline script"),
        ("<dl>", '<dl onclick="go()">', "an inline onclick"),
        ("<dl>", '<script src="https://cdn.example/x.js"></script><dl>', "loads from elsewhere"),
        ("<dl>", '<img src="//cdn.example/x.png" alt=""><dl>', "loads from elsewhere"),
        ("<dl>", '<img src="/x.png"><dl>', "has no alt"),
        ('action="/find"', 'action="https://elsewhere.example/"', "loads from elsewhere"),
        ("#main", "#start", "leads nowhere"),
        ('<a href="#main">Skip</a>', "", "the first link does not skip"),
        ("<dl>", "<h3>Facts</h3><dl>", "jumps from level 1 to 3"),
        ("<button>Search", "<button>", "has no words"),
        ('name="q"', 'name="q" aria-describedby="hint"', "names no element"),
        ("<dl>", '<a href="/x"></a><dl>', "has no words"),
        ("Leeds", "{{ town }}", "shows '{{'"),
    ],
)
def test_each_fault_is_seen(before: str, after: str, fault: str) -> None:
    bad = GOOD.replace(before, after, 1)
    assert bad != GOOD
    assert any(fault in found for found in faults(bad)), faults(bad)


def test_a_visitor_opens_fills_in_and_refuses() -> None:
    app = Flask("pages")

    @app.get("/")
    def start() -> str:
        return GOOD

    @app.get("/find")
    def find() -> str:
        return GOOD.replace("Leeds", request.args["q"])

    @app.get("/away")
    def away() -> Response:
        return redirect("/")

    @app.get("/bad")
    def bad() -> str:
        return GOOD.replace("<h1>", "<h2>")

    visitor = Visitor(app.test_client())
    page = visitor.open("/away")
    assert (page.heading, page.title, page.facts) == (
        "Find a case manager",
        "Find a case manager – IRCM",
        {"Town": "Leeds"},
    )
    assert visitor.send(page, {"q": "York"}).facts == {"Town": "York"}
    assert visitor.send(page, {}).facts == {"Town": "old"}
    with pytest.raises(AssertionError, match="has no fields"):
        visitor.send(page, {"town": "York"})
    with pytest.raises(FaultyPage):
        visitor.open("/bad")
    with pytest.raises(AssertionError, match="answered 404"):
        visitor.open("/nothing")
