"""The verbs of CPD audit. Importing any of them tells the record what an audit needs of it."""

from cpd.audit.operations import holding

__all__ = ["holding"]
