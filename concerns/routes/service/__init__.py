"""The doors of complaints about our service: for whoever complains, and for those who answer."""

from concerns.routes.service import complaining, staff

__all__ = ["complaining", "staff"]
