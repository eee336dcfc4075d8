"""Imports run one way, from the doors down to the ground, and stand at the top of their file."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from foundation.settings import ROOT
from tests.rules.source import LAYERS, OURS, Source, code, functions, imported


def imports_inside_functions(source: Source) -> Iterator[str]:
    for function in functions(source.tree):
        for node in ast.walk(function):
            for name in imported(node):
                if name in OURS or name == ".":
                    yield f"{source.name}:{getattr(node, 'lineno', 0)} {function.name} imports {name}"


def imports_upwards(source: Source) -> Iterator[str]:
    height = {name: place for place, layer in enumerate(LAYERS) for name in layer}
    for node in ast.walk(source.tree):
        for name in imported(node):
            if name == ".":
                yield f"{source.name}:{getattr(node, 'lineno', 0)} imports by a relative name"
            elif name in OURS and name != source.package and height[name] <= height[source.package]:
                yield f"{source.name}:{getattr(node, 'lineno', 0)} imports {name}, which does not stand below"


def test_no_import_of_our_own_inside_a_function() -> None:
    assert [fault for source in code() for fault in imports_inside_functions(source)] == []


def test_imports_run_downwards() -> None:
    assert [fault for source in code() for fault in imports_upwards(source)] == []


def test_the_import_contracts_hold() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache"], check=False, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_folder_of_code_is_a_package() -> None:
    folders = {Path(source.name).parent for source in code()} - {Path()}
    assert [str(folder) for folder in sorted(folders) if not (ROOT / folder / "__init__.py").exists()] == []


@pytest.mark.parametrize(
    "text",
    [
        "def f():\n    from register.models import Entry\n",
        "class A:\n    def f(self):\n        def g():\n            import foundation.clock\n",
        "async def f():\n    from . import rules\n",
    ],
)
def test_the_rule_finds_an_import_inside_a_function(text: str) -> None:
    assert len(set(imports_inside_functions(Source("register/rules.py", text)))) >= 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("foundation/audit.py", "from accounts.guard import public"),
        ("concerns/rules.py", "import cpd.joining.models"),
        ("register/routes/search.py", "from app import create_app"),
        ("jobs.py", "import app"),
        ("register/rules.py", "from .models import Entry"),
    ],
)
def test_the_rule_finds_an_import_that_does_not_run_downwards(name: str, text: str) -> None:
    assert len(list(imports_upwards(Source(name, text)))) == 1


def test_the_rule_allows_what_stands_below() -> None:
    text = "import datetime\nfrom register.models import Entry\nfrom foundation import clock"
    assert list(imports_upwards(Source("concerns/rules.py", text))) == []
