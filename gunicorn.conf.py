"""How gunicorn runs the register. It reads this file by itself when started in this folder.

There is no access log: addresses of searches hold names, and personal data never reaches a log.
"""

import gc

from register import search

accesslog = None
#: So that one person's slow upload holds up nobody else: a worker answers others meanwhile.
threads = 4
#: Seconds for one request. Somebody on a slow line sends a film for minutes; the usual 30 would cut them off.
timeout = 300


#: A page makes some ten thousand objects that live as long as its answer: to look through them each 700, as is usual,
#: finds nothing and takes a tenth of its time.
_COLLECTED = (10_000, 20, 50)


def post_worker_init(_worker: object) -> None:
    """Load the lists of names before the first visitor, and keep what was loaded out of the collector's rounds."""
    search.warm()
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_COLLECTED)
