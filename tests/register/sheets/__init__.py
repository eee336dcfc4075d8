"""Tests of the register sheet: reading, repairing, refusing, loading, exporting."""
