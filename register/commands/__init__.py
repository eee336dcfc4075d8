"""The register from the shell: `flask register …`, `flask standards …`, `flask demo`."""

from register.commands import search, standards

GROUPS = (search.commands, standards.commands)
