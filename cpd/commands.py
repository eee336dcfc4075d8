"""The registrant's side from the shell: no commands of its own yet; `flask demo` fills it too."""

from __future__ import annotations

from click import Command

from cpd import demo
from cpd.audit.commands import cpd
from cpd.joining import demo as joining
from register.demo import more

more.declare(joining.fill)
more.declare(demo.fill)
GROUPS: tuple[Command, ...] = (cpd,)
