"""The panel in which a rule is built: weight -= alpha × [slot] × [slot], tiles below. Dashed until it may be used."""

from __future__ import annotations

from functools import partial
from math import fsum
from typing import TYPE_CHECKING

from ...i18n import _
from ...view.cards.rule_tiles import Slot, TileButton, tile_width
from ...view.draw.tokens import BODY, CODE, FORMULA, LABEL, LEAD, LEAD_BODY, LIT_PANEL
from ...view.format.measure import measure
from ...view.format.numbers import short
from ...view.widgets.button import Button
from ...view.widgets.widget import UNPLACED, Rect, Widget
from ..shared.key_hints import draw_hints
from ..shared.panel import AttemptPanel
from .rule_model import tiles_in_slots
from .rule_slots import slots_of

if TYPE_CHECKING:
    from ...view.draw.canvas import Canvas
    from ..shared.host import Host
    from .rule_model import RuleBuilder

KEYS = ("one", "two", "three", "four", "five", "six")
PAD, GAP, TIMES = 24.0, 10.0, 44.0
SLOT = 168.0  # least width of a slot
SIZES = FORMULA.size, LEAD_BODY.size, BODY.size  # of the line: the largest with which the slots have their width
CAP = 38.0  # width of a tile's key


class RulePanel(AttemptPanel):
    """`open`: the calls are made, tiles may be put."""

    flat = True
    bare, words = (330.0, 130.0), (100.0, 20.0)

    def __init__(self, host: Host, builder: RuleBuilder) -> None:
        super().__init__(host)
        self.builder = builder
        self.open = False
        self.slots: list[Slot] = []
        self.tiles: list[TileButton] = []

    def place(self, rect: Rect) -> list[Widget]:
        self.canvas = measure(self.host.game, self.host.width, self.host.height)
        self.open, self.slots, self.tiles = self.builder.calls.asked is None, [], []
        if not self.open:
            x, y, w, _h = self.rect
            skip = Button("skip calls", UNPLACED, _("Skip"), "", self.builder.calls.skip, key="back")
            wide = skip.wide(self.canvas, self.host.game.controls.label("back"))
            skip.rect = (x + w - 16 - wide, y + 12, wide, 44.0)
            return [skip]
        self._size = next((size for size in SIZES if self._fits(size)), SIZES[-1])
        self._make_slots()
        self._make_tiles()
        return [*self.slots, *self.tiles]

    def refresh(self) -> None:
        """What is in the slots, as the shown session has it."""
        session, chosen = self.attempt.shown, self.builder.slot
        inside = tiles_in_slots(session)
        for number, (slot, knob) in enumerate(zip(self.slots, slots_of(session.base))):
            slot.tile = inside.get(knob.name, "")
            slot.chosen = number == chosen
        here = self.slots[chosen].tile if chosen < len(self.slots) else ""
        for tile in self.tiles:
            tile.lit = bool(here) and tile.tile == here

    def _drop(self, tile: str, x: float, y: float) -> None:
        """A tile was let go here."""
        for number, slot in enumerate(self.slots):
            if slot.contains(x, y, 64):
                self.builder.put(tile, number)

    # -- places ------------------------------------------------------------------------------------------------------

    @property
    def _line(self) -> float:
        """Top of the slots."""
        return self.rect[1] + min(17 + 35 * self.canvas.type, 62)

    def _before(self) -> list[tuple[str, str, int, str]]:
        alpha = self.attempt.session.run.alpha
        text = short(alpha) if isinstance(alpha, (int, float)) else "α"
        return [("weight", "weight", 700, "mono"), (" -= ", "text2", 600, "mono"), (text, "alpha", 700, "mono"),
                (" × ", "text2", 600, "mono")]  # fmt: skip

    def _start(self, size: float) -> float:
        """x at which the slots begin, after the line in letters of this size."""
        return self.rect[0] + PAD + self.canvas.rich_width(self._before(), BODY.of_size(size))

    def _need(self, size: float) -> float:
        """Width of a slot with the longest tile in it."""
        names = [str(stop) for knob in self.builder.knobs for stop in knob.stops]
        return max(SLOT, 30 + max(tile_width(self.canvas, name, size, "mono") for name in names))

    def _room(self, size: float) -> float:
        """Width that each slot may have."""
        x, _y, w, _h = self.rect
        count = len(self.builder.knobs)
        return (x + w - PAD - self._start(size) - TIMES * (count - 1)) / count

    def _fits(self, size: float) -> bool:
        return self._need(size) <= self._room(size)

    def _make_slots(self) -> None:
        start, need, room = self._start(self._size), self._need(self._size), self._room(self._size)
        for number, knob in enumerate(self.builder.knobs):
            rect = (start + number * (min(need, room) + TIMES), self._line, min(need, room), 58.0)
            tip = _(knob.title) if knob.title else ""
            self.slots.append(Slot(f"slot {number + 1}", rect, partial(self.builder.choose, number), tip))

    def _make_tiles(self) -> None:
        knob = self.builder.knobs[min(self.builder.slot, len(self.slots) - 1)]
        names = [str(stop) for stop in knob.stops]
        x, y, w, h = self.rect
        start = x + PAD + self.canvas.width(_("tiles"), LABEL) + 20
        room = x + w - PAD - start - GAP * (len(names) - 1)
        bare = [tile_width(self.canvas, name) + 30 for name in names]
        wides = [wide + CAP for wide in bare] if fsum(bare) + CAP * len(bare) <= room else bare
        total = fsum(wides)
        spare = max(0.0, min(12.0, (room - total) / len(names))) if total < room else 0.0
        shrink = min(1.0, room / total)
        top = min(self._line + 76, y + h - 62)
        for number, (name, wide) in enumerate(zip(names, wides)):
            each = wide * shrink + spare
            key = KEYS[number] if number < len(KEYS) else ""
            put = partial(self.builder.put, name)
            self.tiles.append(TileButton(f"tile of {name}", (start, top, each, 48.0), name, put,
                                         partial(self._drop, name), key=key))  # fmt: skip
            start += each + GAP

    # -- drawing -----------------------------------------------------------------------------------------------------

    def paint(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        key = ("rule panel", self.rect, self.open, self.host.game.settings.language)
        canvas.keep(key, x - 40, y - 40, w + 80, h + 90, self._still if self.open else self._closed)

    def _still(self, canvas: Canvas) -> None:
        x, y, w, h = self.rect
        canvas.sheet(x, y, w, h, LIT_PANEL)
        base = y + 15 + 20 * canvas.type
        head = canvas.text(x + PAD, base, _("Your rule"), LEAD, "text")
        canvas.text(x + PAD + head + 12, base, _("one for all of them"), BODY, "text2")
        line = canvas.base_of(self._line + 29, self._size)
        canvas.rich(x + PAD, line, self._before(), BODY.of_size(self._size))
        for left, right in zip(self.slots, self.slots[1:]):
            middle = (left.rect[0] + left.rect[2] + right.rect[0]) / 2
            canvas.text(middle, line, "×", CODE.of_size(self._size), "text2", "middle")
        end = self.slots[-1].rect[0] + self.slots[-1].rect[2] + 24
        draw_hints(canvas, end, self._line + 29 - 12 * canvas.type, x + w - 16 - end, [(("←", "→"), _("slot"))])
        canvas.mid_text(x + PAD, self.tiles[0].rect[1] + 24, _("tiles"), LABEL, "text2")

    def _closed(self, canvas: Canvas) -> None:
        """Before the calls are made: an outline that says what will be here."""
        x, y, w, h = self.rect
        k = canvas.type
        canvas.rect(x + 1, y + 1, w - 2, h - 2, None, 16, "border2", 1.5, dash=(5, 5))
        canvas.text(x + PAD, y + 15 + 20 * k, _("Your rule"), LEAD, "text2")
        words = _("It unlocks when all of them are called.")
        end = canvas.wrap(x + PAD, y + 23 + 42 * k, words, w - 2 * PAD - 140, BODY, "text3")
        line = y + h - 30 - 14 * k
        if end < line - 32:
            before = [(text, canvas.readable(hue, "ter2"), bold, face) for text, hue, bold, face in self._before()]
            end = x + PAD + canvas.rich(x + PAD, line + 7, before, FORMULA)  # on the landscape
            for number in range(len(self.builder.knobs)):
                if number:
                    canvas.text(end + 22, line + 7, "×", CODE.of_size(FORMULA.size), "text2", "middle")
                    end += TIMES
                canvas.rect(end, line - 26, SLOT, 52, None, 12, "border", 1.5, dash=(5, 5))
                end += SLOT
