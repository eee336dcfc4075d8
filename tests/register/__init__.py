"""Tests of the register, mirroring its rooms."""
