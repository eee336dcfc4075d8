"""Tests of CPD audit."""
