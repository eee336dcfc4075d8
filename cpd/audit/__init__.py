"""CPD audit: some people are drawn, send in their record, and assessors look whether it is enough."""
