"""The sizes that everything shares: text styles by what is written, room between things, sheets and their corners.

Sizes are design pixels at the ordinary text size. A picture asks for a style by its purpose; where room decides, it
takes `style.with_size(size)`.
"""

from __future__ import annotations

from typing import NamedTuple

# a part of a line: string, colour[, weight[, family]]
Run = tuple[str, str] | tuple[str, str, int] | tuple[str, str, int, str]
SMALLEST_TEXT = 14.0  # physical pixels: ordinary text is no smaller in any window


class TextStyle(NamedTuple):
    """How a text is set: size in design pixels, weight 500..700, family "ui" or "mono"."""

    size: float = 16
    weight: int = 500
    family: str = "ui"

    def with_size(self, size: float) -> TextStyle:
        return self._replace(size=size)

    def times(self, part: float) -> TextStyle:
        return self._replace(size=self.size * part)


BODY = TextStyle()
SMALL = TextStyle(14)  # a word beside something, under it
LABEL = TextStyle(16, 600)  # names of controls and of what is drawn
STRONG = TextStyle(16, 700)
SMALL_CODE = TextStyle(14, 600, "mono")
SMALL_NUMBER = TextStyle(14, 700, "mono")
CODE_LIGHT = TextStyle(16, 500, "mono")
CODE = TextStyle(16, 600, "mono")
NUMBER = TextStyle(16, 700, "mono")  # a quantity
LEAD = TextStyle(18, 700)  # the first line of what is told
LEAD_NUMBER = TextStyle(18, 700, "mono")
LEAD_BODY = TextStyle(18)  # a card's own words
LEAD_LABEL = TextStyle(18, 600)
FORMULA = TextStyle(20)  # a line of quantities that is read from afar
HEADING = TextStyle(20, 700)  # a question, a part of a screen
LARGE = TextStyle(22, 700)  # a level's name
LARGE_NUMBER = TextStyle(22, 700, "mono")
VALUE = TextStyle(20, 700, "mono")  # what a control stands at
SIGN = TextStyle(28, 700, "mono")  # of a knob: α, β
DIAL_NUMBER = TextStyle(30, 700, "mono")
SCORE = TextStyle(44, 700, "mono")  # what a level came to
TITLE = TextStyle(24, 700)
TITLE_NUMBER = TextStyle(24, 700, "mono")
HEADLINE = TextStyle(32, 700)  # over a whole screen
DISPLAY = TextStyle(40, 700)  # read from afar

SPACE_1, SPACE_2, SPACE_3, SPACE_4, SPACE_5 = 4.0, 8.0, 12.0, 16.0, 24.0  # from within a row to the window's edge
RADIUS_S, RADIUS_M, RADIUS_L, RADIUS_XL = 8.0, 12.0, 16.0, 24.0  # of wells, controls, panels, cards over a screen


class Sheet(NamedTuple):
    """What something stands on: corner, colours by their names, the edge's width, and the shadow's fall.

    down, blur, strength   the shadow: how far below it, the standard deviation of its blur, how strong
    """

    radius: float
    fill: str
    edge: str
    line: float
    down: float
    blur: float
    strength: float


PANEL = Sheet(RADIUS_L, "panel", "border", 1, 8, 12, 1)
LIT_PANEL = PANEL._replace(edge="border2")  # chosen, or lying over others
CARD = Sheet(RADIUS_XL, "panel", "border2", 1.5, 14, 13, 1.5)  # over a whole screen
NOTE = Sheet(14.0, "raised", "border2", 1.5, 10, 14, 1.2)
WELL = Sheet(RADIUS_M, "well", "", 0, 0, 1, 0)  # a little deeper than what is around: lines of code that scroll
TIP = Sheet(10.0, "raised", "border2", 1, 4, 6, 0.8)
