"""Concerns from the shell: no commands of their own yet; `flask demo` fills this room too."""

from __future__ import annotations

from click import Command

from concerns import demo
from register.demo import more

more.declare(demo.fill)
GROUPS: tuple[Command, ...] = ()
