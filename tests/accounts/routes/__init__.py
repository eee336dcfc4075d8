"""The staff pages, opened one by one."""
