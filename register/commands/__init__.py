"""The register from the shell: `flask register …`, `flask standards …`, `flask demo`."""
