"""The four buttons under the pad."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.widgets.button import Button

if TYPE_CHECKING:
    from collections.abc import Callable

    from ...view.widgets.widget import Widget
    from .digits_board import DigitsBoard


def tools(board: DigitsBoard) -> list[Widget]:
    """Pen, rubber, an empty pad, another picture."""
    x, y, w, h = board.columns()[0]
    wide, top = (w - 40 - 24) / 4, y + h - 62
    assert board.pad is not None
    kinds: tuple[tuple[str, str, str, Callable[[], None], bool], ...] = (
        ("pen", _("Pen"), "pencil", partial(board.take, False), not board.pad.rubbing),
        ("rubber", _("Rub"), "eraser", partial(board.take, True), board.pad.rubbing),
        ("clear", _("Clear"), "reset", board.clear, False),
        ("another", _("Next"), "next", board.another, False),
    )
    return [
        Button(name, (x + 20 + i * (wide + 8), top, wide, 50), "" if wide < 92 * board.k else label, icon, press,
               kind="on" if on else "normal", group="tools", tip=label)
        for i, (name, label, icon, press, on) in enumerate(kinds)
    ]  # fmt: skip
