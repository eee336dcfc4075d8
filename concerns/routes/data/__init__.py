"""The doors of requests about data: for whoever asks, and for the data-protection lead."""

from concerns.routes.data import asking, staff

__all__ = ["asking", "staff"]
