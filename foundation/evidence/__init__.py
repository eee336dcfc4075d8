"""Stored files: what somebody sent us, kept so that nobody reads it by accident and nothing is lost or left behind."""

from foundation.evidence.models import FileKind, FileStanding, StoredFile

__all__ = ["FileKind", "FileStanding", "StoredFile"]
