"""Money: what is asked for, what came, what went back. Whatever is paid for, it knows only the purpose it was told."""
