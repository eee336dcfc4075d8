"""What the pages of the joining room show: plain values, ready for templates."""
