"""The verbs of telling us: tell, open from a renewal, review, vote, close, take back.

`open_from_renewal` is for the renewal room: every worrying answer that needs a look becomes a matter of its own here,
and the renewal goes through provisionally.
"""

from cpd.disclosures.operations.telling_us import open_from_renewal, tell

__all__ = ["open_from_renewal", "tell"]
