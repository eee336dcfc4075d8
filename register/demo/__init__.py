"""A demo register: made-up people, put there by the real operations, so that every page has something to show."""

from register.demo.filling import fill
from register.demo.showpieces import SHOWPIECES, Showpiece

__all__ = ["SHOWPIECES", "Showpiece", "fill"]
