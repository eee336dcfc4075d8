"""Files: their names, their length, and that nothing in them belongs to one machine."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.settings import ROOT
from tests.rules.source import Source, functions, python, tracked

FORBIDDEN_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "shared", "tools", "lib"})
#: About what one reads in a sitting; a file becomes a folder before this. Lists of cases may run on a little.
LINES, LINES_OF_TESTS = 400, 500
#: Longer than that, and why it stays one file.
MAY_BE_LONG: dict[str, str] = {}

#: Never a reader's own path, and never the host of a package registry: what we commit works anywhere.
MACHINE = re.compile(r"(?<![A-Za-z0-9_./-])/(?:work|tmp|root|farm|home)/[A-Za-z]")
HOSTS = re.compile(
    "|".join(
        re.escape(host)
        for host in ("pypi" + ".org", "python" + "hosted.org", "registry." + "npmjs", "deb." + "debian.org")
    )
)
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX)\b|\braise NotImplementedError\b|\bpragma: no cover\b")
#: A silenced lint says why: a second comment, or words after the code.
SILENCED = re.compile(r"#\s*(?:type: ignore(?:\[[\w, -]+\])?|noqa(?:: ?[A-Z0-9, ]+)?)\s*$")


def forbidden_name(name: str) -> bool:
    return any(part.removesuffix(".py") in FORBIDDEN_NAMES for part in Path(name).parts)


def too_long(source: Source) -> bool:
    return source.text.count("\n") > (LINES_OF_TESTS if source.package == "tests" else LINES)


def machine_paths(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if MACHINE.search(line):
            yield f"{name}:{number} names a path of one machine"
        if HOSTS.search(line):
            yield f"{name}:{number} names the host of a registry"


def unfinished(name: str, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if UNFINISHED.search(line):
            yield f"{name}:{number} is not finished: {line.strip()}"
        if SILENCED.search(line):
            yield f"{name}:{number} silences a check without saying why"


def texts() -> Iterator[tuple[str, str]]:
    for name in tracked():
        try:
            yield name, (ROOT / name).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_file_has_a_name_that_says_nothing() -> None:
    ours = [name for name in tracked() if name.endswith((".py", ".html", ".js", ".scss"))]
    assert [name for name in ours if forbidden_name(name)] == []


def test_no_file_is_longer_than_one_reads_in_a_sitting() -> None:
    long = {source.name: source.text.count("\n") for source in python() if too_long(source)}
    assert {name: lines for name, lines in long.items() if name not in MAY_BE_LONG} == {}
    assert [name for name in MAY_BE_LONG if name not in long] == [], (
        "these are short enough again: take them off the list"
    )


def test_nothing_belongs_to_one_machine() -> None:
    assert [fault for name, text in texts() for fault in machine_paths(name, text)] == []


def test_nothing_is_left_unfinished() -> None:
    ours = [(source.name, source.text) for source in python() if source.name != "tests/rules/test_files.py"]
    assert [fault for name, text in ours for fault in unfinished(name, text)] == []


def test_every_module_says_what_it_is_for() -> None:
    assert [source.name for source in python() if not ast.get_docstring(source.tree)] == []


def test_every_test_asserts_something() -> None:
    silent = [
        f"{source.name}:{function.lineno} {function.name}"
        for source in python()
        if source.name.startswith("tests/")
        for function in functions(source.tree)
        if function.name.startswith("test_")
        and not any(isinstance(node, ast.Assert | ast.With | ast.Call) for node in ast.walk(function))
    ]
    assert silent == []


@pytest.mark.parametrize("name", ["register/utils.py", "concerns/helpers/dates.py", "templates/common/head.html"])
def test_the_rule_finds_a_name_that_says_nothing(name: str) -> None:
    assert forbidden_name(name)


def test_the_rule_finds_a_file_that_is_too_long() -> None:
    assert too_long(Source("register/entry.py", "\n" * 401))
    assert not too_long(Source("register/entry.py", "\n" * 400))
    assert too_long(Source("tests/register/test_entry.py", "\n" * 501))


def test_the_rule_finds_what_belongs_to_one_machine() -> None:
    assert len(list(machine_paths("a.py", "open('" + "/ho" + "me/anna/file')\nsee https://pypi" + ".org/project"))) == 2
    assert list(machine_paths("a.py", "GET /homes/ and var/work/x and https://ircm.example/tmp/")) == []


def test_the_rule_finds_what_is_not_finished() -> None:
    text = (
        "x = 1  # TO"
        + "DO later\ny = f()  # type: "
        + "ignore[no-any-return]\nz = 1  # no"
        + "qa: N802  # the library's name\n"
    )
    assert len(list(unfinished("a.py", text))) == 2
