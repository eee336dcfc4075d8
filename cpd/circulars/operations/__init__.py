"""What is done with a circular: written, listed, offered, released, stopped; and sent, some letters at a time."""
