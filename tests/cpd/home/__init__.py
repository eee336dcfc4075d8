"""The home of an account, for the tests."""
