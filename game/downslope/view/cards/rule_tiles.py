"""The parts of a rule that is built: slots, and the tiles that are put into them by click, key or drag."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ...i18n import N_, _
from ..draw.tokens import VALUE, TextStyle
from ..widgets.button_face import LIP, base, draw_cap
from ..widgets.widget import Act, Press, Rect, State, Widget

if TYPE_CHECKING:
    from ..draw.canvas import Canvas

GLYPHS = ("delta", "input", "prediction", "goal")


def hue(tile: str) -> str:
    """The colour of a tile's name."""
    return tile if tile in GLYPHS and tile != "delta" else "text"


def tile_width(canvas: Canvas, tile: str, size: float = 16, family: str = "ui") -> float:
    """Of its glyph and name."""
    return canvas.width(tile, TextStyle(size, 700, face_of(tile, family))) + (24 if tile in GLYPHS else 0)


def face_of(tile: str, family: str) -> str:
    """The family that its name is set in: digits are code."""
    return "mono" if tile.isdigit() else family


def draw_tile_name(canvas: Canvas, x: float, y: float, tile: str, colour: str = "", size: float = 16,
                   family: str = "ui") -> float:  # fmt: skip
    """Glyph and name from x on, around the line y; the width."""
    colour = colour or hue(tile)
    if tile in GLYPHS:
        canvas.glyph(tile, x + 7, y, 7, colour)
        x += 24
    canvas.mid_text(x, y, tile, TextStyle(size, 700, face_of(tile, family)), colour, "start")
    return tile_width(canvas, tile, size, family)


class Slot(Widget):
    """A place in the rule. `tile`: what is in it, "" nothing; `chosen`: the next tile goes here."""

    turned = True
    role = N_("slot")

    def __init__(self, name: str, rect: Rect, on_choose: Callable[[], None], tip: str = "") -> None:
        super().__init__(name, rect, tip=tip)
        self.on_choose = on_choose
        self.tile = ""
        self.chosen = False

    def accessible_value(self) -> str:
        return _(self.tile) or _("empty")

    def act(self, intent: Act) -> bool:
        if intent.name == "release" and self.contains(intent.x, intent.y):
            self.feedback("turn")
            self.on_choose()
        return intent.name in ("press", "release", "move")

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        canvas.rect(x, y, w, h, "well", 12)
        edge = "focus" if self.chosen else "text2" if state.hover else "border2"
        dash = (5.0, 5.0) if self.chosen or not self.tile else None
        canvas.rect(x + 0.75, y + 0.75, w - 1.5, h - 1.5, None, 11.5, edge, 1.5, dash=dash)
        if self.chosen:
            canvas.focus(x, y, w, h, 12)
        if not self.tile:
            canvas.mid_text(x + w / 2, y + h / 2, "?", VALUE, "text3", "middle")
            return
        canvas.rect(x + 6, y + 6, w - 12, h - 12, "raised", 9)
        size = 20 * min(1.0, (w - 24) / max(1.0, tile_width(canvas, self.tile, 20, "mono")))
        wide = tile_width(canvas, self.tile, size, "mono")
        draw_tile_name(canvas, x + (w - wide) / 2, y + h / 2, self.tile, "", size, "mono")


class TileButton(Press):
    """A tile. A click puts it into the chosen slot, a drag into the slot where it is let go."""

    def __init__(self, name: str, rect: Rect, tile: str, on_press: Callable[[], None],
                 on_drop: Callable[[float, float], None], *, key: str = "") -> None:  # fmt: skip
        super().__init__(name, rect, key=key, group="tiles of the rule")
        self.tile = tile
        self.on_press, self.on_drop = on_press, on_drop
        self.drag: tuple[float, float] | None = None
        self.lit = False  # it is in the chosen slot

    def accessible_name(self) -> str:
        return _(self.tile)

    def accessible_value(self) -> str:
        return _("in the slot") if self.lit else ""

    def act(self, intent: Act) -> bool:
        if intent.name == "move":
            self.drag = None if self.contains(intent.x, intent.y) else (intent.x, intent.y)
            return True
        if intent.name == "release":
            dropped, self.drag = self.drag, None
            if dropped is not None and not self.contains(intent.x, intent.y):
                self.on_drop(intent.x, intent.y)
                return True
        return super().act(intent)

    def shows_cap(self, canvas: Canvas, cap: str) -> bool:
        wide, high = canvas.keycap_size(cap)
        beside = tile_width(canvas, self.tile) + wide + 30 <= self.rect[2]
        return bool(cap) and beside and high <= self.rect[3] - LIP - 4

    def draw(self, canvas: Canvas, state: State) -> None:
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        cap = state.cap if self.shows_cap(canvas, state.cap) else ""
        x, y, w, h = self.rect
        key = ("rule tile", self.tile, look, cap, self.lit, self.rect)
        canvas.keep(key, x - 20, y - 20, w + 40, h + 40, lambda sub: self._face(sub, look, cap))
        if state.focus:
            canvas.focus(x, y, w, h, 12)

    def _face(self, canvas: Canvas, look: str, cap: str) -> None:
        x, y, w, h = self.rect
        colour, down = base(canvas, self.rect, "normal", look, 12)
        wide = tile_width(canvas, self.tile)
        high = canvas.keycap_size(cap)[1]
        room = w - (22 + high if cap else 0)
        draw_tile_name(canvas, x + (room - wide) / 2 + (8 if cap else 0), y + (h - LIP) / 2 + down, self.tile)
        if cap:
            draw_cap(canvas, x + w - 12, y + (h - LIP - high) / 2 + down, cap, "normal", colour)
        if self.lit:
            canvas.rect(x + 1, y + 1, w - 2, h - 6, None, 11, "text", 2)

    def draw_dragged(self, canvas: Canvas) -> None:
        """The tile under the pointer."""
        if self.drag is None:
            return
        x, y = self.drag
        wide = tile_width(canvas, self.tile) + 36
        canvas.rect(x - wide / 2, y - 24, wide, 46, "raised_hi", 12, "text", 2)
        draw_tile_name(canvas, x - wide / 2 + 18, y - 1, self.tile)
