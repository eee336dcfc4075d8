"""Joining from the shell: no commands of its own yet; `flask demo` fills this room too."""

from __future__ import annotations

from click import Command

from cpd import demo
from register.demo import more

more.declare(demo.fill)
GROUPS: tuple[Command, ...] = ()
