"""The code as the rules read it: files, syntax trees, and who stands above whom."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from foundation.settings import ROOT

#: From the doors down to the ground. Each may import what stands below; those side by side are strangers.
#: `app` puts the house together, so it alone may name `jobs` and `psa`, whose commands it hands to the shell.
LAYERS = (("app",), ("jobs", "psa"), ("concerns", "cpd"), ("register",), ("accounts",), ("foundation",))
OURS = frozenset(name for layer in LAYERS for name in layer)
NOT_OURS = frozenset({".git", ".venv", "var", "node_modules", "__pycache__", "dist"})


@dataclass(frozen=True)
class Source:
    """One Python file."""

    name: str
    text: str

    @property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, filename=self.name)

    @property
    def package(self) -> str:
        """The top-level name it belongs to."""
        return Path(self.name).parts[0].removesuffix(".py")


@cache
def tracked() -> tuple[str, ...]:
    """Every file of the project by its path from the top: what git knows, or all of it where there is no git."""
    asked = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        check=False,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    if asked.returncode == 0 and asked.stdout:
        names = asked.stdout.splitlines()
    else:
        names = [path.relative_to(ROOT).as_posix() for path in ROOT.rglob("*") if path.is_file()]
    return tuple(sorted(name for name in names if not NOT_OURS & set(Path(name).parts) and (ROOT / name).is_file()))


@cache
def code() -> tuple[Source, ...]:
    """The Python of the application itself: no tests, no migrations, no benchmarks."""
    return tuple(source for source in python() if source.package in OURS)


@cache
def python() -> tuple[Source, ...]:
    """All Python of the project, migrations aside."""
    names = [name for name in tracked() if name.endswith(".py") and not name.startswith("migrations/versions/")]
    return tuple(Source(name, (ROOT / name).read_text(encoding="utf-8")) for name in names)


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function in a tree, methods and inner ones included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def imported(node: ast.AST) -> list[str]:
    """The top-level names that an import statement brings in; empty for anything else."""
    if isinstance(node, ast.Import):
        return [alias.name.split(".")[0] for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "").split(".")[0]] if node.level == 0 else ["."]
    return []
