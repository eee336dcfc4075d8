"""A visitor without a browser, who looks hard at each page: `Visitor.open` refuses a page with a fault in its HTML.

What is looked at: valid HTML, language, one heading that the title begins with, a skip link that leads somewhere,
unique ids, fields with labels, references and in-page links that lead somewhere, heading levels, pictures with a text,
no inline style or script, nothing loaded from elsewhere. What only a browser sees (contrast, focus, size) is for the
stories.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import urljoin, urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

#: What html5lib calls an error but today's HTML allows.
ALLOWED = frozenset({"unknown-start-tag"})
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
FIELDS = ("input", "select", "textarea")
WITHOUT_LABEL = frozenset({"hidden", "submit", "button", "image", "reset"})
#: The attributes that make a browser fetch something by itself.
LOADS = {
    "script": "src",
    "link": "href",
    "img": "src",
    "iframe": "src",
    "source": "src",
    "video": "src",
    "audio": "src",
    "embed": "src",
    "object": "data",
    "form": "action",
    "use": "href",
}
REFERENCES = ("aria-describedby", "aria-labelledby", "aria-controls", "aria-owns", "headers")


class FaultyPage(AssertionError):
    """A page that opened, with faults in its HTML."""


def words_of(element: Element | None) -> str:
    """The text of an element and all within it, spaces folded, script and style left out."""
    if element is None:
        return ""
    return " ".join("".join(_text(element)).split())


def _text(element: Element) -> Iterator[str]:
    if element.tag in ("script", "style", "template"):
        return
    yield element.text or ""
    for child in element:
        yield from _text(child)
        yield child.tail or ""
    if element.tag in ("p", "li", "dt", "dd", "td", "th", "br", "div", "label", "legend", "option", *HEADINGS):
        yield " "


# ------------------------------------------------------------------------------------------------------------- faults


def faults(html: str) -> list[str]:
    """Everything that is wrong with a page, in sentences; empty when nothing is."""
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    root = parser.parse(html)
    found = [
        f"invalid HTML, line {place[0]}: {code} {detail or ''}".strip()
        for place, code, detail in parser.errors
        if code not in ALLOWED
    ]
    elements = [element for element in root.iter() if isinstance(element.tag, str)]
    for look in (_frame, _identities, _labels, _heading_levels, _inline, _loads, _words):
        found += look(root, elements)
    return found


def _frame(root: Element, elements: list[Element]) -> Iterator[str]:
    if not (root.get("lang") or "").startswith("en"):
        yield "the page does not say its language"
    headings = [words_of(element) for element in elements if element.tag == "h1"]
    title = words_of(root.find("head/title"))
    if len(headings) != 1:
        yield f"{len(headings)} h1 headings: {headings}"
    elif not headings[0]:
        yield "the h1 heading is empty"
    elif not title.removeprefix("Error: ").startswith(headings[0]):
        yield f"the title {title!r} does not begin with the heading {headings[0]!r}"
    if sum(element.tag == "main" for element in elements) != 1:
        yield "the page should have one main part"
    first = next((element for element in elements if element.tag == "a"), None)
    if first is None or not (first.get("href") or "").startswith("#"):
        yield "the first link does not skip to the content"


def _identities(root: Element, elements: list[Element]) -> Iterator[str]:
    counts = Counter(element.get("id") for element in elements if element.get("id") is not None)
    yield from (f"the id {name!r} stands {count} times" for name, count in counts.items() if count > 1)
    for element in elements:
        if element.get("id") == "":
            yield f"an empty id on {element.tag}"
        for attribute in REFERENCES:
            for name in (element.get(attribute) or "").split():
                if name not in counts:
                    yield f"{attribute} of {element.tag} names no element: {name!r}"
        target = element.get("href") or ""
        if element.tag == "a" and target.startswith("#") and target[1:] not in counts:
            yield f"the link {words_of(element)!r} leads nowhere: {target!r}"
        if element.tag == "label" and element.get("for") and element.get("for") not in counts:
            yield f"the label {words_of(element)!r} is for no field: {element.get('for')!r}"


def _labels(root: Element, elements: list[Element]) -> Iterator[str]:
    named = {element.get("for") for element in elements if element.tag == "label" and words_of(element)}
    within = {id(field) for label in elements if label.tag == "label" and words_of(label) for field in label.iter()}
    for element in elements:
        name = element.get("name") or element.get("id") or "without a name"
        if element.tag in FIELDS and (element.get("type") or "text") not in WITHOUT_LABEL:
            spoken = element.get("aria-label") or element.get("aria-labelledby")
            if element.get("id") not in named and id(element) not in within and not spoken:
                yield f"the field {name!r} has no label"
        if element.tag == "button" and not (words_of(element) or element.get("aria-label")):
            yield f"the button {name!r} has no words"
        if element.tag == "a" and element.get("href") is not None:
            pictured = any(child.get("alt") or child.get("aria-label") for child in element.iter())
            if not (words_of(element) or pictured):
                yield f"a link to {element.get('href')!r} has no words"
        if element.tag == "img" and element.get("alt") is None:
            yield f"the picture {element.get('src')!r} has no alt"
        if element.tag == "fieldset" and not words_of(element.find("legend")):
            yield "a fieldset has no legend"


def _heading_levels(root: Element, elements: list[Element]) -> Iterator[str]:
    before = 0
    for element in elements:
        if element.tag in HEADINGS:
            level = int(element.tag[1])
            if level > before + 1 and before:
                yield f"the heading {words_of(element)!r} jumps from level {before} to {level}"
            before = level


def _inline(root: Element, elements: list[Element]) -> Iterator[str]:
    for element in elements:
        if element.tag == "style":
            yield "an inline style element"
        if element.tag == "script" and not element.get("src") and element.get("type") != "application/json":
            yield "an inline script"
        for attribute, value in element.attrib.items():
            if attribute == "style":
                yield f"an inline style on {element.tag}: {value!r}"
            if re.match(r"on[a-z]+$", str(attribute)):
                yield f"an inline {attribute} on {element.tag}"
            if attribute in ("href", "action", "src") and value.strip().lower().startswith("javascript:"):
                yield f"a javascript: address on {element.tag}"


def _loads(root: Element, elements: list[Element]) -> Iterator[str]:
    for element in elements:
        addresses = [element.get(LOADS.get(str(element.tag), ""), "")]
        addresses += [part.split()[0] for part in (element.get("srcset") or "").split(",") if part.strip()]
        if element.tag == "link" and element.get("rel") in ("canonical", "alternate", "license"):
            continue
        for address in addresses:
            parts = urlsplit(address)
            if parts.netloc or parts.scheme not in ("", "data"):
                yield f"{element.tag} loads from elsewhere: {address}"


def _words(root: Element, elements: list[Element]) -> Iterator[str]:
    shown = words_of(root.find("body"))
    for slip in ("{{", "{%", "None None", "Undefined", "&amp;amp;", "&lt;p&gt;"):
        if slip in shown:
            yield f"the page shows {slip!r}"


# ------------------------------------------------------------------------------------------------------------ visitor


class Page:
    """A page that was opened and found in order."""

    def __init__(self, response: TestResponse, address: str) -> None:
        self.response = response
        self.address = address
        self.html = response.get_data(as_text=True)
        self.root: Element = html5lib.parse(self.html, treebuilder="etree", namespaceHTMLElements=False)
        self.status = response.status_code

    @property
    def title(self) -> str:
        """What the browser's tab says."""
        return words_of(self.root.find("head/title"))

    @property
    def heading(self) -> str:
        """The h1."""
        return words_of(self.root.find(".//h1"))

    @property
    def text(self) -> str:
        """All words of the page's main part."""
        main = self.root.find(".//main")
        return words_of(self.root.find("body") if main is None else main)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Every element of a kind with these attributes (`class_` asks for one class among several)."""
        return [element for element in self.root.iter(tag) if _has(element, attributes)]

    def words(self, tag: str, **attributes: str) -> list[str]:
        """The words of every such element."""
        return [words_of(element) for element in self.all(tag, **attributes)]

    @property
    def links(self) -> dict[str, str]:
        """Addresses by the words of their links."""
        return {words_of(link): link.get("href", "") for link in self.all("a") if link.get("href")}

    @property
    def facts(self) -> dict[str, str]:
        """Summary lists and other definition lists, as term and description."""
        held: dict[str, str] = {}
        for listing in self.root.iter("dl"):
            term = ""
            for element in listing.iter():
                if element.tag == "dt":
                    term = words_of(element)
                elif element.tag == "dd":
                    held.setdefault(term, words_of(element))
        return held

    @property
    def problems(self) -> list[str]:
        """What the error summary lists."""
        summaries = self.all("div", class_="govuk-error-summary")
        return [words_of(item) for summary in summaries for item in summary.iter("li")]

    def form(self, *, button: str | None = None) -> Element:
        """The form with that button, or the only form that is not in the page's head or foot."""
        held = [form for form in self.root.iter("form") if button is None or button in _buttons(form)]
        if len(held) > 1:
            main = self.root.find(".//main")
            held = [form for form in held if main is not None and form in list(main.iter("form"))] or held
        assert held, f"no form with the button {button!r} on {self.address}"
        return held[0]


def _buttons(form: Element) -> list[str]:
    return [words_of(button) for button in form.iter("button")]


def _has(element: Element, attributes: Mapping[str, str]) -> bool:
    for name, value in attributes.items():
        if name == "class_":
            if value not in (element.get("class") or "").split():
                return False
        elif element.get(name.rstrip("_").replace("_", "-")) != value:
            return False
    return True


def _filled(form: Element) -> Iterator[tuple[str, str]]:
    """What a browser would send of a form that nobody touched."""
    for field in form.iter():
        name = field.get("name")
        if field.tag not in FIELDS or not name or field.get("disabled") is not None:
            continue
        if field.tag == "textarea":
            yield name, (field.text or "").removeprefix("\n")
        elif field.tag == "select":
            options = list(field.iter("option"))
            chosen = [option for option in options if option.get("selected") is not None] or options[:1]
            yield from ((name, option.get("value", words_of(option))) for option in chosen)
        elif field.get("type") in ("checkbox", "radio"):
            if field.get("checked") is not None:
                yield name, field.get("value", "on")
        elif field.get("type") not in ("submit", "button", "image", "reset", "file"):
            yield name, field.get("value", "")


class Visitor:
    """Somebody who opens pages and fills in forms, without a browser."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, address: str, *, status: int = 200) -> Page:
        """Open a page, follow where it leads, and refuse faults."""
        return self._look(self.client.get(address), address, status)

    def send(self, page: Page, values: Mapping[str, Any], *, button: str | None = None, status: int = 200) -> Page:
        """Fill in a form of the page that is open and press its button. A file is given as `(stream, name)`."""
        form = page.form(button=button)
        known = {field.get("name") for field in form.iter() if field.get("name")}
        unknown = set(values) - known
        assert not unknown, (
            f"the form on {page.address} has no fields {sorted(unknown)}; it has {sorted(map(str, known))}"
        )
        data: dict[str, list[Any]] = {}
        for name, value in _filled(form):
            if name not in values:
                data.setdefault(name, []).append(value)
        for name, value in values.items():
            data[name] = list(value) if isinstance(value, list) else [value]
        address = urljoin(page.address, form.get("action") or page.address)
        if (form.get("method") or "get").lower() == "get":
            return self._look(self.client.get(address, query_string=data), address, status)
        return self._look(self.client.post(address, data=data), address, status)

    def _look(self, response: TestResponse, address: str, status: int) -> Page:
        for _ in range(5):
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            address = urljoin(address, response.headers["Location"])
            response = self.client.get(address)
        assert response.status_code == status, f"{address} answered {response.status_code}, not {status}"
        assert response.mimetype == "text/html", f"{address} answered {response.mimetype}"
        page = Page(response, address)
        refuse(faults(page.html), address)
        return page


def refuse(found: Iterable[str], address: str) -> None:
    """Raise when there are faults."""
    listed = list(found)
    if listed:
        raise FaultyPage(f"{address} has {len(listed)} faults:\n  " + "\n  ".join(listed))
