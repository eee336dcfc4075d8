"""Signing up, signing in, getting back in: behind both doors, without a browser."""
