"""Stored files: what somebody sent us, kept so that nobody reads it by accident and nothing is lost or left behind."""

from foundation.evidence.belonging import destroy_all, files_of, files_of_many, gather, move, remove
from foundation.evidence.keeping import LARGEST, MOST, Limits, Owner, keep, usual_limits
from foundation.evidence.models import FileKind, FileStanding, StoredFile
from foundation.evidence.opening import Opened, find, open_original, open_to_make, open_view
from foundation.evidence.refusals import WHAT_WE_TAKE, FileGone, FileRefused
from foundation.evidence.sealing import Damaged
from foundation.evidence.upkeep import Scanned, ScannerStanding, scan_waiting, scanner_standing, sweep, verify
from foundation.evidence.uploads import Problem, Taken, UploadRequest, accepts_files, take_uploads

__all__ = [
    "LARGEST",
    "MOST",
    "WHAT_WE_TAKE",
    "Damaged",
    "FileGone",
    "FileKind",
    "FileRefused",
    "FileStanding",
    "Limits",
    "Opened",
    "Owner",
    "Problem",
    "Scanned",
    "ScannerStanding",
    "StoredFile",
    "Taken",
    "UploadRequest",
    "accepts_files",
    "destroy_all",
    "files_of",
    "files_of_many",
    "find",
    "gather",
    "keep",
    "move",
    "open_original",
    "open_to_make",
    "open_view",
    "remove",
    "scan_waiting",
    "scanner_standing",
    "sweep",
    "take_uploads",
    "usual_limits",
    "verify",
]
