"""Telling those who rely on an entry: whoever follows it, and whom the registrant named.

Both are told only what the public reads on the entry (`register.publication`), by the same walk. Whoever follows
said yes by the link in a letter; whoever was named may stop by theirs. Nobody learns here who follows whom.
"""
