"""What is drawn on a screen, as text: its words, its other strokes, its controls, each with its place.

    401: 120 "Level map" 18/600, 210 "F1" 16 mono text2    baseline: words side by side, where each is, how it is set
    ~ 2 circle rect 70,282 300x72 5c1e                     strokes since the line before: kinds, what they cover, a hash
    [play] 70,282 300x72                                   a control, seen or not

Nothing is painted: how smooth an edge is has no part in it, but how wide words are set has, which another version of
pygame does a little differently. Places are design pixels. Colours have the theme's names, so that a screen is nearly
the same in both themes.
"""

import hashlib
import inspect
import math
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar, Self

from pygame import SRCALPHA, Rect, Surface
from pygame.image import tobytes

from downslope.scenes.base.scene import Scene
from downslope.view.draw import BODY, STILL_LIFE, Canvas, Look, Shortened, TextStyle, advance, outlines
from downslope.view.draw.text import ASCENT, FINE, fine_size

Spot = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom
KINDS = (
    "rect", "circle", "ellipse", "gradient", "glow", "shadow", "blurred_disc", "line", "polyline",
    "hairline", "polygon", "path", "icon", "star", "flag", "pip", "pip_glow", "ghost", "arrow", "glyph",
)  # fmt: skip
PLACES = {"points", "d", "x", "y", "x1", "y1", "x2", "y2", "w", "h", "size", "rx", "ry"}
FINELY = 20  # what is less is a width, an opacity, a radius: told with one more digit
PART = {"start": 0.0, "middle": 0.5, "end": 1.0}  # of a word, that lies before its place
NO_SPACE, WIDEST_SPACE = 0.1, 0.75  # of its size: between two words
FEW = 12  # strokes: so few go on behind the next words
SIGNS = ("icon", "flag")  # a caption keeps off them
HAIR = 1e-3  # so that what lies halfway is not told by the last bit of a sum


def told(value: object) -> str:
    """Of what a stroke has: no colour of pixels, and no more digits of a number than can be seen."""
    if isinstance(value, float) or (isinstance(value, int) and not isinstance(value, bool)):  # most are
        return f"{value + HAIR:.0f}" if abs(value) >= FINELY else f"{value + HAIR:.1f}"
    if isinstance(value, (bool, str)):
        return str(getattr(value, "name", value))
    if isinstance(value, (tuple, list)):
        painted = len(value) == 3 and {*map(type, value)} == {int}
        return "rgb" if painted else f"({','.join(map(told, value))})"
    return "" if value is None else type(value).__name__


def whole(value: float) -> int:
    return math.floor(value + 0.5 + HAIR)


def box_of(spots: Sequence[Spot]) -> Box:
    xs, ys = zip(*spots) if spots else ((0.0,), (0.0,))
    return min(xs), min(ys), max(xs), max(ys)


def sized(x: float, y: float, w: float, h: float) -> str:
    return f"{whole(x)},{whole(y)} {whole(w)}x{whole(h)}"


def reach(given: dict[str, Any]) -> Sequence[Spot]:
    """Where a stroke goes, by what it is given."""
    if "points" in given:
        return [(x, y) for x, y in given["points"]]
    if "d" in given:
        return [spot for points, _closed in outlines(given["d"], 4) for spot in points]
    if "x1" in given:
        return [(given["x1"], given["y1"]), (given["x2"], given["y2"])]
    x, y = given["x"], given["y"]
    if "w" in given or "size" in given:
        return [(x, y), (x + given.get("w", given.get("size")), y + given.get("h", given.get("size")))]
    if "h" in given:  # a flag
        return [(x, y - given["h"]), (x + given["h"] / 2, y)]
    across, down = given.get("rx", given.get("r")), given.get("ry", given.get("r"))
    return [(x - across, y - down), (x + across, y + down)]


class Mixed(str):
    """'#RRGGBB' that knows which of the theme's colours it was made of."""

    name = ""


class Sheet(Surface):
    """A surface that paints nothing; `spot`: where it lies in the window."""

    spot = (0, 0)

    def blit(self, source: Surface, dest: Any = (0, 0), *_more: Any, **_named: Any) -> Rect:
        if ScreenList.now is not None:
            ScreenList.now.raw("blit", self.spot[0] + dest[0], self.spot[1] + dest[1], source)
        return Rect(0, 0, 0, 0)

    def fill(self, *_things: Any, **_named: Any) -> Rect:
        return Rect(0, 0, 0, 0)

    def premul_alpha(self) -> Self:
        return self


def sheet(width: int, height: int, spot: tuple[int, int] = (0, 0)) -> Sheet:
    """Of one byte a pixel: that costs least."""
    made = Sheet((width, height), 0, 8)
    made.spot = spot
    return made


class ScreenList:
    """The lines of one screen."""

    now: ClassVar["ScreenList | None"] = None  # what is written on by a canvas that somebody else made

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.lines: list[str] = []
        self.strokes: list[tuple[str, Box, str]] = []  # since the last word
        self.row: list[tuple[str, str]] = []  # words side by side on one baseline, with their styles
        self.base, self.end = 0, 0.0  # the baseline, and where the last word ends

    def raw(self, kind: str, px: float, py: float, source: Surface) -> None:
        """A surface that was painted elsewhere: where it is put, and its pixels where all are opaque."""
        x, y = px / self.scale, py / self.scale
        plain = not source.get_flags() & SRCALPHA and not isinstance(source, Sheet)
        pixels = hashlib.sha256(tobytes(source, "RGB")).hexdigest() if plain else ""
        right, low = x + source.get_width() / self.scale, y + source.get_height() / self.scale
        self.strokes.append((kind, (x, y, right, low), pixels))

    def word(self, string: str, base: int, left: float, wide: float, side: str, style: str, size: float) -> None:
        """Written on: what stands beside the last word, with nothing between them, is in one line with it."""
        if len(self.strokes) >= FEW:
            self.end_strokes()
        if self.base != base:
            self.end_row()
        gap = left - self.end
        if self.row and style == self.row[-1][1] and side == "start" and -1 < gap < WIDEST_SPACE * size:
            self.row[-1] = (self.row[-1][0] + " " * (gap > NO_SPACE * size) + string, style)
        else:
            where = f"{whole(left + PART[side] * wide)} " + f"{side} " * (side != "start")
            self.row.append((where + '"' + string, style))
        self.base, self.end = base, left + wide

    def end_row(self) -> None:
        """One line for words side by side; a style is told where it begins."""
        if self.row:
            styles = ["", *(style for _word, style in self.row)]
            words = [f'{word}"' + style * (style != before) for (word, style), before in zip(self.row, styles)]
            self.lines.append(f"{self.base}: {', '.join(words)}")
            self.row = []

    def end_strokes(self) -> None:
        """One line for all since the last word."""
        if not self.strokes:
            return
        self.end_row()
        kinds = Counter(kind for kind, _box, _rest in self.strokes if not kind.startswith("clip"))
        counts = " ".join(f"{count} {kind}" if count > 1 else kind for kind, count in sorted(kinds.items()))
        left, top, right, bottom = zip(*(box for _kind, box, _rest in self.strokes))
        box = sized(min(left), min(top), max(right) - min(left), max(bottom) - min(top))
        every = "\n".join(f"{kind} {told(box)} {rest}" for kind, box, rest in self.strokes)
        self.lines.append(f"~ {counts or 'clip'} {box} {hashlib.sha256(every.encode()).hexdigest()[:4]}")
        self.strokes = []


class ListCanvas(Canvas):
    """A canvas that writes down what it is asked to draw. `clipped`: what is seen of it (None: all)."""

    page: Any = None
    clipped: Rect | None = None

    @property
    def spot(self) -> tuple[int, int]:
        """Where its surface lies in the window."""
        return getattr(self.surface, "spot", (0, 0))

    def stroke(self, kind: str, box: Box, rest: object) -> None:
        assert ScreenList.now is not None
        ScreenList.now.strokes.append((kind, box, told(rest)))

    def on(self, x: float, y: float) -> Spot:
        """A place in design pixels of the window."""
        return self.of(*self.at(x, y))

    def of(self, px: float, py: float) -> Spot:
        """The same for a pixel of the surface."""
        return (px + self.spot[0]) / self.s, (py + self.spot[1]) / self.s

    def mix(self, a: str, b: str, t: float) -> str:
        mixed = Mixed(super().mix(a, b, t))
        mixed.name = f"{told(a)}+{told(b)}*{t:.2f}"
        return mixed

    def readable(self, colour: str, ground: str) -> str:
        mixed = Mixed(super().readable(colour, ground))
        mixed.name = f"{told(colour)} on {told(ground)}"
        return mixed

    def text(self, x: float, y: float, string: str, style: TextStyle = BODY, colour: str = "text",
             anchor: str = "start") -> float:  # fmt: skip
        if not string:
            return 0.0
        self.rgb(colour)
        fine = fine_size(style.size, self.s, self.type)
        across, height = advance(string, style.family, style.weight, fine) / self.s, fine / FINE / self.s
        left = x - PART[anchor] * across
        self.written.append((left, y - ASCENT * height, across, height))
        if isinstance(string, Shortened):
            self.explain(self.written[-1], string.whole)
        if string.strip():
            self.wrote(string, left, y, across, style, colour, anchor)
        return across

    def wrote(self, string: str, x: float, y: float, wide: float, style: TextStyle, colour: str, side: str) -> None:
        left, base = self.on(x, y)
        how = f" {style.size:g}" + f"/{style.weight}" * (style.weight != 500)
        how += f" {style.family}" * (style.family != "ui") + f" {told(colour)}" * (colour != "text")
        assert ScreenList.now is not None
        ScreenList.now.word(string, whole(base), left, wide, side, how, style.size)

    def keep(self, key: Hashable, x: float, y: float, w: float, h: float, draw: Callable[[Canvas], object],
             alpha: float = 1, opaque: bool = False) -> None:  # fmt: skip
        left, top, width, height = self.layer_box(x, y, w, h)
        if alpha <= 0:
            return
        if alpha < 1:
            self.stroke("faded", (*self.on(x, y), *self.on(x + w, y + h)), alpha)
        layer = sheet(width, height, (self.spot[0] + left, self.spot[1] + top))
        sub = type(self)(layer, self.look, (self.ox + left, self.oy + top), self.whole)
        sub.page, sub.clipped = self.page, self.clipped
        draw(sub)
        for mine, others in ((self.written, sub.written), (self.signs, sub.signs), (self.tipped, sub.tipped)):
            mine += others
        self.tips += sub.tips

    @contextmanager
    def clip(self, x: float, y: float, w: float, h: float, r: float = 0) -> Iterator[None]:
        before, here = self.clipped, self.box(x, y, w, h).move(self.ox, self.oy)
        self.clipped = here if before is None else here.clip(before)
        self.stroke("clip", (*self.on(x, y), *self.on(x + w, y + h)), r)
        yield
        self.stroke("clip end", (*self.on(x, y), *self.on(x + w, y + h)), r)
        self.clipped = before

    # what a picture draws in physical pixels

    def put(self, sprite: Surface, px: int, py: int) -> None:
        assert ScreenList.now is not None
        ScreenList.now.raw("put", px + self.spot[0], py + self.spot[1], sprite)

    def stamp(self, key: Hashable, px: float, py: float, box: Box, *_more: Any) -> None:
        self.stroke("stamp", box_of([self.of(px + box[0], py + box[1]), self.of(px + box[2], py + box[3])]), key)

    def direct(self, key: Hashable, box: Rect, paint: Any) -> None:
        self.stroke("direct", box_of([self.of(*box.topleft), self.of(*box.bottomright)]), key)

    def band(self, points: Sequence[tuple[float, float]], width: float, rgb: object) -> None:
        spots = [self.of(x, y) for x, y in points]
        self.stroke("band", box_of(spots), (spots, width))


def noted(kind: str) -> Callable[..., None]:
    takes = list(inspect.signature(getattr(Canvas, kind)).parameters.values())[1:]
    defaults = {each.name: each.default for each in takes}

    def draw(self: ListCanvas, *things: Any, **more: Any) -> None:
        given = {**defaults, **dict(zip(defaults, things)), **more}
        spots = [self.on(*spot) for spot in reach(given)]
        self.stroke(kind, box_of(spots), (spots, [given[name] for name in given if name not in PLACES]))
        if kind in SIGNS:
            (left, top), (right, bottom) = reach(given)
            self.signs.append((left, top, right - left, bottom - top))

    return draw


for name in KINDS:
    setattr(ListCanvas, name, noted(name))


def living(canvas: Canvas, scene: Scene) -> Canvas:
    """What lives stands as at the scene's time."""
    canvas.life = STILL_LIFE._replace(time=scene.time)
    return canvas


def listed(scene: Scene, size: tuple[int, int], look: Look) -> list[str]:
    """All that a scene draws, in order, then its controls."""
    listing = ScreenList.now = ScreenList(look.scale)
    scene.draw(living(ListCanvas(sheet(*size), look), scene))
    listing.end_strokes()
    listing.end_row()
    ScreenList.now = None
    return listing.lines + [f"[{widget.name}] {sized(*widget.rect)}" for widget in scene.widgets]
