"""The register from the shell: `flask register …`, `flask standards …`, `flask demo`."""

from register.commands import demo, search, sheets, standards

sheets.add_to(search.commands)
GROUPS = (search.commands, standards.commands, demo.command)
