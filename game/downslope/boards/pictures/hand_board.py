"""Your own hand: draw a digit, say which it is, and see what your net takes it for."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ...attempt.own_net import trained_in
from ...i18n import _
from ...rules.actions import Show
from ...rules.target import Drawn, Fooled, largest
from ...view.charts.vote_bars import draw_small, percent
from ...view.widgets.button import Button
from ...view.widgets.widget import Rect, Widget
from ..shared.tiles import TileSpec, with_way_on
from .digits_board import DigitsBoard
from .digits_model import shares

if TYPE_CHECKING:
    from ...desktop.controls import Intent
    from ...learning.network import Vector
    from ...rules.level import Level
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host

LABEL = 240.0


class HandBoard(DigitsBoard):
    """The row of knobs gives way to ten buttons: which digit was that?"""

    def __init__(self, host: Host) -> None:
        super().__init__(host)
        self.said = ""  # how the last one was read
        self._told: tuple[object, list[tuple[int, list[float]]]] = (None, [])

    @classmethod
    def suits(cls, level: Level) -> bool:
        return level.learner is None and isinstance(level.target, (Drawn, Fooled)) and level.network.inputs >= 16

    def _has_knobs(self) -> bool:
        return True

    # -- what was drawn ----------------------------------------------------------------------------------------------

    def drawings(self) -> list[tuple[Vector, int, int, float]]:
        """(pixels, what it is, what it is read as, its share) of everything that was shown, in order."""
        session = self.attempt.shown
        key = (session.serial, len(session.shown))
        if self._told[0] != key:
            found = [shares(session, session.run.predict(session.weights, pixels)) for pixels, _goal in session.shown]
            self._told = (key, [(largest(one), one) for one in found])
        return [
            (pixels, largest(goal), read, share[read])
            for (pixels, goal), (read, share) in zip(session.shown, self._told[1])
        ]

    def firsts(self) -> dict[int, tuple[Vector, int, float]]:
        """The first drawing of each digit: (pixels, read as, share)."""
        found: dict[int, tuple[Vector, int, float]] = {}
        for pixels, digit, read, share in self.drawings():
            found.setdefault(digit, (pixels, read, share))
        return found

    # -- widgets -----------------------------------------------------------------------------------------------------

    def layout(self) -> list[Widget]:
        found = [widget for widget in super().layout() if widget.name != "passes"]
        self.knobs = self.scrubber = None
        return [*found, *self._digits()]

    def _digits(self) -> list[Widget]:
        x, y, w, h = self.knob_rect()
        left = x + 34 + LABEL * self.k
        names = self.names()
        wide = (x + w - 20 - left) / len(names)
        return [
            Button(f"digit {name}", (left + i * wide, y + 10, wide - 8, h - 22), name, "", partial(self.show, i),
                   group="digits", tip=_("This is a {digit}").format(digit=name))
            for i, name in enumerate(names)
        ]  # fmt: skip

    def show(self, digit: int) -> None:
        """The player says what was drawn; the net has read it already."""
        if not self.drawn():
            self.said = _("Draw it first.")
            return
        self.attempt.leave_machine()  # it is the player who drew
        goal = tuple(float(k == digit) for k in range(self.attempt.now.network.outputs))
        if self.attempt.act(Show(tuple(self.pixels()), goal)):
            _pixels, _digit, read, share = self.drawings()[-1]
            right = read == digit
            self.host.game.sound.play("click" if right else "thud")
            words = {"digit": digit, "read": read, "share": percent(share)}
            told = _("{digit}, read as {read}: {share}") if right else _("{digit}, but read as {read}: {share}")
            self.said = told.format(**words)
            self.clear()

    def on_intent(self, intent: Intent) -> bool:
        if intent.text and intent.text in self.names():  # typed where nobody else wants it
            self.show(int(intent.text))
            return True
        return False

    def tiles(self) -> list[TileSpec]:
        tiles = [
            TileSpec("clear", _("Clear"), "eraser", "erase", primary=True),
            TileSpec("undo", _("Undo"), "undo", "undo"),
            TileSpec("reset", _("Reset"), "reset", "reset"),
            TileSpec("hint", _("Hint"), "hint", "hint"),
        ]
        if trained_in(self.host.game, self.attempt.now) is not None:
            tiles.append(TileSpec("train", _("Train"), "learn", "learn"))
        if self.attempt.session.won:  # the way on takes its place
            tiles = [tile for tile in tiles if tile.name != "undo"]
        return with_way_on(self.attempt, tiles)

    def press(self, name: str) -> bool:
        if name == "clear":
            self.clear()
        elif name == "train":
            source = trained_in(self.host.game, self.attempt.now)
            if source is not None:
                self.host.open("play", level=source)
        else:
            return False
        return True

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        self.panels.paint_reading(canvas)
        x, y, _w, h = self.knob_rect()
        base = y + h / 2 - 8 + 5.8 * canvas.type
        canvas.within(x + 24, base, _("This is a …"), LABEL * self.k, 18, "text", 700)
        told = self.said or _("say what you drew")
        canvas.within(x + 24, base + 20 * canvas.type, told, LABEL * self.k, 16, "text2")
        self._paint_results(canvas)

    def _paint_results(self, canvas: Canvas) -> None:
        rect = self.bottom()
        firsts, target = self.firsts(), self.attempt.now.target
        drawings = self.drawings()
        shown = tuple((d, tuple(f[0]), f[1], f[2]) for d, f in sorted(firsts.items()))
        last = drawings[-1] if drawings else None
        key = ("hand", rect, shown, None if last is None else (tuple(last[0]), *last[1:]), target)
        canvas.cached(key, *rect, lambda sub: self._results(sub, rect))

    def _results(self, canvas: Canvas, rect: Rect) -> None:
        x, y, w, h = rect
        firsts, target = self.firsts(), self.attempt.now.target
        left = x + 40 + self.tiles_wide
        if isinstance(target, Fooled):
            self._fooling(canvas, (left, y, x + w - left - 20, h), target)
            return
        right = sum(read == digit for digit, (_pixels, read, _share) in firsts.items())
        wanted = target.right if isinstance(target, Drawn) else 0
        line = _("{right} of {count} read, {wanted} wanted").format(right=right, count=len(firsts), wanted=wanted)
        canvas.within(left, y + 14 + 16 * canvas.type, line, x + w - left - 20, 16, "text", 600)
        wide = (x + w - 20 - left) / len(self.names())
        for digit, name in enumerate(self.names()):
            spot, top = left + digit * wide + (wide - 34) / 2, y + 26 + 18 * canvas.type
            told = firsts.get(digit)
            if told is None:
                canvas.rect(spot - 2, top - 2, 36, 36, None, 5, "border2", 2, dash=(4, 4))
                canvas.text(spot + 16, top + 16 + 5.8 * canvas.type, name, 16, "text3", 600, "middle", "mono")
                continue
            pixels, read, _share = told
            draw_small(canvas, spot, top, pixels, "prediction" if read == digit else "error")
            label, hue = (name, "prediction") if read == digit else (f"{name}→{read}", "error")
            canvas.text(spot + 16, top + 40 + 14 * canvas.type, label, 16, hue, 700, "middle", "mono")
            canvas.icon("check" if read == digit else "close", spot + 8, top + 42 + 16 * canvas.type, 16, hue, 2.6)

    def _fooling(self, canvas: Canvas, rect: Rect, target: Fooled) -> None:
        """The second target: something that the net is sure of, and wrong."""
        x, y, w, _h = rect
        share = percent(target.share)
        text = _("Draw one that it calls something else, with {share} or more.").format(share=share)
        canvas.wrap(x, y + 14 + 16 * canvas.type, text, w, 16, "text")
        wrong = [(p, d, r, s) for p, d, r, s in self.drawings() if r != d]
        for i, (pixels, digit, read, sure) in enumerate(wrong[-6:]):
            spot, top = x + 4 + i * 84, y + 30 + 40 * canvas.type
            draw_small(canvas, spot, top, pixels, "error")
            told = f"{digit}→{read} {percent(sure)}"
            canvas.text(spot + 16, top + 40 + 13 * canvas.type, told, 14, "error", 700, "middle", "mono")
