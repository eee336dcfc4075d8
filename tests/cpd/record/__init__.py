"""Tests of the CPD record."""
