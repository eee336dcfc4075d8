"""Letters that a mail server took and sent back later: read, traced to the letter by a sealed word, and noted on it.

A returned letter stands as one whose address refused it at once (`foundation.outbox`). Nothing of the message that
brought it back is kept, and nothing of it reaches a log.
"""
