"""The sizes that everything shares: text styles by what is written, and the corners of what it stands on.

Sizes are design pixels at the ordinary text size. A picture asks for a style by its purpose; where room decides, it
takes `style.sized(size)`.
"""

from __future__ import annotations

from typing import NamedTuple


class TextStyle(NamedTuple):
    """How a text is set: size in design pixels, weight 500..700, family "ui" or "mono"."""

    size: float = 16
    weight: int = 500
    family: str = "ui"

    def sized(self, size: float) -> TextStyle:
        """The same, of another size."""
        return self._replace(size=size)


BODY = TextStyle()
LABEL = TextStyle(16, 600)  # names of controls and of what is drawn
STRONG = TextStyle(16, 700)
CODE_LIGHT = TextStyle(16, 500, "mono")
CODE = TextStyle(16, 600, "mono")
NUMBER = TextStyle(16, 700, "mono")  # a quantity
LEAD = TextStyle(18, 700)  # the first line of what is told
LEAD_NUMBER = TextStyle(18, 700, "mono")
LARGE_NUMBER = TextStyle(22, 700, "mono")
TITLE = TextStyle(24, 700)
