"""What is pressed: Button, Tile, IconButton; switched: Toggle; of which one is chosen: Segmented, CellList.

Looks: rest, hover (lighter, edge), focus (ring), pressed (3 px down, no lip), disabled (dashed); primary, on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Self, Unpack

from ...i18n import N_, _
from ..draw import CODE, LABEL, LEAD, SMALL, STRONG, Canvas, TextStyle, holds
from .widget import Common, Intent, Press, Rect, State, Widget, common

# What buttons are drawn with: the body in all its looks, the keycap on it, text that fits.


LIP = 4.0  # height of the edge that a button stands on


def base(canvas: Canvas, rect: Rect, kind: str, look: str, radius: float = 14.0) -> tuple[str, float]:
    """The body of a button; returns the colour of what is written on it and how far down it is pressed."""
    x, y, width, height = rect
    if look == "disabled":
        canvas.rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, r=radius, stroke="border", width=1.5, dash=(5, 5))
        return "text3", 0.0
    fill, lit, lip, text = "raised", "raised_hi", "lip", "text"
    if kind == "primary":
        fill, lit, lip, text = "prim", "prim_hi", "prim_lip", "prim_text"
    elif kind == "on":
        fill, lit = canvas.mix("raised", "text", 0.16), canvas.mix("raised", "text", 0.22)
    if look == "pressed":
        canvas.rect(x, y, width, height, lip, radius)
        canvas.rect(x, y + 3, width, height - LIP + 1, canvas.mix(fill, lip, 0.35), radius)
        return text, 3.0
    if look == "hover":
        fill = lit
    canvas.shadow(x, y, width, height, radius, 5, 5, 0.8)
    canvas.rect(x, y, width, height, lip, radius)
    canvas.rect(x, y, width, height - LIP, fill, radius)
    if kind != "primary" and canvas.look.theme.dark:
        canvas.line(x + radius, y + 0.75, x + width - radius, y + 0.75, canvas.mix(fill, "gloss", 0.1), 1.5)
    if look == "hover" and kind != "primary":
        canvas.rect(x + 0.75, y + 0.75, width - 1.5, height - 1.5, r=radius - 0.5, stroke="border2", width=1.5)
    if kind == "on":
        canvas.rect(x + 1, y + 1, width - 2, height - 6, r=radius - 1, stroke="text", width=2)
    return text, 0.0


def draw_keycap(canvas: Canvas, right: float, y: float, cap: str, kind: str, colour: str) -> None:
    """The keycap on a button, its right top corner there."""
    if kind == "primary":
        edge = canvas.mix("prim", "prim_text", 0.45)
        canvas.keycap(right, y, cap, "end", colour=colour, fill=None, border=edge)
    else:
        canvas.keycap(right, y, cap, "end", colour="text2" if colour != "text3" else "text3")


def halves(canvas: Canvas, label: str, style: TextStyle) -> list[str]:
    """Two lines that are about equally long, of a label with a space in it."""
    words = label.split(" ")
    cuts = [[" ".join(words[:i]), " ".join(words[i:])] for i in range(1, len(words))]
    return min(cuts, key=lambda cut: max(canvas.width(line, style) for line in cut))


SPREAD = 20.0  # how far a button's shadow reaches beyond it
SIDES, BESIDE_ICON, SPARE = 20.0, 30.0, 6.0  # what a button needs beside its words, and what it would like besides
NARROW_SIDES = 14.0  # the same, before its letters become smaller
TILE_INSET, NARROW_INSET = 14.0, 8.0  # of what stands on a tile; before its letters become smaller


class ButtonOptions(Common, total=False):
    """What every button may be given by name."""

    kind: str  # "normal", "primary" or "on"
    waits: bool  # it looks as if it could not be pressed, and is not, but keeps the keyboard


class Button(Press):
    """A labelled button, 48 to 58 high, with icon and keycap where they are given."""

    radius = 14.0
    style, with_padding = LABEL, TILE_INSET  # of the letters, the largest; from the edge of a tile to what stands on it

    def __init__(self, name: str, rect: Rect, label: str = "", icon: str = "",
                 on_press: Callable[[], object] | None = None, **options: Unpack[ButtonOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, **common(options))
        self.label, self.icon, self.on_press = label, icon, on_press
        self.kind, self.waits = options.get("kind", "normal"), options.get("waits", False)

    @property
    def primary(self) -> bool:
        return self.kind == "primary"

    def accessible_value(self) -> str:
        return _("on") if self.kind == "on" else ""

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        look = "pressed" if state.pressed else "hover" if state.hover else "rest"
        look = "disabled" if not self.enabled or self.waits else look
        caps = (state.cap, "␣" if state.cap == _("Space") else "")  # the shorter form where the word has no room
        key = (type(self).__name__, self.label, self.icon, self.kind, look, state.cap, self.style, self.with_padding)

        def face(sub: Canvas) -> None:
            colour, down = base(sub, self.rect, self.kind, look, self.radius)
            self.draw_face(sub, colour, down, next((cap for cap in caps if self.shows_keycap(sub, cap)), ""))

        canvas.keep(key, x - SPREAD, y - SPREAD, width + 2 * SPREAD, height + 2 * SPREAD, face)
        if state.focus and self.live:
            canvas.focus(x, y, width, height, self.radius)

    def wide(self, canvas: Canvas, cap: str = "") -> float:
        space = SIDES + (BESIDE_ICON if self.icon else 0.0)
        return canvas.width(self.label, LABEL) + space + SPARE + _beside(canvas, cap)

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        _x, _y, width, height = self.rect
        high = canvas.keycap_size(cap)[1] <= height - LIP - 4
        return bool(cap) and high and self.wide(canvas, cap) - SPARE <= width

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        """Icon, label and keycap in `colour`, `down` pixels lower while it is pressed."""
        x, y, width, height = self.rect
        middle = y + (height - LIP) / 2 + down
        space = BESIDE_ICON if self.icon else 0
        cap_space = _beside(canvas, cap)
        style, label = canvas.fit_style(self.label, width - NARROW_SIDES - space, LABEL)
        wide = canvas.width(label, style)
        left = x + (width - cap_space - space - wide) / 2 + (6 if cap else 0)
        if self.icon:
            canvas.icon(self.icon, left, middle - 11, 22, colour)
        canvas.text_vcenter(left + space, middle, label, style, colour)
        if cap:
            draw_keycap(canvas, x + width - 14, middle - canvas.keycap_size(cap)[1] / 2, cap, self.kind, colour)


def _beside(canvas: Canvas, cap: str) -> float:
    return max(canvas.width(cap, CODE) + 26, canvas.keycap_size(cap)[0] + 12) if cap else 0.0


class Tile(Button):
    """A big square button, 112x84: icon at the top left, keycap at the top right, label below on one line or two."""

    walks = ("left", "right")  # up and down are the level's own knob, also where the tiles stand in two rows

    @property
    def meaning(self) -> object:
        """Stop, which asks once more, and Train, which becomes Pause, say so by their labels."""
        return self.name, self.label

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        """Beside the icon, and above the lines."""
        _x, y, width, _height = self.rect
        wide, height = canvas.keycap_size(cap)
        return bool(cap) and wide <= width - 54 and y + 14 + height <= self.lines(canvas)[3]

    def high(self, canvas: Canvas) -> float:
        """In which a label of one line stands clear of the icon."""
        return 58.0 + 0.76 * LABEL.size * canvas.type

    def lines(self, canvas: Canvas) -> tuple[TextStyle, list[str], float, float]:
        """Style and lines of the label, the last one's base line, and the top of the first."""
        _x, y, width, height = self.rect
        room = width - self.with_padding - min(6.0, self.with_padding / 2)
        style, line = canvas.fit_style(self.label, room, self.style)
        lines = [line]
        if line != self.label and " " in self.label:  # two lines, before it is smaller or shorter
            parts = [canvas.fit_style(part, room, self.style) for part in halves(canvas, self.label, self.style)]
            style, lines = min(small for small, _part in parts), [part for _small, part in parts]
        high = style.size * canvas.type
        low = len(lines) > 1 or height - 19 - 0.76 * high < 14 + 24  # it would meet the icon
        base = y + height - (13 if low else 19)
        return style, lines, base, base - 1.12 * high * (len(lines) - 1) - 0.76 * high

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, _height = self.rect
        canvas.icon(self.icon, x + self.with_padding, y + 14 + down, 24, colour)
        if cap:
            draw_keycap(canvas, x + width - 12, y + 14 + down, cap, self.kind, colour)
        style, lines, base, _top = self.lines(canvas)
        base, step = base + down, 1.12 * style.size * canvas.type
        for above, line in enumerate(reversed(lines)):
            canvas.text(x + self.with_padding, base - above * step, line, style, colour)


class IconButton(Button):
    """A button with an icon, 48x48, and a word under it where it has a label. Its `tip` is the tooltip."""

    radius = 12.0
    shows_keycap = Press.shows_keycap

    def wide(self, canvas: Canvas, cap: str = "") -> float:
        return max(52.0, canvas.width(self.label, SMALL.with_size(canvas.least(SMALL.size))) + 10)

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, height = self.rect
        middle = y + (height - LIP) / 2 + down
        if self.label:
            middle -= 9.0
            canvas.within(x + width / 2, y + height - LIP - 6 + down, self.label, width - 6, SMALL, colour, "middle")
        canvas.icon(self.icon, x + width / 2 - 11, middle - 11, 22, colour)


class Toggle(Press):
    """On or off, 56x32, with a tick when on. `on_change` is told the new state."""

    role = N_("switch")

    def __init__(self, name: str, rect: Rect, on: bool, on_change: Callable[[bool], None] | None = None,
                 label: str = "", **options: Unpack[ButtonOptions]) -> None:  # fmt: skip
        super().__init__(name, rect, **common(options))
        self.label, self.on, self.on_change, self.on_press = label, on, on_change, self._switch

    def accessible_value(self) -> str:
        return _("on") if self.on else _("off")

    def _switch(self) -> None:
        self.on = not self.on
        if self.on_change:
            self.on_change(self.on)

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, _width, _height = self.rect
        if not self.enabled:
            canvas.rect(x + 1, y + 1, 54, 30, r=15, stroke="border", width=1.5, dash=(5, 5))
            canvas.circle(x + (40 if self.on else 16), y + 16, 9, "text3")
        elif self.on:
            canvas.rect(x, y, 56, 32, "prim_hi" if state.hover else "prim", 16)
            canvas.circle(x + 40, y + 16, 10 if state.pressed else 12, "prim_text")
            canvas.path(f"M{x + 34.5} {y + 16.5}l4 4l7 -8", None, "prim", 2.4)
        else:
            canvas.rect(x + 1, y + 1, 54, 30, "well", 15, "text2" if state.hover else "border2", 2)
            canvas.circle(x + 16, y + 16, 8 if state.pressed else 9, "text2")
        if state.focus:
            canvas.focus(x, y, 56, 32, 16)


Item = str | Callable[["Canvas", Rect, bool, str], None]  # a label, or draws itself: canvas, rect, chosen, colour


class Segmented(Widget):
    """One of a few, side by side, 44 high. Left, right, pointer choose. `on_change` is told the index.

    label   what is chosen, for who hears it        words   of items that draw themselves
    shares  of the width that each item has; empty: all the same
    """

    intents: tuple[str, ...] = ("left", "right", "home", "end", "accept")
    turned = True
    role = N_("choice")
    shares: Sequence[float] = ()

    def __init__(self, name: str, rect: Rect, items: Sequence[Item], chosen: int,
                 on_change: Callable[[int], object] | None = None, *, key: str = "", tip: str = "", label: str = "",
                 words: Sequence[str] = ()) -> None:  # fmt: skip
        super().__init__(name, rect, key=key, tip=tip)
        self.items, self.chosen, self.on_change = list(items), chosen, on_change
        self.label, self.words = label, tuple(words)

    def share_out(self, canvas: Canvas) -> Self:
        """Names that have no room side by side in equal parts get as much of the width as each of them needs."""
        width = [canvas.width(item, STRONG) + 16 for item in self.items if isinstance(item, str)]
        if len(width) == len(self.items) and max(width) > (self.rect[2] - 8) / len(width):
            self.shares = width
        return self

    def item_rect(self, number: int) -> Rect:
        x, y, width, height = self.rect
        shares = self.shares or [1.0] * len(self.items)
        each = (width - 8) / sum(shares)
        return (x + 4 + each * sum(shares[:number]), y + 4, each * shares[number], height - 8)

    def accessible_value(self) -> str:
        if not 0 <= self.chosen < len(self.items):
            return _("not chosen yet")
        item = self.words[self.chosen] if self.words else self.items[self.chosen]
        place = _("{n} of {all}").format(n=self.chosen + 1, all=len(self.items))
        return f"{item}, {place}" if isinstance(item, str) else place

    def choose(self, index: int) -> None:
        """Choose an item; what lies beyond the ends counts as the end."""
        index = min(len(self.items) - 1, max(0, index))
        if index == self.chosen:
            return
        self.chosen = index
        if self.on_change:
            self.on_change(index)

    def act(self, intent: Intent) -> bool:
        steps = {"left": -1, "right": 1, "home": -len(self.items), "end": len(self.items)}
        if intent.name == "release" and self.contains(intent.x, intent.y, 44):  # beyond the ends it is the last one
            ends = [left + width for left, _y, width, _h in map(self.item_rect, range(len(self.items)))]
            self.choose(sum(end <= intent.x for end in ends))
        elif intent.name == "wheel":
            self.choose(self.chosen - round(intent.value))
        elif intent.name in steps:
            self.choose(self.chosen + steps[intent.name])
        elif intent.name == "accept" or self.answers(intent.name):
            self.choose((self.chosen + 1) % len(self.items))
        else:
            return intent.name in ("press", "release")
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, width, height = self.rect
        canvas.rect(x, y, width, height, "well", 12)
        canvas.rect(x + 0.5, y + 0.5, width - 1, height - 1, r=11.5, stroke="border2" if state.hover else "border")
        places = [self.item_rect(number) for number in range(len(self.items))]
        sizes = [canvas.fit_style(item, place[2] - 12, STRONG)[0].size
                 for item, place in zip(self.items, places) if isinstance(item, str)]  # fmt: skip
        for i, (item, place) in enumerate(zip(self.items, places)):
            here = i == self.chosen
            if here:
                canvas.rect(*place, "prim" if self.enabled else "border", 9)
            colour = "text3" if not self.enabled else "prim_text" if here else "text2"
            if callable(item):
                item(canvas, place, here, colour)
                continue
            style = (STRONG if here else LABEL).with_size(min(sizes))
            label = canvas.fit(item, place[2] - 8, style)
            canvas.text_vcenter(place[0] + place[2] / 2, y + height / 2, label, style, colour, "middle")
        if state.focus:
            canvas.focus(x, y, width, height, 12)


# The title's buttons: the large one that says what comes next, and the plain ones under it.


class MenuButton(Button):
    """Icon and label start at the left. Three lines of label: a title, and below it a code and a name."""

    def shows_keycap(self, canvas: Canvas, cap: str) -> bool:
        return bool(cap) and self.kind == "primary" and canvas.keycap_size(cap)[1] <= self.rect[3] - LIP

    def draw_face(self, canvas: Canvas, colour: str, down: float, cap: str) -> None:
        x, y, width, height = self.rect
        label, code, name = (*self.label.split("\n"), "", "")[:3]
        middle = y + (height - LIP) / 2 + down
        large = self.kind == "primary"
        size = 24 if large else 22
        canvas.icon(self.icon, x + 20, middle - size / 2, size, colour)
        room = width - (78 if large else 66) - (canvas.width(cap, CODE) + 30 if cap else 0)
        left = x + (58 if large else 50)
        style, label = canvas.fit_style(label, room, LEAD if large or name else LEAD._replace(weight=600))
        if not name:
            canvas.text_vcenter(left, middle, label, style, colour)
        else:
            quiet = canvas.mix("prim_text", "prim", 0.2) if large else "text2"
            small, text = canvas.fit_style(f"{code}  {name}", room, shorter=[name])
            raised = 4 * (canvas.type - 1)
            canvas.text(left, middle - 3 * canvas.type - raised, label, style, colour)
            canvas.text(left, middle + 19.5 * canvas.type - raised, text, small, quiet)
        if cap:
            draw_keycap(canvas, x + width - 16, middle - canvas.keycap_size(cap)[1] / 2, cap, self.kind, colour)


# Names of files, or of what else lies in one place, side by side in a panel's head; the chosen one on a plate.


PAD = 12.0  # beside a name
ARROW = 26.0  # width of an arrow's place


class FileTabs(Segmented):
    """As wide as its names are; where they have no room, the chosen one alone between two arrows.

    tabs   names, and whether it is a file, which is written as code is
    """

    def __init__(self, name: str, rect: Rect, tabs: Sequence[tuple[str, bool]], chosen: int,
                 on_change: Callable[[int], None] | None, canvas: Canvas) -> None:  # fmt: skip
        super().__init__(name, rect, [title for title, _is_file in tabs], chosen, on_change, label=_("Page"))
        self.tabs = [(title, CODE if is_file else LABEL) for title, is_file in tabs]
        self.widths = [canvas.width(*tab) + 2 * PAD for tab in self.tabs]
        self.is_narrow = len(tabs) > 1 and sum(self.widths) > rect[2]
        if self.is_narrow:
            self.widths = [ARROW, min(self.widths[chosen], rect[2] - 2 * ARROW), ARROW]
        x, y, w, h = rect
        self.rect = (x, y, min(w, sum(self.widths)), h)

    def act(self, intent: Intent) -> bool:
        if intent.name != "release":
            return super().act(intent)
        left = self.rect[0]
        for index, width in enumerate(self.widths):
            if left <= intent.x < left + width and self.contains(intent.x, intent.y, 44):
                self.choose((self.chosen + (index or -1)) % len(self.tabs) if self.is_narrow else index)
                return True
            left += width
        return True

    def draw(self, canvas: Canvas, state: State) -> None:
        x, y, w, h = self.rect
        names, left = list(zip(self.tabs, self.widths)), x
        if self.is_narrow:
            names, left = [(self.tabs[self.chosen], w - 2 * ARROW)], x + ARROW
        for tab, wide in names:
            here = tab is self.tabs[self.chosen]
            if here and len(self.tabs) > 1:
                canvas.rect(left, y, wide, h, "raised", 8)
            style, name = canvas.fit_style(tab[0], wide - PAD, tab[1])
            base = canvas.baseline_of(y + h / 2, style.size)
            canvas.text(left + wide / 2, base, name, style, "text" if here else "text2", "middle")
            left += wide
        for spot, turn in ((x + ARROW / 2, -1.0), (x + w - ARROW / 2, 1.0)) if self.is_narrow else ():
            points = [(spot - 3 * turn, y + h / 2 - 6), (spot + 3 * turn, y + h / 2), (spot - 3 * turn, y + h / 2 + 6)]
            canvas.polyline(points, "text2", 2.2)
        if state.focus:
            canvas.focus(x, y, w, h, 8)


class CellList(Widget):
    """`items`: one for each cell. What lists them says how many `columns` and `rows` are seen at once, and what
    `choose` does: a number that is no cell's chooses nothing.

    gap, head   between two cells; height of what is written above them
    """

    intents: tuple[str, ...] = ("left", "right", "up", "down")
    items: Sequence[Any] = ()
    chosen = 0
    gap = head = 0.0

    @property
    def columns(self) -> int:
        raise NotImplementedError

    @property
    def rows(self) -> int:
        raise NotImplementedError

    @property
    def most(self) -> int:
        return max(0, -(-len(self.items) // self.columns) - self.rows)

    @property
    def first_row(self) -> int:
        """The first that is seen: the chosen cell always is."""
        return max(0, min(self.chosen // self.columns - self.rows // 2, self.most))

    def in_view(self) -> range:
        first = self.first_row * self.columns
        return range(first, min(len(self.items), first + self.rows * self.columns))

    def cell(self, number: int) -> Rect:
        x, y, w, h = self.rect
        row, column = divmod(number - self.first_row * self.columns, self.columns)
        wide, high = (w + self.gap) / self.columns, (h - self.head + self.gap) / self.rows
        return (x + column * wide, y + self.head + row * high, wide - self.gap, high - self.gap)

    def choose(self, number: int) -> None:
        raise NotImplementedError

    def choose_at(self, number: int, x: float, y: float) -> None:
        """It was pressed at a place."""
        self.choose(number)

    def scroll(self, up: float) -> None:
        """The wheel was turned: by default it chooses too."""
        self.choose(self.chosen - (1 if up > 0 else -1))

    def act(self, intent: Intent) -> bool:
        ways = {"left": -1, "right": 1, "up": -self.columns, "down": self.columns}
        if intent.name in ways and intent.name in self.handled_intents():
            self.choose(self.chosen + ways[intent.name] if self.chosen >= 0 else 0)
        elif intent.name == "wheel":
            self.scroll(intent.value)
        elif intent.name == "press":
            here = next((n for n in self.in_view() if holds(self.cell(n), (intent.x, intent.y))), None)
            if here is not None:
                self.choose_at(here, intent.x, intent.y)
        else:
            return intent.name in ("move", "release")
        return True
