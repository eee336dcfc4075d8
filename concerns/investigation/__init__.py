"""Finding out what happened: plan, allegations, inquiries, evidence, the answer of the registrant, the report."""
