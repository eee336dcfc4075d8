"""Tests of the foundation, module by module."""
