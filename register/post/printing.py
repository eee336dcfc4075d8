"""A batch as one tagged PDF (PDF/UA-1): a letter to each person, its address where the window of the envelope is.

Set by typst from data alone, as the register's statements are: what people wrote goes in as values, never as markup.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from foundation import clock
from foundation.frame import Institute
from foundation.words import say_day
from register import queries
from register.post import batching, readers
from register.post.desks import PRIVATE
from register.post.models import PostBatch
from register.statements import typesetting
from register.statements.typesetting import paragraphs

_LAYOUT = Path(__file__).with_name("letter.typ")


def pdf(batch: PostBatch, *, institute: Institute) -> bytes:
    """The letters of a batch, each on pages of its own. A fixed number of statements."""
    letters = batching.letters_in(batch)
    entries = {one.entry_id for one in letters}
    people, known = queries.named(entries), readers.addresses(entries)
    words = readers.opened(letters)
    moment = batch.made_at
    said: dict[str, Any] = {
        "title": f"Letters to post, batch {batch.id}",
        "made": typesetting.made_at(moment),
        "institute": {
            "name": institute.name,
            "post": list(institute.post),
            "phone": institute.phone,
            "email": institute.email,
        },
        "letters": [
            {
                "to": [
                    people[one.entry_id].particulars_at(moment).name,
                    *(words[one.id].to or known.get(one.entry_id, ())),
                ],
                "private": one.template in PRIVATE,
                "day": say_day(clock.day_of(one.written_at)),
                "number": people[one.entry_id].number,
                "subject": words[one.id].subject,
                "paragraphs": paragraphs(words[one.id].body),
            }
            for one in letters
            if one.entry_id in people and one.id in words
        ],
    }
    return typesetting.set_type(_LAYOUT, said)
