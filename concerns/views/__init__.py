"""What pages show, made ready: plain values for templates, with no query and no date left to work out there."""
