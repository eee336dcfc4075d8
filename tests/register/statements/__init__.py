"""Tests of verification statements: the code and the PDF."""
