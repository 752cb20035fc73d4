"""A panel with the lines of a round: where they scroll, which of them runs, what stands above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.code_listing import HEAD, CodePicture, CodeRow, draw_code_head, listing_height
from ...view.format.measure import measure, text_factor
from ...view.widgets.scroll import ScrollArea
from ...view.widgets.widget import COMPACT, Rect, Widget
from .code_rows import CodeRows, RunCursor, file_of
from .panel import Panel

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .host import Host

LEAST = 3  # lines that are seen in any case


class CodePanel(Panel):
    """`metric`: the name of one whose lines are shown instead of the level's own; "": its own, and where they run.

    `secret`: whether more is hidden now than the level hides.
    """

    def __init__(self, host: Host, name: str = "code", metric: str = "",
                 secret: Callable[[], bool] | None = None) -> None:  # fmt: skip
        self.host, self.attempt = host, host.attempt
        self.name, self.metric = name, metric
        self.rounds = CodeRows(metric)
        self._secret = secret
        self.area: ScrollArea | None = None
        self.picture: CodePicture | None = None  # None: there are no plain lines
        self.numbers = True
        self._shown: object = None  # what the picture was made from
        self._lit = -1  # the row that ran when it was scrolled into view

    def place(self, rect: Rect) -> list[Widget]:
        return [self.place_listing(rect, text_factor(self.host.game) <= COMPACT)]

    def high(self, lines: int) -> float:
        """The least height in which so many short lines are seen at once."""
        return listing_height(lines, text_factor(self.host.game))

    def smallest(self) -> tuple[float, float]:
        return (0.0, self.high(LEAST))

    def place_listing(self, rect: Rect, numbers: bool) -> ScrollArea:
        """For a new layout: the area in which the lines scroll. `numbers`: with `def` and the numbers of the lines."""
        self.rect, self.numbers, self._shown, self._lit = rect, numbers, None, -1
        x, y, w, h = rect
        self.area = ScrollArea(self.name, (x, y + HEAD, w, h - HEAD - 4), 0.0, self.area.offset if self.area else 0.0)
        self.area.label = _("Code")
        return self.area

    @property
    def secret(self) -> bool:
        """The code shows no values: they would give away what is hidden or asked."""
        hidden = any(self.attempt.now.visibility(name) == "hidden" for name in ("input", "goal", "weight"))
        return hidden or (self._secret is not None and self._secret())

    def refresh(self) -> None:
        """The rows as they are now."""
        self.show(self.rows(self.secret))

    def rows(self, secret: bool) -> list[CodeRow]:
        """The rows as they are now. `secret`: without values."""
        attempt = self.attempt
        told = attempt.now.visibility("arrow") == "preview" and attempt.asking.open is None
        moment = RunCursor(attempt.step, attempt.playback.hopping, told)
        return self.rounds.rows(attempt.shown, moment, self.numbers, secret)

    def show(self, rows: Sequence[CodeRow]) -> None:
        """Make the picture of these rows; the running one is brought into view when it is another one."""
        area = self.area
        key = (tuple(rows), self.rect, self.host.game.look())
        if area is None or self._shown == key:
            return
        self._shown = key
        if not rows:
            self.picture = None
            return
        canvas = measure(self.host.game, self.host.width, self.host.height)
        self.picture = CodePicture(canvas, self.rect, rows, self.numbers)
        area.height = self.picture.height
        area.focusable = area.limit > 0
        area.scroll(0.0)
        lit = next((number for number, row in enumerate(rows) if row.running), -1)
        if lit != self._lit:
            self._lit = lit
            top, low = self.picture.running
            area.show((area.rect[0], area.y(top), area.rect[2], low - top))

    def paint(self, canvas: Canvas, title: str = "") -> None:
        """`title`: instead of the name of the file."""
        area = self.area
        if area is None or self.picture is None:
            return
        self.draw_head(canvas, title or file_of(self.attempt.shown.run))
        self.picture.draw(canvas, area.rect, area.offset)

    def draw_head(self, canvas: Canvas, title: str) -> None:
        """What stands above the lines."""
        draw_code_head(canvas, self.rect, title, *self._status())

    def _status(self) -> tuple[str, str]:
        """What goes on, in words and as an icon."""
        if self.metric or self.picture is None:
            return _("from the same weight"), ""
        moves = self.attempt.playback.moving or self.attempt.playback.running
        line = next((row.number for row in self.picture.rows if row.running), "")
        status = (_("line {line}") if moves else _("paused on line {line}")).format(line=line)
        return status, "play" if moves else "pause"
