"""The home of an account: what is due, one's own entry, one's letters, and all one's data to take away.

Made of what every part of the registrant's side offers in its `account.py` (`due` of `accounts.due`, `held` of
`cpd.held`). It keeps nothing of its own, and works for applicants and for people who are neither.
"""
