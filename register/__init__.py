"""The hub: who is on the register, and what the public may know of them."""
