"""The demo of staying on the register."""
