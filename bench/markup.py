"""What the small browser reads of a page: its heading, links, forms, and the files that it is dressed with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from urllib.parse import urljoin

_ATTRIBUTE = re.compile(r"""([^\s"'=<>/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_FORM = re.compile(r"<form\b([^>]*)>(.*?)</form>", re.S)
_FIELD = re.compile(
    r"<input\b([^>]*)>|<textarea\b([^>]*)>(.*?)</textarea>|<select\b([^>]*)>(.*?)</select>|<button\b([^>]*)>(.*?)</button>",
    re.S,
)
_OPTION = re.compile(r"<option\b([^>]*)>(.*?)</option>", re.S)
_LINK = re.compile(r"<a\b([^>]*)>(.*?)</a>", re.S)
_DRESS = re.compile(r"<(link|script|img)\b([^>]*)>")
_HEADING = re.compile(r"<h1\b[^>]*>(.*?)</h1>", re.S)
_MAIN = re.compile(r"<main\b.*?</main>", re.S)
_TAG = re.compile(r"<[^>]+>")
_FACE = re.compile(r"@font-face\s*\{([^}]*)\}")
_FONT = re.compile(r"url\(([^)]+\.woff2)\)")
#: What every page in English needs of a typeface.
_PLAIN_LETTERS = "U+0000-00FF"


class Unexpected(AssertionError):
    """The server answered something else than it should."""


def words_of(markup: str) -> str:
    """The words of a piece of markup."""
    return " ".join(unescape(_TAG.sub(" ", markup)).split())


def _attributes(text: str) -> dict[str, str]:
    return {found[1]: unescape(found[2] or found[3] or found[4] or "") for found in _ATTRIBUTE.finditer(text)}


@dataclass(frozen=True)
class Field:
    """One field of a form; a set of radios or checkboxes is several of them."""

    kind: str
    name: str
    value: str
    chosen: bool = False
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Button:
    """A button that sends a form."""

    name: str
    value: str
    words: str
    action: str | None = None


@dataclass(frozen=True)
class Form:
    """A form as the page holds it."""

    action: str
    method: str
    carries_files: bool
    fields: tuple[Field, ...]
    buttons: tuple[Button, ...]

    def named(self, name: str) -> list[Field]:
        """The fields of that name."""
        return [one for one in self.fields if one.name == name]

    @property
    def names(self) -> list[str]:
        """The names of what a person can fill in, in order."""
        return list(dict.fromkeys(one.name for one in self.fields if one.kind != "hidden"))

    def untouched(self) -> Iterator[tuple[str, str]]:
        """What a browser sends of a form that nobody filled in."""
        for one in self.fields:
            if one.kind in ("radio", "checkbox"):
                if one.chosen:
                    yield one.name, one.value
            elif one.kind != "file":
                yield one.name, one.value


@dataclass(frozen=True)
class Page:
    """A page that was answered."""

    address: str
    status: int
    text: str

    @property
    def path(self) -> str:
        """Its address without the question."""
        return self.address.partition("?")[0]

    @cached_property
    def heading(self) -> str:
        """The words of its h1."""
        found = _HEADING.search(self.text)
        return words_of(found[1]) if found else ""

    @cached_property
    def main(self) -> str:
        """The markup of its main part."""
        found = _MAIN.search(self.text)
        return found[0] if found else self.text

    @cached_property
    def words(self) -> str:
        """The words of its main part."""
        return words_of(self.main)

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """The links of its main part: words and address."""
        found = ((words_of(one[2]), _attributes(one[1]).get("href", "")) for one in _LINK.finditer(self.main))
        return [(words, urljoin(self.address, address)) for words, address in found]

    @cached_property
    def forms(self) -> list[Form]:
        """The forms of its main part."""
        return [_read_form(one[1], one[2], self.address) for one in _FORM.finditer(self.main)]

    def form(self, *, button: str | None = None, field: str | None = None) -> Form:
        """The form with a button of these words, or with a field of that name."""
        for one in self.forms:
            if button is not None and not any(button.lower() in held.words.lower() for held in one.buttons):
                continue
            if field is not None and not one.named(field):
                continue
            return one
        raise Unexpected(f"{self.address} ({self.heading!r}) has no form with {button or field!r}")

    def link(self, words: str) -> str:
        """Where the first link with these words leads."""
        for said, address in self.links:
            if words.lower() in said.lower():
                return address
        raise Unexpected(f"{self.address} ({self.heading!r}) has no link {words!r}")

    @property
    def has_problem(self) -> bool:
        """Whether the page tells of a mistake in what was typed."""
        return "govuk-error-summary" in self.text


def _read_form(head: str, body: str, address: str) -> Form:
    held = _attributes(head)
    fields, buttons = [], []
    for found in _FIELD.finditer(body):
        inner = found[1] if found[1] is not None else found[2] or found[4] or found[6] or ""
        one = _attributes(inner)
        if "disabled" in one:
            continue
        name = one.get("name", "")
        if found[6] is not None:
            if one.get("type", "submit") == "submit":
                buttons.append(Button(name, one.get("value", ""), words_of(found[7]), one.get("formaction")))
        elif not name:
            continue
        elif found[2] is not None:
            fields.append(Field("textarea", name, unescape(found[3]).removeprefix("\n")))
        elif found[4] is not None:
            options = [(_attributes(option[1]), words_of(option[2])) for option in _OPTION.finditer(found[5])]
            values = tuple((said.get("value", words), words) for said, words in options)
            chosen = [said.get("value", words) for said, words in options if "selected" in said]
            first = next(iter(values), ("", ""))[0]
            fields.append(Field("select", name, chosen[0] if chosen else first, True, values))
        else:
            kind = one.get("type", "text")
            value = one.get("value", "on" if kind in ("radio", "checkbox") else "")
            fields.append(Field(kind, name, value, "checked" in one))
    return Form(
        action=urljoin(address, held.get("action") or address),
        method=held.get("method", "get").lower(),
        carries_files=held.get("enctype", "") == "multipart/form-data",
        fields=tuple(fields),
        buttons=tuple(buttons),
    )


@lru_cache(maxsize=256)
def dress_of(head: str, address: str) -> Sequence[str]:
    """The stylesheets, scripts and the one icon that the head of a page names."""
    found, icon = [], False
    for one in _DRESS.finditer(head):
        held = _attributes(one[2])
        if one[1] == "script" and held.get("src"):
            found.append(held["src"])
        elif held.get("rel") == "stylesheet":
            found.append(held["href"])
        elif held.get("rel") == "icon" and not icon:
            found.append(held["href"])
            icon = True
    return [urljoin(address, one) for one in found]


@lru_cache(maxsize=16)
def fonts_of(sheet: bytes, address: str) -> Sequence[str]:
    """The fonts of a stylesheet that English text needs."""
    faces = (one[1] for one in _FACE.finditer(sheet.decode("utf-8")))
    wanted = (_FONT.search(face) for face in faces if _PLAIN_LETTERS in face)
    return [urljoin(address, found[1].strip("'\"")) for found in wanted if found]


def pictures_of(body: str, address: str) -> list[str]:
    """The pictures and scripts that the body of a page names."""
    found = (_attributes(one[2]).get("src") for one in _DRESS.finditer(body) if one[1] in ("img", "script"))
    return [urljoin(address, one) for one in found if one]
