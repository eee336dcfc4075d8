"""The verbs of CPD audit."""
