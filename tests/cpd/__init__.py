"""Tests of joining: the workflow and its clocks, the walls around what is private, and every stage with every role."""
