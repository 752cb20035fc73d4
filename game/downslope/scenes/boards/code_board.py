"""A board with a code panel: its own lines, where they run, and whether they are seen at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.code import HEAD, CodePicture, draw_code_head
from ...view.scroll import ScrollArea
from ...view.widget import COMPACT, Widget
from ...words import _
from ..scrolling import measure, text_factor
from .board import Board
from .rounds import Moment, Rounds, file_of

if TYPE_CHECKING:
    from ...view.canvas import Canvas
    from ..play import PlayScene


class CodeBoard(Board):
    """The code stands where `strip` is, under whatever is laid over it; in compact mode two tabs share that place."""

    def __init__(self, play: PlayScene) -> None:
        super().__init__(play)
        self.rounds = Rounds()
        self.area: ScrollArea | None = None
        self.picture: CodePicture | None = None  # None: there are no plain lines
        self.tab = 1  # compact: 0 the neuron, 1 the code
        self._code: object = None  # what the picture was made from
        self._lit = -1  # the row that ran when it was scrolled into view
        self._measure = measure(play.game, play.width, play.height)

    @property
    def compact(self) -> bool:
        return text_factor(self.play.game) > COMPACT

    def _covered(self) -> bool:
        """The bet or the verdict lies over the code."""
        return self.play.overlay.kind in ("strip", "bet", "verdict")

    def _code_shown(self) -> bool:
        return not self._covered() and (not self.compact or self.tab == 1)

    def _code_widgets(self) -> list[Widget]:
        """For `layout`: the area in which the lines scroll."""
        self._measure = measure(self.play.game, self.play.width, self.play.height)
        self._code, self._lit = None, -1
        x, y, w, h = self.strip()
        self.area = ScrollArea("code", (x, y + HEAD, w, h - HEAD - 4), 0.0, self.area.offset if self.area else 0.0)
        return [self.area] if self._code_shown() else []

    def _paint_code(self, canvas: Canvas) -> None:
        attempt, area, rect = self.attempt, self.area, self.strip()
        if area is None:
            return
        title = file_of(attempt.shown.run)
        if self.picture is None:
            draw_code_head(canvas, rect, title, "")
            text = _("These lines cannot be shown as plain Python: {why}.").format(why=self.rounds.why)
            canvas.wrap(rect[0] + 20, rect[1] + HEAD + 14 + 16 * canvas.type, text, rect[2] - 40)
            return
        moves = attempt.playback.moving or attempt.playback.running
        line = next((row.number for row in self.picture.rows if row.running), "")
        status = (_("line {line}") if moves else _("paused on line {line}")).format(line=line)
        draw_code_head(canvas, rect, title, status, "play" if moves else "pause")
        self.picture.draw(canvas, area.rect, area.offset)

    def _secret(self) -> bool:
        """The code shows no values: they would give away what is hidden or asked."""
        return any(self.attempt.now.sees(name) == "hidden" for name in ("input", "goal", "weight"))

    def _refresh_code(self) -> None:
        """The rows as they are now; the running one is brought into view when it is another one."""
        attempt, area = self.attempt, self.area
        if area is None or not self._code_shown():
            return
        level = attempt.now
        told = level.sees("arrow") == "preview" and attempt.asking.open is None
        hidden = self._secret()
        moment = Moment(attempt.step, attempt.playback.hopping, told)
        rows = self.rounds.rows(attempt.shown, moment, not self.compact, hidden)
        key = (tuple(rows), self.strip(), self.play.game.look())
        if self._code == key:
            return
        self._code = key
        if not rows:
            self.picture = None
            return
        self.picture = CodePicture(self._measure, self.strip(), rows, not self.compact)
        area.height = self.picture.height
        area.focusable = area.limit > 0
        area.scroll(0.0)
        lit = next((number for number, row in enumerate(rows) if row.running), -1)
        if lit != self._lit:
            self._lit = lit
            top, low = self.picture.running
            area.show((area.rect[0], area.y(top), area.rect[2], low - top))
