"""Leaving the register and being away from it: by wish, for a while, and by death; and who takes over then."""
