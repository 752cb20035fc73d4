"""A board with a code panel: its own lines, where they run, and whether they are seen at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...view.cards.code_listing import CodePicture
from ...view.widgets.widget import Rect, Widget
from .board import Board
from .code_panel import CodePanel

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from .host import Host


class CodeBoard(Board):
    """The code stands where `strip` is, under whatever is laid over it; in compact mode tabs share that place."""

    has_code = True

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.code = CodePanel(host)
        self.tab = 1  # compact: 0 the neuron, 1 the code

    @property
    def picture(self) -> CodePicture | None:
        return self.code.picture

    def code_rect(self) -> Rect:
        """Where the lines go."""
        return self.strip()

    def _code_shown(self) -> bool:
        return not self.covered and (not self.compact or self.tab == 1)

    def _code_widgets(self) -> list[Widget]:
        """For `layout`: the area in which the lines scroll."""
        area = self.code.place(self.code_rect(), not self.compact)
        return [area] if self._code_shown() else []

    def _paint_code(self, canvas: Canvas) -> None:
        self.code.paint(canvas)

    def _refresh_code(self) -> None:
        """The rows as they are now."""
        if self._code_shown():
            self.code.show(self.code.rows(self._secret()))

    def _secret(self) -> bool:
        """The code shows no values."""
        return self.code.secret
