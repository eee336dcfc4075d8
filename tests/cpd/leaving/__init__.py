"""Leaving the register, time away, death, and the plan for others."""
