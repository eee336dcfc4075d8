"""A verification statement as a tagged PDF (PDF/UA-1), set by typst from data alone.

What people wrote goes in as values, never as markup. The typefaces come with this package and no others are used, so
the same statement looks the same on every machine.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import segno

from foundation.frame import Institute
from foundation.words import say_day, say_moment
from register.publication import PublicEntry, PublicOrder
from register.statements import typefaces, typesetting
from register.statements.typesetting import paragraphs
from register.statements.writing import Statement

_LAYOUT = Path(__file__).with_name("statement.typ")


def pdf(statement: Statement, *, institute: Institute, public_url: str) -> bytes:
    """The statement as a PDF."""
    address = f"{public_url.rstrip('/')}/verify/{statement.code}"
    said = _said(statement, institute, public_url.rstrip("/"), address)
    return typesetting.set_type(_LAYOUT, said, qr=_square(address))


def _square(address: str) -> str:
    picture = io.BytesIO()
    segno.make_qr(address, error="m").save(picture, kind="svg", border=2, dark="#1d2429", light="#ffffff")
    return picture.getvalue().decode()


def _said(statement: Statement, institute: Institute, public_url: str, address: str) -> dict[str, Any]:
    entry = statement.entry
    # A heading cannot be empty, so a name of invisible signs alone gives way to the number.
    name = entry.name if typefaces.settable(entry.name).strip() else entry.number
    moment = say_moment(statement.made_at)
    time, _, day = moment.partition(", ")
    return {
        "title": f"Verification statement: {name}, {entry.number}",
        "made": typesetting.made_at(statement.made_at),
        "institute": {
            "name": institute.name,
            "post": ", ".join(institute.post),
            "phone": institute.phone,
            "email": institute.email,
        },
        "name": name,
        "latin": None if typefaces.has_all(name) else typefaces.in_latin(name) or None,
        "number": entry.number,
        "tone": entry.tone,
        "status": entry.status_label,
        "sentence": entry.status_sentence,
        "title_note": None
        if entry.may_use_title
        else f"They may not call themselves an {institute.short} registered case manager.",
        "read": f"We read the register at {time} on {day}, UK time.",
        "orders": [_order(one, entry.tone) for one in entry.restrictions],
        "agreed": paragraphs(entry.statement or ""),
        "facts": _facts(entry),
        "limits": _limits(institute, time, day),
        "check": "Scan the square, or go to the address below and type the code. You see whether this statement is "
        "ours, and what has changed since.",
        "qr_alt": f"QR code that opens {address}",
        "verify_url": address,
        "verify_shown": f"{public_url.partition('://')[2]}/verify",
        "code": statement.code,
        "foot": f"{entry.number}, {moment}. Code {statement.code}",
    }


def _order(order: PublicOrder, tone: str) -> dict[str, Any]:
    return {
        "label": order.heading,
        "tone": tone if order.in_force else "ended",
        "sentence": order.sentence,
        "text": paragraphs(order.text or ""),
    }


def _facts(entry: PublicEntry) -> list[tuple[str, list[str]]]:
    rows: list[tuple[str, list[str]]] = []
    if entry.period_from and entry.period_to:
        what = "Registered" if entry.may_use_title else "Last period granted"
        rows.append((what, [f"{say_day(entry.period_from)} to {say_day(entry.period_to)}"]))
    rows.append(("First registered", [say_day(entry.first_registered)]))
    if entry.breaks:
        breaks = [f"{say_day(one.first)} to {say_day(one.last)}" for one in entry.breaks]
        rows.append(("Breaks in registration", breaks))
    for what, value in (
        ("Earlier names", ", ".join(entry.former_names)),
        ("Town", entry.town),
        ("Organisation", entry.organisation),
        ("Areas of work", ", ".join(entry.areas)),
        ("Works with", entry.works_with),
        ("Languages", ", ".join(entry.languages)),
        ("Certificate of Proficiency", "Yes" if entry.certificate else "No"),
        ("Insurance", f"Confirmed to {say_day(entry.insurance_to)}" if entry.insurance_to else None),
    ):
        if value:
            rows.append((what, [value]))
    if entry.other_registrations:
        others = [
            f"{one.body} {one.number}, "
            + (f"we checked on {say_day(one.checked_on)}" if one.checked_on else "as they told us: not checked yet")
            for one in entry.other_registrations
        ]
        rows.append(("Also registered with", others))
    return rows


def _limits(institute: Institute, time: str, day: str) -> list[str]:
    return [
        f"It shows what our public register said at {time} on {day}. "
        "An entry can change at any time, so check the code before you rely on it.",
        "It does not show that the person who gave it to you is the person it names. Ask for proof with a photo.",
        f"It is not a reference, and it says nothing that {institute.short} does not publish.",
    ]
