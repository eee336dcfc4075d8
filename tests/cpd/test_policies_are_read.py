"""No number stands among the policies of this side that nothing reads: deciding it would change nothing."""

from __future__ import annotations

import ast

from tests.rules.source import code


def test_every_policy_of_this_side_is_read_somewhere() -> None:
    declared: dict[str, str] = {}
    read: set[str] = set()
    for source in code():
        own = source.name.startswith("cpd/") and source.name.endswith("policy.py")
        for node in ast.walk(source.tree):
            if own and isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
                declared |= {one.id: source.name for one in node.targets if isinstance(one, ast.Name)}
            elif isinstance(node, ast.Attribute):
                read.add(node.attr)
            elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                read.add(node.id)
    assert len(declared) > 60
    assert {name: where for name, where in declared.items() if name not in read} == {}
