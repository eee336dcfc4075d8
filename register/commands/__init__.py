"""The register from the shell: `flask register …`, `flask standards …`."""

from register.commands import search, sheets, standards

sheets.add_to(search.commands)
GROUPS = (search.commands, standards.commands)
