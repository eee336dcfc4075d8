"""What a screen reader hears of foreign pages: each has its place in the bundle's own tree of structure.

Trees of foreign files never come along: they may say what was taken out of a page. A page with words is read as they
are drawn; one that is only a picture, such as a scan, says which exhibit it is, and that it has no words of its own.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

#: Forms within forms are looked into so deep.
_DEEP = 4


class Tree:
    """The tree of the bundle while foreign pages are added to it."""

    def __init__(self, bundle: pikepdf.Pdf) -> None:
        self._bundle = bundle
        self._root = bundle.Root.StructTreeRoot
        self._parents = pikepdf.NumberTree(self._root.ParentTree)
        self._next = max([int(one) for one in self._parents], default=-1) + 1
        self._added: list[tuple[int, Any]] = []

    def add(self, page: pikepdf.Page, place: int, words: str) -> str:
        """Put a page there; gives the mark under which all that it draws is its element (`stamping` writes it)."""
        has_words = _has_font(page.obj.get("/Resources"), _DEEP)
        element = Dictionary(Type=Name.StructElem, S=Name.P if has_words else Name.Figure, Pg=page.obj, K=0)
        if not has_words:
            element.Alt = pikepdf.String(f"{words}. A picture without words that can be read aloud.")
        made = self._bundle.make_indirect(element)
        page.obj.StructParents = self._next
        self._parents[self._next] = self._bundle.make_indirect(Array([made]))
        self._next += 1
        self._added.append((place, made))
        return "/P" if has_words else "/Figure"

    def close(self) -> None:
        """Let each element stand where its page stands."""
        top = self._root.K[0] if isinstance(self._root.K, Array) else self._root.K
        places = {page.obj.objgen: number for number, page in enumerate(self._bundle.pages)}
        ours, place = list[tuple[int, Any]](), 0
        for one in top.K if isinstance(top.K, Array) else [top.K]:
            place = max(place, _first_page(one, places, place))
            ours.append((place, one))
        for _, made in self._added:
            made.P = top
        # Within a page nothing changes its place: sorting keeps what is equal as it was.
        top.K = Array([one for _, one in sorted([*ours, *self._added], key=lambda held: held[0])])
        self._root.ParentTreeNextKey = self._next


def _first_page(element: Any, places: dict[tuple[int, int], int], otherwise: int) -> int:
    """The page on which an element begins."""
    if not isinstance(element, Dictionary):
        return otherwise
    if "/Pg" in element:
        return places.get(element.Pg.objgen, otherwise)
    kids = element.get("/K", Array())
    for one in kids if isinstance(kids, Array) else [kids]:
        found = _first_page(one, places, -1)
        if found >= 0:
            return found
    return otherwise


def _has_font(resources: Any, deep: int) -> bool:
    """Whether a page, or a form that it draws, may write with a font."""
    if not isinstance(resources, Dictionary) or not deep:
        return False
    fonts = resources.get("/Font")
    if isinstance(fonts, Dictionary) and len(fonts.keys()):
        return True
    drawn = resources.get("/XObject")
    if not isinstance(drawn, Dictionary):
        return False
    return any(
        _has_font(one.get("/Resources"), deep - 1)
        for one in drawn.as_dict().values()
        if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == Name.Form
    )
