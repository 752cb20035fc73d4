"""What no plate over the stage may cover: all that is written, what can be pressed, and icons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....view.widgets.widget import Rect

if TYPE_CHECKING:
    from ....view.draw.canvas import Canvas
    from .play_screen import PlayScreen

WHOLE = 0.08  # of the window: a widget that is larger is a picture on which a plate may stand


def obstacles(canvas: Canvas, play: PlayScreen, *, icons: bool = False) -> list[Rect]:
    """As far as the screen is drawn by now.

    icons   they too: what is tied to no place keeps off them
    """
    whole = WHOLE * canvas.w * canvas.h
    pressed = [widget.rect for widget in play.widgets if widget.visible]
    signs = canvas.signs_at() if icons else []
    return [*canvas.words_at(), *signs, *(rect for rect in pressed if rect[2] * rect[3] < whole)]
