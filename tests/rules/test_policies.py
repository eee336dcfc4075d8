"""No number stands among the policies that nothing reads: deciding it would change nothing."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator

from tests.rules.source import Source, code

#: A policy by where it is declared: module and name.
Place = tuple[str, str]


def module_of(source: Source) -> str:
    return source.name.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def makes_one(node: ast.expr, makers: frozenset[str]) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in makers


def declared(source: Source) -> Iterator[Place]:
    """The names that hold what `foundation.policy.declare` gives, also through a function of the same file."""
    functions = [one for one in source.tree.body if isinstance(one, ast.FunctionDef)]
    makers = frozenset({"declare"})
    for one in functions:
        if any(isinstance(part, ast.Return) and part.value and makes_one(part.value, makers) for part in one.body):
            makers |= {one.name}
    for node in source.tree.body:
        if isinstance(node, ast.Assign) and makes_one(node.value, makers):
            yield from ((module_of(source), one.id) for one in node.targets if isinstance(one, ast.Name))


def read(source: Source) -> Iterator[Place]:
    """The names of other files that a file uses, and those of its own, by where they stand."""
    own, here = module_of(source), dict[str, Place]()
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            here |= {one.asname or one.name: (node.module, one.name) for one in node.names}
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield here.get(node.id, (own, node.id))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in here:
            yield ".".join(here[node.value.id]), node.attr


def unread(sources: Iterable[Source]) -> list[Place]:
    held = list(sources)
    used = {place for source in held for place in read(source)}
    return sorted({place for source in held for place in declared(source)} - used)


def test_every_policy_is_read_somewhere() -> None:
    held = list(code())
    assert len({place for source in held for place in declared(source)}) > 150
    assert unread(held) == []


def test_the_rule_sees_what_nothing_reads_though_the_same_name_is_read_elsewhere() -> None:
    def made(name: str, text: str) -> Source:
        return Source(name, text)

    policy = "from foundation.policy import Policy, declare\ndef _days(n):\n    return declare(Policy(n))\n"
    assert unread(
        [
            made("one/policy.py", f"{policy}A = _days(1)\nB = declare(Policy(2))\nC = _days(3)\n"),
            made("two/policy.py", f"{policy}A = _days(1)\nB = _days(2)\nC = _days(3)\n"),
            made("two/use.py", "from two import policy\nfrom one.policy import C\nprint(policy.A, C, Kind.B)\n"),
        ]
    ) == [("one.policy", "A"), ("one.policy", "B"), ("two.policy", "B"), ("two.policy", "C")]
