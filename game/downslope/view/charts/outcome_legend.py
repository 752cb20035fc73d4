"""The key of a convergence map: each outcome with its cells and how many there are; below, how many nobody has run
yet, or, on a whole map, how the cells fade with the steps.

With the arrows, or a press, one outcome is lit: the others are dimmed on the map until the focus goes elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ...rules.outcome_kinds import OUTCOMES
from ..draw.tokens import LABEL, NUMBER
from ..format.axis import Axis, linear_axis
from ..widgets.ink import SPRING, Badge, Boxed, Col, Either, Ink, Line, Mark, Para, Row, markup
from ..widgets.widget import UNPLACED, Act, State, Widget
from .outcome_map import colours, draw_cell, draw_not_run
from .plot import Plot

if TYPE_CHECKING:
    from ..draw.canvas import Canvas
    from ..widgets.widget import Rect


# ---------------------------------------------------------------------------------------------------------------------
# What is told of one cell of a convergence map: how its run ends, its values, its misses step by step, the law.


LEAST = 34.0  # a lower chart tells nothing


def details_of_cell(kind: str, note: str, values: str, beats: str, trace: tuple[float, ...] = (), signed: bool = True,
                    law: tuple[str, ...] = ()) -> tuple[Ink, ...]:  # fmt: skip
    """All that is told of it, the fullest first; texts with light markup.

    `kind`: an outcome, "" while it is not known; `note`: instead of it. `trace`: misses step by step; not `signed`:
    errors. The chart takes the room that the words leave; where there is none, first the heading goes, then the `law`.
    """
    numbers = Either((Row((markup(values, LABEL), SPRING, markup(beats, LABEL))),
                      Col((Para(values, LABEL, "text2"), Para(beats, LABEL, "text2")))))  # fmt: skip
    ended = Badge(OUTCOMES[kind].icon, _(OUTCOMES[kind].title)) if kind else Line(note, LABEL, "text2")
    told = (Boxed(ended, high=36), numbers, Mark(_draw_trace, (trace, signed), high=LEAST, grow=1))
    lines = tuple(markup(line) for line in law)
    heading = Line(_("Under the cursor"), LABEL, "text2", spacing=1.5)
    ways = ((heading, *told, Col(lines)), (*told, Col(lines)), told) if law else ((heading, *told), told)
    return tuple(Col(way, 5) for way in ways)


def _draw_trace(canvas: Canvas, rect: Rect, values: tuple[float, ...], signed: bool) -> None:
    """Misses around the goal's dotted line, or errors above it."""
    x, y, w, h = rect
    canvas.rect(x, y, w, h, "well", 10)
    if not values:
        return
    axis, steps = linear_axis([*values, *(-value for value in values if signed)]), max(12, len(values) - 1)
    plot = Plot((x + 14, y + 8, w - 28, h - 16), Axis(0, steps), axis)
    plot.level(canvas, 0.0, "goal", 1.8, 0.9, before=6, after=6)
    for spot in plot.curve(canvas, enumerate(values), "text", 2, 0.65):
        canvas.circle(*spot, 3.4 if plot.rect[2] > 9 * steps else 2.2, "text")
    if not signed and h > 30 * canvas.type + 16:  # lower: the word would lie over the curve
        canvas.text(x + w - 12, y + 8 + 14 * canvas.type, _("error"), LABEL, "error", "end")


ORDER = sorted(OUTCOMES, key=lambda kind: -OUTCOMES[kind].height)  # as they lie in a map
LAST = 30  # steps at which landing is faintest
RAMP = 12
EXAMPLE = 25.0  # pitch of the cells of an outcome: with few steps and, where all names have room, with many


class OutcomeLegend(Widget):
    """`counts`: places of each kind; `left`: those not tried yet; `kinds`: what is listed. `on_lit` is told which one
    is lit, or ""."""

    role = N_("list")

    def __init__(self, name: str, on_lit: Callable[[str], None], word: str) -> None:
        super().__init__(name, UNPLACED)
        self.kinds: list[str] = []
        self.counts: Mapping[str, int] = {}
        self.left = 0
        self.on_lit, self.word = on_lit, word
        self.lit = ""
        self._pitch = 1.0

    def show(self, kinds: Sequence[str], counts: Mapping[str, int], left: int) -> None:
        """Another map."""
        self.kinds = [kind for kind in ORDER if kind in kinds]
        self.count(counts, left)

    def count(self, counts: Mapping[str, int], left: int) -> None:
        """The same map, with more of it known."""
        self.counts, self.left = counts, left

    def accessible_name(self) -> str:
        return _("Outcomes")

    def accessible_value(self) -> str:
        """The lit one, else all, with how many places end so."""
        told = [self.lit] if self.lit else [kind for kind in self.kinds if self.counts.get(kind)]
        return ", ".join(f"{_(OUTCOMES[kind].title)} {self.counts.get(kind, 0)}" for kind in told)

    def light(self, kind: str) -> bool:
        self.lit = kind
        self.on_lit(kind)
        return True

    def leave(self) -> None:
        self.light("")

    def handled_intents(self) -> tuple[str, ...]:
        return ("up", "down")

    def act(self, intent: Act) -> bool:
        if intent.name == "press":
            row = int((intent.y - self.rect[1] - 8) // self._pitch)
            kind = self.kinds[row] if 0 <= row < len(self.kinds) else ""
            return self.light("" if kind == self.lit else kind)
        if intent.name in ("up", "down"):
            way = 1 if intent.name == "down" else -1
            here = self.kinds.index(self.lit) if self.lit else -1 if way > 0 else len(self.kinds)
            return self.light(self.kinds[(here + way) % len(self.kinds)])
        return intent.name == "release"

    def least(self, canvas: Canvas) -> float:
        """The height without which its rows would touch."""
        return 28 + 28 * canvas.type + len(self.kinds) * 20 * canvas.type

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        foot = 20 + 28 * canvas.type
        pitch = self._pitch = (h - 8 - foot) / len(self.kinds)
        canvas.keep(("map key", self.rect, tuple(self.kinds), self.word, not self.left), x, y, w, h, self._still)
        if self.left:
            canvas.text_vcenter(x + w - 20, y + h - foot / 2 + 2, str(self.left), NUMBER, "text2", "end")
        for index, kind in enumerate(self.kinds):
            middle = y + 8 + (index + 0.5) * pitch
            canvas.text_vcenter(x + w - 20, middle, str(self.counts.get(kind, 0)), NUMBER, "text2", "end")
            if kind == self.lit:
                canvas.rect(x + 8, middle - pitch / 2 + 1, w - 16, pitch - 2, None, 9, "focus", 2)
        if state.focus:
            canvas.focus(x, y, w, h, 16)

    def _still(self, canvas: Canvas) -> None:
        (x, y, w, h), t, pitch = self.rect, canvas.type, self._pitch
        names = [_(OUTCOMES[kind].title) for kind in self.kinds]
        room = w - 86 - canvas.width("99999", NUMBER)  # of a name, behind two cells or one
        count = 2 if max(canvas.width(name, LABEL) for name in names) <= room - 2 * EXAMPLE else 1
        cell = min(26.0, pitch - 8)
        for place, (kind, name) in enumerate(zip(self.kinds, names)):
            middle, row = y + 8 + (place + 0.5) * pitch, OUTCOMES[kind]
            for k, beats in enumerate((row.few, row.many)[:count]):
                draw_cell(canvas, x + 18 + EXAMPLE * k, middle - cell / 2, 24, cell, kind, beats, 1.3)
            left = x + 30 + EXAMPLE * count
            canvas.icon(row.icon, left, middle - 12, 24)
            canvas.within(left + 36, canvas.baseline_of(middle), name, room - EXAMPLE * count, LABEL, "text")
        top = y + h - 20 - 28 * t
        canvas.line(x + 18, top + 4, x + w - 18, top + 4, "border", 1)
        if self.left:  # what a place looks like that nobody has run
            middle, width = top + 12 + 14 * t, EXAMPLE * count - 1
            draw_not_run(canvas, x + 18, middle - cell / 2, width, cell, 1.3)
            left = x + 31 + width
            room = x + w - 28 - canvas.width("99999", NUMBER) - left
            canvas.within(left, canvas.baseline_of(middle), _("not tried yet"), room, LABEL, "text")
            return
        base = top + 14 + 18 * t  # from few steps to many, in the hue of landing
        left = x + 20 + canvas.text(x + 20, base, self.word, LABEL, "text2") + 32
        left += canvas.text(left, base, "1", NUMBER, "text", "start") + 10
        right = x + w - 20 - canvas.width(str(LAST), NUMBER) - 10
        each = min(14.0, (right - left) / RAMP)
        for k in range(RAMP):
            fill = colours(canvas.look.theme, "land", round(LAST ** (k / (RAMP - 1))))[0]
            canvas.rect(left + k * each, base - 6 * t - 10, each - 1, 20, fill, 2)
        canvas.text(left + RAMP * each + 10, base, str(LAST), NUMBER, "text", "start")
