"""Applying to join the register: from the first question to the entry, or to a refusal and its appeal."""
