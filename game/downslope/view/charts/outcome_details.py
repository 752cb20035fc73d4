"""What is told of one cell of a convergence map: how its run ends, its values, its misses step by step, the law."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from ...i18n import _
from ...rules.outcome_kinds import OUTCOMES
from ..draw.tokens import BODY, LABEL, SPACE_2
from ..format.axis import Axis, plain_axis
from ..widgets.label import Label
from ..widgets.layout import Part, Split, column, either, fits, inset, row, smallest, tight
from ..widgets.panel import Figure, Group, Picture, PicturePanel
from .plot import Plot

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect

PAD, TOP = 19.0, 11.0
LEAST = 34.0  # a lower chart tells nothing
LAW = 26.0  # of a line of the law


class CellDetails(NamedTuple):
    """Texts with light markup. `kind`: an outcome, "" while it is not known; `note`: instead of it.

    `trace`: misses step by step; not `signed`: errors. `law`: up to two lines.
    """

    kind: str
    note: str
    values: str
    beats: str
    trace: tuple[float, ...]
    signed: bool
    law: tuple[str, ...]


def in_words(details: CellDetails) -> str:
    """All of it in a line, with light markup."""
    kind = _(OUTCOMES[details.kind].title) if details.kind else ""
    return ", ".join(filter(None, (details.values, kind, details.note, details.beats)))


class DetailsPanel(PicturePanel):
    """`details` gives what is told now, None: nothing yet."""

    def __init__(self, canvas: Canvas, details: Callable[[], CellDetails | None]) -> None:
        self.canvas, self.details = canvas, details

    def smallest(self) -> tuple[float, float]:
        """For an outcome on one line and its numbers on another, without a law."""
        return smallest(details_tree(self.canvas, CellDetails("overshoot", "", " ", " ", (), True, ()), 0.0))

    def picture(self) -> Picture | None:
        told = self.details()
        return (draw_details, self.rect, told) if told is not None else None


def draw_details(canvas: Canvas, rect: Rect, told: CellDetails) -> None:
    """All that is told of a cell."""
    group = Group(details_tree(canvas, told, rect[2] - 2 * PAD))
    group.place(rect)
    group.paint(canvas)


def details_tree(canvas: Canvas, told: CellDetails, room: float) -> Split:
    """The chart takes the room that the words leave; where there is none, first the heading goes, then the law."""
    heading = Part(Label(canvas, _("Under the cursor"), LABEL, "text2"), 24 * canvas.type)
    ending = Part(Figure(draw_ending, told.kind, told.note), 20 + 16 * canvas.type)
    values = Label(canvas, told.values, LABEL, "text2", width=room)
    beats = Label(canvas, told.beats, LABEL, "text2", anchor="end")
    beside = row(tight(values), Part(beats))
    if not fits(beside, (0.0, 0.0, room, values.high)):
        beside = column(tight(values), tight(Label(canvas, told.beats, LABEL, "text2", width=room)), gap=0)
    numbers = tight(beside)
    trace = Part(Figure(draw_trace, told.trace, told.signed, least=(0.0, LEAST)))
    lines = Label(canvas, "\n".join(told.law), BODY, "text2", width=room, height=len(told.law) * LAW * canvas.type,
                  spacing=LAW / BODY.size)  # fmt: skip
    law = [tight(lines)] if told.law else []
    all_of_it, plain = column(heading, ending, numbers, trace, *law, gap=5), column(ending, numbers, trace, *law, gap=5)
    return inset(either(all_of_it, plain, column(ending, numbers, trace, gap=5)), PAD, TOP, PAD, SPACE_2 + 4)


def draw_ending(canvas: Canvas, rect: Rect, kind: str, note: str) -> None:
    """The outcome, or what is said instead of it."""
    x, y, w, h = rect
    if kind:
        canvas.badge(x, y, OUTCOMES[kind].icon, _(OUTCOMES[kind].title), h)
    else:
        canvas.within(x, y + h / 2 + 6 * canvas.type, note, w, LABEL, "text2")


def draw_trace(canvas: Canvas, rect: Rect, values: tuple[float, ...], signed: bool) -> None:
    """Misses around the goal's dotted line, or errors above it."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 10)
    if not values:
        return
    axis, steps = plain_axis([*values, *(-value for value in values if signed)]), max(12, len(values) - 1)
    plot = Plot((x + 14, y + 8, w - 28, h - 16), Axis(0, steps), axis)
    plot.level(canvas, 0.0, "goal", 1.8, 0.9, before=6, after=6)
    for spot in plot.curve(canvas, enumerate(values), "text", 2, 0.65):
        canvas.circle(*spot, 3.4 if plot.rect[2] > 9 * steps else 2.2, "text")
    if not signed and h > 30 * canvas.type + 16:  # lower: the word would lie over the curve
        canvas.text(x + w - 12, y + 8 + 14 * canvas.type, _("error"), LABEL, "error", "end")
