"""What somebody does in their account: to join the register, and to stay on it."""
