"""Tests of money: what holds whatever is paid for."""
