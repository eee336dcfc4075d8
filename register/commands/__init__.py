"""The register from the shell: `flask register …`, `flask standards …`, `flask demo`."""

from register.commands import demo, search, sheets, standards

search.commands.add_command(sheets.load)
search.commands.add_command(sheets.export)
GROUPS = (search.commands, standards.commands, demo.command)
