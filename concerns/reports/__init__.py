"""What the institute's own work looks like in figures: how long, what was promised and kept, and what came of it."""
