"""What this room says to the home of an account: what is due of somebody, and what it holds of them."""

from __future__ import annotations

from accounts.due import Due, DueKind
from cpd.disclosures import queries, rules
from cpd.disclosures.telling import Told
from cpd.disclosures.vocabulary import OPEN, Stage
from cpd.held import Field, Held, Papers
from cpd.registrants import Registrant
from foundation import locks

_HOME = "/account/tell-us"


def due(registrant: Registrant) -> list[Due]:
    """Our questions about it are theirs to answer; what we look at is ours."""
    found = []
    still_open = [one for one in queries.of_entry(registrant.entry_id) if one.stage in OPEN]
    messages = queries.messages_of([one.id for one in still_open])
    for one in still_open:
        address = f"{_HOME}/{one.reference}"
        said = messages.get(one.id)
        if said and said[-1].from_us:
            found.append(Due(None, f"Answer our question about {one.reference}", address, button="Answer"))
        else:
            found.append(
                Due(
                    one.due_on,
                    f"We look at what you told us, {one.reference}",
                    address,
                    DueKind.OURS,
                    "See where it is",
                )
            )
    return found


def held(registrant: Registrant) -> list[Held]:
    """All that they told us, opened, with what was asked and added. What officers wrote is not among it."""
    found = queries.of_entry(registrant.entry_id)
    boxes = locks.boxes_of([one.lock_id for one in found if one.lock_id is not None])
    messages = queries.messages_of([one.id for one in found])
    rows: list[dict[str, Field]] = []
    for one in found:
        box = boxes.get(one.lock_id) if one.lock_id is not None else None
        if box is None or one.sealed is None or one.stage is Stage.TAKEN_BACK:
            rows.append({"Reference": one.reference, "Told": one.told_at, "Where it is": one.stage.label})
            continue
        told = Told.from_plain(box.open_json(one.sealed))
        said = [
            f"{'We asked' if message.from_us else 'You added'}: {box.open(message.sealed)}"
            for message in messages.get(one.id, [])
        ]
        rows.append(
            {
                "Reference": one.reference,
                "Told": one.told_at,
                "How": one.channel.label,
                "About": told.about,
                "Question": told.question,
                "Your words": told.words,
                "Known on": one.known_on,
                "Late": one.late,
                "Where it is": one.stage.label,
                "What came of it": one.outcome.label if one.outcome else None,
                "Asked and added": said,
            }
        )
    papers = [Papers(one.reference, rules.key(one)) for one in found if one.stage is not Stage.TAKEN_BACK]
    left_out = "What our officers wrote for themselves is left out." if rows else ""
    return [Held("disclosures", "What you told us", rows, left_out, papers)]
