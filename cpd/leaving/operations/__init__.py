"""The verbs of leaving: ask for leave, leave, write down a death, keep a continuity plan."""
