"""The database and the files that people sent, together in one folder, and put back from it.

    DIR/register.sqlite | register.pgdump   the database as it was at one moment
    DIR/evidence/ab/abcd…                   every file that database knows, sealed as it lies in the store
    DIR/about.json                          when, which database, which schema, the head of the audit trail
    DIR/SHA256SUMS                          of all of them; `sha256sum -c SHA256SUMS` checks it anywhere

Private records stay sealed in it: without the service's keys (DATA_KEY), which are in no backup, nobody reads them.
What stands in the register and who has an account is not sealed, so the folder is kept as carefully as the database.
"""

from foundation.backup.making import Made, make
from foundation.backup.restoring import Restored, restore
from foundation.backup.sums import Unusable

__all__ = ["Made", "Restored", "Unusable", "make", "restore"]
