"""Audits as pages show them: plain values, ready for a template."""
