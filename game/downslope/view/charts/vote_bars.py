"""The votes as bars, the most voted one framed; and what the pictures tried last were read as."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _, several
from ..draw.tokens import BODY, CODE, LEAD, NUMBER
from ..format.numbers import fixed_point
from ..format.numbers import number as written
from ..widgets.widget import Rect

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

HEAD = 54.0
SMALL = 4.0  # a pixel of a tried picture


class Tried(NamedTuple):
    """A picture (pixels 0 ... 1, row by row), what it is and what it was read as."""

    pixels: tuple[float, ...]
    label: int
    read: int

    @property
    def right(self) -> bool:
        return self.label == self.read


def percent(share: float, digits: int = 0) -> str:
    """A share of 1 as it is shown."""
    return fixed_point(100 * share, digits) + "%"


def percents(shares: Sequence[float]) -> list[int]:
    """Shares of 1 as whole per cents that add up to 100: what rounding down leaves goes to the largest remainders."""
    exact = [100 * share for share in shares]
    found = [int(each) for each in exact]
    order = sorted(range(len(exact)), key=lambda k: found[k] - exact[k])
    for k in order[: max(0, 100 - sum(found))]:
        found[k] += 1
    return found


def draw_votes(canvas: Canvas, rect: Rect, names: Sequence[str], shares: Sequence[float] | None,
               plain: Sequence[float] | None = None) -> None:  # fmt: skip
    """`shares` add up to 1; None: there is nothing to vote on. `plain`: the numbers that are told, which are no shares.

    Draws into a layer that does not change.
    """
    x, y, w, h = rect
    base = y + 17 + 18 * canvas.type
    canvas.glyph("prediction", x + 28, base - 6 * canvas.type, 8)
    count = len(names)
    title = _("Ten votes") if count == 10 else several("One vote", "{count} votes", count).format(count=count)
    if plain is not None:
        title = _("{votes}, not shares").format(votes=title)
    best = max(range(len(names)), key=shares.__getitem__) if shares else None
    wide = 0.0
    if best is not None:
        runs = [(_("I read a") + " ", "text2", 600), (names[best], "prediction", 700, "mono")]
        wide = canvas.rich(x + w - 20, base, runs, BODY.sized(18), anchor="end") + 12  # type: ignore[arg-type]
    canvas.within(x + 44, base, title, w - 64 - wide, LEAD, "text")
    told = [f"{each}%" for each in percents(shares)] if shares else ["–"] * len(names)
    if shares and plain is not None:
        told = [written(vote) for vote in plain]
        shares = [max(0.0, vote) / max(1.0, *plain) for vote in plain]  # a bar as long as its number says
    pitch = (h - HEAD - 8) / len(names)
    label = max(canvas.width(each, NUMBER) for each in (*told, "100%")) + 26
    for number, name in enumerate(names):
        top, on = y + HEAD + number * pitch, number == best
        middle = top + pitch / 2
        if on:
            canvas.rect(x + 10, top, w - 20, pitch, canvas.mix("panel", "prediction", 0.16), 10)
            canvas.rect(x + 10.75, top + 0.75, w - 21.5, pitch - 1.5, None, 9.5, "prediction", 1.5)
        ink = "text" if on else "text2"
        size = min(20.0, 0.56 * pitch / canvas.type)
        canvas.mid_text(x + 34, middle, name, NUMBER.sized(size), ink, "middle")
        left, room, high = x + 58, w - 58 - label, min(13.0, pitch - 12)
        canvas.rect(left, middle - high / 2, room, high, "well", high / 2)
        share = shares[number] if shares else 0.0
        if share * room > 2:
            canvas.rect(left, middle - high / 2, max(high, share * room), high, "prediction", high / 2,
                        alpha=1 if on else 0.75)  # fmt: skip
        small = min(16.0, 0.5 * pitch / canvas.type)
        canvas.mid_text(x + w - 22, middle, told[number], (NUMBER if on else CODE).sized(small), ink, "end")


def draw_tried(canvas: Canvas, x: float, y: float, tried: Sequence[Tried], columns: int = 4) -> None:
    """Small pictures, each with a tick or a cross under it."""
    for number, one in enumerate(tried):
        left, top = x + 2 + number % columns * 40, y + number // columns * 56
        draw_small(canvas, left, top, one.pixels, "prediction" if one.right else "error")
        if one.right:
            tick = [(left + 12, top + 42), (left + 15.5, top + 45.5), (left + 21.5, top + 38.5)]
            canvas.polyline(tick, "prediction", 2.4)
        else:
            canvas.line(left + 12.5, top + 38.5, left + 19.5, top + 45.5, "error", 2.4)
            canvas.line(left + 19.5, top + 38.5, left + 12.5, top + 45.5, "error", 2.4)


def draw_small(canvas: Canvas, x: float, y: float, pixels: Sequence[float], edge: str) -> None:
    """A picture of 8x8 pixels, 36 wide with its frame."""
    canvas.rect(x - 2, y - 2, 36, 36, "well", 5)
    for index, pixel in enumerate(pixels):
        if pixel > 0.1:
            row, column = divmod(index, 8)
            canvas.rect(x + column * SMALL, y + row * SMALL, SMALL, SMALL, canvas.mix("well", "input", pixel))
    canvas.rect(x - 2, y - 2, 36, 36, None, 5, edge, 2)
