"""A decision and a hearing in one line, as lists and headings name them."""

from __future__ import annotations

from concerns.models import Hearing, Order
from foundation.words import say_day
from register.vocabulary import OrderKind

_KINDS = {"none": "No further action", "advice": "Advice"} | {
    one.value: one.value.replace("_", " ").capitalize() for one in OrderKind
}


def order_words(order: Order) -> str:
    """A decision in one line."""
    length = f", {order.months} months" if order.months else ""
    return f"{_KINDS.get(order.kind, order.kind)}{length}, decided {say_day(order.decided_on)}"


def hearing_words(hearing: Hearing) -> str:
    """A hearing in one line."""
    return f"{hearing.kind.label}, {say_day(hearing.on)}"
