"""What lies a little deeper than the card or the screen around it: lines of code that scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .panel import Group

if TYPE_CHECKING:
    from ..draw.canvas import Canvas


class Well(Group):
    """Panels on one well."""

    def paint(self, canvas: Canvas) -> None:
        canvas.rect(*self.rect, "well", 12)
        super().paint(canvas)
