"""Templates: a title each, no inline style or script, nothing unused, every letter complete, and words we avoid."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from foundation.settings import ROOT
from tests.rules.source import Source, code

FOLDER = ROOT / "templates"
INLINE = {
    "an inline style": re.compile(r"<[^<>]*\sstyle\s*=|<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^<>]*\son[a-z]+\s*=\s*[\"']", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    # A constant written in the template itself may be; what came from anywhere else may not.
    "words marked safe": re.compile(r"[^\"'\s]\s*\|\s*safe\b"),
}

#: Words that hurt, mislead, or belong to other bodies (the institute's vocabulary), and words that only fill.
AVOIDED = re.compile(
    r"\b(accused|victims?|guilty|struck[ -]off|licen[cs]e[ds]?|licensing|clients?|patients?|blacklist\w*|please note"
    r"|submit\w*|submission|e\.g\.|i\.e\.|etc\.?)(?!\w)",
    re.IGNORECASE,
)
#: Words we would not use ourselves but have to understand or name, by file.
MAY_SAY = {
    "register/sheets/columns.py": {"client"},  # a heading that offices use
}
COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
TAG = re.compile(r"<!--.*?-->|<[^>]*>", re.DOTALL)
MACRO = re.compile(r"\{%-?\s*macro\s+(\w+)")
EXTENDS = re.compile(r"\{%-?\s*extends\s+[\"']([^\"']+)[\"']")
TITLE = re.compile(r"\{%-?\s*set title\b")
NAMED = re.compile(r"\{%-?\s*(?:extends|include|import|from)\s+[\"']([^\"']+)[\"']")


def templates() -> dict[str, str]:
    return {
        path.relative_to(FOLDER).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file()
    }


def inline(name: str, text: str) -> Iterator[str]:
    shown = COMMENT.sub("", text)
    for fault, pattern in INLINE.items():
        if pattern.search(shown):
            yield f"{name} has {fault}"


def without_title(held: dict[str, str]) -> Iterator[str]:
    """Pages that set no title, neither themselves nor in the frame they share with others."""
    parents = {name: EXTENDS.findall(text) for name, text in held.items()}
    frames = {parent for named in parents.values() for parent in named}
    for name in held:
        line = [name]
        while parents.get(line[-1]):
            line += parents[line[-1]]
        if len(line) > 1 and name not in frames and not any(TITLE.search(held.get(one, "")) for one in line):
            yield name


def unused_macros(held: dict[str, str], code_text: str) -> Iterator[str]:
    everything = "\n".join(COMMENT.sub("", text) for text in held.values()) + code_text
    for name, text in held.items():
        for macro in MACRO.findall(text):
            # Its own definition and the line that imports it are not uses.
            used = re.findall(rf"(?<![\w.]){macro}\s*\(|\bcall\s+{macro}\b|\.{macro}\s*\(", everything)
            if len(used) < 2:
                yield f"{macro} in {name}"


def unused_templates(held: dict[str, str], named_in_code: Iterable[str]) -> list[str]:
    named = {other for text in held.values() for other in NAMED.findall(text)} | set(named_in_code)
    patterns = [re.compile(re.sub(r"\\\{.*?\\\}", "[^/]+", re.escape(name))) for name in named]
    return [name for name in held if not any(pattern.fullmatch(name) for pattern in patterns)]


def named_templates(source: Source) -> Iterator[str]:
    """Template names in code; what is put in at run time stands as `{}`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith((".html", ".txt")):
            yield node.value
        if isinstance(node, ast.JoinedStr):
            parts = [str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values]
            if parts[-1].endswith((".html", ".txt")):
                yield "".join(parts)


def avoided_in_template(text: str) -> list[str]:
    return AVOIDED.findall(TAG.sub(" ", CODE.sub(" ", COMMENT.sub(" ", text))))


def avoided_in_code(source: Source) -> Iterator[str]:
    """Avoided words in sentences of the code: strings with a space that are no docstring."""
    tree = source.tree
    silent = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in silent
            and " " in node.value
        ):
            for word in set(AVOIDED.findall(node.value)) - MAY_SAY.get(source.name, set()):
                yield f"{source.name}:{node.lineno} says {word!r}"


def letters_without_parts(held: dict[str, str]) -> Iterator[str]:
    letters = {Path(name).parent.name for name in held if name.startswith("mail/")}
    for letter in sorted(letters):
        for part in ("subject.txt", "body.txt"):
            if not held.get(f"mail/{letter}/{part}", "").strip():
                yield f"mail/{letter} has no {part}"


def letters_written(source: Source) -> Iterator[str]:
    """The letters that a file writes: the first word given to `outbox.write`."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("outbox.write", "write") and node.args:
            first = node.args[0]
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first.value


def test_no_inline_style_or_script() -> None:
    assert [fault for name, text in templates().items() for fault in inline(name, text)] == []


def test_every_page_has_a_title() -> None:
    assert list(without_title(templates())) == []


def test_no_macro_is_unused() -> None:
    assert list(unused_macros(templates(), "")) == []


def test_no_template_is_unused() -> None:
    named = [name for source in code() for name in named_templates(source)]
    mail = [name for name in templates() if name.startswith("mail/")]  # these have a rule of their own, below
    assert [name for name in unused_templates(templates(), named) if name not in mail] == []


def test_every_letter_has_its_parts_and_somebody_who_writes_it() -> None:
    held = templates()
    assert list(letters_without_parts(held)) == []
    there = {Path(name).parent.name for name in held if name.startswith("mail/")}
    written = {letter for source in code() for letter in letters_written(source)}
    assert there == written


def test_no_template_says_a_word_we_avoid() -> None:
    found = {name: avoided_in_template(text) for name, text in templates().items()}
    assert {name: words for name, words in found.items() if words} == {}


def test_no_sentence_in_code_says_a_word_we_avoid() -> None:
    assert [fault for source in code() for fault in avoided_in_code(source)] == []


@pytest.mark.parametrize(
    "text",
    [
        '<p style="color: red">',
        "<style>p { color: red }</style>",
        '<button onclick="go()">',
        "<script>go()</script>",
        '<a href="javascript:go()">',
        "{{ words | safe }}",
    ],
)
def test_the_rule_finds_inline_style_and_script(text: str) -> None:
    assert len(list(inline("page.html", text))) == 1


def test_the_rule_allows_what_is_loaded() -> None:
    assert list(inline("page.html", '<script src="/static/app.js"></script>{# style="" #}<p class="onward">')) == []
    assert list(inline("page.html", """{{ ' aria-current="true"' | safe if here }}""")) == []


def test_the_rule_finds_a_page_without_title() -> None:
    assert list(
        without_title({"a.html": '{% extends "base.html" %}', "b.html": "{% extends 'x' %}{% set title = 1 %}"})
    ) == ["a.html"]


def test_the_rule_finds_what_is_unused() -> None:
    held = {
        "components/a.html": "{% macro a(x) %}{% endmacro %}{% macro b() %}{% endmacro %}",
        "page.html": '{% from "components/a.html" import a, b %}{{ a(1) }}',
        "lost.html": "",
        "errors/404.html": "",
    }
    assert list(unused_macros(held, "")) == ["b in components/a.html"]
    named = list(named_templates(Source("x.py", "f('page.html'); g(f'errors/{code}.html')")))
    assert unused_templates(held, named) == ["lost.html"]


def test_the_rule_finds_half_a_letter() -> None:
    assert list(letters_without_parts({"mail/welcome/subject.txt": "Hello"})) == ["mail/welcome has no body.txt"]


@pytest.mark.parametrize(
    "word", ["The accused", "two victims", "struck off", "a licence", "Submit", "Please note that", "patient"]
)
def test_the_rule_finds_a_word_we_avoid(word: str) -> None:
    assert len(avoided_in_template(f'<p class="submit">{word}</p>')) == 1
    assert len(list(avoided_in_code(Source("register/wording.py", f"x = 'Here: {word}'")))) == 1


def test_the_rule_leaves_markup_and_docstrings_alone() -> None:
    assert avoided_in_template('<button type="submit">Search</button>{# please note #}{{ client }}') == []
    assert list(avoided_in_code(Source("a.py", '"""For the client."""\nx = "client"'))) == []
