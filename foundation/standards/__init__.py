"""The Standards of Proficiency as dated, versioned data: themes A to D, 22 headings, 98 clauses, each with its number.

The repository carries numbers, titles and our own short labels; the wording is the institute's and is read from its own
document. An edition in force on a day stays citable for ever, and its words are never overwritten.
"""

from foundation.standards.loading import Loaded, ensure_base_edition, load_document
from foundation.standards.models import Clause, Edition, Heading, Theme
from foundation.standards.queries import (
    Found,
    FoundHeading,
    Listed,
    clause,
    edition,
    edition_in_force,
    editions,
    readable,
    search,
)

__all__ = [
    "Clause",
    "Edition",
    "Found",
    "FoundHeading",
    "Heading",
    "Listed",
    "Loaded",
    "Theme",
    "clause",
    "edition",
    "edition_in_force",
    "editions",
    "ensure_base_edition",
    "load_document",
    "readable",
    "search",
]
