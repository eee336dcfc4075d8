"""Tests of what CPD asks for."""
