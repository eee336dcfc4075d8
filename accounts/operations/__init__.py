"""What can be done with accounts, in verbs. Each is one transaction."""
