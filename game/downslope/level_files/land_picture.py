"""A picture of one's own that stands in the land of a level by hand: PNG, or a small part of SVG."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from math import isfinite
from typing import Any, NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate, errors
from zlib import crc32, decompressobj, error as zlib_error

from ..digits.csv_examples import SiblingFiles, read_beside
from ..digits.drawing import png_size
from ..i18n import N_, _
from ..rules import LandPicture, NamedShape, near
from ..storage.files import Refused

# A small part of SVG: shapes in plain colours or in the theme's, and where a number is written. All else is refused.
# What is given away is written again from what was understood, so that nothing of a stranger's file is drawn as it
# came.


ELEMENTS, MOVING = 400, 80  # shapes; parts with a name
NUMBERS, LETTERS = 20_000, 100_000  # in all paths
LARGEST = 1e5  # size of a number
PLACES = {  # element -> its own attributes, each a number, but for `d`
    "path": ("d",), "rect": ("x", "y", "width", "height", "rx", "ry"), "circle": ("cx", "cy", "r"),
    "ellipse": ("cx", "cy", "rx", "ry"), "line": ("x1", "y1", "x2", "y2"), "polygon": ("points",),
    "text": ("x", "y", "font-size"),
}  # fmt: skip
LOOKS = ("fill", "stroke", "stroke-width", "opacity")
ROOT = ("viewBox", "width", "height", "version")
POSITIVE = ("width", "height", "r", "rx", "ry", "stroke-width", "opacity", "font-size")
NAME = re.compile(r"[a-z0-9][a-z0-9 _-]{0,39}")
HEX = re.compile(r"none|#[0-9A-Fa-f]{6}")
MIXED = re.compile(r"0?\.\d+|[01]")  # how much of the second colour
# Colours of the theme that a picture may name: they are others at dusk and on paper.
HUES = (
    "sky0", "sky1", "sky2", "glow", "hillfar", "ter0", "ter1", "ter2", "ter3", "ter_edge", "wood", "hill_far",
    "hill_near", "hill_rim", "star", "water", "text", "text2", "panel", "border", "input", "weight", "prediction",
    "goal", "error", "alpha", "white", "ink", "timber", "wall", "wall_edge", "window", "door", "slate", "metal", "well",
    "lamp_light", "lamp_glow", "crumb", "tyre", "roof", "border2", "weight_negative", "run0", "run1", "run2", "dough",
    "gold_edge", "timber_rim", "text3", "raised", "inside", "masonry", "mortar", "taxi", "taxi_shade", "glass",
    "headlight", "beam", "sign_ink", "ice_block", "ice_ink", "steam", "leaf", "leaf_cold", "leaf_dry", "warm_water",
    "ground_text", "ready", "moonlight", "moon_rim", "water_light", "water_edge", "full_moon", "pole", "map_far",
    "map_wood", "map_bricks", "map_digits", "fog", "title_ridge1", "title_ridge2", "frost",
)  # fmt: skip
NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
TOKEN = re.compile(rf"\s*+,?\s*+(?:([MmLlHhVvCcSsQqTtAaZz])|({NUMBER}))")
COUNTS = {"m": 2, "l": 2, "h": 1, "v": 1, "c": 6, "s": 4, "q": 4, "t": 2, "a": 7, "z": 0}  # numbers after a letter


class VectorShape(NamedTuple):
    """`looks`: fill and stroke are "none", "#RRGGBB" or a name of HUES. `name`: what moves it knows it by."""

    name: str
    element: str
    places: tuple[tuple[str, str], ...]
    looks: tuple[tuple[str, str], ...]


class VectorDrawing(NamedTuple):
    """`box`: left, top, width and height of what is seen of it."""

    box: tuple[float, float, float, float]
    shapes: tuple[VectorShape, ...]

    @property
    def parts(self) -> tuple[NamedShape, ...]:
        """The shapes that have a name."""
        return tuple(_part(shape) for shape in self.shapes if shape.name)

    def svg(
        self, colour: Callable[[str], str], without: frozenset[str] = frozenset(), around: tuple[float, float] = (0, 0)
    ) -> str:
        """As SVG again, but for the shapes of these names; `colour`: #RRGGBB of a name of HUES.

        `around`: so much more is seen to both sides, and above and below, of what lies beyond its box.
        """
        left, top, width, height = self.box
        left, top, width, height = left - around[0], top - around[1], width + 2 * around[0], height + 2 * around[1]
        lines = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{left:g} {top:g} {width:g} {height:g}" '
                 f'width="{width:g}" height="{height:g}">']  # fmt: skip
        for shape in (shape for shape in self.shapes if not shape.name or shape.name not in without):
            looks = ((name, colour(value) if value.split("*")[0] in HUES else value) for name, value in shape.looks)
            words = " ".join(f'{name}="{value}"' for name, value in (*shape.places, *looks))
            lines.append(f"<{shape.element} {words}/>")
        return "\n".join([*lines, "</svg>"])


def drawing_in(content: bytes, file: str) -> VectorDrawing:
    """What a file draws. Refused: the first thing that is not drawn here, with its line."""
    reader = _Reader(file)
    try:
        reader.parser.Parse(content, True)
    except ExpatError as error:
        reason = errors.messages.get(error.code, "it is no XML")
        raise reader.refusal(f"{reason}.", error.lineno) from None
    except Refused:
        raise
    except (ValueError, LookupError):  # an encoding that there is not
        raise reader.refusal("it is not UTF-8 text.", 1) from None
    if reader.box is None:
        raise reader.refusal("there is no <svg> in it.", 1)
    return VectorDrawing(reader.box, tuple(reader.shapes))


class _Reader:
    """Takes the elements as they come."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.box: tuple[float, float, float, float] | None = None
        self.shapes: list[VectorShape] = []
        self.numbers = self.letters = self.depth = 0
        self.names: list[str] = []
        self.group: str | None = None  # the name of the <g> that is open
        self.parser = ParserCreate("UTF-8")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = partial(self._refuse, "document types are not allowed.")
        self.parser.ProcessingInstructionHandler = partial(self._refuse, "instructions are not allowed.")

    def refusal(self, reason: str, line: int = 0) -> Refused:
        line = line or self.parser.CurrentLineNumber
        reason = reason.replace("?.", "?")  # a hint ends with its own mark
        return Refused(N_("{file}, line {number}: {reason}"), line, file=self.file, number=line, reason=reason)

    def _refuse(self, reason: str, *_given: Any) -> None:
        raise self.refusal(reason)

    def _text(self, text: str) -> None:
        if text.strip():
            raise self.refusal("text is not drawn.")

    def _end(self, name: str) -> None:
        self.depth -= 1
        if name == "g":
            self.group = None

    def _start(self, name: str, given: dict[str, str]) -> None:
        self.depth += 1
        if self.depth == 1:
            if name != "svg":
                raise self.refusal(f"found <{name[:40]}>, expected <svg>.")
            for key in given:
                if key not in ROOT and not key.startswith("xmlns"):
                    raise self.refusal(f"{key[:40]} of <svg>; allowed: {near(key, ROOT)}.")
            sides = [given.get(side, "").removesuffix("px") for side in ("width", "height")]
            words = given.get("viewBox", "").replace(",", " ").split() or ["0", "0", *sides]
            if len(words) != 4:
                raise self.refusal("viewBox is four numbers: left, top, width, height.")
            left, top, width, height = (float(self._number("viewBox", word)) for word in words)
            if width < 1 or height < 1:
                raise self.refusal("viewBox, or width and height, must be 1 or more.")
            self.box = (left, top, width, height)
            return
        if name == "g" and self.depth == 2:
            self.group = self._name(given)
            if given or not self.group:
                raise self.refusal("<g> has an id and nothing else: what is in it moves together.")
            return
        if self.depth > (2 if self.group is None else 3) or name not in PLACES:
            raise self.refusal(f"<{name[:40]}> is not drawn here; allowed: {', '.join(PLACES)}, not within each other.")
        if len(self.shapes) >= ELEMENTS:
            raise self.refusal(f"shapes: at most {ELEMENTS} are drawn.")
        places, looks = [], []
        called = self._name(given) if self.group is None else self.group
        if name == "text" and not called:
            raise self.refusal("<text> holds a number that moves; it needs an id.")
        for key, value in given.items():
            if key == "d" and name == "path":
                places.append((key, self._path(value)))
            elif key == "points" and name == "polygon":
                corners = value.replace(",", " ").split()
                if len(corners) < 6 or len(corners) % 2:
                    raise self.refusal("points: three places or more, each two numbers.")
                places.append((key, " ".join(self._number(key, word) for word in corners)))
            elif key in PLACES[name]:
                places.append((key, self._number(key, value)))
            elif key in ("fill", "stroke"):
                first, second, part = value.split("*") if value.count("*") == 2 else (value, "ink", "1")
                if not HEX.fullmatch(value) and not (first in HUES and second in HUES and MIXED.fullmatch(part)):
                    raise self.refusal(f"{key} is {value[:20]!r}; allowed: none, #RRGGBB, {near(value, HUES)}.")
                looks.append((key, value))
            elif key in LOOKS:
                looks.append((key, self._number(key, value)))
            else:
                raise self.refusal(f"{key[:40]} of <{name}>; allowed: {near(key, (*PLACES[name], *LOOKS))}.")
        self.shapes.append(VectorShape(called, name, tuple(places), tuple(looks)))

    def _name(self, given: dict[str, str]) -> str:
        """The name of a shape or a group, taken out of its attributes; "": it has none."""
        name = given.pop("id", "")
        if name and (not NAME.fullmatch(name) or name in self.names):
            raise self.refusal(f"id is {name[:40]!r}; allowed: small letters and digits, another for each part.")
        self.names += [name] if name else []
        if len(self.names) > MOVING:
            raise self.refusal(f"id: at most {MOVING} parts have one.")
        return name

    def _number(self, key: str, text: str) -> str:
        try:
            number = float(text.removesuffix("px"))
        except ValueError:
            number = float("nan")
        if not isfinite(number) or abs(number) > LARGEST or (key in POSITIVE and number < 0):
            raise self.refusal(f"{key} is {text[:20]!r}; allowed: a number, at most {LARGEST:g}.")
        return f"{number:.8g}"

    def _path(self, text: str) -> str:
        """The same path, its numbers written again."""
        self.letters += len(text)
        if self.letters > LETTERS:
            raise self.refusal(f"d: letters in all paths: at most {LETTERS}.")
        path: list[str] = []
        at, letter, left, text = 0, "", 0, text.rstrip()
        while at < len(text):
            token = TOKEN.match(text, at)
            if token is None:
                raise self.refusal(f"d has {text[at:].strip()[:12]!r}; allowed: letters of a path and numbers.")
            at = token.end()
            if token[1]:
                if left or (not path and token[1] not in "Mm"):
                    raise self.refusal(f"d: expected {'a number' if left else 'M'}, not {token[1]}.")
                letter, left = token[1], COUNTS[token[1].lower()]
                path.append(letter)
                continue
            self.numbers += 1
            if not letter or letter in "Zz" or self.numbers > NUMBERS:
                reason = f"numbers in all paths: at most {NUMBERS}" if self.numbers > NUMBERS else "a number without M"
                raise self.refusal(f"d: {reason}.")
            left = (left or COUNTS[letter.lower()]) - 1
            path.append(self._number("d", token[2]))
        if left:
            raise self.refusal(f"d: {letter} is followed by too few numbers; allowed: {COUNTS[letter.lower()]}.")
        return " ".join(path)


def _part(shape: VectorShape) -> NamedShape:
    """The shape as a path, in the words of a picture; of a text the outline is its place and its size."""
    given = dict(shape.places)
    looks = {name: "" if value == "none" else value for name, value in shape.looks}

    def at(*names: str) -> list[float]:
        return [float(given.get(name, 0)) for name in names]

    if shape.element == "path":
        outline = given.get("d", "")
    elif shape.element == "polygon":
        outline = f"M {given.get('points', '')} Z"
    elif shape.element == "line":
        x1, y1, x2, y2 = at("x1", "y1", "x2", "y2")
        outline = f"M {x1:g} {y1:g} L {x2:g} {y2:g}"
    elif shape.element == "rect":
        x, y, w, h = at("x", "y", "width", "height")
        rx = min(float(given.get("rx", given.get("ry", 0))), w / 2)
        ry = min(float(given.get("ry", given.get("rx", 0))), h / 2)
        outline = (f"M {x + rx:g} {y:g} H {x + w - rx:g} A {rx:g} {ry:g} 0 0 1 {x + w:g} {y + ry:g} V {y + h - ry:g} "
                   f"A {rx:g} {ry:g} 0 0 1 {x + w - rx:g} {y + h:g} H {x + rx:g} "
                   f"A {rx:g} {ry:g} 0 0 1 {x:g} {y + h - ry:g} V {y + ry:g} "
                   f"A {rx:g} {ry:g} 0 0 1 {x + rx:g} {y:g} Z")  # fmt: skip
    elif shape.element == "text":
        outline = " ".join(f"{each:g}" for each in (*at("x", "y"), float(given.get("font-size", 20))))
    else:
        cx, cy, rx, ry = at("cx", "cy", *(("r", "r") if shape.element == "circle" else ("rx", "ry")))
        half = f"A {rx:g} {ry:g} 0 1 1"
        outline = f"M {cx - rx:g} {cy:g} {half} {cx + rx:g} {cy:g} {half} {cx - rx:g} {cy:g} Z"
    return NamedShape(
        shape.name, shape.element, outline, looks.get("fill", "ink"), looks.get("stroke", ""),
        float(looks.get("stroke-width", 1)), float(looks.get("opacity", 1)),
    )  # fmt: skip


BYTES = 1_000_000
WIDTH, HEIGHT = 1216, 528  # the land of a window of 1280 x 720
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG's kinds of colour
# Where each pass over an interlaced PNG begins, and how far its pixels are apart, across and down.
PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
MAGIC = b"\x89PNG\r\n\x1a\n"


def read_land_picture(beside: SiblingFiles | None, name: str) -> LandPicture:
    """The picture of that name. Refused: why there is none, with the line where it has lines."""
    content = read_beside(beside, name, BYTES, _("leave its picture out"))
    if name.lower().endswith(".svg"):
        drawing = drawing_in(content, name)
        return LandPicture(name, *drawing.box[2:], crc32(content), svg=drawing.svg, parts=drawing.parts)
    # Width and height of a PNG. Refused: it is none, or larger than the land.
    size = png_size(content)
    if size is None:
        raise Refused(N_("{file} is not a PNG picture."), file=name)
    width, height = size
    if not (1 <= width <= WIDTH and 1 <= height <= HEIGHT):
        sentence = N_("{file} is {width} x {height}; allowed: up to {most} x {high}.")
        raise Refused(sentence, file=name, width=width, height=height, most=WIDTH, high=HEIGHT)
    if not _is_whole(content):
        raise Refused(N_("{file} is damaged: a part is missing or changed."), file=name)
    return LandPicture(name, width, height, crc32(content), content)


def _is_whole(content: bytes) -> bool:
    """Every chunk is there, with its sum, up to the last, and as many pixels as the head says; no more are unpacked."""
    at, pixels, kind = len(MAGIC), b"", b""
    while kind != b"IEND":
        end, kind = at + 8 + int.from_bytes(content[at : at + 4], "big"), content[at + 4 : at + 8]
        if end + 4 > len(content) or crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4], "big"):
            return False
        pixels += content[at + 8 : end] if kind == b"IDAT" else b""
        at = end + 4
    width, height = int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big")
    depth, colour, interlaced = content[24], content[25], content[28]
    bits = depth * CHANNELS.get(colour, 0)
    count = 0
    for left, top, across, down in PASSES if interlaced else ((0, 0, 1, 1),):
        columns, rows = -((left - width) // across), -((top - height) // down)
        if columns > 0:
            count += max(0, rows) * (1 + (columns * bits + 7) // 8)
    try:
        return bits > 0 and len(decompressobj().decompress(pixels, count)) == count
    except zlib_error:
        return False
